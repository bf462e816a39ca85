// Package flow finds the dearest flow in the network of a placement: from each
// student over one of her wishes to a post, and from there up the tree of caps to
// the root. It proves that there is no dearer one, and of all that are as dear it
// returns one that the order of students alone decides.
//
// The method is the primal-dual one for flows of least cost (Ford and Fulkerson
// 1962) with the potentials of Edmonds and Karp (1972) and their scaling, as
// Gabow (1985) has it for assignments: values are first known to seven bits, and
// five more are looked at when the best flow of the shorter values has been found.
// With every new bits each student goes to her best place at the prices there are;
// that leaves posts with too many and posts with too few, and phases of shortest
// paths and a blocking flow each (Dinic 1970; Hopcroft and Karp 1973) carry the
// excess to where it is missing. Ahuja, Magnanti and Orlin, Network Flows (1993),
// describe all of it.
//
// What is our own is the use of the shape. A student is no node: she stands in the
// list of the place that holds her, and a path through a place takes one of its
// students elsewhere. Prices only rise within a scale, so what a student would have
// lost by her next best place when it was last looked at bounds from below what she
// loses now, and most students are passed over with one look at the list.
//
// Everything is counted in whole numbers. Network has the bounds.
package flow

import (
	"errors"
	"math"
)

// none stands where there is no wish and no node.
const none uint32 = math.MaxUint32

// Bounds of a network: prices and distances are at most the number of nodes times
// the highest value, and eight times that has to fit an int64.
const (
	MaxNodes    = 1 << 28
	MaxStudents = 1<<31 - 2
	MaxValue    = 1<<31 - 1
)

// Wish is a place that a student may have.
type Wish struct {
	Node  uint32 // a leaf of the tree, or 0 at the end of a list
	Value uint32 // what it is worth, 1 to MaxValue; 0 at the end
}

// Network is a tree of nodes and the students who want to be in its leaves. Node 0
// is the root, and holds besides who is in no leaf; that is worth nothing.
type Network struct {
	Up    []uint32 // of each node: the node above, a smaller number; not used for the root
	Cap   []uint32 // of each node: at most so many students below; not used for the root
	Low   []uint32 // of each node: at least so many; nil is none anywhere
	Start []uint32 // of each student: where the list begins in Wishes
	// Wishes are the lists, each closed by the wish for no place, which is zero.
	// Solve sorts each by falling value, in place; of two wishes with the same value
	// the earlier stays the earlier, and is preferred.
	Wishes []Wish
}

// Options watch a run.
type Options struct {
	// Tell, if it is not nil, is told now and then how many students still are
	// where there is no room for them, at the precision of values just reached.
	Tell func(open int)
	// Stopped, if it is not nil, is asked now and then whether to give up.
	Stopped func() bool
}

// Flow is the dearest flow, with its proof.
type Flow struct {
	Node  []uint32 // of each student: the leaf that holds her, or 0
	Value int64    // the sum of the values
	// Rent is a dual solution, of each node at least 0 without a lower bound; below 0
	// it is what the lower bound costs for each place. A leaf costs the sum of the rents
	// above it and its own; Σ cap * rent (low * rent where it is negative) and what each
	// student gains at these prices add up to Value: so no flow is dearer. Of all such
	// solutions it is the one in which leaves cost most: what Value would lose if a place
	// there were taken away. A leaf that can't hold anybody costs as little as makes
	// nobody want it.
	Rent []int64
}

// Errors of Solve.
var (
	ErrStopped = errors.New("flow: stopped")
	ErrLow     = errors.New("flow: no placement meets all lower bounds")
	errNetwork = errors.New("flow: nodes have to lie below nodes of smaller numbers, wishes to name leaves and be worth 1 to 2^31-1, and there are bounds to their numbers")
	errProof   = errors.New("flow: the prices do not prove the flow")
)

// Solve returns the dearest flow. Of several, the first student has the dearest
// place that she has in any of them, then the second has the dearest that she has
// in those which are left, and so on; so the answer does not depend on how nodes
// are numbered. In O(scales) phases for each level of prices that the market goes
// through, each at most O(wishes + nodes log value); in practice about a hundred
// phases, which look at a few wishes of a student.
func Solve(n *Network, o Options) (*Flow, error) {
	if !n.valid() {
		return nil, errNetwork
	}
	s := newSolver(n, o)
	if err := s.solve(); err != nil {
		return nil, err
	}
	if err := s.share(); err != nil {
		return nil, err
	}
	s.raise()
	f := s.result()
	if s.bound(f.Rent) != f.Value {
		return nil, errProof
	}
	return f, nil
}

func (n *Network) valid() bool {
	nodes := len(n.Up)
	if nodes == 0 || nodes > MaxNodes || len(n.Cap) != nodes || n.Low != nil && len(n.Low) != nodes ||
		len(n.Start) > MaxStudents || len(n.Wishes) > math.MaxUint32-1 {
		return false
	}
	inner := make([]bool, nodes)
	inner[0] = true
	for v := 1; v < nodes; v++ {
		if n.Up[v] >= uint32(v) || n.Low != nil && n.Low[v] > n.Cap[v] {
			return false
		}
		inner[n.Up[v]] = true
	}
	for _, at := range n.Start {
		for ; n.Wishes[at] != (Wish{}); at++ {
			if w := n.Wishes[at]; int(w.Node) >= nodes || inner[w.Node] || w.Value == 0 || w.Value > MaxValue {
				return false
			}
		}
	}
	return true
}

// result reads off the flow.
func (s *solver) result() *Flow {
	f := &Flow{Node: make([]uint32, len(s.students)), Rent: make([]int64, len(s.up))}
	for i := range s.students {
		w := s.wishes[s.students[i].own]
		f.Node[i] = w.Node
		f.Value += int64(w.Value)
	}
	for v := 1; v < len(s.up); v++ {
		f.Rent[v] = s.labels[v].price - s.labels[s.up[v]].price
	}
	return f
}

// bound is the value of a dual solution. Sums may pass the range of an int64 on
// the way, and come back to it.
func (s *solver) bound(rent []int64) (sum int64) {
	price := make([]int64, len(rent))
	for v := 1; v < len(rent); v++ {
		price[v] = price[s.up[v]] + rent[v]
		if rent[v] > 0 {
			sum += rent[v] * int64(s.cap[v])
		} else {
			sum += rent[v] * int64(s.low[v])
		}
	}
	for i := range s.students {
		gain := int64(0)
		for _, w := range s.list(uint32(i)) {
			gain = max(gain, int64(w.Value)-price[w.Node])
		}
		sum += gain
	}
	return sum
}
