package place

import (
	"errors"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile"
	"tongpin/internal/engine/placement/quota"
	"tongpin/internal/engine/placement/together"
	"tongpin/internal/platform/fault"
)

// extras is what a run may be given besides wishes, posts and caps.
type extras struct {
	locks  []placement.Lock
	quotas []placefile.Quota
	pairs  []together.Pair
	kept   []bool // of each pair, once it is solved
}

func (r *run) readExtras(c *placefile.Case) (x extras, err error) {
	if r.Locks != "" {
		if x.locks, err = c.ReadLocks(r.Locks); err != nil {
			return x, explained(err)
		}
	}
	if r.Quotas != "" {
		if x.quotas, err = c.ReadQuotas(r.Quotas); err != nil {
			return x, explained(err)
		}
	}
	if r.Pairs != "" {
		if x.pairs, err = c.ReadPairs(r.Pairs); err != nil {
			return x, explained(err)
		}
	}
	return x, nil
}

// overLocked puts into words that locked placements alone break a cap; other
// errors it returns as they are.
func (r *run) overLocked(c *placefile.Case, err error) error {
	var over *placement.CapError
	if !errors.As(err, &over) {
		return err
	}
	if over.Post != placement.None {
		return fault.New(fault.Invalid, "app.place.locked.seats", "file", r.Locks, "post", string(c.Posts.At(over.Post)), "locked", int(over.Locked), "cap", int(over.Cap))
	}
	return fault.New(fault.Invalid, "app.place.locked.cap", "file", r.Locks, "group", string(c.Groups.At(over.Group)),
		"locked", int(over.Locked), "cap", int(over.Cap), "reason", c.Reasons[over.Group])
}

// feasible refuses lower quotas that no lawful placement can meet.
func (r *run) feasible(c *placefile.Case, x *extras) error {
	if len(x.quotas) == 0 {
		return nil
	}
	short, err := quota.Check(c.Instance, x.least(), x.locks)
	if err != nil {
		return r.overLocked(c, err)
	}
	var list fault.List
	for _, s := range short {
		q := x.quota(s.Least)
		list = append(list, fault.New(fault.Invalid, "app.place.quota.impossible",
			"file", r.Quotas, "node", q.Name, "n", int(q.N), "held", int(s.Held), "reason", q.Reason))
	}
	return list.Err()
}

func (x *extras) least() []quota.Least {
	list := make([]quota.Least, len(x.quotas))
	for i, q := range x.quotas {
		list[i] = q.Least
	}
	return list
}

// quota is the quota with its name and reason.
func (x *extras) quota(l quota.Least) placefile.Quota {
	for _, q := range x.quotas {
		if q.Post == l.Post && q.Group == l.Group {
			return q
		}
	}
	return placefile.Quota{Least: l}
}

// shortfall is a lower quota that the placement leaves unmet, in stats.json.
type shortfall struct {
	Name   string `json:"name"`
	Least  uint32 `json:"at_least"`
	Held   uint32 `json:"held"`
	Reason string `json:"reason,omitempty"`
}

// unmet returns, and says, which lower quotas a placement leaves unmet.
func (r *run) unmet(c *placefile.Case, x *extras, post []uint32) []shortfall {
	var list []shortfall
	for _, s := range quota.Unmet(c.Instance, post, x.least()) {
		q := x.quota(s.Least)
		list = append(list, shortfall{q.Name, q.N, s.Held, q.Reason})
		r.warn("app.place.quota.unmet", "node", q.Name, "n", int(q.N), "held", int(s.Held), "reason", q.Reason)
	}
	return list
}

// apart says which pairs could not be kept together, and returns how many were.
func (r *run) apart(c *placefile.Case, x *extras) (kept int) {
	for i, p := range x.pairs {
		if x.kept[i] {
			kept++
		} else if i-kept < listed {
			r.warn("app.place.apart", "a", string(c.Student(p.A)), "b", string(c.Student(p.B)))
		}
	}
	if rest := len(x.pairs) - kept - listed; rest > 0 {
		r.warn("app.place.more", "n", rest)
	}
	return kept
}

// paired tells of every student whether the placement holds her together with
// the one she is paired with: such two may have preferred it to better posts.
func (x *extras) paired(in *placement.Instance, post []uint32) map[uint32]bool {
	members := make(map[uint32]bool)
	for _, p := range x.pairs {
		if p.Near(in, post[p.A], post[p.B]) {
			members[p.A], members[p.B] = true, true
		}
	}
	return members
}
