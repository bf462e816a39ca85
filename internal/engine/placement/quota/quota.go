// Package quota answers questions about lower quotas: whether any lawful
// placement can meet them at all, and which of them a placement leaves unmet.
//
// What the stable placement leaves unmet at a root can't be mended by another
// stable placement: every one of them holds the same number there (the rural
// hospitals theorem, for nested caps as for single ones).
package quota

import (
	"fmt"
	"slices"

	"tongpin/internal/engine/placement"
)

// Least is a lower quota.
type Least = placement.Least

// Shortfall is a lower quota that is not met.
type Shortfall struct {
	Least
	Held uint32 // so many are there
}

// Unmet returns the quotas that a placement does not meet.
func Unmet(in *placement.Instance, post []uint32, least []Least) []Shortfall {
	if len(least) == 0 {
		return nil
	}
	t := placement.NewTable(in, post, nil)
	var list []Shortfall
	for _, l := range least {
		held := uint32(0)
		if l.Post != placement.None {
			held = t.Posts[l.Post].Held
		} else {
			held = t.Groups[l.Group].Held
		}
		if held < l.N {
			list = append(list, Shortfall{l, held})
		}
	}
	return list
}

// Check tells whether some placement keeps every cap, puts students only where
// they wish, and meets all quotas; stable or not. If none does, it returns the
// quotas that stay short in an attempt that misses as few students as possible.
// Locked placements are kept, and count. A flow with lower bounds, by Dinic's
// algorithm; the error is a *placement.CapError if the locks alone are too many.
func Check(in *placement.Instance, least []Least, locked []placement.Lock) ([]Shortfall, error) {
	for _, l := range least {
		if !l.Valid(in) {
			return nil, fmt.Errorf("quota: a lower quota names one post or one group that exists, not %+v", l)
		}
	}
	left, err := in.Without(locked)
	if err != nil {
		return nil, err
	}
	open := slices.Clone(least)
	for i := range open {
		open[i].N -= min(open[i].N, open[i].Held(in, locked))
	}
	n := newNetwork(left, open)
	n.run()
	var list []Shortfall
	for i, l := range least {
		if missing := n.left[n.asked[i]]; missing > 0 {
			list = append(list, Shortfall{l, l.N - uint32(missing)})
		}
	}
	return list, nil
}

// network is the flow: arcs come in pairs, i and i^1 are each other's reverse.
// Nodes are the students, the posts, the groups, and four more.
type network struct {
	first        []int32 // of each node: its last arc, or -1
	next         []int32 // of each arc: the arc before it at the same node
	to           []int32
	left         []int64 // what an arc can still carry
	asked        []int32 // of each quota: the arc that carries it
	level        []int32
	at           []int32
	source, sink int32
}

func (n *network) arc(from, to int32, capacity int64) int32 {
	id := int32(len(n.to))
	n.to = append(n.to, to, from)
	n.left = append(n.left, capacity, 0)
	n.next = append(n.next, n.first[from], n.first[to])
	n.first[from], n.first[to] = id, id+1
	return id
}

// newNetwork lays out students -> posts -> groups -> all -> students. The arc
// out of a node with a lower quota of n carries n less, and n units are asked
// for by the sink and given by the source beside it.
func newNetwork(in *placement.Instance, least []Least) *network {
	students, posts := int32(len(in.Start)), int32(len(in.Posts))
	groups := int32(len(in.Groups))
	post := func(p uint32) int32 { return students + int32(p) }
	group := func(g uint32) int32 { return students + posts + int32(g) }
	all := students + posts + groups
	n := &network{first: make([]int32, all+3), source: all + 1, sink: all + 2}
	for i := range n.first {
		n.first[i] = -1
	}
	above := func(g uint32) int32 {
		if g == placement.None {
			return all
		}
		return group(g)
	}
	need := make(map[int32]int64)
	for _, l := range least {
		v, up, limit := int32(0), int32(0), uint32(0)
		if l.Post != placement.None {
			v, up, limit = post(l.Post), above(in.Posts[l.Post].Group), in.Posts[l.Post].Seats
		} else {
			v, up, limit = group(l.Group), above(in.Groups[l.Group].Parent), in.Groups[l.Group].Cap
		}
		// What is asked for beyond the cap stays unmet.
		n.asked = append(n.asked, n.arc(v, n.sink, int64(l.N)))
		n.arc(n.source, up, int64(min(l.N, limit)))
		need[v] += int64(l.N)
	}
	for s := range students {
		n.arc(all, s, 1)
		for _, w := range in.List(uint32(s)) {
			n.arc(s, post(w.Post), 1)
		}
	}
	for p, x := range in.Posts {
		n.arc(post(uint32(p)), above(x.Group), max(0, int64(x.Seats)-need[post(uint32(p))]))
	}
	for g, x := range in.Groups {
		n.arc(group(uint32(g)), above(x.Parent), max(0, int64(x.Cap)-need[group(uint32(g))]))
	}
	return n
}
