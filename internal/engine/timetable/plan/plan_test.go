package plan_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/engine/timetable/sample"
)

func base(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/base.plan")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t testing.TB, text string) *plan.Plan {
	t.Helper()
	p, err := plan.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBaseIsReadAndHasNoObstacles(t *testing.T) {
	p := read(t, base(t))
	sessions, units := p.Sessions()
	if len(sessions) != 17 || len(units) != 13 {
		t.Errorf("%d sessions in %d units", len(sessions), len(units))
	}
	if err := plan.Impossible(p); err != nil {
		t.Error(err)
	}
	if kinds := p.WeekKinds(sessions); len(kinds) < 6 || len(kinds) > 14 {
		t.Errorf("%d kinds of weeks", len(kinds))
	}
}

var small = sample.Shape{Days: 4, PerDay: 4, Rooms: 3, Courses: 8, Teachers: 4, Curricula: 6, Lectures: 4, Members: 3, Closed: 20}

// TestPlanCountsAsTheStandardDoes compares the two checkers, which share no
// code, on standard instances and their damaged timetables.
func TestPlanCountsAsTheStandardDoes(t *testing.T) {
	feasible := 0
	for seed := range uint64(200) {
		in, s := sample.Instance(small, seed)
		r := rand.New(rand.NewPCG(seed, 5))
		p := plan.FromCTT(in)
		for range 4 {
			want, got := ctt.Check(in, s), plan.Check(p, plan.SolutionFromCTT(p, s))
			if (want.Violations == 0) != (got.Violations == 0) {
				t.Fatalf("seed %d: %d violations, the standard counts %d\n%+v", seed, got.Violations, want.Violations, got.Findings)
			}
			if want.Violations == 0 {
				feasible++
				for rule, same := range map[plan.Rule]ctt.Rule{plan.Seats: ctt.RoomCapacity, plan.Spread: ctt.MinDays, plan.Alone: ctt.Compactness, plan.OneRoom: ctt.Stability} {
					if got.ByRule[rule] != want.ByRule[same] {
						t.Fatalf("seed %d: %s %d, %s %d", seed, rule, got.ByRule[rule], same, want.ByRule[same])
					}
				}
			}
			s[r.IntN(len(s))].Room = r.IntN(len(in.Rooms))
			if r.IntN(2) == 0 {
				s[r.IntN(len(s))].Period = r.IntN(in.Periods())
			}
		}
	}
	if feasible < 250 {
		t.Errorf("only %d feasible timetables were compared", feasible)
	}
}

// head is a plan of two days of four periods, in two weeks.
const head = `tongpin-timetable 1
weeks 2
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

// TestEachRule places sessions by hand and looks at what is found.
func TestEachRule(t *testing.T) {
	cases := []struct {
		name, plan, solution string
		rule                 plan.Rule
		points               int
		says                 string
	}{
		{"not placed", "course c groups=a", "", plan.Placed, 1, "unplaced session=c 1"},
		{"no room", "course c groups=a", "c 1 Mon 1 - -", plan.Suitable, 1, "unsuited session=c 1 at=Mon.1"},
		{"wrong kind", "course c groups=a kind=lab", "c 1 Mon 1 w1 -", plan.Suitable, 1, "unsuited"},
		{"without the crane", "course c groups=a has=crane", "c 1 Mon 1 s1 -", plan.Suitable, 1, "unsuited"},
		{"room=none in a room", "course c groups=a room=none", "c 1 Mon 1 s1 -", plan.Suitable, 1, "unsuited"},
		{"another teacher", "course c groups=a teacher=wang", "c 1 Mon 1 w1 zhao", plan.Suitable, 1, "stranger teacher=zhao session=c 1"},
		{"one teacher for two", "course c teacher=wang|zhao,zhao", "c 1 Mon 1 w1 zhao,zhao", plan.Suitable, 1, "one_for_two session=c 1 n=2 teacher=zhao"},
		{"teacher away", "teacher li closed=Tue@2\ncourse c groups=a teacher=li|zhao length=2", "c 1 Tue 1 w1 li", plan.Calendars, 2, "closed who=li at=Tue.1@2 session=c 1"},
		{"group and its part", "course c groups=a\ncourse d groups=a1", "c 1 Mon 1 w1 -\nd 1 Mon 1 s1 -", plan.Students, 1, "at_once who=a1 n=2 at=Mon.1 sessions=[c d]"},
		{"teacher twice", "course c teacher=zhao\ncourse d teacher=zhao", "c 1 Mon 1 w1 zhao\nd 1 Mon 1 s1 zhao", plan.Teaching, 1, "at_once who=zhao n=2 at=Mon.1 sessions=[c d]"},
		{"room twice", "course c length=2\ncourse d length=2", "c 1 Mon 1 w1 -\nd 1 Mon 2 w1 -", plan.Rooms, 1, "at_once who=w1 n=2 at=Mon.2 sessions=[c d]"},
		{"pool", "course c needs=tablet:12\ncourse d needs=tablet:9", "c 1 Mon 2 w1 -\nd 1 Mon 2 s1 -", plan.Pools, 1, "pool n=21 pool=tablet at=Mon.2 stock=20"},
		{"pool in a week", "pool kit 20 booked=5:Mon.1@2\ncourse c needs=kit:12\ncourse d needs=kit:5", "c 1 Mon 1 w1 -\nd 1 Mon 1 s1 -", plan.Pools, 2, "pool n=17 pool=kit at=Mon.1@2 stock=15"},
		{"travel", "course c groups=a1\ncourse d groups=a", "c 1 Mon 1 w1 -\nd 1 Mon 2 s1 -", plan.Travel, 1, "travel who=a1 site=south at=Mon.2 other=north then=Mon.1 n=1"},
		{"fixed", "course c\nfixed c 1 Mon.2", "c 1 Mon 3 s1 -", plan.FixedRule, 1, "fixed session=c 1 at=Mon.3"},
		{"parallel", "course c groups=a1\ncourse d groups=a2\nparallel c d", "c 1 Mon 1 w1 -\nd 1 Mon 2 s1 -", plan.Together, 1, "out_of_step session=d 1 other=c 1 at=Mon.2"},
		{
			"rotation out of step", "rotation r groups=a1,a2\nstation r x kind=welding\nstation r y kind=lab",
			"r/x/a1 1 Mon 1 w1 -\nr/y/a2 1 Tue 1 s1 -\nr/y/a1 1 Mon 3 s1 -\nr/x/a2 1 Mon 2 w1 -", plan.Together, 2, "out_of_step session=r/y/a1 other=r/x/a1",
		},
		{"seats", "course c groups=a", "c 1 Mon 1 s1 -", plan.Seats, 2, "seats name=c 1 n=12 room=s1 seats=10 at=Mon.1"},
		{"spread", "course c groups=a sessions=2 mindays=2", "c 1 Mon 1 w1 -\nc 2 Mon 2 w1 -", plan.Spread, 5, "days course=c n=1 want=2"},
		{"alone", "course c groups=a1", "c 1 Mon 1 w1 -", plan.Alone, 2, "single who=a1 at=Mon.1"},
		{"two rooms", "course c sessions=2", "c 1 Mon 1 w1 -\nc 2 Mon 2 s1 -", plan.OneRoom, 1, "rooms course=c n=2 rooms=[w1 s1]"},
		{"load", "course c teacher=wang length=3", "c 1 Mon 1 w1 wang", plan.Load, 3, "load teacher=wang n=3 day=Mon want=2"},
	}
	for _, c := range cases {
		p := read(t, head+c.plan+"\n")
		s, err := plan.ReadSolution(strings.NewReader(c.solution), p)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		r := plan.Check(p, s)
		var whys []string
		for _, f := range r.Findings {
			if f.Rule == c.rule {
				whys = append(whys, f.Why.Error())
			}
		}
		if r.ByRule[c.rule] != c.points || !strings.Contains(strings.Join(whys, "\n"), c.says) {
			t.Errorf("%s: %s has %d points, want %d\n%s", c.name, c.rule, r.ByRule[c.rule], c.points, strings.Join(whys, "\n"))
		}
		for _, rule := range plan.Rules {
			if rule.Hard() && rule != c.rule && r.ByRule[rule] > 0 {
				t.Errorf("%s: breaks %s too: %+v", c.name, rule, r.Findings)
			}
		}
	}
}

func TestWeeksKeepApart(t *testing.T) {
	p := read(t, head+"course c groups=a weeks=odd teacher=zhao\ncourse d groups=a weeks=even teacher=zhao\n")
	s, err := plan.ReadSolution(strings.NewReader("c 1 Mon 1 w1 zhao\nd 1 Mon 1 w1 zhao\n"), p)
	if err != nil {
		t.Fatal(err)
	}
	if r := plan.Check(p, s); r.Violations != 0 {
		t.Errorf("odd and even weeks meet: %+v", r.Findings)
	}
}

func TestObstaclesSayWhyNothingCanWork(t *testing.T) {
	for lines, says := range map[string]string{
		"course c kind=forge":                                   "no_room session=c want=kind=forge",
		"course c kind=welding site=south":                      "no_room session=c want=kind=welding site=south",
		"course c kind=lab has=crane":                           "no_room session=c want=kind=lab has=crane",
		"course c teacher=zhao,zhao":                            "staff session=c n=2 teacher=zhao",
		"course c needs=tablet:21":                              "pool session=c n=21 pool=tablet stock=20",
		"teacher li closed=*\ncourse c teacher=li":              "time sessions=[c 1] n=1 whose=[li]",
		"course c groups=a sessions=9 room=none":                "load kind=group value=a1 need=9 when= have=8",
		"course c teacher=zhao sessions=9 room=none":            "load kind=teacher value=zhao need=9 when= have=8",
		"course c kind=lab sessions=9":                          "full need=9 when= rooms=[s1] have=8",
		"course c teacher=zhao sessions=9 weeks=2":              "load kind=teacher value=zhao need=9 when=timetable.weeks.in n=1 weeks=2 have=8",
		"course c sessions=8\ncourse d sessions=9":              "full need=17 when= rooms=[w1 s1] have=16",
		"course c closed=Mon,Tue.2-4 length=2 teacher=zhao":     "long_time sessions=[c 1] n=2 whose=[c]",
		"course c closed=Mon.2 length=2\nfixed c 1 Mon.1":       "fixed session=c 1 at=Mon.1-2 whose=c",
		"room z closed=Mon.2\ncourse c\nfixed c 1 Mon.2 room=z": "fixed session=c 1 at=Mon.2 whose=z",
	} {
		err := plan.Impossible(read(t, head+lines+"\n"))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", lines, err)
		}
	}
	if err := plan.Impossible(read(t, head+"course c groups=a sessions=8\n")); err != nil {
		t.Errorf("a full week is refused: %v", err)
	}
}
