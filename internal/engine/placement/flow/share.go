package flow

// share chooses between flows that are equally dear: one student after the other
// gets the dearest of her places that she can have in such a flow while those
// before her keep theirs. Every dearest flow uses only arcs that cost nothing at
// the prices, whichever proof they come from; so another place is possible if it
// costs her nothing and paths that cost nothing lead from it back to her own. Where
// there is none, what was reached is closed for good: later changes go round in
// circles, and none leads out of it. So there are fewer vain searches than nodes.
func (s *solver) share() error {
	h := &sharing{
		solver: s, part: make([]uint32, len(s.up)), seen: make([]uint32, len(s.up)),
		before: make([]step, len(s.up)),
	}
	for i := range s.students {
		if i%patience == 0 && s.gaveUp() {
			return ErrStopped
		}
		x := &s.students[i]
		own := s.wishes[x.own]
		gain := s.worth(own) - s.labels[own.Node].price
		for j := x.first; j < x.own; j++ {
			w := s.wishes[j]
			if s.worth(w)-s.labels[w.Node].price == gain && h.part[w.Node] == h.part[own.Node] && h.change(uint32(i), j) {
				break
			}
		}
	}
	return nil
}

// patience is after how many students the caller is asked whether to go on.
const patience = 64

// step is how a search for a circle came to a node.
type step struct {
	from uint32
	who  uint32 // the student who goes there, or one of the two below
	wish uint32
}

// Steps along the tree.
const (
	upwards   = none
	downwards = none - 1
)

// sharing is the choice under way.
type sharing struct {
	*solver
	part   []uint32 // of each node: nodes of different parts are not on a circle
	parts  uint32
	seen   []uint32 // of each node: the last search that came there
	search uint32
	before []step
	list   []uint32 // nodes that this search came to
}

// change gives student i the place of a wish, if those before her can keep theirs.
func (h *sharing) change(i, wish uint32) bool {
	to, own := h.wishes[wish].Node, h.wishes[h.students[i].own].Node
	if !h.connected(to, own, i) {
		h.parts++
		for _, v := range h.list {
			h.part[v] = h.parts
		}
		return false
	}
	for v := own; v != to; v = h.before[v].from {
		switch b := h.before[v]; b.who {
		case upwards:
			h.flow[b.from]++
		case downwards:
			h.flow[v]--
		default:
			h.leave(b.who)
			h.enter(b.who, b.wish)
		}
	}
	h.leave(i)
	h.enter(i, wish)
	return true
}

// connected looks, in breadth, for a way from a node to another that costs nothing
// and leaves the students up to fixed where they are.
func (h *sharing) connected(from, to, fixed uint32) bool {
	h.search++
	h.list = append(h.list[:0], from)
	h.seen[from] = h.search
	for k := 0; k < len(h.list); k++ {
		v := h.list[k]
		price := h.labels[v].price
		if u := h.up[v]; v != 0 && h.flow[v] < h.cap[v] && h.labels[u].price == price {
			h.come(u, step{v, upwards, 0})
		}
		for _, u := range h.below(v) {
			if h.flow[u] > h.low[u] && h.labels[u].price == price {
				h.come(u, step{v, downwards, 0})
			}
		}
		list := h.held[v]
		for r := range list {
			if list[r].exit <= price && list[r].who > fixed {
				list[r].exit = h.spread(v, list[r].who)
			}
		}
		if h.seen[to] == h.search {
			return true
		}
	}
	return false
}

// come notes that a search has come to v.
func (h *sharing) come(v uint32, b step) {
	if h.seen[v] != h.search && h.part[v] == h.part[b.from] {
		h.seen[v] = h.search
		h.before[v] = b
		h.list = append(h.list, v)
	}
}

// spread follows the wishes of a student held by v, and returns her exit.
func (h *sharing) spread(v, who uint32) int64 {
	x := &h.students[who]
	own := h.worth(h.wishes[x.own])
	gain := own - h.labels[v].price
	exit := int64(far)
	for j := x.first; j <= x.last; j++ {
		if j == x.own {
			continue
		}
		w := h.wishes[j]
		if j < x.last && h.worth(w)-h.least < gain {
			exit, j = min(exit, own-h.worth(w)+h.least), x.last
			w = h.wishes[j]
			if j == x.own {
				break
			}
		}
		price := h.labels[w.Node].price
		exit = min(exit, own-h.worth(w)+price)
		if h.worth(w)-price == gain {
			h.come(w.Node, step{v, who, j})
		}
	}
	return exit
}
