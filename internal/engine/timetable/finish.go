package timetable

import "math"

// Finish decides when the threads of a search may end because one of them found
// a timetable that can't be beaten. When the time counts that ends them all. When
// proposals count only the later threads end: an earlier one, whose timetable
// would be preferred, goes on, so that the one given out does not depend on which
// thread was faster.
type Finish struct {
	first int // the first thread that is there
	all   bool
}

// NewFinish is the rule for a budget.
func NewFinish(o Options) Finish { return Finish{first: math.MaxInt, all: o.Budget > 0} }

// Reached notes whether a thread, counted from 0, has such a timetable, and tells
// whether it may end. Callers take turns.
func (f *Finish) Reached(thread int, here bool) bool {
	if here {
		f.first = min(f.first, thread)
	}
	return f.first <= thread || f.all && f.first < math.MaxInt
}
