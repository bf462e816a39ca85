package placement

import (
	"slices"

	"tongpin/internal/engine/placement/large"
)

// fanout is the number of children of a key in a leaf's heap. The worst key of a
// leaf lies apart, in state.top; the others are its children, theirs, and so on:
// with the usual ten seats of a post that is one look through one cache line.
const fanout = 16

// A leaf's block in state.seats: three words, then its keys but the worst. Blocks
// begin at a cache line, so that whoever fetches the first word has them all.
const (
	sizeWord  = iota // students held now
	capWord          // seats, as far as they can be used
	upWord           // the node above, or None
	headWords        // how many words that are
)

// state is a placement under way: what every leaf and every node holds.
type state[K key] struct {
	*tree
	line  uint32   // words of K in a cache line, as a power of two
	seats []K      // the blocks of all leaves
	at    []uint32 // of each leaf: the line where its block begins
	top   []K      // of each leaf: its worst key, or nobody
	worst []K      // of each node: the worst key below, nobody, or unknown
	size  []uint32 // of each node: students held below
}

func newState[K key](t *tree) *state[K] {
	s := &state[K]{tree: t, line: lineOf[K](), at: make([]uint32, len(t.leaves)), top: make([]K, len(t.leaves)),
		worst: make([]K, len(t.nodes)), size: make([]uint32, len(t.nodes))}
	lines := uint32(0)
	for p, l := range t.leaves {
		s.at[p] = lines
		lines += s.lines(l.cap)
		s.top[p] = nobody[K]()
	}
	s.seats = large.Make[K](int(lines) << s.line)
	for p, l := range t.leaves {
		b := s.seats[int(s.at[p])<<s.line:]
		b[capWord], b[upWord] = K(l.cap), K(l.up)
	}
	for v := range s.worst {
		s.worst[v] = nobody[K]()
	}
	return s
}

// lines is the length of the block of a leaf.
func (s *state[K]) lines(limit uint32) uint32 {
	words := uint64(headWords) + uint64(max(limit, 1)-1)
	return uint32((words + 1<<s.line - 1) >> s.line)
}

// words is leaf p's block, and what follows it.
func (s *state[K]) words(p uint32) []K { return s.seats[int(s.at[p])<<s.line:] }

// keys returns the keys that leaf p holds, in no order: the worst, and the rest.
func (s *state[K]) keys(p uint32) (worst K, rest []K, size int) {
	b := s.words(p)
	if size = int(b[sizeWord]); size == 0 {
		return nobody[K](), nil, 0
	}
	return s.top[p], b[headWords : headWords+size-1], size
}

// offer brings k to leaf p. It returns the key that has to go: none (0) if there
// was room on the whole path, k itself if it is too low, else the worst key of
// the lowest full node above p, which k displaces. This is the choice of the
// greedy algorithm over the laminar matroid, one element at a time. bar is the
// lowest key that p could still take; it never falls (invariant I2).
func (s *state[K]) offer(p uint32, k K) (out, bar K) {
	b := s.words(p)
	up := uint32(b[upWord])
	if n := b[sizeWord]; n == b[capWord] {
		w := s.top[p]
		if k < w { // also where nobody may be held
			return k, w
		}
		t := replace(b[headWords:headWords+n-1], k)
		s.top[p] = t
		s.forget(up, w)
		return w, t
	}
	v := up
	for v != None && s.size[v] < s.nodes[v].cap {
		v = s.nodes[v].up
	}
	if v == None {
		s.insert(p, k, None)
		return 0, 0
	}
	w := s.find(v)
	if k < w {
		return k, w
	}
	s.evict(v, w)
	s.insert(p, k, v)
	return w, w
}

// insert adds k to leaf p and counts it in all nodes below stop.
func (s *state[K]) insert(p uint32, k K, stop uint32) {
	b := s.words(p)
	n, t := int(b[sizeWord]), s.top[p]
	b[sizeWord]++
	s.top[p] = min(t, k)
	if n > 0 {
		rise(b[headWords:headWords+n], max(t, k))
	}
	up := uint32(b[upWord])
	for v := up; v != stop; v = s.nodes[v].up {
		s.size[v]++
	}
	for v := up; v != None; v = s.nodes[v].up {
		if w := s.worst[v]; w != 0 {
			if w <= k {
				return // and so are those above
			}
			s.worst[v] = k
		}
	}
}

// forget says that w, a worst key of v or above, is held no more.
func (s *state[K]) forget(v uint32, w K) {
	for ; v != None; v = s.nodes[v].up {
		if x := s.worst[v]; x == w {
			s.worst[v] = unknown
		} else if x != unknown {
			return // held by another branch, and so it is above
		}
	}
}

// find returns the worst key below v.
func (s *state[K]) find(v uint32) K {
	if w := s.worst[v]; w != unknown {
		return w
	}
	n := &s.nodes[v]
	w := nobody[K]()
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
func (s *state[K]) evict(v uint32, w K) {
	at := v
	for {
		n := &s.nodes[at]
		if i := slices.Index(s.top[n.leaf0:n.leaf1], w); i >= 0 {
			s.drop(n.leaf0+uint32(i), v, w)
			return
		}
		u := n.node0
		for s.find(u) != w {
			u++
		}
		at = u
	}
}

// drop takes the worst key w from leaf q and counts it out below stop.
func (s *state[K]) drop(q, stop uint32, w K) {
	b := s.words(q)
	n := int(b[sizeWord])
	b[sizeWord]--
	if n > 1 {
		last := headWords + n - 2
		s.top[q] = replace(b[headWords:last], b[last])
	} else {
		s.top[q] = nobody[K]()
	}
	up := uint32(b[upWord])
	for v := up; v != stop; v = s.nodes[v].up {
		s.size[v]--
	}
	s.forget(up, w)
}

// rise puts k, which is above the worst key of the leaf, in the last place of
// rest, and lets it rise over the keys that are better.
func rise[K key](rest []K, k K) {
	at := len(rest) - 1
	for at >= fanout {
		parent := at/fanout - 1
		if rest[parent] <= k {
			break
		}
		rest[at] = rest[parent]
		at = parent
	}
	rest[at] = k
}

// replace returns the worst of rest and k, and keeps the others in rest.
func replace[K key](rest []K, k K) K {
	if len(rest) > fanout {
		return sift(rest, k)
	}
	for i, c := range rest { // compiled without a branch
		rest[i], k = max(c, k), min(c, k)
	}
	return k
}

// sift is replace for heaps of more than one level.
func sift[K key](rest []K, k K) K {
	top, first, at := k, 0, -1
	for first < len(rest) {
		children := rest[first:min(first+fanout, len(rest))]
		worst := k
		for _, c := range children {
			worst = min(worst, c)
		}
		if worst == k {
			break
		}
		if at < 0 {
			top = worst
		} else {
			rest[at] = worst
		}
		at = first + slices.Index(children, worst)
		first = (at + 1) * fanout
	}
	if at >= 0 {
		rest[at] = k
	}
	return top
}
