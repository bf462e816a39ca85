package place

import (
	"fmt"
	"math"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/quota"
	"tongpin/internal/engine/placement/verify"
	"tongpin/internal/platform/fault"
)

// broken names the lower quotas that a placement leaves unmet. Only the weighted
// mode promises to meet them; in the others it is said and no fault.
func (r *run) broken(c *placefile.Case, x *extras, post []uint32) (list fault.List) {
	if r.Mode != Weighted {
		r.unmet(c, x, post)
		return nil
	}
	for _, s := range quota.Unmet(c.Instance, post, x.least()) {
		q := x.quota(s.Least)
		list = append(list, fault.Refuse("app.place.found.quota", "node", q.Name, "held", int(s.Held), "n", int(q.N), "reason", r.given(q.Reason)))
	}
	return list
}

// given puts a reason into brackets, if there is one.
func (r *run) given(reason string) string {
	if reason == "" {
		return ""
	}
	return r.Texts.T("app.place.given", "reason", reason)
}

// prove says what prices prove of the sum of a placement that keeps everything
// else, or returns what they don't.
func (r *run) prove(c *placefile.Case, x *extras, post []uint32, rents *placement.Rents) error {
	value, o := values(c), verify.BoundOptions{Locked: x.locks, Least: x.least()}
	sum, bound := verify.Sum(c.Instance, value, post), verify.Bound(c.Instance, value, rents, o)
	args := []any{"file", r.Verify, "prices", r.Prices, "students", len(post), "sum", sum, "bound", bound, "missing", bound - sum, "gap", r.Gap}
	switch missing := bound - sum; {
	case missing == 0:
		_, err := fmt.Fprintln(r.Surroundings.Out, r.Texts.T("app.place.proved.best", args...))
		return err
	case missing <= r.allowed(x, len(post)):
		_, err := fmt.Fprintln(r.Surroundings.Out, r.Texts.T("app.place.proved.gap", args...))
		return err
	case bound == math.MaxInt64 || bound >= verify.Bound(c.Instance, value, free(c), o):
		return fault.Refuse("app.place.found.nothing", args...)
	}
	return fault.Refuse("app.place.found.below", args...)
}

// allowed is how far below the bound a placement may be by the gap that is given.
func (r *run) allowed(x *extras, students int) int64 {
	if !r.auctioned(x) {
		return 0
	}
	return int64(r.Gap * float64(students))
}

// auctioned tells whether the weighted mode is asked for less than the best itself.
func (r *run) auctioned(x *extras) bool { return r.Gap >= 1 && len(x.quotas) == 0 }

// free are the prices that say nothing: nobody asks for any.
func free(c *placefile.Case) *placement.Rents {
	return &placement.Rents{Posts: make([]int64, len(c.Instance.Posts)), Groups: make([]int64, len(c.Instance.Groups))}
}
