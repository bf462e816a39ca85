package placement

import (
	"errors"

	"tongpin/internal/engine/placement/flow"
	"tongpin/internal/engine/placement/large"
)

// WeightedOptions choose how close to the best sum of values a placement comes.
type WeightedOptions struct {
	// Gap is the most that may be missing to the best sum for each student, in
	// units of value. 0 asks for the best itself.
	Gap    float64
	Locked []Lock
	// Least are lower quotas: the placement is the best of those that meet all of
	// them; the error is ErrLeast if there is none. With them the Gap counts as 0.
	Least []Least
	// Tell, if it is not nil, is told now and then how many students have not
	// bid yet; with Gap 0, how many are in places where there is no room for them.
	Tell func(asking int)
	// Stopped, if it is not nil, is asked now and then whether to give up.
	Stopped func() bool
}

// Certificate bounds how far a weighted placement is from the best one: no
// lawful placement has a higher sum of values than Bound.
type Certificate struct {
	Value int64   // the sum of values of the placement
	Bound float64 // at most this is possible
	Rents *Rents  // the proof of the bound: verify.Bound works it out from them
}

// ErrStopped says that the caller did not want to wait for the end.
var ErrStopped = flow.ErrStopped

// errValues refuses values that can't be counted with.
var errValues = errors.New("placement: values have to be from 1 to 2^31-1, one for each wish, and the gap from 0 to 2^30")

// maxGap bounds the gap.
const maxGap = 1 << 30

// SolveWeighted places students so that the sum of values is as high as the gap
// allows: value[i] is what the wish in.Wishes[i] is worth, above 0. Such a
// placement keeps every cap, but a student may prefer a post that holds one who
// goes behind her, and an honest list is not always the best.
//
// With a Gap below 1 the sum is the highest that there is, found by a flow (package
// flow). Of several such placements student 0 has the dearest of her wishes that
// she has in any of them, of equal ones the first of her list; then student 1 has
// the dearest that she has in those which are left; and so on.
//
// With a higher Gap it is an auction (Bertsekas 1988, here over nested caps): a free
// student bids for her best post at the present prices as much as it is better than
// her second best, and a step more; the price of a post is the highest of what the
// full nodes above it ask. Prices are a dual solution, so the bound is proved. It is
// faster than the flow for a million students and a gap as wide as a rank.
func SolveWeighted(in *Instance, value []uint32, o WeightedOptions) (*Result, Certificate, error) {
	left, err := in.Without(o.Locked)
	if err != nil {
		return nil, Certificate{}, err
	}
	if !(o.Gap >= 0) || o.Gap > maxGap || len(value) != len(in.Wishes) {
		return nil, Certificate{}, errValues
	}
	if o.Least, err = without(in, o.Least, o.Locked); err != nil {
		return nil, Certificate{}, err
	}
	solve := auctioned
	if o.Gap < 1 || len(o.Least) > 0 {
		solve = best
	}
	res, cert, err := solve(left, value, o)
	if err != nil {
		return nil, Certificate{}, err
	}
	for _, l := range o.Locked {
		if rank := in.rank(l.Student, l.Post); rank > 0 {
			cert.Value += int64(value[in.Start[l.Student]+rank-1])
			cert.Bound += float64(value[in.Start[l.Student]+rank-1])
		}
	}
	res.with(in, o.Locked)
	return res, cert, nil
}

// nobodyPlaced is a result in which nobody has a post.
func nobodyPlaced(students int) *Result {
	res := &Result{Post: make([]uint32, students), Rank: make([]uint32, students)}
	fillNone(res.Post)
	return res
}

// Rents are the prices that prove the bound, of each post and of each group. A place
// costs the rents of its post and of all groups above. Rents are above 0 only where the
// cap is reached, and below 0 only where no more than the lower quota are held.
//
// With a Gap below 1 they are the highest that prove the best sum: a place costs what
// the sum would lose if it were taken away, however nodes are numbered. A post that has
// no place for anybody costs what the student would give who wants it most.
type Rents struct{ Posts, Groups []int64 }

// best finds a placement of the highest sum, and proves it: no lawful placement
// can have more than what the caps cost at the rents and what every student gains
// at these prices, and that is the sum itself. See package flow.
func best(in *Instance, value []uint32, o WeightedOptions) (*Result, Certificate, error) {
	n, at, err := network(in, value)
	if err != nil {
		return nil, Certificate{}, err
	}
	first := uint32(len(n.Up) - len(in.Posts))
	for _, l := range o.Least {
		v := first + l.Post
		if l.Post == None {
			v = at[l.Group]
		}
		n.Low[v] = max(n.Low[v], l.N)
		if n.Low[v] > n.Cap[v] {
			return nil, Certificate{}, ErrLeast
		}
	}
	f, err := flow.Solve(n, flow.Options{Tell: o.Tell, Stopped: o.Stopped})
	if err != nil {
		return nil, Certificate{}, err
	}
	res := nobodyPlaced(len(in.Start))
	for s, v := range f.Node {
		if v != 0 {
			res.Post[s] = v - first
			res.Rank[s] = in.rank(uint32(s), v-first)
			res.Placed++
		}
	}
	rents := &Rents{Posts: f.Rent[first:], Groups: make([]int64, len(in.Groups))}
	for g, v := range at {
		rents.Groups[g] = f.Rent[v]
	}
	return res, Certificate{Value: f.Value, Bound: float64(f.Value), Rents: rents}, nil
}

// network lays out an instance for package flow: the root, the groups, parents
// first, and the posts. at is the node of each group.
func network(in *Instance, value []uint32) (n *flow.Network, at []uint32, err error) {
	if _, err := plant(in); err != nil { // refuses what is no tree
		return nil, nil, err
	}
	seq, err := order(in.Groups)
	if err != nil {
		return nil, nil, err
	}
	nodes := 1 + len(in.Groups) + len(in.Posts)
	n = &flow.Network{Up: make([]uint32, 1, nodes), Cap: make([]uint32, 1, nodes), Start: make([]uint32, len(in.Start)), Wishes: large.Make[flow.Wish](len(in.Wishes))[:0]}
	at = make([]uint32, len(in.Groups))
	above := func(g uint32) uint32 {
		if g == None {
			return 0
		}
		return at[g]
	}
	for _, g := range seq {
		at[g] = uint32(len(n.Up))
		n.Up, n.Cap = append(n.Up, above(in.Groups[g].Parent)), append(n.Cap, in.Groups[g].Cap)
	}
	first := uint32(len(n.Up))
	for _, p := range in.Posts {
		n.Up, n.Cap = append(n.Up, above(p.Group)), append(n.Cap, p.Seats)
	}
	for s, from := range in.Start {
		n.Start[s] = uint32(len(n.Wishes))
		for i, w := range in.List(uint32(s)) {
			n.Wishes = append(n.Wishes, flow.Wish{Node: first + w.Post, Value: value[int(from)+i]})
		}
		n.Wishes = append(n.Wishes, flow.Wish{})
	}
	n.Low = make([]uint32, len(n.Up))
	return n, at, nil
}
