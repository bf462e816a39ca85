package timetable

import (
	"context"

	"tongpin/internal/engine/timetable/anneal"
)

// run is the search of one thread.
type run struct {
	search
	ctx   context.Context
	o     Options
	board *board
	// number is the run's place among the threads, from 0.
	number int
	pace   pace
	spent  bool
}

// slice is the number of proposals between two looks at the clock, about half a
// millisecond, and steps the number of looks in a budget of proposals, at least.
const (
	slice = 8192
	steps = 256

	quenchMost = 1 << 18 // proposals after a stop, at most
)

// The schedule of temperatures, in points. Everything is still fluid at the
// first, nothing moves any more below the last, and at the one between a timetable
// keeps most of its shape.
const (
	warm  = 12.0
	tepid = 1.5
	cold  = 0.1
)

func newRun(ctx context.Context, y *layout, o Options, b *board, thread int) *run {
	r := &run{ctx: ctx, o: o, board: b, number: thread, pace: usual}
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
	from := r.o.Share(r.tried)
	for _, part := range anneal.Rounds[:len(anneal.Rounds)-1] {
		r.cool(warm, from+part*(1-from))
	}
	r.last()
	if r.ctx.Err() != nil {
		r.quench()
	}
}

// last spends the last round, which is most of the budget. On one cooling, as long
// as that is not longer than pays: beyond, seeds differ more than lengths do. Then
// half of the round goes to several coolings, and half to turns that begin at the
// best of all, neither hot enough to forget it nor too cold to leave it.
func (r *run) last() {
	from := r.o.Share(r.tried)
	if from <= 0 || r.spent {
		return
	}
	coolings, turns := r.pace.parts(float64(r.tried) / from * (1 - from))
	if turns == 0 {
		r.cool(warm, 1)
		return
	}
	half := (1 - from) / 2
	for i := range coolings {
		r.cool(warm, from+half*float64(i+1)/float64(coolings))
	}
	for i := range turns {
		if r.spent {
			return
		}
		r.recall()
		r.cool(tepid, from+half+half*float64(i+1)/float64(turns))
	}
}

// pace is how many proposals a cooling from warm should have at most, and one
// from tepid.
type pace struct{ cooling, turn float64 }

var usual = pace{cooling: 500e6, turn: 250e6}

// parts divides the proposals that are left: half of them among coolings, half
// among turns; all to one cooling, if there would be less than two turns.
func (p pace) parts(left float64) (coolings, turns int) {
	coolings, turns = int(left/2/p.cooling), int(left/2/p.turn)
	if turns < 2 {
		return 1, 0
	}
	return max(1, coolings), turns
}

// cool walks from a temperature to cold until the given part of the budget is
// spent.
func (r *run) cool(hot, end float64) {
	begin := r.o.Share(r.tried)
	for f := begin; f < end && !r.spent; f = r.o.Share(r.tried) {
		r.allow.Heat(anneal.Cool(hot, cold, (f-begin)/(end-begin)))
		r.walk(int(r.portion()))
		r.look()
	}
}

// quench goes downhill from where the search was stopped.
func (r *run) quench() {
	r.allow.Heat(0)
	r.o.Quench(&r.tried, slice, quenchMost, r.walk)
	r.look()
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

// portion is the number of proposals at one temperature.
func (r *run) portion() int64 {
	n := int64(slice)
	if r.o.Iterations > 0 {
		n = min(n, max(1, r.o.Iterations/steps))
	}
	return r.o.Limit(r.tried, n)
}

// look reports the best and notices the end of the budget and of the context.
func (r *run) look() {
	done := r.board.report(r.number, Progress{Elapsed: r.o.Elapsed(), Tried: r.tried, Conflicts: r.bestConflicts, Cost: r.bestCost})
	r.spent = done || r.o.Share(r.tried) >= 1 || r.ctx.Err() != nil
}
