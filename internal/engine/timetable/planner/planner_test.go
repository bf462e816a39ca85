package planner

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/engine/timetable/sample"
)

// invent writes a random plan that has some of everything.
func invent(seed uint64, courses int) string {
	r := rand.New(rand.NewPCG(seed, 9))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var b strings.Builder
	fmt.Fprint(&b, `tongpin-timetable 1
weeks 4
days Mon Tue
period 1 08:00 08:45
period 2 08:55 09:40
period 3 10:00 10:45
site north
site south
travel north south 1
`)
	fmt.Fprintf(&b, "room w1 site=north kind=shop seats=%d has=crane%s\n", 10+r.IntN(10), pick("", " closed=Mon.1@odd"))
	fmt.Fprintf(&b, "room s1 site=south kind=%s seats=%d%s\n", pick("shop", "lab"), 10+r.IntN(10), pick("", " closed=Tue.3"))
	fmt.Fprintf(&b, "pool tablet %d%s\n", 8+r.IntN(8), pick("", " booked=4:Mon.1-2@2"))
	fmt.Fprintf(&b, "teacher x%s%s\n", pick("", " closed=Mon.1", " closed=Tue@3"), pick("", " perday=1"))
	fmt.Fprint(&b, "teacher y\ngroup g size=14\ngroup g1 size=7 part=g\ngroup g2 size=7 part=g\n")
	for i := range courses {
		fmt.Fprintf(&b, "course c%d groups=%s%s%s%s%s%s\n", i, pick("g", "g1", "g2"), pick("", " teacher=x", " teacher=x|y", " teacher=x,y"),
			pick("", " length=2", " sessions=2 mindays=2"), pick("", " weeks=odd", " weeks=even", " weeks=1-2"), pick("", " needs=tablet:7"), pick("", " room=none", " has=crane"))
	}
	switch r.IntN(3) {
	case 0:
		fmt.Fprint(&b, "rotation r groups=g1,g2\nstation r a kind=shop\nstation r b teacher=y room=none\n")
	case 1:
		fmt.Fprint(&b, "rotation r groups=g1,g2 rounds=week\nstation r a kind=shop teacher=x\nstation r b teacher=y room=none\n")
	case 2:
		fmt.Fprintf(&b, "course p1 groups=g1\ncourse p2 groups=g2 room=none\nparallel p1 p2\nfixed c0 1 %s\n", pick("Mon.1", "Tue.2"))
	}
	return b.String()
}

func read(t testing.TB, text string) *plan.Plan {
	t.Helper()
	p, err := plan.Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return p
}

// TestKeptCountsNeverDrift proposes at every heat and compares what is kept with
// the tables built anew and with the independent checker.
func TestKeptCountsNeverDrift(t *testing.T) {
	accepted := int64(0)
	for seed := range uint64(40) {
		p := read(t, invent(seed, 4))
		if plan.Impossible(p) != nil {
			continue
		}
		s := newSearch(newLayout(p), seed, 0)
		s.weights = weights{hard: 5, moved: 3, shift: 1}
		s.scatter()
		s.old = oldPlaces(s.layout, s.solution())
		for turn := range 150 {
			s.allow.Heat(float64(1 + turn%30))
			s.walk(3)
			fresh := newState(s.layout)
			fresh.old = s.old
			for i := range s.at {
				fresh.at[i] = clone(s.at[i])
				fresh.put(i)
			}
			fresh.at = s.at
			if !reflect.DeepEqual(fresh, s.state) {
				t.Fatalf("seed %d, turn %d: a table has drifted\n%s", seed, turn, invent(seed, 4))
			}
			full := plan.Check(p, s.solution())
			if full.Cost != s.points() || (full.Violations == 0) != (s.state.hard == 0) {
				t.Fatalf("seed %d, turn %d: kept %d violations and %d points, counted %d and %d: %+v\n%s", seed, turn, s.state.hard, s.points(), full.Violations, full.Cost, full.Findings, invent(seed, 4))
			}
			if byConstruction := full.ByRule[plan.Placed] + full.ByRule[plan.Together] + full.ByRule[plan.FixedRule] + full.ByRule[plan.Suitable]; byConstruction != 0 {
				t.Fatalf("seed %d: %+v", seed, full.Findings)
			}
		}
		accepted += s.accepted
	}
	if accepted < 2000 {
		t.Errorf("only %d proposals were accepted", accepted)
	}
}

// each calls visit with every timetable of the plan in which all sessions are in
// their domains.
func each(p *plan.Plan, visit func(plan.Solution)) {
	sessions, units := p.Sessions()
	s := make(plan.Solution, len(sessions))
	var unit func(u int)
	var session func(u, n, start int)
	unit = func(u int) {
		if u == len(units) {
			visit(s)
			return
		}
		for _, start := range units[u].Starts {
			session(u, 0, start)
		}
	}
	session = func(u, n, start int) {
		if n == len(units[u].Sessions) {
			unit(u + 1)
			return
		}
		i := units[u].Sessions[n]
		k := &sessions[i]
		rooms := k.Rooms
		if len(rooms) == 0 {
			rooms = []int{plan.None}
		}
		for _, room := range rooms {
			teachers := []int{0, 0}[:len(k.Wants.Teachers)]
			var choose func(c int)
			choose = func(c int) {
				if c == len(teachers) {
					s[i] = plan.Place{Start: start + k.Offset, Room: room, Teachers: append([]int(nil), teachers...)}
					session(u, n+1, start)
					return
				}
				for _, teacher := range k.Wants.Teachers[c] {
					teachers[c] = teacher
					choose(c + 1)
				}
			}
			choose(0)
		}
	}
	unit(0)
}

func ways(p *plan.Plan) int {
	n := 1
	sessions, units := p.Sessions()
	for _, u := range units {
		n *= len(u.Starts)
	}
	for _, s := range sessions {
		n *= max(1, len(s.Rooms))
		for _, any := range s.Wants.Teachers {
			n *= len(any)
		}
	}
	return n
}

// TestTinyPlansAreSolvedToTheOptimum compares the search with every timetable
// that there is.
func TestTinyPlansAreSolvedToTheOptimum(t *testing.T) {
	solved, infeasible, costs := 0, 0, map[int]bool{}
	for seed := uint64(0); solved < 15 && seed < 400; seed++ {
		p := read(t, invent(seed, 2))
		if plan.Impossible(p) != nil || ways(p) > 1_500 {
			continue
		}
		best := -1
		each(p, func(s plan.Solution) {
			if r := plan.Check(p, s); r.Violations == 0 && (best < 0 || r.Cost < best) {
				best = r.Cost
			}
		})
		r, err := Solve(context.Background(), p, timetable.Options{Seed: seed, Iterations: 8_000})
		switch {
		case err != nil:
			t.Fatal(err)
		case best < 0:
			if infeasible++; r.Violations == 0 {
				t.Fatalf("seed %d: a timetable where there is none\n%s", seed, invent(seed, 2))
			}
		case r.Violations != 0 || r.Cost != best:
			t.Fatalf("seed %d: %d violations and cost %d, the best possible is %d\n%s", seed, r.Violations, r.Cost, best, invent(seed, 2))
		default:
			solved++
			costs[best] = true
		}
	}
	if solved < 15 || infeasible == 0 || len(costs) < 4 {
		t.Errorf("%d solved, %d infeasible, %d different costs: the plans say too little", solved, infeasible, len(costs))
	}
}

// TestRepairMovesAsFewAsPossible compares repairs with every timetable.
func TestRepairMovesAsFewAsPossible(t *testing.T) {
	repaired, moved := 0, 0
	for seed := uint64(0); repaired < 12 && seed < 400; seed++ {
		p := read(t, invent(seed, 2))
		if plan.Impossible(p) != nil || ways(p) > 1_500 {
			continue
		}
		old, err := Solve(context.Background(), p, timetable.Options{Seed: seed, Iterations: 2_000})
		if err != nil || old.Violations > 0 {
			continue
		}
		change := []string{"close room w1 Mon", "close teacher x Tue.1-2", "close room s1 *@1", "replace teacher x y", "pool tablet 7"}[seed%5]
		if err := plan.ApplyChanges(strings.NewReader(change), p, old.Solution); err != nil {
			t.Fatal(err)
		}
		if plan.Impossible(p) != nil {
			continue
		}
		fewest := -1
		each(p, func(s plan.Solution) {
			if n := len(plan.Moves(p, old.Solution, s)); (fewest < 0 || n < fewest) && plan.Check(p, s).Violations == 0 {
				fewest = n
			}
		})
		if fewest < 0 {
			continue
		}
		r, err := Repair(context.Background(), p, old.Solution, timetable.Options{Seed: seed, Iterations: 12_000})
		if err != nil || r.Violations != 0 || r.Moved != fewest || len(plan.Moves(p, old.Solution, r.Solution)) != fewest {
			t.Fatalf("seed %d, %s: %v, %d violations, %d moved, the fewest possible are %d\n%s", seed, change, err, r.Violations, r.Moved, fewest, invent(seed, 2))
		}
		repaired++
		moved += fewest
	}
	if repaired < 12 || moved < 6 {
		t.Errorf("%d repaired with %d moves: the changes say too little", repaired, moved)
	}
}

func TestBaseIsSolvedAndRepaired(t *testing.T) {
	text, err := os.ReadFile("../plan/testdata/base.plan")
	if err != nil {
		t.Fatal(err)
	}
	p := read(t, string(text))
	r, err := Solve(context.Background(), p, timetable.Options{Seed: 1, Iterations: 8_000})
	if err != nil || r.Violations != 0 {
		t.Fatalf("%v: %+v", err, plan.Check(p, r.Solution).Findings)
	}
	again, err := Solve(context.Background(), p, timetable.Options{Seed: 1, Iterations: 8_000})
	if err != nil || !reflect.DeepEqual(r, again) {
		t.Error("the same seed gave two timetables")
	}
	if err := plan.ApplyChanges(strings.NewReader("close teacher zhang\nclose room class-101 Mon\nkeep weld-b\n"), p, r.Solution); err != nil {
		t.Fatal(err)
	}
	if err := plan.Impossible(p); err == nil || !strings.Contains(err.Error(), "zhang") {
		t.Errorf("short-course has no other teacher: %v", err)
	}
	if err := plan.ApplyChanges(strings.NewReader("replace teacher zhang wang"), p, r.Solution); err != nil {
		t.Fatal(err)
	}
	if err := plan.ApplyChanges(strings.NewReader("deputy teacher wang zhao"), p, r.Solution); err != nil {
		t.Fatal(err)
	}
	mended, err := Repair(context.Background(), p, r.Solution, timetable.Options{Seed: 1, Iterations: 20_000})
	if err != nil || mended.Violations != 0 || mended.Moved == 0 || mended.Moved > 8 {
		t.Errorf("%v: %d violations, %d moved: %+v", err, mended.Violations, mended.Moved, plan.Check(p, mended.Solution).Findings)
	}
}

func TestStandardInstancesToo(t *testing.T) {
	in, _ := sample.Instance(sample.Shape{Days: 5, PerDay: 5, Rooms: 5, Courses: 30, Teachers: 15, Curricula: 15, Lectures: 4, Members: 4, Closed: 30}, 1)
	p := plan.FromCTT(in)
	r, err := Solve(context.Background(), p, timetable.Options{Seed: 1, Iterations: 200_000})
	if err != nil || r.Violations != 0 {
		t.Fatalf("%v: %d violations", err, r.Violations)
	}
	if full := ctt.Check(in, r.Solution.CTT(p)); full.Violations != 0 || full.Cost != r.Cost {
		t.Errorf("the standard counts %d and %d, kept is %d", full.Violations, full.Cost, r.Cost)
	}
}
