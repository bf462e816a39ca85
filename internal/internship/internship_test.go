package internship_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/internship"
	"tongpin/internal/platform/fault"
)

var (
	now    = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)
	today  = calendar.DateOf(now)
	school = record.ID("00000000-0000-7000-8000-0000000000b1")
	host   = record.ID("00000000-0000-7000-8000-0000000000b2")
	dean   = access.Actor{Person: "p", Role: access.Dean, Organisation: school}
)

func book(t rapid.TB) *rule.Book {
	b, err := rule.Load(internship.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// born is an invented student with a day of birth; the division 659999 was never
// issued.
func born(day string, n int) internship.PersonData {
	number, err := code.CompleteIdentity(fmt.Sprintf("659999%s%03d", day, n))
	if err != nil {
		panic(err)
	}
	return internship.PersonData{Name: fmt.Sprintf("Student %d", n), IDNumber: number}
}

func content() internship.Content {
	return internship.Content{
		Host: host, Nature: internship.AtPost, Post: "Fitter", From: today.AddDays(10), Until: today.AddDays(10 + 180), Days: internship.Weekdays[:5], Starts: 600, Ends: 1170, Hours: 8,
	}
}

func register(t rapid.TB, x internship.Content, n internship.Known) (internship.Internship, change.Change, error) {
	return internship.Register(internship.RegisterCommand{ID: "x1", Student: "s1", School: school, PersonData: born("20060102", 1), Content: x}, n, dean, now, book(t))
}

// keys are the keys of all that is wrong.
func keys(err error) (list []string) {
	for _, f := range fault.All(err) {
		list = append(list, f.Key)
	}
	return list
}

func TestWhatIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*internship.Content)
		key    string
	}{
		"no host":               {func(x *internship.Content) { x.Host = "" }, "internship.required"},
		"no post":               {func(x *internship.Content) { x.Post = " " }, "internship.required"},
		"no days":               {func(x *internship.Content) { x.Days = []string{"never"} }, "internship.required"},
		"until before from":     {func(x *internship.Content) { x.Until = x.From.AddDays(-1) }, "internship.until"},
		"ten years":             {func(x *internship.Content) { x.Until = x.From.AddMonths(120) }, "internship.until"},
		"ends before it starts": {func(x *internship.Content) { x.Ends = x.Starts }, "internship.times"},
		"more than there is":    {func(x *internship.Content) { x.Hours = 10 }, "internship.hours"},
		"nature":                {func(x *internship.Content) { x.Nature = "substitute" }, "internship.nature"},
		"six days":              {func(x *internship.Content) { x.Days, x.Hours = internship.Weekdays[:6], 6 }, "rule.INT-033"},
		"nine hours":            {func(x *internship.Content) { x.Hours = 9 }, "rule.INT-034"},
		"at night":              {func(x *internship.Content) { x.Ends = 22*60 + 1 }, "rule.INT-034"},
	} {
		x := content()
		c.change(&x)
		if _, _, err := register(t, x, internship.Known{}); !slices.Contains(keys(err), c.key) {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	filed := content()
	filed.Days, filed.Hours, filed.Exception = internship.Weekdays[:6], 9, "F-1"
	if x, _, err := register(t, filed, internship.Known{}); err != nil || len(x.Findings) != 2 {
		t.Errorf("with a filing: %v, %d findings, want 2", err, len(x.Findings))
	}
	shown := content()
	shown.Nature, shown.Days, shown.Hours = internship.Orientation, internship.Weekdays, 9
	if x, _, err := register(t, shown, internship.Known{}); err != nil || len(x.Findings) != 0 {
		t.Errorf("an orientation: %v, %+v", err, x.Findings)
	}
	short := content()
	short.Until = short.From.AddDays(30)
	if x, _, err := register(t, short, internship.Known{}); err != nil || len(x.Findings) != 1 || x.Findings[0].Rule != "INT-020" {
		t.Errorf("a month: %v, %+v; want a finding that does not stop", err, x.Findings)
	}
}

// The first day of work is the day after the 16th birthday.
func TestAge(t *testing.T) {
	x := content()
	x.From, x.Until = calendar.On(2026, 5, 20), calendar.On(2026, 11, 19)
	for day, ok := range map[string]bool{"20100519": true, "20100520": false, "20100521": false} {
		_, _, err := internship.Register(internship.RegisterCommand{ID: "x", Student: "s", School: school, PersonData: born(day, 1), Content: x}, internship.Known{}, dean, now, book(t))
		if (err == nil) != ok {
			t.Errorf("born %s: %v", day, err)
		}
	}
}

func TestNobodyIsInTwoPlacesAtOnce(t *testing.T) {
	first, _, err := register(t, content(), internship.Known{})
	if err != nil {
		t.Fatal(err)
	}
	known := internship.Known{Student: first.Student, Places: []internship.Internship{first}}
	later, weekend := content(), content()
	later.From, later.Until = first.Until.AddDays(1), first.Until.AddDays(150)
	weekend.Days = []string{"sat", "sun"}
	for name, c := range map[string]struct {
		x  internship.Content
		ok bool
	}{"the same hours": {content(), false}, "afterwards": {later, true}, "on other days": {weekend, true}} {
		cmd := internship.RegisterCommand{ID: "x2", Student: "other", School: school, PersonData: born("20060102", 1), Content: c.x}
		x, _, err := internship.Register(cmd, known, dean, now, book(t))
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && x.Student.ID != first.Student.ID {
			t.Errorf("%s: the student is %s now, was %s", name, x.Student.ID, first.Student.ID)
		}
	}
	cmd := internship.RegisterCommand{ID: "x3", Student: "other", School: school, PersonData: born("20060102", 1), Content: later}
	cmd.Name = "Somebody Else"
	if _, _, err := internship.Register(cmd, known, dean, now, book(t)); !slices.Contains(keys(err), "internship.other_name") {
		t.Errorf("the number of another name: %v", err)
	}
}

// TestFiguresFollowTheDays walks one internship through random days and steps:
// whatever people do, somebody began exactly if an internship that was not
// called off has its first day behind it, and ended exactly if it is over.
func TestFiguresFollowTheDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := content()
		x.From = today.AddDays(rapid.IntRange(-200, 30).Draw(t, "from"))
		x.Until = x.From.AddDays(rapid.IntRange(0, 150).Draw(t, "length"))
		one, c, err := register(t, x, internship.Known{})
		if err != nil {
			t.Fatal(err)
		}
		facts, at := note(nil, c), now
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			at = at.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "days"))
			next, c, done := internship.Round(one, dean, at)
			if done {
				one, facts = next, note(facts, c)
			}
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				next, c, err = internship.EndEarly(one, internship.EndCommand{On: calendar.DateOf(at).AddDays(-rapid.IntRange(0, 5).Draw(t, "ago")), Reason: "r"}, dean, at)
			case 1:
				next, c, err = internship.CallOff(one, fact.Standing(facts), "r", dean, at)
			default:
				longer := one.Content
				longer.Until = one.Until.AddDays(rapid.IntRange(0, 9).Draw(t, "longer"))
				next, c, err = internship.Edit(one, longer, internship.Known{Student: one.Student, Places: []internship.Internship{one}}, dean, at, book(t))
			}
			if err == nil {
				one, facts = next, note(facts, c)
			}
			day := calendar.DateOf(at)
			began, ended := !one.From.After(day), !one.EndedOn.Zero()
			if one.State == internship.CalledOff {
				began, ended = false, false
			}
			if got := sum(facts, internship.FactStarted); (got == 1) != began || got > 1 {
				t.Fatalf("%s from %s on %s: began %d times", one.State, one.From, day, got)
			}
			if got := sum(facts, internship.FactEnded); (got == 1) != ended || got > 1 {
				t.Fatalf("%s until %s on %s: ended %d times", one.State, one.Until, day, got)
			}
			if ended && !one.EndedOn.Before(day.AddDays(1)) {
				t.Fatalf("ended on %s, which is after %s", one.EndedOn, day)
			}
		}
	})
}

// note keeps the facts of a step as the ledger does.
func note(facts []fact.Fact, c change.Change) []fact.Fact {
	for _, f := range c.Facts {
		if f.ID == "" {
			f.ID = record.NewID()
		}
		facts = append(facts, f)
	}
	return facts
}

func sum(facts []fact.Fact, kind fact.Kind) (n int64) {
	for _, f := range facts {
		if f.Kind == kind {
			n += f.Quantity
		}
	}
	return n
}
