package planner

import (
	"context"
	"reflect"
	"testing"
	"time"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/plan"
	"tongpin/internal/engine/timetable/sample"
)

// term is a plan that a short search does not solve to the optimum.
func term() *plan.Plan {
	in, _ := sample.Instance(sample.Shape{Days: 5, PerDay: 5, Rooms: 5, Courses: 30, Teachers: 15, Curricula: 15, Lectures: 4, Members: 4, Closed: 30}, 1)
	return plan.FromCTT(in)
}

func TestThreadsFindTheBetterOfTheirs(t *testing.T) {
	p := term()
	better := 0
	for seed := range uint64(4) {
		last := score{hard: 1 << 60}
		solve := func(threads int) Result {
			o := timetable.Options{Seed: seed, Iterations: 8_000, Threads: threads}
			if threads == 2 {
				o.Progress = func(p timetable.Progress) {
					now := score{hard: p.Conflicts, soft: p.Cost}
					if !now.below(last) {
						t.Errorf("the best went from %+v to %+v", last, now)
					}
					last = now
				}
			}
			r, err := Solve(context.Background(), p, o)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		one, two := solve(1), solve(2)
		if last = (score{hard: 1 << 60}); !reflect.DeepEqual(two, solve(2)) {
			t.Errorf("seed %d: two timetables", seed)
		}
		a, b := score{hard: one.Violations, soft: one.Cost}, score{hard: two.Violations, soft: two.Cost}
		if a.below(b) || two.Tried != 2*one.Tried {
			t.Errorf("one thread %+v, two %+v", one, two)
		}
		if b.below(a) {
			better++
		}
	}
	if better == 0 {
		t.Error("the second thread never found the better timetable")
	}
}

// TestStoppedEarlyIsNearlyAsGoodAsPlannedShort is its namesake of package
// timetable, for plans: the search looks at the clock 400 times in a budget.
func TestStoppedEarlyIsNearlyAsGoodAsPlannedShort(t *testing.T) {
	p := term()
	const most = 60_000
	for _, part := range []float64{0.1, 0.3} {
		early, short := 0, 0
		for seed := range uint64(3) {
			ctx, cancel := context.WithCancel(context.Background())
			looks, now := 0, time.Duration(0)
			clock := func() time.Duration {
				if looks++; looks >= int(steps*part) {
					cancel()
					now += anneal.QuenchTime
				}
				return now
			}
			r, err := Solve(ctx, p, timetable.Options{Seed: seed, Iterations: most, Clock: clock})
			cancel()
			if at := int64(part * most); err != nil || r.Tried < at/2 || r.Tried > at+most/50 {
				t.Fatalf("%v: %d proposals were made, %d before the stop", err, r.Tried, at)
			}
			early += r.Cost + 1_000*r.Violations
			r, err = Solve(context.Background(), p, timetable.Options{Seed: seed, Iterations: int64(part * most)})
			if err != nil {
				t.Fatal(err)
			}
			short += r.Cost + 1_000*r.Violations
		}
		t.Logf("stopped at %.0f%%: %d, planned: %d", 100*part, early, short)
		if 10*early > 13*short {
			t.Errorf("stopped at %.0f %% of the budget the costs sum up to %d, with that budget to %d", 100*part, early, short)
		}
	}
}
