package plan_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"tongpin/internal/engine/message"
	"tongpin/internal/engine/timetable/plan"
)

func TestReadRefuses(t *testing.T) {
	cases := []struct{ lines, says string }{
		{"lunch 12:00", ":19: timetable.wrong.statement value=lunch known=[course days fixed"},
		{"room", "timetable.wrong.words statement=room n=0 usage=room w1"},
		{"room x colour=red", "timetable.wrong.option statement=room value=colour usage=room w1"},
		{"room x kind=", "timetable.wrong.option_empty value=kind"},
		{"room w1", "timetable.wrong.twice kind=room value=w1"},
		{"room a,b", "timetable.wrong.name value=a,b"},
		{"room x site=east", "timetable.wrong.unknown kind=site value=east"},
		{"room x seats=many", "timetable.wrong.number name=seats value=many"},
		{"room x closed=Sun", "timetable.wrong.day value=Sun days=[Mon Tue] example=Mon.1-4"},
		{"room x closed=Mon.4-1", "timetable.wrong.hours value=4-1 periods=[1 2 3 4] example=Mon.1-4"},
		{"room x closed=Mon@3", "timetable.wrong.weeks value=3 last=2"},
		{"weeks 3", "timetable.wrong.grid_used"},
		{"period 5 11:50 12:35", "timetable.wrong.grid_used"},
		{"starts 2026-09-08", "timetable.wrong.monday value=2026-09-08"},
		{"travel north north 1", "timetable.wrong.travel value=north"},
		{"pool kit few", "timetable.wrong.number name=stock value=few"},
		{"pool kit 3 booked=Mon", "timetable.wrong.booking value=Mon"},
		{"group x part=b", "timetable.wrong.unknown kind=group value=b"},
		{"course x teacher=li", "timetable.wrong.unknown kind=teacher value=li"},
		{"course x groups=a,a", "timetable.wrong.named_twice kind=group value=a"},
		{"course x length=5", "timetable.wrong.range name=length value=5 low=1 high=4"},
		{"course x weeks=3-1", "timetable.wrong.weeks value=3-1"},
		{"course x needs=tablet:0", "timetable.wrong.range name=number value=0"},
		{"rotation r groups=a1,a2 rounds=month", "timetable.wrong.rounds value=month"},
		{"parallel c1", "timetable.wrong.parallel_alone"},
		{"rotation r groups=a1,a2\nstation r x", ":19: timetable.wrong.rotation_stations value=r n=2 stations=1"},
		{"rotation r groups=a1,a2 length=3\nstation r x\nstation r y", "timetable.wrong.rotation_long value=r n=6 max=4"},
		{"rotation r groups=a1,a2 rounds=week weeks=1\nstation r x\nstation r y", "timetable.wrong.rotation_weeks value=r n=2 max=1"},
		{"station r x", "timetable.wrong.unknown kind=rotation value=r"},
		{"course x\ncourse y sessions=2\nparallel x y", "timetable.wrong.parallel_uneven value=y n=2 other=x want=1"},
		{"course x\nparallel x x", "timetable.wrong.parallel_twice value=x"},
		{"course x length=2\nfixed x 1 Mon.4", "timetable.wrong.fixed value=Mon.4 n=2"},
		{"course x\nfixed x 2 Mon.1", "timetable.wrong.range name=session value=2"},
		{"", "timetable.wrong.sessions n=0"},
	}
	for _, c := range cases {
		_, err := plan.Read(strings.NewReader(head + c.lines + "\n"))
		var p *message.Problem
		if !errors.As(err, &p) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.lines, err)
		}
	}
	for text, says := range map[string]string{
		"":                      "timetable.wrong.no_plan heading=tongpin-timetable 1",
		"weeks 2\n":             ":1: timetable.wrong.no_plan heading=tongpin-timetable 1",
		"tongpin-timetable 2\n": ":1: timetable.wrong.edition value=tongpin-timetable 2 heading=tongpin-timetable 1",
		plan.Heading + "\nweeks 99999999999999999999":                 ":2: timetable.wrong.range name=weeks value=99999999999999999999 low=1 high=32",
		plan.Heading + "\nroom x":                                     ":2: timetable.wrong.grid",
		plan.Heading + "\nperiod 1 8h 9h":                             "timetable.wrong.time value=8h",
		plan.Heading + "\nperiod 1 09:00 10:00\nperiod 2 09:30 11:00": "timetable.wrong.period value=2",
		plan.Heading + "\nweeks 2\nholiday 1-2":                       "timetable.wrong.holiday value=1-2",
		plan.Heading + "\ncourse x":                                   ":2: timetable.wrong.grid",
		"\xff":                                                        ":1: timetable.wrong.text",
	} {
		if _, err := plan.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestChangesRefuse(t *testing.T) {
	for text, says := range map[string]string{
		"open room w1":           ":1: timetable.wrong.change value=open known=[close deputy keep pool replace]",
		"close room":             "timetable.wrong.words statement=close n=1 usage=close room w1",
		"\nclose room w9":        ":2: timetable.wrong.alien kind=room value=w9",
		"close pool tablet":      "timetable.wrong.close value=pool",
		"close room w1 Sun":      "timetable.wrong.day value=Sun",
		"replace room w1 s1":     "timetable.wrong.replace value=room",
		"replace teacher wang x": "timetable.wrong.alien kind=teacher value=x",
		"pool tablet x":          "timetable.wrong.number name=stock value=x",
		"keep c 3":               "timetable.wrong.range name=session value=3",
		"keep c 1":               "timetable.wrong.keep value=c 1",
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
		"c 1 Mon 1 w1":                         "timetable.wrong.session_words n=5",
		"d 1 Mon 1 w1 wang":                    "timetable.wrong.session value=d 1",
		"c 3 Mon 1 w1 wang":                    "timetable.wrong.session value=c 3",
		"c 1 Mon 4 w1 wang":                    "timetable.wrong.start value=Mon 4 n=2",
		"c 1 Mon 1 w9 wang":                    "timetable.wrong.alien kind=room value=w9",
		"c 1 Mon 1 w1 li":                      "timetable.wrong.alien kind=teacher value=li",
		"c 1 Mon 1 w1 -":                       "timetable.wrong.teachers value=c want=1 n=0",
		"c 1 Mon 1 w1 wang\nc 1 Mon 1 w1 wang": ":2: timetable.wrong.session_twice value=c 1",
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
