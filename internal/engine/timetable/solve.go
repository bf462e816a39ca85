package timetable

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"tongpin/internal/engine/timetable/ctt"
)

// Progress is an improvement of the best timetable of all threads.
type Progress struct {
	Elapsed   time.Duration // by Options.Clock; 0 without one
	Tried     int64         // proposals of the thread that found it
	Conflicts int           // 0: the timetable can be held
	Cost      int
}

// Result is the best timetable found.
type Result struct {
	Solution  ctt.Solution
	Conflicts int   // pairs of lectures that can't be held together; 0: feasible
	Cost      int   // soft points; meaningful when Conflicts is 0
	Tried     int64 // proposals of all threads
	Accepted  int64
	// Feasible is when the first timetable without conflicts was there, by the
	// clock; meaningful when Conflicts is 0.
	Feasible time.Duration
}

// Solve searches until the budget is spent, the context ends (which is not an
// error: the best so far is returned) or no better timetable can exist. It
// returns the obstacles, joined, if ctt.Obstacles finds any. Memory is constant
// while searching. A time limit is obeyed within a few milliseconds; after the end
// of the context the search goes downhill for 12 ms by Clock, or for 262,144
// proposals, before it returns.
func Solve(ctx context.Context, in *ctt.Instance, o Options) (Result, error) {
	if err := o.Check(); err != nil {
		return Result{}, err
	}
	if found := ctt.Obstacles(in); len(found) > 0 {
		all := make([]error, len(found))
		for i, f := range found {
			all[i] = f
		}
		return Result{}, errors.Join(all...)
	}
	y := newLayout(in)
	b := &board{tell: o.Progress, floor: y.floor(), conflicts: -1, finish: NewFinish(o)}
	runs := make([]*run, max(1, o.Threads))
	var wait sync.WaitGroup
	for i := range runs {
		runs[i] = newRun(ctx, y, o, b, i)
		wait.Go(runs[i].work)
	}
	wait.Wait()
	return b.result(in, runs), nil
}

// board is what the threads know of each other: the best figures so far.
type board struct {
	mu        sync.Mutex
	tell      func(Progress)
	floor     int
	conflicts int // -1: nothing yet
	cost      int
	feasible  time.Duration
	finish    Finish
}

// report enters the figures of a run and tells whether it is done because they
// can't be beaten.
func (b *board) report(thread int, p Progress) (done bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conflicts < 0 || p.Conflicts < b.conflicts || (p.Conflicts == b.conflicts && p.Cost < b.cost) {
		if p.Conflicts == 0 && b.conflicts != 0 {
			b.feasible = p.Elapsed
		}
		b.conflicts, b.cost = p.Conflicts, p.Cost
		if b.tell != nil {
			b.tell(p)
		}
	}
	return b.finish.Reached(thread, p.Conflicts == 0 && p.Cost <= b.floor)
}

// result takes the best run, the first of equals, and counts it anew.
func (b *board) result(in *ctt.Instance, runs []*run) Result {
	best := runs[0]
	out := Result{Feasible: b.feasible}
	for _, r := range runs {
		out.Tried += r.tried
		out.Accepted += r.accepted
		if r.bestConflicts < best.bestConflicts || (r.bestConflicts == best.bestConflicts && r.bestCost < best.bestCost) {
			best = r
		}
	}
	best.recall()
	out.Solution, out.Conflicts, out.Cost = best.solution(), best.bestConflicts, best.bestCost
	if full := ctt.Count(in, out.Solution); out.Conflicts == 0 && (full.Violations != 0 || full.Cost != out.Cost) {
		panic(fmt.Sprintf("timetable: the kept cost %d differs from the count %d with %d violations", out.Cost, full.Cost, full.Violations))
	}
	return out
}
