package flow

// search finds the shortest paths from the nodes with an excess to those that miss
// something (Dijkstra 1959), as far as the limit, and raises prices so that these
// paths cost nothing. It goes on until what it has reached could take the whole
// excess. False: nothing that misses something can be reached.
func (s *solver) search() bool {
	s.limit, s.beyond = max(1, s.radius), false
	s.queue.reset()
	want := int64(0)
	for _, v := range s.sources {
		want += int64(s.excess[v])
		s.reach(v, 0)
	}
	found := s.settle(want)
	for _, v := range s.reached {
		s.labels[v].price += s.limit - s.labels[v].dist
	}
	for _, v := range s.touched {
		s.labels[v].dist = far
	}
	s.touched = s.touched[:0]
	if found {
		s.radius /= 2
	} else {
		s.radius = 2 * s.limit
	}
	return found || s.beyond
}

// settle makes distances final in rising order, up to the limit, and lowers the
// limit when enough has been found. It tells whether anything has been.
func (s *solver) settle(want int64) (found bool) {
	s.reached = s.reached[:0]
	for {
		d, v, ok := s.queue.pop()
		if !ok || d > s.limit {
			return found
		}
		if d > s.labels[v].dist || s.place[v] != 0 {
			continue
		}
		s.reached = append(s.reached, v)
		s.place[v] = uint32(len(s.reached))
		s.cursors[v] = cursor{}
		if e := int64(s.excess[v]); e < 0 {
			found = true
			if want += e; want <= 0 {
				s.limit = d
			}
		}
		s.scan(v, d)
	}
}

// reach notes that v can be reached at distance d.
func (s *solver) reach(v uint32, d int64) {
	l := &s.labels[v]
	if d >= l.dist {
		return
	}
	if d > s.limit {
		s.beyond = true
		return
	}
	if l.dist == far {
		s.touched = append(s.touched, v)
	}
	l.dist = d
	s.queue.push(d, v)
}

// scan looks along all arcs of v, which is at distance d.
func (s *solver) scan(v uint32, d int64) {
	from := d - s.labels[v].price
	if v != 0 && s.flow[v] < s.cap[v] {
		s.reach(s.up[v], from+s.labels[s.up[v]].price)
	}
	for _, c := range s.below(v) {
		if s.flow[c] > s.low[c] {
			s.reach(c, from+s.labels[c].price)
		}
	}
	list := s.held[v]
	for k := range list {
		if from+list[k].exit > s.limit {
			s.beyond = true
			continue
		}
		list[k].exit = s.move(list[k].who, from)
	}
}

// move looks where student i could go from a node at distance and price from, and
// returns the resident's exit.
func (s *solver) move(i uint32, from int64) int64 {
	x := &s.students[i]
	own := s.worth(s.wishes[x.own])
	from += own
	exit := int64(far)
	if x.own != x.last {
		exit = own + s.labels[0].price
		s.reach(0, from+s.labels[0].price)
	}
	for j := x.first; j < x.last; j++ {
		w := s.wishes[j]
		loss := own - s.worth(w)
		if from-own+loss+s.least > s.limit {
			s.beyond = true
			return min(exit, loss+s.least) // those behind lose more
		}
		if j != x.own {
			price := s.labels[w.Node].price
			exit = min(exit, loss+price)
			s.reach(w.Node, from-own+loss+price)
		}
	}
	return exit
}
