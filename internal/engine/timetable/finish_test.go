package timetable

import (
	"context"
	"testing"
	"time"

	"tongpin/internal/engine/timetable/sample"
)

func TestFinish(t *testing.T) {
	counted := NewFinish(Options{Iterations: 1})
	if counted.Reached(1, false) || !counted.Reached(1, true) || !counted.Reached(2, false) || counted.Reached(0, false) {
		t.Error("where proposals count, later threads end and earlier ones go on")
	}
	timed := NewFinish(Options{Budget: time.Second})
	if timed.Reached(0, false) || !timed.Reached(1, true) || !timed.Reached(0, false) {
		t.Error("where time counts, all end")
	}
}

// TestQuenchGoesDownhillInItsTime quenches the first timetable without conflicts.
func TestQuenchGoesDownhillInItsTime(t *testing.T) {
	in, _ := sample.Instance(small, 1)
	y := newLayout(in)
	for name, step := range map[string]time.Duration{"a clock that stands still": 0, "a clock that runs": 5 * time.Millisecond} {
		now := time.Duration(0)
		o := Options{Iterations: 1 << 40, Clock: func() time.Duration { now += step; return now }}
		r := newRun(context.Background(), y, o, &board{conflicts: -1, finish: NewFinish(o)}, 0)
		r.place()
		r.mend(func() bool { return false })
		r.strict = true
		before, from := r.bestCost, r.tried
		r.quench()
		made := r.tried - from
		if r.bestCost >= before || r.conflicts > 0 || made > quenchMost || step > 0 && made > 4*slice {
			t.Errorf("%s: from %d to %d in %d proposals", name, before, r.bestCost, made)
		}
		sound(t, in, &r.search)
	}
}
