package timetable_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/sample"
)

var tiny = sample.Shape{Days: 2, PerDay: 3, Rooms: 2, Courses: 3, Teachers: 2, Curricula: 3, Lectures: 3, Members: 3, Closed: 15}

// cheapest tries every timetable and returns the lowest cost; -1: none is feasible.
func cheapest(in *ctt.Instance) int {
	best := -1
	var s ctt.Solution
	taken := make([]bool, in.Periods()*len(in.Rooms))
	var place func(course, left, from int)
	place = func(course, left, from int) {
		if left == 0 {
			if course++; course == len(in.Courses) {
				if r := ctt.Check(in, s); r.Violations == 0 && (best < 0 || r.Cost < best) {
					best = r.Cost
				}
				return
			}
			left, from = in.Courses[course].Lectures, 0
		}
		for p := from; p < in.Periods(); p++ {
			for r := range in.Rooms {
				if taken[p*len(in.Rooms)+r] {
					continue
				}
				taken[p*len(in.Rooms)+r] = true
				s = append(s, ctt.Place{Course: course, Room: r, Period: p})
				place(course, left-1, p+1)
				s = s[:len(s)-1]
				taken[p*len(in.Rooms)+r] = false
			}
		}
	}
	place(0, in.Courses[0].Lectures, 0)
	return best
}

func TestTinyInstancesAreSolvedToTheOptimum(t *testing.T) {
	costs := map[int]bool{}
	for seed := range uint64(80) {
		in, _ := sample.Instance(tiny, seed)
		if in.Lectures() > 4 {
			continue // too many timetables to try them all
		}
		want := cheapest(in)
		r, err := timetable.Solve(context.Background(), in, timetable.Options{Seed: seed, Iterations: 40_000})
		if err != nil || r.Conflicts != 0 || r.Cost != want {
			t.Fatalf("seed %d: cost %d with %d conflicts (%v), the best possible is %d", seed, r.Cost, r.Conflicts, err, want)
		}
		costs[want] = true
	}
	if len(costs) < 8 {
		t.Errorf("only %d different costs were met: the instances say too little", len(costs))
	}
}

func TestSameSeedSameTimetable(t *testing.T) {
	in, _ := sample.Instance(sample.Shape{Days: 5, PerDay: 5, Rooms: 6, Courses: 40, Teachers: 20, Curricula: 20, Lectures: 4, Members: 4, Closed: 20}, 1)
	solve := func(seed uint64, n int64) timetable.Result {
		last := 1 << 30
		r, err := timetable.Solve(context.Background(), in, timetable.Options{Seed: seed, Iterations: n, Progress: func(p timetable.Progress) {
			if p.Conflicts == 0 && p.Cost >= last {
				t.Errorf("the best rose from %d to %d", last, p.Cost)
			}
			if p.Conflicts == 0 {
				last = p.Cost
			}
		}})
		if err != nil || r.Conflicts > 0 || r.Cost != last {
			t.Fatalf("%v %+v, last heard %d", err, r, last)
		}
		return r
	}
	if one, two := solve(3, 30_000), solve(3, 30_000); !reflect.DeepEqual(one, two) {
		t.Error("the same seed gave two results")
	}
	if reflect.DeepEqual(solve(3, 30_000).Solution, solve(4, 30_000).Solution) {
		t.Error("two seeds gave one result")
	}
	short, long := 0, 0
	for seed := range uint64(8) {
		short += solve(seed, 1_000).Cost
		long += solve(seed, 40_000).Cost
	}
	if long >= short {
		t.Errorf("forty times the work gave %d after %d", long, short)
	}
}

func TestThreadsFindTheBestOfTheirs(t *testing.T) {
	in, _ := sample.Instance(small, 2)
	one, err := timetable.Solve(context.Background(), in, timetable.Options{Seed: 1, Iterations: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	four, err := timetable.Solve(context.Background(), in, timetable.Options{Seed: 1, Iterations: 20_000, Threads: 4})
	if err != nil || four.Cost > one.Cost || four.Tried <= one.Tried {
		t.Errorf("%v: one thread %d in %d, four %d in %d", err, one.Cost, one.Tried, four.Cost, four.Tried)
	}
}

var small = sample.Shape{Days: 5, PerDay: 5, Rooms: 5, Courses: 30, Teachers: 15, Curricula: 15, Lectures: 4, Members: 4, Closed: 30}

// TestTimeLimitIsObeyed uses a clock that goes on by a millisecond each time it
// is read, so that a busy machine can't spoil the test: between two looks stands
// at most one slice of work, which takes less than a millisecond.
func TestTimeLimitIsObeyed(t *testing.T) {
	in, _ := sample.Instance(small, 1)
	looks := 0
	clock := func() time.Duration { looks++; return time.Duration(looks) * time.Millisecond }
	r, err := timetable.Solve(context.Background(), in, timetable.Options{Budget: 150 * time.Millisecond, Clock: clock})
	if err != nil || r.Conflicts != 0 || looks > 160 {
		t.Errorf("%v: %d conflicts; the clock was read %d times, %d proposals", err, r.Conflicts, looks, r.Tried)
	}
	if each := r.Tried / int64(looks); each < 1_000 || each > 10_000 {
		t.Errorf("%d proposals between two looks at the clock", each)
	}
}

// TestCancelIsObeyed cancels a search from within and counts what it still
// proposes: a slice until it looks, and downhill for as long as the clock allows.
// On the largest instance that is a few milliseconds for each slice.
func TestCancelIsObeyed(t *testing.T) {
	const slice = 8192
	little, _ := sample.Instance(small, 1)
	large, _ := sample.Instance(sample.Large, 1)
	for name, in := range map[string]*ctt.Instance{"small": little, "large": large} {
		for _, quench := range []int64{1, 5} { // slices of downhill until the clock says it is enough
			ctx, cancel := context.WithCancel(context.Background())
			at, now := int64(-1), time.Duration(0)
			clock := func() time.Duration {
				if at >= 0 {
					now += anneal.QuenchTime / time.Duration(quench)
				}
				return now
			}
			r, err := timetable.Solve(ctx, in, timetable.Options{Iterations: 1 << 60, Clock: clock, Progress: func(p timetable.Progress) {
				if at < 0 && p.Conflicts == 0 {
					at = p.Tried
					cancel()
				}
			}})
			cancel()
			if err != nil || r.Conflicts != 0 || at < 0 || r.Tried > at+(quench+2)*slice {
				t.Errorf("%s: %v, %d conflicts, cancelled after %d proposals, ended after %d", name, err, r.Conflicts, at, r.Tried)
			}
			if r, err := timetable.Solve(ctx, in, timetable.Options{Iterations: 1 << 60, Clock: clock}); err != nil || len(r.Solution) != in.Lectures() || r.Tried > (quench+2)*slice {
				t.Errorf("%s, cancelled before the start: %v, %d lectures, %d proposals", name, err, len(r.Solution), r.Tried)
			}
		}
	}
}

func TestStopsWhenNothingBetterCanExist(t *testing.T) {
	in := &ctt.Instance{
		Days: 2, PerDay: 2, Rooms: []ctt.Room{{ID: "r", Capacity: 10}},
		Courses: []ctt.Course{{ID: "c", Teacher: "t", Lectures: 2, MinDays: 2, Students: 13}},
	}
	r, err := timetable.Solve(context.Background(), in, timetable.Options{Iterations: 1 << 60})
	if err != nil || r.Cost != 6 {
		t.Errorf("%v: cost %d, want 6 for three students standing twice", err, r.Cost)
	}
}

func TestRefusals(t *testing.T) {
	in, _ := sample.Instance(small, 1)
	if _, err := timetable.Solve(context.Background(), in, timetable.Options{}); !errors.Is(err, timetable.ErrBudget) {
		t.Errorf("no budget: %v", err)
	}
	in.Courses[0].Lectures = 25
	for p := range 10 {
		in.Bans = append(in.Bans, ctt.Ban{Course: 0, Period: p})
	}
	_, err := timetable.Solve(context.Background(), in, timetable.Options{Iterations: 1})
	if o := new(ctt.Obstacle); !errors.As(err, &o) || !strings.Contains(o.Why.Error(), "need=25") {
		t.Errorf("%v", err)
	}
}
