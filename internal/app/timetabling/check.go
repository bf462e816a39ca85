package timetabling

import (
	"context"

	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/platform/fault"
)

// CheckOptions count a timetable anew.
type CheckOptions struct {
	Streams
	File     string
	Solution string
	Change   string // file of changes that the timetable is to respect; empty: none
	JSON     bool
}

// CheckTimetable prints every violation and every soft point. It refuses a
// timetable that breaks a hard rule, after printing.
func (Program) CheckTimetable(_ context.Context, o CheckOptions) error {
	p, err := readProblem(o.File)
	if err != nil {
		return err
	}
	s, err := p.readSchedule(o.Solution)
	if err != nil {
		return err
	}
	a := p.check(s)
	if o.Change != "" {
		if err := p.change(o.Change, s); err != nil {
			return err
		}
		a = planAccount(p.plan, plan.Check(p.plan, s.planned))
	}
	if o.JSON {
		err = printJSON(o.Out, a)
	} else {
		a.text(o.Out)
	}
	if err == nil && !a.Feasible {
		err = fault.Refuse("timetable.violations", "n", a.Violations)
	}
	return err
}
