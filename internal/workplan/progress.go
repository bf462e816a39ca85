package workplan

import (
	"cmp"
	"slices"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
)

// Light is the traffic light of an item.
type Light string

// The lights. None: nothing can be said yet.
const (
	Green Light = "green"
	Amber Light = "amber"
	Red   Light = "red"
	None  Light = "none"
)

// Late tells whether an item of this light needs attention.
func (l Light) Late() bool { return l == Amber || l == Red }

// Report is an actual that the owner of an item reported with evidence. Value is
// what was reached from the start of the item's period to the end of On.
type Report struct {
	ID     record.ID
	Item   record.ID
	On     calendar.Date
	Value  int64
	Note   string
	File   record.ID
	By     record.ID
	ByName string
	At     time.Time
}

// Actual is what an item has reached by a day, and where it is known from.
type Actual struct {
	Known bool
	Value int64
	On    calendar.Date // of the report; today for a metric
	Facts int64         // behind a metric
}

// Standing is how an item stands on a day: computed, never stored as truth.
type Standing struct {
	Item     Item
	Actual   Actual
	Expected int64
	Light    Light
	Why      string // key of the reason: "enum.workplan_why.<Why>"
	Rule     rule.Rule
}

// Share is how much of the target is reached, 0..1 and beyond; 0 while that is
// not known.
func (s Standing) Share() float64 {
	if !s.Actual.Known || s.Item.Target.Low <= 0 {
		return 0
	}
	return float64(s.Actual.Value) / float64(s.Item.Target.Low)
}

// The reasons of a light.
const (
	whyMet        = "met"         // the target is fulfilled
	whyOnCourse   = "on_course"   // as much as expected by now
	whyBehind     = "behind"      // less than expected, above the lower threshold
	whyFarBehind  = "far_behind"  // below the lower threshold
	whyOver       = "over"        // beyond the upper end of the target
	whyMissed     = "missed"      // the period is over and the target not fulfilled
	whyStriving   = "striving"    // less than aimed for: no failure
	whyUnreported = "unreported"  // no report although one is due
	whyOld        = "old_report"  // the last report is too old
	whyNotYet     = "not_yet"     // no report is due yet
	whyNotStarted = "not_started" // the period has not begun
)

// percent of the expected value, rounded down; 100 when nothing is expected.
func percent(value, expected int64) int64 {
	if expected <= 0 {
		return 100
	}
	return value * 100 / expected
}

// Stand compares what an item has reached with what is expected on a day, by
// the editions of the rules WP-001 and WP-002 in force on that day.
func Stand(i Item, actual Actual, today calendar.Date, book *rule.Book) Standing {
	s := Standing{Item: i, Actual: actual, Expected: i.Target.Expected(i.Period(), today)}
	lights, _ := book.On("WP-001", today)
	age, _ := book.On("WP-002", today)
	s.Rule = lights
	switch {
	case !i.Aim:
		s.Light = None
	case today.Before(i.FromOn):
		s.Light, s.Why = None, whyNotStarted
	case !actual.Known:
		s.unreported(today, age)
	default:
		s.compare(today, lights)
		s.aged(today, age)
	}
	return s
}

// unreported judges an item of which nothing was ever reported.
func (s *Standing) unreported(today calendar.Date, age rule.Rule) {
	s.Light, s.Why = None, whyNotYet
	if s.Item.FromOn.DaysUntil(today) > int(age.Params["days"]) || today.After(s.Item.ToOn) {
		s.Light, s.Why, s.Rule = Amber, whyUnreported, age
	}
}

// aged turns a green light amber when the last report is too old to say so.
func (s *Standing) aged(today calendar.Date, age rule.Rule) {
	if s.Item.Meter.Metric != "" || s.Light != Green || s.Why == whyMet || s.Actual.On.DaysUntil(today) <= int(age.Params["days"]) {
		return
	}
	s.Light, s.Why, s.Rule = Amber, whyOld, age
}

func (s *Standing) compare(today calendar.Date, lights rule.Rule) {
	t, value := s.Item.Target, s.Actual.Value
	reached := percent(value, s.Expected)
	switch {
	case t.Over(value):
		s.Light, s.Why = Amber, whyOver
	case t.Met(value):
		s.Light, s.Why = Green, whyMet
	case today.After(s.Item.ToOn) && t.Operator != Strive:
		s.Light, s.Why = Red, whyMissed
	case reached >= lights.Params["green"]:
		s.Light, s.Why = Green, whyOnCourse
	case t.Operator == Strive:
		s.Light, s.Why = Amber, whyStriving
	case reached >= lights.Params["amber"]:
		s.Light, s.Why = Amber, whyBehind
	default:
		s.Light, s.Why = Red, whyFarBehind
	}
}

// Proposed is the result that the computation proposes for an item: fulfilled
// when the target is met; an item that strives is fulfilled as soon as something
// was reached, for its number is an aim and no duty.
func (s Standing) Proposed() Result {
	t := s.Item.Target
	if s.Actual.Known && (t.Met(s.Actual.Value) || (t.Operator == Strive && s.Actual.Value > 0)) {
		return Fulfilled
	}
	return NotFulfilled
}

// ProposedOf is the result proposed for the whole plan: fulfilled when every
// item with a target is.
func ProposedOf(list []Standing) Result {
	for _, s := range list {
		if s.Item.Aim && s.Proposed() != Fulfilled {
			return NotFulfilled
		}
	}
	return Fulfilled
}

// urgency orders lights: what is behind comes first.
var urgency = map[Light]int{Red: 0, Amber: 1, None: 2, Green: 3}

// Urgent leaves out the headings and puts what is behind first, each in its order.
func Urgent(list []Standing) []Standing {
	aims := slices.DeleteFunc(slices.Clone(list), func(s Standing) bool { return !s.Item.Aim })
	slices.SortStableFunc(aims, func(x, y Standing) int { return cmp.Compare(urgency[x.Light], urgency[y.Light]) })
	return aims
}

// Warned tells whether the rule on years in a row that were not fulfilled
// (WP-005) threatens: results are those of the concluded years, by year.
func Warned(results map[int]Result, today calendar.Date, book *rule.Book) (rule.Rule, []int, bool) {
	r, ok := book.On("WP-005", today)
	if !ok {
		return r, nil, false
	}
	var run []int
	for year := today.Year; year >= FirstYear; year-- {
		switch results[year] {
		case NotFulfilled:
			run = append([]int{year}, run...)
		case Fulfilled:
			return r, run, len(run) >= int(r.Params["years"])
		default:
			if len(run) > 0 { // a year without a result breaks the run
				return r, run, len(run) >= int(r.Params["years"])
			}
		}
	}
	return r, run, len(run) >= int(r.Params["years"])
}
