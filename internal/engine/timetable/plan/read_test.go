package plan_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"tongpin/internal/engine/timetable/lines"
	"tongpin/internal/engine/timetable/plan"
)

func TestReadRefuses(t *testing.T) {
	cases := []struct{ lines, says string }{
		{"lunch 12:00", `line 19: "lunch" is no statement of a plan; use one of course, days, fixed`},
		{"room", "room has 0 words; write: room w1"},
		{"room x colour=red", "room takes no colour=; write: room w1"},
		{"room x kind=", "kind= is empty or given twice"},
		{"room w1", "room w1 is declared a second time"},
		{"room a,b", `the name "a,b" holds one of the signs`},
		{"room x site=east", "site east is unknown; declare it in a line above"},
		{"room x seats=many", `seats "many" is not a whole number`},
		{"room x closed=Sun", `"Sun" is no day; write days and periods as in Mon.1-4`},
		{"room x closed=Mon.4-1", `"4-1" names no periods of the day`},
		{"room x closed=Mon@3", `"3" names no weeks from 1 to 2`},
		{"weeks 3", "the grid of periods is in use already; put weeks, holiday, days and period lines first"},
		{"period 5 11:50 12:35", "the grid of periods is in use already"},
		{"starts 2026-09-08", `"2026-09-08" is no date of a Monday`},
		{"travel north north 1", "travel from north to itself"},
		{"pool kit few", `stock "few" is not a whole number`},
		{"pool kit 3 booked=Mon", `"Mon" is no booking; write: booked=NUMBER:`},
		{"group x part=b", "group b is unknown"},
		{"course x teacher=li", "teacher li is unknown"},
		{"course x groups=a,a", "group a is named twice"},
		{"course x length=5", "length 5 is out of range; write a number from 1 to 4"},
		{"course x weeks=3-1", `"3-1" names no weeks`},
		{"course x needs=tablet:0", "number 0 is out of range"},
		{"rotation r groups=a1,a2 rounds=month", `"month" is no way to go round`},
		{"parallel c1", "one course alone is not parallel; write: parallel english-a english-b"},
		{"rotation r groups=a1,a2\nstation r x", "line 19: rotation r: its groups are 2, its stations 1; give a rotation as many stations as groups"},
		{"rotation r groups=a1,a2 length=3\nstation r x\nstation r y", "rotation r: it needs 6 periods, the day has 4"},
		{"rotation r groups=a1,a2 rounds=week weeks=1\nstation r x\nstation r y", "rotation r: it has 2 rounds, its weeks are 1"},
		{"station r x", "rotation r is unknown"},
		{"course x\ncourse y sessions=2\nparallel x y", "course y has 2 sessions, x has not"},
		{"course x\nparallel x x", "course x is parallel twice"},
		{"course x length=2\nfixed x 1 Mon.4", `"Mon.4" is no period that a session of 2 can begin in`},
		{"course x\nfixed x 2 Mon.1", "number of the session 2 is out of range"},
		{"", "the plan has 0 sessions"},
	}
	for _, c := range cases {
		_, err := plan.Read(strings.NewReader(head + c.lines + "\n"))
		var e *lines.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.says) || e.Remedy == "" {
			t.Errorf("%s: %v", c.lines, err)
		}
	}
	for text, says := range map[string]string{
		"":                      "the file is empty; begin with the line tongpin-timetable 1",
		"weeks 2\n":             "line 1: the file is no plan; begin with the line tongpin-timetable 1",
		"tongpin-timetable 2\n": `line 1: "tongpin-timetable 2" is an edition that this program does not know`,
		plan.Heading + "\nweeks 99999999999999999999":                 "line 2: weeks 99999999999999999999 is out of range; write a number from 1 to 32",
		plan.Heading + "\nroom x":                                     "days and periods are not known yet",
		plan.Heading + "\nperiod 1 8h 9h":                             `"8h" is no time of the day`,
		plan.Heading + "\nperiod 1 09:00 10:00\nperiod 2 09:30 11:00": "period 2 is one too many, or does not follow",
		plan.Heading + "\nweeks 2\nholiday 1-2":                       "are no holidays; write weeks as in 5 or 5+17, and leave some",
		plan.Heading + "\ncourse x":                                   "days and periods are not known yet",
		"\xff":                                                        "line 1: holds bytes that are not text",
	} {
		if _, err := plan.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestChangesRefuse(t *testing.T) {
	for text, says := range map[string]string{
		"open room w1":           `line 1: "open" is no change; write one of: close, replace`,
		"close room":             "close has 1 words; write: close room w1",
		"\nclose room w9":        "line 2: room w9 is unknown",
		"close pool tablet":      "a pool can't be closed",
		"close room w1 Sun":      `"Sun" is no day`,
		"replace room w1 s1":     `"room" is no teacher`,
		"replace teacher wang x": "teacher x is unknown",
		"pool tablet x":          `stock "x" is not a whole number`,
		"keep c 3":               "number of the session 3 is out of range",
		"keep c 1":               "c 1 has no place; keep what the old timetable places",
	} {
		p := read(t, head+"course c teacher=wang sessions=2\n")
		s, err := plan.ReadSolution(strings.NewReader("c 2 Mon 1 w1 wang\n"), p)
		if err != nil {
			t.Fatal(err)
		}
		if err := plan.ApplyChanges(strings.NewReader(text), p, s); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestReadSolutionRefuses(t *testing.T) {
	p := read(t, head+"course c teacher=wang sessions=2 length=2\n")
	for text, says := range map[string]string{
		"c 1 Mon 1 w1":                         "a session needs 6 words, here are 5",
		"d 1 Mon 1 w1 wang":                    "the plan has no session d 1",
		"c 3 Mon 1 w1 wang":                    "the plan has no session c 3",
		"c 1 Mon 4 w1 wang":                    "Mon 4 is no period in which a session of 2 can begin",
		"c 1 Mon 1 w9 wang":                    "room w9 is unknown",
		"c 1 Mon 1 w1 li":                      "teacher li is unknown",
		"c 1 Mon 1 w1 -":                       "c needs 1 teachers, here are 0",
		"c 1 Mon 1 w1 wang\nc 1 Mon 1 w1 wang": "line 2: session c 1 is placed a second time",
	} {
		if _, err := plan.ReadSolution(strings.NewReader(text), p); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestSolutionIsWrittenAndReadAgain(t *testing.T) {
	p := read(t, head+"course c teacher=wang|zhao sessions=2\ncourse d room=none\n")
	text := "c 1 Mon 1 w1 zhao\nc 2 Tue 2 s1 wang\nd 1 Mon 4 - -\n"
	s, err := plan.ReadSolution(strings.NewReader(text), p)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Write(&b, p); err != nil || b.String() != text {
		t.Errorf("%v\n%s", err, b.String())
	}
	for by, want := range map[plan.By][]string{plan.ByRoom: {"w1", "s1"}, plan.ByTeacher: {"wang", "zhao"}} {
		sheets, err := plan.View(p, s, by)
		var titles []string
		for _, k := range sheets {
			titles = append(titles, k.Title)
		}
		if err != nil || !reflect.DeepEqual(titles, want) {
			t.Errorf("%s: %v %v", by, titles, err)
		}
	}
	if _, err := plan.View(p, s, "week"); err == nil {
		t.Error("a view by week")
	}
}

func FuzzReadPlan(f *testing.F) {
	f.Add(head + "course c groups=a teacher=wang|zhao needs=tablet:3 weeks=odd\n")
	f.Add(base(f))
	f.Fuzz(func(t *testing.T, text string) {
		p, err := plan.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		sessions, _ := p.Sessions()
		s := make(plan.Solution, len(sessions))
		for i := range s {
			s[i] = plan.Place{Start: plan.None, Room: plan.None}
		}
		if r := plan.Check(p, s); r.ByRule[plan.Placed] != len(sessions) {
			t.Errorf("%d sessions, %d of them not placed", len(sessions), r.ByRule[plan.Placed])
		}
		plan.Obstacles(p)
	})
}

func FuzzApplyChanges(f *testing.F) {
	f.Add("close room w1 Mon.1-2\nreplace teacher wang zhao\nkeep c 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		p := read(t, head+"course c teacher=wang sessions=2\n")
		s, err := plan.ReadSolution(strings.NewReader("c 1 Mon 1 w1 wang\nc 2 Mon 2 w1 wang\n"), p)
		if err != nil {
			t.Fatal(err)
		}
		if plan.ApplyChanges(strings.NewReader(text), p, s) == nil {
			plan.Check(p, s)
		}
	})
}
