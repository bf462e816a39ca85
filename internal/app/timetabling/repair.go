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
	"tongpin/internal/platform/i18n"
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

// Repair mends a timetable with as few moved sessions as it can find, lists them in
// the words of l and writes the result.
func Repair(ctx context.Context, o RepairOptions, l *i18n.Localizer) error {
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
	show := newProgress(o.Err, l)
	r, err := planner.Repair(ctx, p.plan, old.planned, o.options(elapsed, show))
	show.end()
	if err != nil {
		return reasons(o.Change, "timetable.irreparable", err)
	}
	moves := plan.Moves(p.plan, old.planned, r.Solution)
	for _, m := range moves {
		fmt.Fprintln(o.Out, l.Value(m.Why))
	}
	next := schedule{planned: r.Solution}
	if p.in != nil {
		next.standard = r.Solution.CTT(p.plan)
	}
	if err := disk.WriteShared(o.To, func(w io.Writer) error { return p.write(w, next) }); err != nil {
		return err
	}
	fmt.Fprintln(o.Out, l.T("timetable.mended", "moved", len(moves), "sessions", len(r.Solution), "file", o.To))
	a := planAccount(p.plan, plan.Check(p.plan, r.Solution), l)
	a.summary(o.Err, l)
	if !a.Feasible {
		return fault.Refuse("timetable.conflicts", "n", a.Violations)
	}
	return nil
}
