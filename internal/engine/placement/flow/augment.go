package flow

// augment moves excess along the paths that cost nothing: first along those that
// follow the order in which the search reached the nodes, which are short, then
// along whatever there is. What misses something ends a path.
func (s *solver) augment() {
	for _, s.free = range []bool{false, true} {
		for _, v := range s.sources {
			for s.excess[v] > 0 && s.carry(v) {
				s.excess[v]--
			}
		}
		for _, v := range s.reached {
			s.cursors[v] = cursor{}
		}
	}
	for _, v := range s.reached {
		s.place[v] = 0
	}
}

// carry takes one student too many from source to a node that misses one, in depth
// first; false if no path is left.
func (s *solver) carry(source uint32) bool {
	s.path = append(s.path[:0], source)
	s.onPath[source] = true
	for {
		v := s.path[len(s.path)-1]
		if s.excess[v] < 0 {
			s.excess[v]++
			for _, u := range s.path {
				s.onPath[u] = false
				if u != v {
					s.send(u)
				}
			}
			return true
		}
		if u := s.next(v); u != none {
			s.path = append(s.path, u)
			s.onPath[u] = true
			continue
		}
		s.onPath[v] = false
		s.path = s.path[:len(s.path)-1]
		if len(s.path) == 0 {
			return false
		}
		s.skip(s.path[len(s.path)-1])
	}
}

// next returns the node that the next arc of v leads to which costs nothing, or
// none. The cursor stays at this arc.
func (s *solver) next(v uint32) uint32 {
	c := &s.cursors[v]
	if c.arc == 0 {
		if u := s.up[v]; v != 0 && s.flow[v] < s.cap[v] && s.passable(v, u) {
			return u
		}
		c.arc = 1
	}
	children := s.below(v)
	for ; int(c.arc) <= len(children); c.arc++ {
		if u := children[c.arc-1]; s.flow[u] > s.low[u] && s.passable(v, u) {
			return u
		}
	}
	price := s.labels[v].price
	for list := s.held[v]; int(c.arc) <= len(children)+len(list); c.arc, c.wish = c.arc+1, 0 {
		r := list[int(c.arc)-len(children)-1]
		if r.exit > price {
			continue
		}
		if u := s.elsewhere(v, r.who, c); u != none {
			return u
		}
	}
	return none
}

// elsewhere is next for one student held by v.
func (s *solver) elsewhere(v, who uint32, c *cursor) uint32 {
	x := &s.students[who]
	gain := s.worth(s.wishes[x.own]) - s.labels[v].price
	for j := x.first + c.wish; j <= x.last; j++ {
		w := s.wishes[j]
		if j < x.last && s.worth(w)-s.least < gain { // and so for those behind
			j, w = x.last, Wish{}
		}
		if s.worth(w)-s.labels[w.Node].price == gain && s.unused(v, w.Node) {
			c.wish = j - x.first
			return w.Node
		}
	}
	return none
}

// passable tells whether an arc of the tree costs nothing and may be used.
func (s *solver) passable(v, u uint32) bool {
	return s.labels[u].price == s.labels[v].price && s.unused(v, u)
}

// unused tells whether a path may go from v to u.
func (s *solver) unused(v, u uint32) bool {
	return !s.onPath[u] && (s.place[u] > s.place[v] || s.free && s.place[u] > 0)
}

// skip leaves the arc at v's cursor behind: it leads nowhere.
func (s *solver) skip(v uint32) {
	if c := &s.cursors[v]; int(c.arc) <= len(s.below(v)) {
		c.arc++
	} else {
		c.wish++
	}
}

// send moves one student along the arc at v's cursor.
func (s *solver) send(v uint32) {
	c := &s.cursors[v]
	children := s.below(v)
	switch k := int(c.arc); {
	case k == 0:
		s.flow[v]++
	case k <= len(children):
		s.flow[children[k-1]]--
	default:
		who := s.held[v][k-len(children)-1].who
		at := s.students[who].first + c.wish
		c.wish = 0
		s.leave(who)
		s.enter(who, at)
	}
}
