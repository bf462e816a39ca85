package timetable

import (
	"context"
	"slices"
	"testing"

	"tongpin/internal/engine/timetable/sample"
)

func TestPartsOfTheLastRound(t *testing.T) {
	for _, c := range []struct {
		left            float64
		coolings, turns int
	}{
		{0, 1, 0}, {400e6, 1, 0}, {999e6, 1, 0}, {1000e6, 1, 2}, {2000e6, 2, 4}, {10e9, 10, 20},
	} {
		if coolings, turns := usual.parts(c.left); coolings != c.coolings || turns != c.turns {
			t.Errorf("%g proposals: %d coolings and %d turns, want %d and %d", c.left, coolings, turns, c.coolings, c.turns)
		}
	}
}

// TestLongRun goes through coolings and turns as a search of ten minutes does, with
// shorter ones: the budget is kept to the proposal, what is kept follows from the
// places, and the same seed gives the same timetable, which one cooling does not.
func TestLongRun(t *testing.T) {
	in, _ := sample.Instance(small, 7)
	long := func(p pace, iterations int64) *run {
		o := Options{Seed: 3, Iterations: iterations}
		y := newLayout(in)
		r := newRun(context.Background(), y, o, &board{floor: -1, conflicts: -1, finish: NewFinish(o)}, 0)
		r.pace = p
		r.work()
		if r.tried != iterations {
			t.Fatalf("%d proposals of %d", r.tried, iterations)
		}
		sound(t, in, &r.search)
		return r
	}
	const budget = 400_000
	p := pace{cooling: 40_000, turn: 20_000}
	r, again := long(p, budget), long(p, budget)
	if r.bestConflicts != 0 || r.bestCost != again.bestCost || !slices.Equal(r.best, again.best) {
		t.Errorf("cost %d with %d conflicts, then %d", r.bestCost, r.bestConflicts, again.bestCost)
	}
	if one := long(usual, budget); slices.Equal(r.best, one.best) {
		t.Error("one cooling finds the same timetable: were there turns?")
	}
	at := r.bestCost
	r.recall()
	sound(t, in, &r.search)
	if r.cost != at {
		t.Errorf("the best has %d, kept is %d", r.cost, at)
	}
}
