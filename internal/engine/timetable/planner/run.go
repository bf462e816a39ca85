package planner

import (
	"context"
	"fmt"
	"sync"

	"tongpin/internal/engine/timetable"
	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/plan"
)

// run is the search of one thread with its budget.
type run struct {
	*search
	ctx    context.Context
	o      timetable.Options
	board  *board
	number int // of the thread, from 0
	spent  bool
}

const (
	slice = 1024 // proposals between two looks at the clock, at most
	steps = 400  // temperatures of a budget of iterations, at least

	quenchMost = 1 << 15 // proposals after a stop, at most
)

// together lets every thread work on the plan and returns the best timetable, the
// first of equals.
func together(ctx context.Context, p *plan.Plan, o timetable.Options, work func(*run)) (Result, error) {
	if err := ready(p, o); err != nil {
		return Result{}, err
	}
	y := newLayout(p)
	b := &board{tell: o.Progress, finish: timetable.NewFinish(o)}
	runs := make([]*run, max(1, o.Threads))
	var wait sync.WaitGroup
	for i := range runs {
		r := &run{search: newSearch(y, o.Seed, i), ctx: ctx, o: o, board: b, number: i}
		runs[i] = r
		wait.Go(func() {
			work(r)
			if ctx.Err() != nil {
				r.quench()
			}
		})
	}
	wait.Wait()
	best, tried := runs[0], int64(0)
	for _, r := range runs {
		tried += r.tried
		if r.score.below(best.score) {
			best = r
		}
	}
	return best.result(p, tried), nil
}

// board is what the threads know of each other: the best score so far.
type board struct {
	mu     sync.Mutex
	tell   func(timetable.Progress)
	best   score
	told   bool
	finish timetable.Finish
}

// report enters the best score of a run, which p describes, and tells whether the
// run is done because nothing better can exist.
func (b *board) report(thread int, best score, p timetable.Progress) (done bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.told || best.below(b.best) {
		b.best, b.told = best, true
		if b.tell != nil {
			b.tell(p)
		}
	}
	return b.finish.Reached(thread, p.Conflicts == 0 && best.moved == 0 && p.Cost == 0)
}

// cool walks from warm to cold until the given part of the budget is spent.
func (r *run) cool(warm, cold, end float64) {
	begin := r.o.Share(r.tried)
	for r.look(); !r.spent && r.o.Share(r.tried) < end; r.look() {
		r.allow.Heat(anneal.Cool(warm, cold, (r.o.Share(r.tried)-begin)/(end-begin)))
		n := int64(slice)
		if r.o.Iterations > 0 {
			n = max(1, min(n, r.o.Iterations/steps))
		}
		r.walk(int(r.o.Limit(r.tried, n)))
	}
}

// quench goes downhill from where the search was stopped.
func (r *run) quench() {
	r.allow.Heat(0)
	r.o.Quench(&r.tried, slice, quenchMost, r.walk)
	r.look()
}

// look reports the best and notices the end of the budget and of the context.
func (r *run) look() {
	best := r.score
	done := r.board.report(r.number, best, timetable.Progress{
		Elapsed: r.o.Elapsed(), Tried: r.tried, Conflicts: best.hard, Cost: best.soft - r.free,
	})
	r.spent = r.spent || done || r.o.Share(r.tried) >= 1 || r.ctx.Err() != nil
}

// result counts the best timetable anew.
func (r *run) result(p *plan.Plan, tried int64) Result {
	r.recall()
	out := Result{Solution: r.solution(), Violations: r.state.hard, Cost: r.points(), Moved: r.state.moved, Tried: tried}
	full := plan.Check(p, out.Solution)
	if (full.Violations == 0) != (out.Violations == 0) || full.Cost != out.Cost {
		panic(fmt.Sprintf("timetable: kept %d violations and cost %d, counted %d and %d", out.Violations, out.Cost, full.Violations, full.Cost))
	}
	return out
}
