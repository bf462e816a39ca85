// Package price explains a weighted placement by the prices that prove it: what a
// place is worth to a student, what it costs, and what that says about the sum with
// her in it.
package price

import (
	"slices"

	"tongpin/internal/engine/placement"
)

// Offer is a place as a student sees it, in units of value.
type Offer struct {
	Post         uint32 // None is no place, which is worth and costs nothing
	Worth, Price int64
}

// Left is what the place leaves her.
func (o Offer) Left() int64 { return o.Worth - o.Price }

// Ask is what one node on the path of a post asks of its price.
type Ask struct {
	Group uint32 // None for the post itself
	Rent  int64  // not 0; below 0 where a lower quota has to be met
}

// Reason says why a student is not in a post that she would rather have.
type Reason struct {
	Wish, Own Offer
	// Loss: with her in the post the sum would be lower by so much at least, however
	// the others are placed. For who has no place it is exactly that, by prices of a Gap below
	// 1. The prices do not tell if it is 0 or less.
	Loss   int64
	Locked bool // she was placed beforehand, and prices had no say
	Shut   bool // a node on the path has no place for anybody: see Explain
}

// Table holds the prices of a placement, beside what its nodes hold.
type Table struct {
	*placement.Table
	// Missing is how far the sum is from what the prices prove; 0 if it is the best.
	Missing int64

	in     *placement.Instance
	left   *placement.Instance // without the locked placements
	value  []uint32
	rents  *placement.Rents
	price  []int64 // of each post
	gain   []int64 // of each student: the most that any wish, or none, leaves her
	rank   []uint32
	post   []uint32
	locked map[uint32]bool
}

// New makes the table of a placement that SolveWeighted returned, with the same
// values and locks; held is its table of cutoffs. O(wishes + posts * depth).
func New(in *placement.Instance, value []uint32, res *placement.Result, cert placement.Certificate, locks []placement.Lock, held *placement.Table) (*Table, error) {
	left, err := in.Without(locks)
	if err != nil {
		return nil, err
	}
	t := &Table{
		Table: held, Missing: int64(cert.Bound) - cert.Value, in: in, left: left, value: value, rents: cert.Rents,
		price: make([]int64, len(in.Posts)), gain: make([]int64, len(in.Start)), rank: res.Rank, post: res.Post, locked: make(map[uint32]bool, len(locks)),
	}
	for _, l := range locks {
		t.locked[l.Student] = true
	}
	for p := range in.Posts {
		for _, g := range t.path(uint32(p)) {
			t.price[p] += t.rent(uint32(p), g)
		}
	}
	for s := range in.Start {
		for place := range in.List(uint32(s)) {
			t.gain[s] = max(t.gain[s], t.offer(uint32(s), place).Left())
		}
	}
	return t, nil
}

// path returns a post, as None, and every group above it.
func (t *Table) path(post uint32) []uint32 {
	list := append(make([]uint32, 0, 8), placement.None)
	for g := t.in.Posts[post].Group; g != placement.None; g = t.in.Groups[g].Parent {
		list = append(list, g)
	}
	return list
}

func (t *Table) rent(post, group uint32) int64 {
	if group == placement.None {
		return t.rents.Posts[post]
	}
	return t.rents.Groups[group]
}

// room is how many places of a node the locked students leave.
func (t *Table) room(post, group uint32) uint32 {
	if group == placement.None {
		return t.left.Posts[post].Seats
	}
	return t.left.Groups[group].Cap
}

// offer is the wish at a place, 0 for the first, of a student's list.
func (t *Table) offer(student uint32, place int) Offer {
	at := t.in.Start[student] + uint32(place)
	post := t.in.Wishes[at].Post
	return Offer{post, int64(t.value[at]), t.price[post]}
}

// Asks returns which nodes ask how much for a place in a post, the post first.
// O(depth).
func (t *Table) Asks(post uint32) (list []Ask) {
	for _, g := range t.path(post) {
		if rent := t.rent(post, g); rent != 0 {
			list = append(list, Ask{g, rent})
		}
	}
	return list
}

// Reason explains the wish at a place, 0 for the first, of a student's list, if it
// is before her own place. O(depth).
func (t *Table) Reason(student uint32, place int) Reason {
	wish := t.offer(student, place)
	r := Reason{
		Wish: wish, Own: Offer{Post: t.post[student]},
		Loss: t.gain[student] - wish.Left() - t.Missing, Locked: t.locked[student],
	}
	if own := t.rank[student]; own > 0 {
		r.Own = t.offer(student, int(own)-1)
	}
	for _, g := range t.path(wish.Post) {
		r.Shut = r.Shut || t.room(wish.Post, g) == 0
	}
	return r
}

// Explain explains a wish in the terms of a table of cutoffs: it is refused if the sum
// would be lower or the post is shut, and passed over if the prices leave it open. The
// node that it names is the first on the path that is shut, else the one that asks
// most beyond what the own place costs as well; grades and lots do not bind. O(depth).
func (t *Table) Explain(student uint32, place int) placement.Explanation {
	e := placement.Explanation{Group: placement.None, Cutoff: placement.Cutoff{Cap: placement.None, Student: placement.None}}
	switch own := int(t.rank[student]) - 1; {
	case own == place:
		e.Outcome = placement.Placed
		return e
	case own >= 0 && own < place:
		e.Outcome = placement.Spared
		return e
	}
	r := t.Reason(student, place)
	switch {
	case r.Locked:
		e.Outcome = placement.Passed
		return e
	case r.Shut || r.Loss > 0:
		e.Outcome = placement.Refused
	default:
		e.Outcome = placement.Passed
	}
	if g, ok := t.limit(r); ok {
		c := t.Posts[r.Wish.Post]
		if g != placement.None {
			c = t.Groups[g]
		}
		e.Group, e.Cutoff = g, placement.Cutoff{Cap: c.Cap, Held: c.Held, Student: placement.None}
	}
	return e
}

// limit is the node that decides: the first that is shut, else the one that asks
// most, if any does. What the own place costs as well decides only if nothing else is
// asked.
func (t *Table) limit(r Reason) (group uint32, ok bool) {
	path := t.path(r.Wish.Post)
	if r.Shut {
		return path[slices.IndexFunc(path, func(g uint32) bool { return t.room(r.Wish.Post, g) == 0 })], true
	}
	most := func(path []uint32) {
		top := int64(0)
		for _, g := range path {
			if rent := t.rent(r.Wish.Post, g); rent > top {
				group, ok, top = g, true, rent
			}
		}
	}
	if most(path[:t.apart(path, r.Own.Post)]); !ok {
		most(path)
	}
	return group, ok
}

// apart is how many nodes of a path are not above another post.
func (t *Table) apart(path []uint32, post uint32) int {
	n := len(path)
	if post == placement.None {
		return n
	}
	for other := t.path(post); n > 1 && len(other) > 1 && path[n-1] == other[len(other)-1]; n-- {
		other = other[:len(other)-1]
	}
	return n
}
