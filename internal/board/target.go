package board

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
)

// Target is how a target of a year's work plan stands today.
type Target struct {
	Record   record.Ref // its page
	Number   string     // its place in the plan
	Title    string
	Owner    string // the organisation that answers for it
	Operator string // how Low and High bind: "enum.workplan_target.<Operator>"
	Low      int64
	High     int64
	Unit     string // as people say it
	Counts   string // the code of what is counted; empty if it is not known
	Known    bool   // Actual is known
	Actual   int64
	Expected int64  // by today
	Light    string // "enum.workplan_light.<Light>"
}

// Share is how much of the target is reached, 0..1 and beyond; 0 if that is not
// stated.
func (t Target) Share() float64 {
	if !t.Known || t.Actual == Hidden || t.Low <= 0 {
		return 0
	}
	return float64(t.Actual) / float64(t.Low)
}

// Plans tells how the targets of the work plan of a year stand, what is behind
// first; none if the year has no plan in force.
type Plans interface {
	Targets(ctx context.Context, a access.Actor, year int) ([]Target, error)
}
