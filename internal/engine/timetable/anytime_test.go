package timetable_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/sample"
)

// stopped solves until a part of the budget is spent, then cancels. The search
// looks at the clock 256 times in a budget, which is how the part is known; after
// the stop the clock runs fast, so that no time is left to go downhill.
func stopped(t *testing.T, in *ctt.Instance, o timetable.Options, part float64) timetable.Result {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	looks, now := 0, time.Duration(0)
	o.Clock = func() time.Duration {
		if looks++; looks >= int(256*part) {
			cancel()
			now += anneal.QuenchTime
		}
		return now
	}
	r, err := timetable.Solve(ctx, in, o)
	if err != nil || r.Conflicts > 0 {
		t.Fatalf("%v: %d conflicts", err, r.Conflicts)
	}
	if most := int64((part + 0.02) * float64(o.Iterations)); r.Tried > most+4*8192 {
		t.Fatalf("stopped at %.2f of the budget, but %d of %d proposals were made", part, r.Tried, o.Iterations)
	}
	return r
}

// TestStoppedEarlyIsNearlyAsGoodAsPlannedShort compares a search that is stopped
// with one that had only so much to spend.
func TestStoppedEarlyIsNearlyAsGoodAsPlannedShort(t *testing.T) {
	in, _ := sample.Instance(sample.Shape{Days: 5, PerDay: 5, Rooms: 6, Courses: 40, Teachers: 20, Curricula: 20, Lectures: 4, Members: 4, Closed: 20}, 1)
	for _, part := range []float64{0.1, 0.3} {
		early, short := 0, 0
		for seed := range uint64(4) {
			o := timetable.Options{Seed: seed, Iterations: 200_000}
			early += stopped(t, in, o, part).Cost
			o.Iterations = int64(part * float64(o.Iterations))
			r, err := timetable.Solve(context.Background(), in, o)
			if err != nil {
				t.Fatal(err)
			}
			short += r.Cost
		}
		t.Logf("stopped at %.0f%%: %d, planned: %d", 100*part, early, short)
		if 10*early > 12*short {
			t.Errorf("stopped at %.0f %% of the budget the costs sum up to %d, with that budget to %d", 100*part, early, short)
		}
	}
}

// TestThreadsDoNotDependOnWhichIsFaster has instances that some threads solve to
// a cost that can't be beaten, before others are done.
func TestThreadsDoNotDependOnWhichIsFaster(t *testing.T) {
	for seed := range uint64(10) {
		in, _ := sample.Instance(tiny, seed)
		o := timetable.Options{Seed: seed, Iterations: 3_000, Threads: 3}
		one, err := timetable.Solve(context.Background(), in, o)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if two, _ := timetable.Solve(context.Background(), in, o); !reflect.DeepEqual(one.Solution, two.Solution) {
				t.Fatalf("seed %d: two timetables", seed)
			}
		}
	}
}
