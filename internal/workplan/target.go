package workplan

import (
	"strconv"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/fault"
)

// Operator is how a target compares the actual with its numbers.
type Operator string

// The operators. Strive is a number that is aimed for: missing it is no failure.
const (
	Equal   Operator = "equal"    // =
	AtLeast Operator = "at_least" // >=
	More    Operator = "more"     // >
	Range   Operator = "range"    // from Low to High, both inside
	Strive  Operator = "strive"
)

// Operators lists the operators in the order in which people see them.
var Operators = []Operator{Equal, AtLeast, More, Range, Strive}

// MaxNumber bounds the numbers of a target and of a report.
const MaxNumber = 1_000_000_000_000

// Milestone is how much should be reached by the end of a day.
type Milestone struct {
	On    calendar.Date `json:"on"`
	Value int64         `json:"value"`
}

// Target is what an item aims for. High is used by Range alone.
type Target struct {
	Operator   Operator    `json:"operator"`
	Low        int64       `json:"low"`
	High       int64       `json:"high"`
	Milestones []Milestone `json:"milestones,omitempty"` // by date; empty: evenly over the period
}

// Met tells whether a value fulfils the target.
func (t Target) Met(value int64) bool {
	switch t.Operator {
	case Equal:
		return value == t.Low
	case More:
		return value > t.Low
	case Range:
		return value >= t.Low && value <= t.High
	default:
		return value >= t.Low
	}
}

// Over tells whether a value goes beyond a target that has an upper end.
func (t Target) Over(value int64) bool {
	return (t.Operator == Equal && value > t.Low) || (t.Operator == Range && value > t.High)
}

// goal is the least value that fulfils the target.
func (t Target) goal() int64 {
	if t.Operator == More {
		return t.Low + 1
	}
	return t.Low
}

// Expected is the value that should be reached by the end of a day of the
// period: along the milestones, between which it grows evenly, or evenly over
// the period. Fractions are dropped, so that nothing is expected too early.
func (t Target) Expected(p calendar.Period, today calendar.Date) int64 {
	switch {
	case today.Before(p.From):
		return 0
	case !today.Before(p.To):
		return t.goal()
	}
	from, reached := p.From.AddDays(-1), int64(0)
	for _, m := range append(t.Milestones[:len(t.Milestones):len(t.Milestones)], Milestone{p.To, t.goal()}) {
		if !today.After(m.On) {
			return reached + (m.Value-reached)*int64(from.DaysUntil(today))/int64(max(from.DaysUntil(m.On), 1))
		}
		from, reached = m.On, m.Value
	}
	return t.goal()
}

// check adds what is wrong with a target over a period.
func (t Target) check(l *fault.List, p calendar.Period) {
	bounded := func(field string, n int64) {
		if n < 0 || n > MaxNumber {
			l.Add(field, strconv.FormatInt(n, 10), "workplan.number", "max", int64(MaxNumber))
		}
	}
	known := false
	for _, o := range Operators {
		known = known || t.Operator == o
	}
	if !known {
		l.Add("operator", string(t.Operator), "workplan.operator")
	}
	bounded("low", t.Low)
	bounded("high", t.High)
	if t.Operator == Range && t.High < t.Low {
		l.Add("high", strconv.FormatInt(t.High, 10), "workplan.range", "low", t.Low)
	}
	on, reached := p.From.AddDays(-1), int64(0)
	for _, m := range t.Milestones {
		if !m.On.After(on) || !m.On.Before(p.To) {
			l.Add("milestones", m.On.String(), "workplan.milestone.day")
		}
		if m.Value < reached || m.Value > t.goal() {
			l.Add("milestones", strconv.FormatInt(m.Value, 10), "workplan.milestone.value")
		}
		on, reached = m.On, m.Value
	}
}
