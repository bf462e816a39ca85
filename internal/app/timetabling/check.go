package timetabling

import (
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// CheckOptions count a timetable anew.
type CheckOptions struct {
	Streams
	File     string
	Solution string
	Change   string // file of changes that the timetable is to respect; empty: none
	JSON     bool
}

// Check prints every violation and every soft point, in the words of l. It refuses
// a timetable that breaks a hard rule, after printing.
func Check(o CheckOptions, l *i18n.Localizer) error {
	p, err := readProblem(o.File)
	if err != nil {
		return err
	}
	s, err := p.readSchedule(o.Solution)
	if err != nil {
		return err
	}
	a := p.check(s, l)
	if o.Change != "" {
		if err := p.change(o.Change, s); err != nil {
			return err
		}
		a = planAccount(p.plan, plan.Check(p.plan, s.planned), l)
	}
	if o.JSON {
		err = printJSON(o.Out, a)
	} else {
		a.text(o.Out, l)
	}
	if err == nil && !a.Feasible {
		err = fault.Refuse("timetable.violations", "n", a.Violations)
	}
	return err
}
