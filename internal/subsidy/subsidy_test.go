package subsidy_test

import (
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/subsidy"
	"tongpin/internal/training"
)

const digger = "6-30-05-05"

// terms of the three shapes, with the numbers of domain.md 4.4.
var (
	controls = subsidy.Terms{Categories: training.Categories, Finished: 600, NoticeDays: 5, Permille: 200, Strata: []string{"provider", "category"}, Payee: subsidy.PayProvider}
	putian   = shape(subsidy.ByLevel, func(t *subsidy.Terms) {
		t.Levels = map[string]money.Fen{"junior": 700_00, "intermediate": 1000_00, "": 500_00}
	})
	zhongshan = shape(subsidy.ByHour, func(t *subsidy.Terms) { t.Hour, t.Least, t.Most, t.Yearly = 30_00, 500_00, 1000_00, 1000_00 })
	qinghai   = shape(subsidy.ByOccupation, func(t *subsidy.Terms) {
		t.Occupations = []subsidy.Rate{{Occupation: digger, Hours: 200, Amount: 2000_00}}
	})
)

func shape(s subsidy.Shape, set func(*subsidy.Terms)) subsidy.Content {
	t := controls
	set(&t)
	return subsidy.Content{Name: "P", Source: "S", Edition: "1", Mark: "V", From: calendar.On(2025, 1, 1), Shape: s, Terms: t}
}

func TestCalculate(t *testing.T) {
	passed := func(hours int64, level code.SkillLevel, occupation string, before money.Fen) subsidy.Person {
		return subsidy.Person{Result: training.Passed, Hours: hours, Level: level, Occupation: occupation, Before: before}
	}
	cases := map[string]struct {
		policy subsidy.Content
		person subsidy.Person
		want   money.Fen
		last   string
	}{
		"a level":                   {putian, passed(120, "junior", digger, 0), 700_00, "level"},
		"another level":             {putian, passed(120, "intermediate", digger, 0), 1000_00, "level"},
		"a certificate of no level": {putian, passed(40, "", "", 0), 500_00, "unlevelled"},
		"a level that has none":     {putian, passed(120, "senior", digger, 0), 0, "level_none"},
		"took part only":            {putian, subsidy.Person{Result: training.Finished, Level: "junior"}, 420_00, "finished"},
		"hours":                     {zhongshan, passed(20, "", "", 0), 600_00, "hours"},
		"few hours":                 {zhongshan, passed(2, "", "", 0), 500_00, "least"},
		"many hours":                {zhongshan, passed(120, "", "", 0), 1000_00, "most"},
		"the cap of the year":       {zhongshan, passed(120, "", "", 700_00), 300_00, "yearly"},
		"the cap is reached":        {zhongshan, passed(20, "", "", 1000_00), 0, "yearly"},
		"no hours":                  {zhongshan, passed(0, "", "", 0), 0, "hours_none"},
		"the standard hours":        {qinghai, passed(200, "", digger, 0), 2000_00, "occupation"},
		"more hours":                {qinghai, passed(300, "", digger, 0), 2000_00, "occupation"},
		"a share of the hours":      {qinghai, passed(120, "", digger, 0), 1200_00, "share"},
		"rounded down":              {qinghai, passed(7, "", digger, 0), 70_00, "share"},
		"another occupation":        {qinghai, passed(200, "", "4-07-05-01", 0), 0, "occupation_none"},
		"failed":                    {qinghai, subsidy.Person{Result: training.Failed, Hours: 200, Occupation: digger}, 0, "failed"},
		"no result":                 {qinghai, subsidy.Person{Result: training.Enrolled, Hours: 200, Occupation: digger}, 0, "no_result"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, steps := c.policy.Calculate(c.person)
			if got != c.want || steps[len(steps)-1].Key != c.last || steps[len(steps)-1].Amount != got {
				t.Errorf("%d fen, %+v; want %d by %s", got, steps, c.want, c.last)
			}
		})
	}
}

// TestCalculateLaws: whatever the policy and the person, the amount is within
// the caps, is what the last step says, and more hours never bring less.
func TestCalculateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]subsidy.Content{putian, zhongshan, qinghai}).Draw(t, "policy")
		p.Terms.Finished = rapid.Int64Range(0, subsidy.Whole).Draw(t, "finished")
		p.Terms.Yearly = money.Fen(rapid.Int64Range(0, 3000_00).Draw(t, "yearly"))
		x := subsidy.Person{
			Result: rapid.SampledFrom(training.Results).Draw(t, "result"), Hours: rapid.Int64Range(-1, 400).Draw(t, "hours"),
			Occupation: rapid.SampledFrom([]string{digger, ""}).Draw(t, "occupation"), Level: rapid.SampledFrom([]code.SkillLevel{"", "junior", "senior"}).Draw(t, "level"),
			Before: money.Fen(rapid.Int64Range(0, 4000_00).Draw(t, "before")),
		}
		got, steps := p.Calculate(x)
		if got < 0 || len(steps) == 0 || steps[len(steps)-1].Amount != got {
			t.Fatalf("%d fen by %+v", got, steps)
		}
		if y := p.Terms.Yearly; y > 0 && got > 0 && got+x.Before > y {
			t.Fatalf("%d fen after %d, over the %d of a year", got, x.Before, y)
		}
		if m := p.Terms.Most; m > 0 && got > m {
			t.Fatalf("%d fen, over the %d of a head", got, m)
		}
		x.Hours++
		if more, _ := p.Calculate(x); more < got {
			t.Fatalf("an hour more brings %d fen in place of %d", more, got)
		}
	})
}
