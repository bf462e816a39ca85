package placement

import (
	"math"

	"tongpin/internal/engine/placement/large"
)

// A key orders the students in a tree: grade, then whether the student was
// promoted (fill mode), then the lottery. The greater key goes first. No key is
// 0 or nobody.
//
//	63........32 31       30.......0
//	   grade     promoted  ^student
type key = uint64

const (
	promoted        = 1 << 31
	studentBits     = promoted - 1
	nobody      key = math.MaxUint64 // the worst key of an empty node
	unknown     key = 0              // the worst key of a node that must be looked for
)

func makeKey(grade, student, promotion uint32) key {
	return uint64(grade)<<32 | uint64(student^studentBits|promotion)
}

func studentOf(k key) uint32 { return uint32(k)&studentBits ^ studentBits }

// Each leaf keeps the keys that it holds in a heap of eight children, the worst
// at its root: with the usual ten seats of a post that is one look through the
// whole array without a branch that could be mispredicted.
const arity = 8

// push adds k to a heap of n keys; h has room for n+1.
func push(h []key, n int, k key) {
	for n > 0 {
		parent := (n - 1) / arity
		if h[parent] <= k {
			break
		}
		h[n] = h[parent]
		n = parent
	}
	h[n] = k
}

// sift puts k in the place of the worst key of the heap h.
func sift(h []key, k key) {
	at := 0
	for {
		first := at*arity + 1
		if first >= len(h) {
			break
		}
		children := h[first:min(first+arity, len(h))]
		worst := nobody
		for _, c := range children {
			worst = min(worst, c) // compiled without a branch
		}
		if k <= worst {
			break
		}
		h[at] = worst
		at = first
		for h[at] != worst {
			at++
		}
	}
	h[at] = k
}

// state is a placement under way.
type state struct {
	*tree
	held  []key // the heaps of all leaves
	top   []key // of each leaf: its worst key, or nobody
	worst []key // of each node: the worst key below, nobody, or unknown
}

func newState(t *tree) *state {
	s := &state{tree: t, held: large.Make[key](t.slots), top: make([]key, len(t.leaves)), worst: make([]key, len(t.nodes))}
	for i := range s.top {
		s.top[i] = nobody
	}
	for i := range s.worst {
		s.worst[i] = nobody
	}
	return s
}

// offer brings k to leaf p. It returns the key that has to go: none (0) if there
// was room on the whole path, k itself if it is too low, else the worst key of
// the lowest full node above p, which k displaces. This is the choice of the
// greedy algorithm over the laminar matroid, one element at a time. bar is the
// lowest key that p could still take; it never falls (invariant I2).
func (s *state) offer(p uint32, k key) (out, bar key) {
	l := &s.leaves[p]
	if l.size == l.cap {
		if l.cap == 0 {
			return k, nobody
		}
		w := s.top[p]
		if k < w {
			return k, w
		}
		heap := s.held[l.slot : l.slot+l.size]
		sift(heap, k)
		s.top[p] = heap[0]
		s.removed(l.up, w)
		s.added(l.up, k)
		return w, heap[0]
	}
	v := l.up
	for v != None && s.nodes[v].size < s.nodes[v].cap {
		v = s.nodes[v].up
	}
	if v == None {
		s.insert(p, k, None)
		return 0, 0
	}
	w := s.find(v)
	if k < w || w == nobody {
		return k, w
	}
	s.evict(v, w)
	s.insert(p, k, v)
	return w, w
}

// insert adds k to leaf p and counts it in all nodes below stop.
func (s *state) insert(p uint32, k key, stop uint32) {
	l := &s.leaves[p]
	push(s.held[l.slot:l.slot+l.size+1], int(l.size), k)
	l.size++
	s.top[p] = s.held[l.slot]
	for v := l.up; v != stop; v = s.nodes[v].up {
		s.nodes[v].size++
	}
	s.added(l.up, k)
}

// added lowers the worst keys of v and above to k.
func (s *state) added(v uint32, k key) {
	for ; v != None; v = s.nodes[v].up {
		if w := s.worst[v]; w != unknown {
			if w <= k {
				return // and so are those above
			}
			s.worst[v] = k
		}
	}
}

// removed forgets the worst keys of v and above that were w.
func (s *state) removed(v uint32, w key) {
	for ; v != None; v = s.nodes[v].up {
		if s.worst[v] == w {
			s.worst[v] = unknown
		} else if s.worst[v] != unknown {
			return // held by another branch, and so it is above
		}
	}
}

// find returns the worst key below v.
func (s *state) find(v uint32) key {
	if w := s.worst[v]; w != unknown {
		return w
	}
	n := &s.nodes[v]
	w := nobody
	for _, k := range s.top[n.leaf0:n.leaf1] {
		w = min(w, k)
	}
	for u := n.node0; u < n.node1; u++ {
		w = min(w, s.find(u))
	}
	s.worst[v] = w
	return w
}

// evict takes w, the worst key below v, out of its leaf and out of the counts
// of the nodes below v.
func (s *state) evict(v uint32, w key) {
	at := v
	for {
		n := &s.nodes[at]
		if q := n.leaf0 + s.whose(s.top[n.leaf0:n.leaf1], w); q < n.leaf1 {
			s.drop(q, v, w)
			return
		}
		u := n.node0
		for s.find(u) != w {
			u++
		}
		at = u
	}
}

// whose returns the index of w in tops, or their number.
func (s *state) whose(tops []key, w key) uint32 {
	for i, k := range tops {
		if k == w {
			return uint32(i)
		}
	}
	return uint32(len(tops))
}

// drop takes the worst key w from leaf q and counts it out below stop.
func (s *state) drop(q, stop uint32, w key) {
	l := &s.leaves[q]
	heap := s.held[l.slot : l.slot+l.size]
	last := len(heap) - 1
	k := heap[last]
	l.size--
	if last > 0 {
		sift(heap[:last], k)
		s.top[q] = heap[0]
	} else {
		s.top[q] = nobody
	}
	for v := l.up; v != stop; v = s.nodes[v].up {
		s.nodes[v].size--
	}
	s.removed(l.up, w)
}
