package workplan_test

import (
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/rule"
	"tongpin/internal/workplan"
)

var year = calendar.Period{From: calendar.On(2025, 1, 1), To: calendar.On(2025, 12, 31)}

func book(t testing.TB) *rule.Book {
	t.Helper()
	b, err := rule.Load(workplan.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func item(o workplan.Operator, low, high int64) workplan.Item {
	return workplan.Item{ID: "i", Number: "1", Title: "t", FromOn: year.From, ToOn: year.To, Aim: true, Unit: "u", Target: workplan.Target{Operator: o, Low: low, High: high}}
}

func TestMetAtTheBorders(t *testing.T) {
	cases := []struct {
		operator  workplan.Operator
		low, high int64
		met       []int64
		not       []int64
	}{
		{workplan.Equal, 3, 0, []int64{3}, []int64{0, 2, 4}},
		{workplan.AtLeast, 150, 0, []int64{150, 151}, []int64{0, 149}},
		{workplan.More, 10000, 0, []int64{10001}, []int64{9999, 10000}},
		{workplan.Range, 1, 2, []int64{1, 2}, []int64{0, 3}},
		{workplan.Strive, 10, 0, []int64{10, 11}, []int64{9}},
	}
	for _, c := range cases {
		target := workplan.Target{Operator: c.operator, Low: c.low, High: c.high}
		for _, v := range c.met {
			if !target.Met(v) {
				t.Errorf("%s %d..%d: %d does not fulfil it", c.operator, c.low, c.high, v)
			}
		}
		for _, v := range c.not {
			if target.Met(v) {
				t.Errorf("%s %d..%d: %d fulfils it", c.operator, c.low, c.high, v)
			}
		}
	}
}

// TestLights: what people see for each operator on days around the borders; the
// thresholds are those of WP-001 (100 and 80 of a hundred).
func TestLights(t *testing.T) {
	mid, after := calendar.On(2025, 7, 2), calendar.On(2026, 1, 5) // 183 of 365 days
	known := func(v int64, on calendar.Date) workplan.Actual {
		return workplan.Actual{Known: true, Value: v, On: on}
	}
	milestones := item(workplan.AtLeast, 100, 0)
	milestones.Target.Milestones = []workplan.Milestone{{On: calendar.On(2025, 6, 30), Value: 10}}
	cases := map[string]struct {
		item   workplan.Item
		actual workplan.Actual
		today  calendar.Date
		light  workplan.Light
		why    string
	}{
		"on course to the number":    {item(workplan.AtLeast, 365, 0), known(183, mid), mid, workplan.Green, "on_course"},
		"one short of the course":    {item(workplan.AtLeast, 365, 0), known(182, mid), mid, workplan.Amber, "behind"},
		"at the lower threshold":     {item(workplan.AtLeast, 365, 0), known(147, mid), mid, workplan.Amber, "behind"},
		"below the lower threshold":  {item(workplan.AtLeast, 365, 0), known(146, mid), mid, workplan.Red, "far_behind"},
		"nothing of it":              {item(workplan.AtLeast, 365, 0), known(0, mid), mid, workplan.Red, "far_behind"},
		"met early":                  {item(workplan.Equal, 3, 0), known(3, mid), mid, workplan.Green, "met"},
		"more than the number":       {item(workplan.Equal, 3, 0), known(4, mid), mid, workplan.Amber, "over"},
		"beyond the range":           {item(workplan.Range, 1, 2), known(3, mid), mid, workplan.Amber, "over"},
		"missed by one":              {item(workplan.More, 10, 0), known(10, after), after, workplan.Red, "missed"},
		"met at the end":             {item(workplan.More, 10, 0), known(11, after), after, workplan.Green, "met"},
		"striving is never red":      {item(workplan.Strive, 10, 0), known(0, after), after, workplan.Amber, "striving"},
		"along the milestones":       {milestones, known(10, mid), calendar.On(2025, 6, 30), workplan.Green, "on_course"},
		"behind the milestones":      {milestones, known(9, mid), calendar.On(2025, 6, 30), workplan.Amber, "behind"},
		"before it begins":           {item(workplan.AtLeast, 5, 0), workplan.Actual{}, calendar.On(2024, 12, 31), workplan.None, "not_started"},
		"no report is due yet":       {item(workplan.AtLeast, 5, 0), workplan.Actual{}, calendar.On(2025, 4, 3), workplan.None, "not_yet"},
		"a report is due":            {item(workplan.AtLeast, 5, 0), workplan.Actual{}, calendar.On(2025, 4, 4), workplan.Amber, "unreported"},
		"the report is old":          {item(workplan.AtLeast, 4, 0), known(3, calendar.On(2025, 3, 31)), mid, workplan.Amber, "old_report"},
		"the report is recent":       {item(workplan.AtLeast, 4, 0), known(3, calendar.On(2025, 4, 1)), mid, workplan.Green, "on_course"},
		"what is met does not spoil": {item(workplan.AtLeast, 4, 0), known(4, calendar.On(2025, 1, 2)), mid, workplan.Green, "met"},
	}
	for name, c := range cases {
		s := workplan.Stand(c.item, c.actual, c.today, book(t))
		if s.Light != c.light || s.Why != c.why {
			t.Errorf("%s: %s because of %s (expected %d), want %s, %s", name, s.Light, s.Why, s.Expected, c.light, c.why)
		}
		if c.light != workplan.None && s.Rule.ID == "" {
			t.Errorf("%s: no rule is named", name)
		}
	}
}

func drawItem(t *rapid.T) workplan.Item {
	i := item(rapid.SampledFrom(workplan.Operators).Draw(t, "operator"), rapid.Int64Range(0, 500).Draw(t, "low"), 0)
	if i.Target.Operator == workplan.Range {
		i.Target.High = i.Target.Low + rapid.Int64Range(0, 50).Draw(t, "width")
	}
	on, value := year.From, int64(0)
	for range rapid.IntRange(0, 4).Draw(t, "milestones") {
		on, value = on.AddDays(rapid.IntRange(1, 60).Draw(t, "days")), min(value+rapid.Int64Range(0, 200).Draw(t, "step"), i.Target.Low)
		i.Target.Milestones = append(i.Target.Milestones, workplan.Milestone{On: on, Value: value})
	}
	return i
}

// TestExpectedGrows: what is expected never falls, is nothing before the period
// and fulfils the target on its last day.
func TestExpectedGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := drawItem(t)
		was := int64(0)
		for day := year.From.AddDays(-1); !day.After(year.To.AddDays(2)); day = day.AddDays(1) {
			got := i.Target.Expected(i.Period(), day)
			if got < was {
				t.Fatalf("on %s %d are expected, the day before %d", day, got, was)
			}
			for _, m := range i.Target.Milestones {
				if m.On == day && got != m.Value {
					t.Fatalf("on %s %d are expected, the milestone says %d", day, got, m.Value)
				}
			}
			was = got
		}
		if i.Target.Expected(i.Period(), year.From.AddDays(-1)) != 0 || !i.Target.Met(was) {
			t.Fatalf("at the end %d are expected of %+v", was, i.Target)
		}
	})
}

// TestMoreIsNeverWorse: short of an upper end, a greater value never has a worse
// light, and a target that is met is never red.
func TestMoreIsNeverWorse(t *testing.T) {
	rank := map[workplan.Light]int{workplan.Red: 0, workplan.Amber: 1, workplan.Green: 2}
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		i := drawItem(t)
		day := year.From.AddDays(rapid.IntRange(0, 400).Draw(t, "day"))
		v := rapid.Int64Range(0, 600).Draw(t, "value")
		less := workplan.Stand(i, workplan.Actual{Known: true, Value: v, On: day}, day, b)
		more := workplan.Stand(i, workplan.Actual{Known: true, Value: v + 1, On: day}, day, b)
		if !i.Target.Over(v+1) && rank[more.Light] < rank[less.Light] {
			t.Fatalf("%d is %s, %d is %s", v, less.Light, v+1, more.Light)
		}
		if i.Target.Met(v) && less.Light != workplan.Green {
			t.Fatalf("%d fulfils %+v and is %s", v, i.Target, less.Light)
		}
		if i.Target.Operator == workplan.Strive && less.Light == workplan.Red {
			t.Fatal("striving is red")
		}
	})
}

func TestTwoYearsInARow(t *testing.T) {
	today := calendar.On(2027, 2, 1)
	const yes, no = workplan.Fulfilled, workplan.NotFulfilled
	cases := map[string]struct {
		results map[int]workplan.Result
		warned  bool
	}{
		"two in a row":          {map[int]workplan.Result{2025: no, 2026: no}, true},
		"three in a row":        {map[int]workplan.Result{2024: no, 2025: no, 2026: no}, true},
		"one":                   {map[int]workplan.Result{2025: yes, 2026: no}, false},
		"one in between":        {map[int]workplan.Result{2024: no, 2025: yes, 2026: no}, false},
		"mended since":          {map[int]workplan.Result{2024: no, 2025: no, 2026: yes}, false},
		"a year without result": {map[int]workplan.Result{2024: no, 2026: no}, false},
		"nothing":               {nil, false},
	}
	for name, c := range cases {
		r, years, warned := workplan.Warned(c.results, today, book(t))
		if warned != c.warned || r.Mark != "V" {
			t.Errorf("%s: warned %v by %v (%+v)", name, warned, years, r)
		}
	}
}
