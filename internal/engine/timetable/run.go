package timetable

import (
	"context"
	"time"

	"tongpin/internal/engine/timetable/anneal"
)

// run is the search of one thread.
type run struct {
	search
	ctx   context.Context
	o     Options
	board *board
	spent bool
}

// slice is the number of proposals between two looks at the clock, about half a
// millisecond.
const slice = 8192

// The schedule of temperatures, in points. Everything is still fluid at the
// first, nothing moves any more below the last.
const (
	warm = 12.0
	cold = 0.1
)

func newRun(ctx context.Context, y *layout, o Options, b *board, thread int) *run {
	r := &run{ctx: ctx, o: o, board: b}
	r.search = search{
		state: newState(y), Random: anneal.Seeded(o.Seed, thread),
		bestConflicts: 1 << 30, best: make([]lecture, y.lectures),
	}
	return r
}

// work finds a timetable without conflicts, then improves it.
func (r *run) work() {
	if !r.place() {
		panic("timetable: ctt.Obstacles missed a lack of places")
	}
	r.mend(r.looks())
	r.look()
	if r.conflicts > 0 {
		return
	}
	r.strict = true
	for from := r.share(); !r.spent; {
		f := (r.share() - from) / (1 - from)
		r.allow.Heat(anneal.Cool(warm, cold, f))
		r.walk(int(r.limit(slice)))
		r.look()
	}
}

// looks asks look once in a slice of small steps.
func (r *run) looks() (stop func() bool) {
	next := int64(0)
	return func() bool {
		if r.tried >= next {
			next = r.tried + slice
			r.look()
		}
		return r.spent
	}
}

// limit cuts a number of proposals to what the budget leaves.
func (r *run) limit(n int64) int64 {
	if r.o.Iterations > 0 {
		n = min(n, r.o.Iterations-r.tried)
	}
	return n
}

// share is the spent part of the budget, from 0 to 1 and more.
func (r *run) share() float64 {
	f := 0.0
	if r.o.Iterations > 0 {
		f = float64(r.tried) / float64(r.o.Iterations)
	}
	if r.o.Budget > 0 {
		f = max(f, float64(r.elapsed())/float64(r.o.Budget))
	}
	return f
}

func (r *run) elapsed() time.Duration {
	if r.o.Clock == nil {
		return 0
	}
	return r.o.Clock()
}

// look reports the best and notices the end of the budget and of the context.
func (r *run) look() {
	done := r.board.report(Progress{Elapsed: r.elapsed(), Tried: r.tried, Conflicts: r.bestConflicts, Cost: r.bestCost})
	r.spent = done || r.share() >= 1 || r.ctx.Err() != nil
}
