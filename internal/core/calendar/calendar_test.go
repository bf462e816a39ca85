package calendar_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
)

func anyDate() *rapid.Generator[calendar.Date] {
	return rapid.Custom(func(t *rapid.T) calendar.Date {
		return calendar.On(2000, 1, 1).AddDays(rapid.IntRange(-20_000, 40_000).Draw(t, "day"))
	})
}

func TestParseDate(t *testing.T) {
	want := calendar.On(2026, 4, 9)
	for _, s := range []string{"2026-04-09", "2026-4-9", "2026/4/9", "2026/04/09", "2026.4.9", "20260409"} {
		if got, err := calendar.ParseDate(s); err != nil || got != want {
			t.Errorf("%q: got %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "2026", "2026-02-29", "2026-13-01", "26-4-9", "2026-04-09 10:00", "April 9"} {
		if got, err := calendar.ParseDate(s); err == nil {
			t.Errorf("%q was taken for %v", s, got)
		}
	}
}

// TestDateOf: the civil day of China begins at 16:00 UTC of the day before.
func TestDateOf(t *testing.T) {
	start := time.Date(2026, 4, 8, 16, 0, 0, 0, time.UTC)
	for instant, want := range map[time.Time]calendar.Date{
		start.Add(-time.Nanosecond): calendar.On(2026, 4, 8),
		start:                       calendar.On(2026, 4, 9),
		start.Add(24*time.Hour - time.Microsecond): calendar.On(2026, 4, 9),
		{}: {},
	} {
		if got := calendar.DateOf(instant); got != want {
			t.Errorf("%v: got %v, want %v", instant, got, want)
		}
	}
}

func TestAddMonths(t *testing.T) {
	cases := []struct {
		from calendar.Date
		n    int
		want calendar.Date
	}{
		{calendar.On(2026, 1, 31), 1, calendar.On(2026, 2, 28)},
		{calendar.On(2028, 1, 31), 1, calendar.On(2028, 2, 29)},
		{calendar.On(2026, 3, 31), -1, calendar.On(2026, 2, 28)},
		{calendar.On(2026, 12, 15), 1, calendar.On(2027, 1, 15)},
		{calendar.On(2026, 4, 9), 36, calendar.On(2029, 4, 9)},
		{calendar.On(2028, 2, 29), 12, calendar.On(2029, 2, 28)},
	}
	for _, c := range cases {
		if got := c.from.AddMonths(c.n); got != c.want {
			t.Errorf("%v and %d months: got %v, want %v", c.from, c.n, got, c.want)
		}
	}
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate().Draw(t, "a"), anyDate().Draw(t, "b")
		if n := a.DaysUntil(b); a.AddDays(n) != b || (n > 0) != a.Before(b) || (n < 0) != a.After(b) {
			t.Fatalf("%v and %v are %d days apart", a, b, n)
		}
		if calendar.DateOf(a.Start()) != a || calendar.DateOf(a.Start().Add(-time.Microsecond)) != a.AddDays(-1) {
			t.Fatalf("%v starts at %v", a, a.Start())
		}
		text, err := json.Marshal(a)
		var back calendar.Date
		if err != nil || json.Unmarshal(text, &back) != nil || back != a {
			t.Fatalf("%v became %s, %v", a, text, err)
		}
	})
}

func TestZeroDate(t *testing.T) {
	var none calendar.Date
	if !none.Zero() || none.String() != "" {
		t.Errorf("none is %q", none)
	}
	var back calendar.Date
	if err := back.UnmarshalText(nil); err != nil || !back.Zero() {
		t.Errorf("read back as %v, %v", back, err)
	}
	if err := back.UnmarshalText([]byte("soon")); err == nil {
		t.Error("soon was taken for a date")
	}
}

func TestParsePeriod(t *testing.T) {
	on := calendar.On
	cases := map[string]calendar.Period{
		"":            {},
		"2026":        {From: on(2026, 1, 1), To: on(2026, 12, 31)},
		"2026-H1":     {From: on(2026, 1, 1), To: on(2026, 6, 30)},
		"2026-H2":     {From: on(2026, 7, 1), To: on(2026, 12, 31)},
		"2026-Q1":     {From: on(2026, 1, 1), To: on(2026, 3, 31)},
		"2026-Q4":     {From: on(2026, 10, 1), To: on(2026, 12, 31)},
		"2028-02":     {From: on(2028, 2, 1), To: on(2028, 2, 29)},
		"2024-2025-1": {From: on(2024, 9, 1), To: on(2025, 1, 31)},
		"2024-2025-2": {From: on(2025, 2, 1), To: on(2025, 8, 31)},
		"2024-2025":   {From: on(2024, 1, 1), To: on(2025, 12, 31)},
		"2025-09-15":  {From: on(2025, 9, 15), To: on(2025, 9, 15)},

		"to-2026-02-10":      {To: on(2026, 2, 10)},
		"year-to-2026-02-10": {From: on(2026, 1, 1), To: on(2026, 2, 10)},
	}
	for s, want := range cases {
		want.Name = s
		if got, err := calendar.ParsePeriod(s); err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"2026-Q5", "2026-H3", "2026-13", "2024-2026-1", "2025-2024", "q1", "26", "to-", "to-2026-02", "year-to-2026", "to-2026-2-1"} {
		if got, err := calendar.ParsePeriod(s); err == nil {
			t.Errorf("%q was taken for %v", s, got)
		}
	}
}

// TestPeriodsTile: of the months, quarters, halves and terms around a day,
// exactly one contains it, and neighbours leave no gap.
func TestPeriodsTile(t *testing.T) {
	kinds := map[string]func(year int) []string{
		"months":   func(y int) []string { return numbered(fmt.Sprintf("%04d-%%02d", y), 12) },
		"quarters": func(y int) []string { return numbered(fmt.Sprintf("%04d-Q%%d", y), 4) },
		"halves":   func(y int) []string { return numbered(fmt.Sprintf("%04d-H%%d", y), 2) },
		"terms":    func(y int) []string { return numbered(fmt.Sprintf("%04d-%04d-%%d", y, y+1), 2) },
	}
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate().Draw(t, "day")
		for kind, names := range kinds {
			hits, end := 0, calendar.Date{}
			for year := d.Year - 2; year <= d.Year+1; year++ {
				for _, name := range names(year) {
					p, err := calendar.ParsePeriod(name)
					if err != nil {
						t.Fatal(err)
					}
					if !end.Zero() && end.AddDays(1) != p.From {
						t.Fatalf("%s: %s begins on %v after %v", kind, name, p.From, end)
					}
					end = p.To
					if p.Contains(d) {
						hits++
					}
				}
			}
			if hits != 1 {
				t.Fatalf("%v lies in %d %s", d, hits, kind)
			}
		}
		if !calendar.QuarterOf(d).Contains(d) || !calendar.YearOf(d).Contains(d) || !(calendar.Period{}).Contains(d) {
			t.Fatalf("%v lies outside its own quarter or year", d)
		}
		own := []calendar.Period{calendar.UpTo(d), calendar.YearUpTo(d)}
		for _, g := range calendar.Grains {
			own = append(own, g.Of(d))
			if p := g.Of(d); !p.Contains(d) || p.From != g.Start(d) || g.Before(d).To.AddDays(1) != p.From {
				t.Fatalf("%v lies in the %s %v, after %v", d, g, p, g.Before(d))
			}
		}
		for _, p := range own {
			if again, err := calendar.ParsePeriod(p.Name); err != nil || again != p {
				t.Fatalf("%v is read back as %v, %v", p, again, err)
			}
		}
	})
}

func numbered(form string, n int) []string {
	var list []string
	for i := 1; i <= n; i++ {
		list = append(list, fmt.Sprintf(form, i))
	}
	return list
}

func anyShift(t *rapid.T, label string) calendar.Shift {
	from := calendar.On(2026, 1, 1).AddDays(rapid.IntRange(0, 20).Draw(t, label+" from"))
	starts := rapid.Int64Range(0, 20).Draw(t, label+" starts") * 60
	s := calendar.Shift{From: from, To: from.AddDays(rapid.IntRange(0, 20).Draw(t, label+" length")), Starts: starts, Ends: starts + rapid.Int64Range(1, 4).Draw(t, label+" hours")*60}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if rapid.Bool().Draw(t, label+" "+day.String()) {
			s.Days = append(s.Days, day)
		}
	}
	return s
}

// Two shifts clash exactly if an hour of some day belongs to both.
func TestShiftsClash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyShift(t, "a"), anyShift(t, "b")
		want := false
		for n := range 60 {
			for hour := range int64(24) {
				day := calendar.On(2026, 1, 1).AddDays(n)
				want = want || a.Meets(day, 60*hour, 60*hour+60) && b.Meets(day, 60*hour, 60*hour+60)
			}
		}
		if got := a.Clashes(b); got != want || b.Clashes(a) != want {
			t.Fatalf("%+v and %+v: %v, want %v", a, b, got, want)
		}
	})
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]int64{"9:30": 570, " 09:05 ": 545, "00:00": 0, "24:00": 1440, "10\uff1a15": 615} {
		got, err := calendar.ParseClock(text)
		if err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
		if again, err := calendar.ParseClock(calendar.Clock(got)); err != nil || again != got {
			t.Errorf("%s reads back as %d, %v", calendar.Clock(got), again, err)
		}
	}
	for _, text := range []string{"", "9", "25:00", "24:01", "9:60", "9:30 pm", "-1:00", "nine"} {
		if got, err := calendar.ParseClock(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
}

// The declared years: how many days each has in all, as published, and some days
// that are not what the day of the week says.
func TestWorkdays(t *testing.T) {
	for year, want := range map[int]int{2025: 5, 2026: 6} {
		table, ok := calendar.WorkdaysOf(year)
		if !ok || table.Source == "" || table.Mark == "" {
			t.Fatalf("%d is not declared: %+v", year, table)
		}
		moved := 0
		for day := calendar.On(year, 1, 1); day.Year == year; day = day.AddDays(1) {
			weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
			if day.Working() && weekend {
				moved++
			}
		}
		if moved != want {
			t.Errorf("%d: people work on %d days of weekends, want %d", year, moved, want)
		}
	}
	for day, works := range map[string]bool{
		"2025-10-08": false, "2025-10-11": true, "2025-10-12": false, "2026-02-13": true, "2026-02-14": true, "2026-02-23": false, "2026-02-24": true, "2026-02-28": true,
		"2026-10-07": false, "2026-10-08": true, "2026-10-10": true, "2031-10-01": true, "2031-10-04": false,
	} {
		d, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if d.Working() != works {
			t.Errorf("%s: works %v, want %v", day, d.Working(), works)
		}
	}
	if got := calendar.On(2026, 2, 13).AddWorkingDays(3); got != calendar.On(2026, 2, 25) {
		t.Errorf("three working days after the 13th of February end on %s, want the 25th: the 14th, 24th and 25th are worked", got)
	}
	if got := calendar.On(2026, 9, 29).AddWorkingDays(5); got != calendar.On(2026, 10, 12) {
		t.Errorf("five working days after the 29th of September end on %s, want the 12th of October", got)
	}
	if got := calendar.On(2026, 12, 30).Undeclared(calendar.On(2027, 1, 6)); got != 2027 {
		t.Errorf("the first year without holidays is %d, want 2027", got)
	}
	if got := calendar.On(2025, 12, 30).Undeclared(calendar.On(2026, 1, 6)); got != 0 {
		t.Errorf("%d is not declared", got)
	}
}
