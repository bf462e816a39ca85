package flow

// arc leads to a node, from another, by a student who could go there.
type arc struct {
	longer int64 // what she would lose by it, at the prices
	from   uint32
}

// raising looks for the highest prices that prove a flow.
type raising struct {
	*solver
	dist []int64  // of each node: how far it is to the root at the prices; far if there is no way
	into []arc    // those that may be shorter than what near found
	end  []uint32 // of each node: where the arcs that lead to it end in into
}

// raise makes prices the highest of all that prove the flow. A place then costs what
// the sum would lose if there were one less of them: the loss along the shortest way
// on which somebody too many goes from there out of the market (so there is only one
// answer, however nodes are numbered). Who has no place would, put into one, lower the
// sum by exactly what it costs her too much. O(wishes + nodes log value).
func (s *solver) raise() {
	r := &raising{solver: s, dist: make([]int64, len(s.up))}
	r.near()
	r.gather()
	r.walk()
	root := s.labels[0].price
	for v := range s.labels {
		if r.dist[v] < far {
			s.labels[v].price += r.dist[v] - root
		}
	}
	r.close()
}

// ways calls do for what students could do instead: with the node that holds them,
// another, and what they lose at the prices. It leaves out what cannot be shorter than
// the way that is known.
func (r *raising) ways(do func(from, to uint32, longer int64)) {
	for v := uint32(1); int(v) < len(r.held); v++ {
		for _, x := range r.held[v] {
			st := &r.students[x.who]
			gain := r.worth(r.wishes[st.own]) - r.labels[v].price
			do(v, 0, gain+r.labels[0].price)
			for j, w := range r.list(x.who) {
				if gain-r.worth(w)+r.least >= r.dist[v] {
					break // those behind lose more
				}
				if st.first+uint32(j) != st.own {
					do(v, w.Node, gain-r.worth(w)+r.labels[w.Node].price)
				}
			}
		}
	}
}

// near finds a way of few steps to the root from most nodes: up to where there is
// room, out of the market, or by one student to such a node.
func (r *raising) near() {
	for v := range r.dist {
		r.dist[v] = far
	}
	r.dist[0] = 0
	for v := 1; v < len(r.up); v++ {
		if u := r.up[v]; r.flow[v] < r.cap[v] && r.dist[u] < far {
			r.dist[v] = r.dist[u] + r.labels[u].price - r.labels[v].price
		}
	}
	r.ways(func(from, to uint32, longer int64) {
		r.dist[from] = min(r.dist[from], longer+r.dist[to])
	})
}

// gather lists the ways of students that may be shorter by where they lead to.
func (r *raising) gather() {
	count := make([]uint32, len(r.up)+1)
	r.ways(func(from, to uint32, longer int64) {
		if longer < r.dist[from] {
			count[to+1]++
		}
	})
	for v := range r.up {
		count[v+1] += count[v]
	}
	r.into, r.end = make([]arc, count[len(r.up)]), count
	r.ways(func(from, to uint32, longer int64) {
		if longer < r.dist[from] {
			r.into[count[to]] = arc{longer, from}
			count[to]++
		}
	})
}

// leading returns the ways that lead to v.
func (r *raising) leading(v uint32) []arc {
	from := uint32(0)
	if v > 0 {
		from = r.end[v-1]
	}
	return r.into[from:r.end[v]]
}

// walk finds the shortest ways to the root (Dijkstra 1959).
func (r *raising) walk() {
	r.queue.reset()
	for v, d := range r.dist {
		if d < far {
			r.queue.push(d, uint32(v))
		}
	}
	done := make([]bool, len(r.up))
	for {
		d, v, ok := r.queue.pop()
		if !ok {
			return
		}
		if done[v] {
			continue
		}
		done[v] = true
		price := d + r.labels[v].price
		reach := func(from uint32) {
			if to := price - r.labels[from].price; to < r.dist[from] {
				r.dist[from] = to
				r.queue.push(to, from)
			}
		}
		if v != 0 && r.flow[v] > r.low[v] {
			reach(r.up[v])
		}
		for _, c := range r.below(v) {
			if r.flow[c] < r.cap[c] {
				reach(c)
			}
		}
		for _, a := range r.leading(v) {
			if to := d + a.longer; to < r.dist[a.from] {
				r.dist[a.from] = to
				r.queue.push(to, a.from)
			}
		}
	}
}

// close has nodes from which no way leads out, those that take nobody for example, ask
// for as much as makes nobody want a place there: a leaf for no less than any student
// would give for it, and a node for no less than the one above it.
func (r *raising) close() {
	shut := false
	for v := 1; v < len(r.up); v++ {
		if r.dist[v] == far {
			r.labels[v].price = r.labels[r.up[v]].price
			shut = true
		}
	}
	if !shut {
		return
	}
	for i := range r.students {
		own := r.wishes[r.students[i].own]
		gain := r.worth(own) - r.labels[own.Node].price
		for _, w := range r.list(uint32(i)) {
			r.ask(w.Node, r.worth(w)-gain)
		}
	}
	for again := true; again; {
		again = false
		for v := uint32(len(r.up) - 1); v > 0; v-- {
			up := r.up[v]
			if r.flow[v] < r.cap[v] && r.ask(up, r.labels[v].price) {
				again = true
			}
			if r.ask(v, r.labels[up].price) {
				again = true
			}
		}
	}
}

// ask has v cost a price at least if no way leads out of it, and tells whether it did
// not before.
func (r *raising) ask(v uint32, price int64) bool {
	if r.dist[v] < far || r.labels[v].price >= price {
		return false
	}
	r.labels[v].price = price
	return true
}
