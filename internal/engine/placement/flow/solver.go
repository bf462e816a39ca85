package flow

import (
	"cmp"
	"slices"
)

// far is farther than any distance or price.
const far = 1 << 61

// label is what the search knows of a node; a student's wishes look at it.
type label struct {
	dist  int64 // from the next node with an excess; far if it is not reached
	price int64 // what a place costs, above that of other nodes; at the scale
}

// student is where a student stands. Her list is wishes[first:last], dearest
// first, and wishes[last] is the wish for no place.
type student struct {
	first, last uint32
	own         uint32 // index of the wish she has, or none
	slot        uint32 // index in the list of the node that holds her
}

// resident is a student in the list of the node that holds her.
type resident struct {
	// exit bounds from below what the node has to cost for her to leave: what her
	// place is worth to her more than another, and the price of the other.
	exit int64
	who  uint32
}

// cursor is how far a node's arcs have been walked: arc 0 leads up, then come the
// children, then the residents, each with her wishes.
type cursor struct{ arc, wish uint32 }

// solver is a flow on its way. The flow may break the balance of nodes: excess
// says by how much more comes in than goes out. It is the dearest of those with
// the same excesses, and the prices prove that.
type solver struct {
	Options
	up, cap, low []uint32
	children     []uint32 // those of v are children[from[v]:from[v+1]]
	from         []uint32
	wishes       []Wish
	students     []student
	shift        uint // bits of values that are not yet looked at

	flow   []uint32 // of each node: to the one above
	excess []int32
	held   [][]resident
	labels []label
	least  int64 // no leaf costs less

	sources []uint32 // nodes with an excess, and some without
	queue   queue
	touched []uint32 // nodes with a label
	reached []uint32 // nodes whose distance is final, in rising order
	place   []uint32 // of each node: its place in reached, from 1; else 0
	radius  int64    // how far the next search goes at first
	limit   int64    // how far this search goes
	beyond  bool     // something was left out because of the limit

	cursors []cursor
	path    []uint32
	onPath  []bool
	free    bool // paths need not follow the order in which nodes were reached
}

func newSolver(n *Network, o Options) *solver {
	nodes := len(n.Up)
	s := &solver{
		Options: o, up: n.Up, cap: n.Cap, low: n.Low, children: make([]uint32, nodes), from: make([]uint32, nodes+1),
		wishes: n.Wishes, students: make([]student, len(n.Start)),
		flow: make([]uint32, nodes), excess: make([]int32, nodes), held: make([][]resident, nodes), labels: make([]label, nodes),
		place: make([]uint32, nodes), cursors: make([]cursor, nodes), onPath: make([]bool, nodes),
	}
	if s.low == nil {
		s.low = make([]uint32, nodes)
	}
	for v := range s.labels {
		s.labels[v].dist = far
	}
	s.adopt()
	for i, first := range n.Start {
		last := first
		for n.Wishes[last] != (Wish{}) {
			last++
		}
		slices.SortStableFunc(n.Wishes[first:last], func(x, y Wish) int { return cmp.Compare(y.Value, x.Value) })
		s.students[i] = student{first: first, last: last, own: none}
	}
	return s
}

// adopt lists the children of every node.
func (s *solver) adopt() {
	for v := 1; v < len(s.up); v++ {
		s.from[s.up[v]+1]++
	}
	for v := range s.up {
		s.from[v+1] += s.from[v]
	}
	next := slices.Clone(s.from)
	for v := 1; v < len(s.up); v++ {
		u := s.up[v]
		s.children[next[u]] = uint32(v)
		next[u]++
	}
}

// below returns the children of v.
func (s *solver) below(v uint32) []uint32 { return s.children[s.from[v]:s.from[v+1]] }

// list returns the wishes of student i, dearest first, without the one for no place.
func (s *solver) list(i uint32) []Wish {
	x := &s.students[i]
	return s.wishes[x.first:x.last]
}

// worth is the value of a wish, as far as its bits are looked at.
func (s *solver) worth(w Wish) int64 { return int64(w.Value >> s.shift) }

// leave takes student i out of the node that holds her.
func (s *solver) leave(i uint32) {
	x := &s.students[i]
	v := s.wishes[x.own].Node
	list := s.held[v]
	last := list[len(list)-1]
	list[x.slot] = last
	s.students[last.who].slot = x.slot
	s.held[v] = list[:len(list)-1]
}

// enter has student i held by the node of a wish.
func (s *solver) enter(i, wish uint32) {
	x, v := &s.students[i], s.wishes[wish].Node
	x.own, x.slot = wish, uint32(len(s.held[v]))
	s.held[v] = append(s.held[v], resident{-far, i})
}
