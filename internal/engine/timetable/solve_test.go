package timetable_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"tongpin/internal/engine/timetable"
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
		r, err := timetable.Solve(context.Background(), in, timetable.Options{Seed: seed, Iterations: 100_000})
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
	if one, two := solve(3, 300_000), solve(3, 300_000); !reflect.DeepEqual(one, two) {
		t.Error("the same seed gave two results")
	}
	if reflect.DeepEqual(solve(3, 300_000).Solution, solve(4, 300_000).Solution) {
		t.Error("two seeds gave one result")
	}
	short, long := 0, 0
	for seed := range uint64(8) {
		short += solve(seed, 5_000).Cost
		long += solve(seed, 200_000).Cost
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

// stopwatch is a clock that knows how long after its limit it was asked.
type stopwatch struct {
	begin time.Time
	limit time.Duration
	late  time.Duration // how long after the limit it was asked last
}

func (w *stopwatch) elapsed() time.Duration {
	e := time.Since(w.begin)
	w.late = max(w.late, e-w.limit)
	return e
}

func TestTimeLimitIsObeyed(t *testing.T) {
	in, _ := sample.Instance(sample.Large, 1)
	w := &stopwatch{begin: time.Now(), limit: 300 * time.Millisecond}
	r, err := timetable.Solve(context.Background(), in, timetable.Options{Budget: w.limit, Clock: w.elapsed})
	if err != nil || r.Tried == 0 || len(r.Solution) != in.Lectures() {
		t.Fatalf("%v %+v", err, r.Conflicts)
	}
	if w.late > 50*time.Millisecond {
		t.Errorf("the search ended %v after its limit", w.late)
	}
}

func TestCancelIsObeyed(t *testing.T) {
	in, _ := sample.Instance(small, 1)
	ctx, cancel := context.WithCancel(context.Background())
	var at time.Time
	time.AfterFunc(100*time.Millisecond, func() { at = time.Now(); cancel() })
	r, err := timetable.Solve(ctx, in, timetable.Options{Iterations: 1 << 60})
	if late := time.Since(at); err != nil || r.Conflicts != 0 || late > 50*time.Millisecond {
		t.Errorf("%v, %d conflicts, %v after the cancel", err, r.Conflicts, late)
	}
	if r, err := timetable.Solve(ctx, in, timetable.Options{Iterations: 1 << 60}); err != nil || len(r.Solution) != in.Lectures() {
		t.Errorf("cancelled before the start: %v, %d lectures", err, len(r.Solution))
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
	if o := new(ctt.Obstacle); !errors.As(err, &o) || !strings.Contains(o.Why, "has 25 lectures, but only") {
		t.Errorf("%v", err)
	}
}
