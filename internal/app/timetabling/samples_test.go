package timetabling

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/engine/timetable/planner"
)

const sampleInstance = `Name: Sample
Courses: 2
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1
COURSES:
weld zhang 2 2 30
lathe li 1 1 12
ROOMS:
w1 32
w2 10
CURRICULA:
q1 2 weld lathe
UNAVAILABILITY_CONSTRAINTS:
weld 1 2
END.
`

// instances are samples of standard instances, each with one thing wrong: what
// stands in it, and what stands there instead.
func (s *spoken) instances(t *testing.T) {
	for _, wrong := range [][2]string{
		{sampleInstance, ""},
		{"Name: Sample", "hello"},
		{"Rooms: 2\n", "Rooms: 2\nRooms: 2\n"},
		{"Rooms: 2\n", ""},
		{"q1 2 weld lathe\n", ""},
		{sampleInstance[strings.Index(sampleInstance, "COURSES:"):], ""},
		{"weld zhang 2 2 30", "weld zhang 2"},
		{"w1 32", "w1"},
		{"q1 2 weld lathe", "q1"},
		{"q1 2 weld", "q1 3 weld"},
		{"weld 1 2", "weld 1"},
		{"weld zhang 2 2 30", "weld zhang two 2 30"},
		{"weld zhang 2 2 30", "weld zhang 7 2 30"},
		{"weld zhang 2 2 30", "weld zhang 2 9 30"},
		{"weld zhang 2 2 30", "weld zhang 2 2 many"},
		{"w1 32", "w1 -1"},
		{"q1 2 weld lathe", "q1 two weld lathe"},
		{"weld 1 2", "weld 9 2"},
		{"weld 1 2", "weld 1 9"},
		{"Courses: 2", "Courses: 0"}, {"Rooms: 2", "Rooms: 0"}, {"Days: 2", "Days: 99"},
		{"Periods_per_day: 3", "Periods_per_day: x"}, {"Curricula: 1", "Curricula: -1"}, {"Constraints: 1", "Constraints: -1"},
		{"lathe li", "weld li"},
		{"w2 10", "w1 10"},
		{"weld lathe", "weld turn"},
		{"zhang", "zh\xffng"},
		{"zhang", strings.Repeat("z", 1<<21)},
	} {
		if !strings.Contains(sampleInstance, wrong[0]) {
			t.Fatalf("nothing to replace: %s", wrong[0])
		}
		_, err := ctt.Read(strings.NewReader(strings.Replace(sampleInstance, wrong[0], wrong[1], 1)))
		s.refused(t, "week.ctt", err)
	}
	var large strings.Builder
	fmt.Fprintf(&large, "Courses: 100\nRooms: 1\nDays: 28\nPeriods_per_day: 28\nCurricula: 0\nConstraints: 0\nCOURSES:\n")
	for i := range 100 {
		fmt.Fprintf(&large, "c%d t 784 1 1\n", i)
	}
	_, err := ctt.Read(strings.NewReader(large.String() + "ROOMS:\nr 1\n"))
	s.refused(t, "large.ctt", err)
	in := instance(t)
	for _, text := range []string{"weld w1 0", "turn w1 0 0", "weld w9 0 0", strings.Repeat("weld w1 0 0\n", 2*ctt.MaxLectures+1)} {
		_, err := ctt.ReadSolution(strings.NewReader(text), in)
		s.refused(t, "week.sol", err)
	}
}

func instance(t *testing.T) *ctt.Instance {
	in, err := ctt.Read(strings.NewReader(sampleInstance))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

const samplePlan = `tongpin-timetable 1
weeks 4
days Mon Tue
period 1 08:00 08:45
period 2 08:55 09:40
period 3 10:00 10:45
period 4 10:55 11:40
site north
site south
travel north south 1
room w1 site=north kind=welding seats=20 has=crane
room s1 site=south kind=lab seats=10
pool tablet 20
teacher wang perday=2
teacher zhao
group a size=12
group a1 size=6 part=a
group a2 size=6 part=a
`

// plans are samples of plans, changes and timetables, each with one thing wrong in
// its last lines.
func (s *spoken) plans(t *testing.T) {
	for _, lines := range strings.Split(`lunch 12:00
room
room x colour=red
room x kind=
room a,b
room w1
teacher wang
room x site=east
room x seats=many
room x closed=Sun
room x closed=Mon.4-1
room x closed=Mon@9
starts 2026-09-08
weeks 3
holiday 1
travel north north 1
travel north south x
pool kit few
pool kit 3 booked=Mon
pool kit 3 booked=x:Mon
teacher li perday=x
group x size=x
group x part=b
course x groups=a,a
course x sessions=0
course x length=9
course x mindays=9
course x students=x
course x needs=tablet:0
course x needs=kit
points seat=x
points day=x
points alone=x
points room=x
points load=x
rotation r groups=a1,a2 rounds=month
rotation r groups=a1,a2;station r x
rotation r groups=a1,a2 length=3;station r x;station r y
rotation r groups=a1,a2 rounds=week weeks=1;station r x;station r y
rotation r groups=a1,a2;station r x;station r x
rotation r;rotation r
station r x
parallel c1
course x;parallel x x
course x;course y sessions=2;parallel x y
course x length=2;fixed x 1 Mon.4
course x;fixed x 2 Mon.1
course x
`, "\n") {
		_, err := plan.Read(strings.NewReader(samplePlan + strings.ReplaceAll(lines, ";", "\n")))
		if lines != "course x" {
			s.refused(t, "base.plan", err)
		}
	}
	many := "site a\nsite b\nsite c\nsite d\nsite e\nsite f\nsite g\n"
	for _, text := range []string{
		"hello", "tongpin-timetable 2", "weeks 99", "room x", "period 1 8h 9h", "period 1 09:00 10:00\nperiod 2 09:30 11:00",
		"weeks 2\nholiday 1-2", "days Mon\ndays Tue", "days Mon Mon", "days Mon\nperiod 1 08:00 09:00\n" + many + "site h\nsite i",
		"weeks 4\nholiday 2\ndays Mon\nperiod 1 08:00 09:00\ncourse x weeks=2", "period 1 08:00 09:00\nperiod 1 09:00 10:00",
	} {
		if !strings.HasPrefix(text, "tongpin") && text != "hello" {
			text = plan.Heading + "\n" + text
		}
		_, err := plan.Read(strings.NewReader(text))
		s.refused(t, "base.plan", err)
	}
	for _, text := range []string{"open room w1", "close room", "close room w9", "close pool tablet", "replace room w1 s1", "deputy teacher wang x", "keep c 3", "keep c 1"} {
		p, places := timetabled(t, "course c teacher=wang sessions=2", "c 2 Mon 1 w1 wang")
		s.refused(t, "changes.txt", plan.ApplyChanges(strings.NewReader(text), p, places))
	}
	for _, text := range []string{"c 1 Mon 1 w1", "d 1 Mon 1 w1 wang", "c 1 Mon 4 w1 wang", "c 1 Mon 1 w9 wang", "c 1 Mon 1 w1 li", "c 1 Mon 1 w1 -", "c 1 Mon 1 w1 wang\nc 1 Mon 1 w1 wang"} {
		p, _ := timetabled(t, "course c teacher=wang sessions=2 length=2", "")
		_, err := plan.ReadSolution(strings.NewReader(text), p)
		s.refused(t, "base.sol", err)
	}
}

// timetabled is the sample plan with more lines, and a timetable of it.
func timetabled(t *testing.T, lines, places string) (*plan.Plan, plan.Solution) {
	t.Helper()
	p, err := plan.Read(strings.NewReader(samplePlan + lines + "\n"))
	if err != nil {
		t.Fatalf("%s: %v", lines, err)
	}
	sol, err := plan.ReadSolution(strings.NewReader(places), p)
	if err != nil {
		t.Fatalf("%s: %v", places, err)
	}
	return p, sol
}

// results are samples of what is found in a timetable, of what forbids one, and of
// what a repair moves.
func (s *spoken) results(t *testing.T) {
	s.standardResults(t)
	for _, c := range [][2]string{
		{"course c groups=a", ""},
		{"course c groups=a", "c 1 Mon 1 - -"},
		{"course c groups=a teacher=wang", "c 1 Mon 1 w1 zhao"},
		{"course c teacher=wang|zhao,zhao", "c 1 Mon 1 w1 zhao,zhao"},
		{"teacher li closed=Tue@2\ncourse c groups=a teacher=li|zhao length=2", "c 1 Tue 1 w1 li"},
		{"course c groups=a\ncourse d groups=a1", "c 1 Mon 1 w1 -\nd 1 Mon 1 s1 -"},
		{"course c needs=tablet:12\ncourse d needs=tablet:9", "c 1 Mon 2 w1 -\nd 1 Mon 2 s1 -"},
		{"course c groups=a1\ncourse d groups=a", "c 1 Mon 1 w1 -\nd 1 Mon 2 s1 -"},
		{"course c\nfixed c 1 Mon.2", "c 1 Mon 3 s1 -"},
		{"course c groups=a1\ncourse d groups=a2\nparallel c d", "c 1 Mon 1 w1 -\nd 1 Mon 2 s1 -"},
		{"course c groups=a sessions=2 mindays=2", "c 1 Mon 1 w1 -\nc 2 Mon 2 s1 -"},
		{"course c teacher=wang length=3", "c 1 Mon 1 w1 wang"},
	} {
		p, places := timetabled(t, c[0], c[1])
		for _, f := range plan.Check(p, places).Findings {
			s.hear(f.Why, "")
		}
	}
	for _, lines := range []string{
		"course c kind=forge has=crane,fume site=south", "course c teacher=zhao,zhao", "course c needs=tablet:21",
		"teacher li closed=*\ncourse c teacher=li", "course c closed=Mon,Tue.2-4 length=2", "course c groups=a sessions=9 room=none",
		"course c kind=lab sessions=9 weeks=2", "course c teacher=zhao sessions=9 weeks=odd", "course c teacher=zhao sessions=9 weeks=even",
		"course c closed=Mon.2 length=2\nfixed c 1 Mon.1", "course c\ncourse d length=3\nparallel c d\nrotation r groups=a1,a2 length=3 rounds=week\nstation r x\nstation r y",
	} {
		p, _ := timetabled(t, lines, "")
		if err := plan.Impossible(p); err != nil {
			s.refused(t, lines, err)
		}
	}
	bare, err := plan.Read(strings.NewReader(plan.Heading + "\ndays Mon\nperiod 1 08:00 09:00\ncourse x\n"))
	if err != nil {
		t.Fatal(err)
	}
	s.refused(t, "bare", plan.Impossible(bare))
	p, old := timetabled(t, "course c teacher=wang\ncourse d room=none\ncourse e room=none teacher=zhao\ncourse f", "c 1 Mon 1 w1 wang\nd 1 Mon 2 - -\ne 1 Mon 3 - zhao\nf 1 Mon 4 w1 -")
	_, next := timetabled(t, "course c teacher=wang\ncourse d room=none\ncourse e room=none teacher=zhao\ncourse f", "d 1 Tue 2 - -\ne 1 Tue 3 - zhao\nf 1 Mon 4 s1 -")
	for _, m := range plan.Moves(p, old, next) {
		s.hear(m.Why, "")
	}
	_, err = planner.Solve(t.Context(), p, timetable.Options{Iterations: 1, Threads: 1 << 27})
	s.refused(t, "threads", err)
}

func (s *spoken) standardResults(t *testing.T) {
	in := instance(t)
	for _, text := range []string{"weld w2 0 0\nlathe w2 0 0\nweld w1 1 2\nweld w1 1 2\n", "weld w1 0 0\n"} {
		for _, teacher := range []string{"li", "zhang"} {
			in.Courses[1].Teacher = teacher
			places, err := ctt.ReadSolution(strings.NewReader(text), in)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range ctt.Check(in, places).Findings {
				s.hear(f.Why(), "")
			}
		}
	}
	for _, spoil := range []func(in *ctt.Instance){
		func(in *ctt.Instance) { in.Courses[0].Lectures = 6 },
		func(in *ctt.Instance) { in.Courses[0].Lectures, in.Courses[1].Lectures = 4, 3 },
		func(in *ctt.Instance) {
			in.Courses[0].Lectures, in.Courses[1].Lectures, in.Curricula, in.Rooms = 4, 3, nil, in.Rooms[:1]
		},
	} {
		in := instance(t)
		spoil(in)
		var all []error
		for _, o := range ctt.Obstacles(in) {
			all = append(all, o)
		}
		s.refused(t, "week.ctt", errors.Join(all...))
	}
}
