package timetabling

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"tongpin/internal/app/disk"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/engine/timetable/planner"
	"tongpin/internal/platform/fault"
)

// RepairOptions mend a timetable after a change.
type RepairOptions struct {
	Streams
	Budget
	Old    string // file of the timetable
	File   string // instance or plan
	Change string // file of the changes
	To     string // file of the mended timetable; empty: beside the old one
}

// RepairTimetable mends a timetable with as few moved sessions as it can find,
// lists them and writes the result.
func (Program) RepairTimetable(ctx context.Context, o RepairOptions) error {
	elapsed := stopwatch()
	p, err := readProblem(o.File)
	if err != nil {
		return err
	}
	old, err := p.readSchedule(o.Old)
	if err != nil {
		return err
	}
	if err := p.change(o.Change, old); err != nil {
		return err
	}
	if o.To == "" {
		ext := filepath.Ext(o.Old)
		o.To = strings.TrimSuffix(o.Old, ext) + ".repaired" + ext
	}
	if err := disk.Ready(o.To); err != nil {
		return err
	}
	show := newProgress(o.Err)
	r, err := planner.Repair(ctx, p.plan, old.planned, o.options(elapsed, show))
	show.end()
	if err != nil {
		return fault.Wrong("file", o.Change, "timetable.irreparable", "problem", err.Error())
	}
	moves := plan.Moves(p.plan, old.planned, r.Solution)
	for _, m := range moves {
		fmt.Fprintln(o.Out, m.Why)
	}
	next := schedule{planned: r.Solution}
	if p.in != nil {
		next.standard = r.Solution.CTT(p.plan)
	}
	if err := disk.WriteShared(o.To, func(w io.Writer) error { return p.write(w, next) }); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "%d of %d moved; the mended timetable is in %s.\n", len(moves), len(r.Solution), o.To)
	a := planAccount(p.plan, plan.Check(p.plan, r.Solution))
	a.summary(o.Err)
	if !a.Feasible {
		return fault.Refuse("timetable.conflicts", "n", a.Violations)
	}
	return nil
}
