package timetable

import (
	"errors"
	"time"

	"tongpin/internal/engine/timetable/anneal"
)

// Options say how long to search and from which seed.
type Options struct {
	Seed uint64
	// Budget is how long to search by Clock; 0: no limit of time.
	Budget time.Duration
	// Clock tells how much of the budget has passed. It is called by every
	// thread. Needed if there is a budget.
	Clock func() time.Duration
	// Iterations is how many proposals each thread makes; 0: no limit. One of
	// Budget and Iterations must be given. With Iterations alone the timetable
	// follows from instance, seed and threads.
	Iterations int64
	// Threads is the number of independent searches; the best wins. 0 is 1.
	Threads int
	// Progress is told of improvements, by one goroutine at a time; may be nil.
	Progress func(Progress)
}

// ErrBudget refuses options without an end.
var ErrBudget = errors.New("neither a time limit nor a number of iterations is given: give at least one")

// Check refuses a search that would never end, with ErrBudget.
func (o Options) Check() error {
	if o.Iterations <= 0 && (o.Budget <= 0 || o.Clock == nil) {
		return ErrBudget
	}
	return nil
}

// Elapsed is how much time has passed; 0 without a clock.
func (o Options) Elapsed() time.Duration {
	if o.Clock == nil {
		return 0
	}
	return o.Clock()
}

// Share is the part of the budget, of time or proposals, whichever is spent
// faster, that is gone when a thread has made so many proposals: from 0 to 1 and
// more.
func (o Options) Share(tried int64) float64 {
	f := 0.0
	if o.Iterations > 0 {
		f = float64(tried) / float64(o.Iterations)
	}
	if o.Budget > 0 {
		f = max(f, float64(o.Elapsed())/float64(o.Budget))
	}
	return f
}

// Limit cuts a number of proposals to what the budget leaves to a thread that has
// made so many.
func (o Options) Limit(tried, n int64) int64 {
	if o.Iterations > 0 {
		n = min(n, o.Iterations-tried)
	}
	return n
}

// Quench lets walk make the last proposals of a search that was stopped, in pieces
// of a size: so many at most, for anneal.QuenchTime at most, and no more than the
// budget allows. tried counts the proposals of the thread. What was about to become
// good in a round that did not end is so not lost.
func (o Options) Quench(tried *int64, size, most int64, walk func(n int)) {
	from, begin := *tried, o.Elapsed()
	for o.Share(*tried) < 1 && *tried-from < most && o.Elapsed()-begin < anneal.QuenchTime {
		walk(int(o.Limit(*tried, size)))
	}
}
