package flow

import "math/bits"

// How many bits of values are looked at first, and how many more from scale to
// scale: measured at 100,000 students with values of twelve bits. One bit at a time
// takes twice as long, all at once three times.
const (
	firstBits = 7
	moreBits  = 5
)

// solve finds the dearest flow, scale by scale.
func (s *solver) solve() error {
	most := uint32(0)
	for i := range s.students {
		if list := s.list(uint32(i)); len(list) > 0 {
			most = max(most, list[0].Value)
		}
	}
	s.shift = uint(max(0, bits.Len32(most)-firstBits))
	s.excess[0] = -int32(len(s.students))
	for {
		s.lift()
		s.choose()
		s.balance()
		for s.open() > 0 {
			if s.gaveUp() {
				return ErrStopped
			}
			if !s.search() {
				return ErrLow
			}
			s.augment()
			s.lift()
		}
		if s.shift == 0 {
			return nil
		}
		left := (s.shift + moreBits - 1) / moreBits
		s.finer((s.shift + left - 1) / left)
	}
}

// gaveUp asks the caller.
func (s *solver) gaveUp() bool { return s.Stopped != nil && s.Stopped() }

// finer looks at more bits of the values: prices, too, are counted in smaller units.
func (s *solver) finer(bits uint) {
	s.shift -= bits
	for v := range s.labels {
		s.labels[v].price <<= bits
		for k := range s.held[v] {
			s.held[v][k].exit = -far
		}
	}
}

// open counts the students who are where there is no room for them, and drops
// the sources that have none.
func (s *solver) open() (n int) {
	list := s.sources[:0]
	for _, v := range s.sources {
		if s.excess[v] > 0 {
			list = append(list, v)
			n += int(s.excess[v])
		}
	}
	s.sources = list
	if s.Tell != nil {
		s.Tell(n)
	}
	return n
}

// lift has an empty node cost no less than the one above it, which changes nothing
// for anybody, and finds what the cheapest leaf costs.
func (s *solver) lift() {
	s.least = far
	for v := 1; v < len(s.up); v++ {
		l := &s.labels[v]
		if s.flow[v] == 0 && s.excess[v] == 0 {
			l.price = max(l.price, s.labels[s.up[v]].price)
		}
		if s.from[v] == s.from[v+1] {
			s.least = min(s.least, l.price)
		}
	}
}

// choose moves every student to her best place at the prices, whether there is
// room or not; who has one of the best stays.
func (s *solver) choose() {
	for i := range s.students {
		x := &s.students[i]
		best, at := -s.labels[0].price, x.last
		if x.own != none {
			w := s.wishes[x.own]
			if gain := s.worth(w) - s.labels[w.Node].price; gain >= best {
				best, at = gain, x.own
			}
		}
		for j := x.first; j < x.last; j++ {
			w := s.wishes[j]
			if s.worth(w)-s.least <= best {
				break
			}
			if gain := s.worth(w) - s.labels[w.Node].price; gain > best {
				best, at = gain, j
			}
		}
		if at == x.own {
			continue
		}
		if x.own != none {
			s.excess[s.wishes[x.own].Node]--
			s.leave(uint32(i))
		}
		s.excess[s.wishes[at].Node]++
		s.enter(uint32(i), at)
	}
}

// balance sends up the tree what can be sent: nothing more from a node that costs
// less than the one above it, all it can from one that costs more, and from the
// others what comes in. Then it lists the nodes with an excess.
func (s *solver) balance() {
	for v := len(s.up) - 1; v > 0; v-- {
		up := s.up[v]
		rent := s.labels[v].price - s.labels[up].price
		send := int64(s.flow[v]) + int64(s.excess[v])
		if rent > 0 {
			send = int64(s.cap[v])
		}
		if rent < 0 {
			send = 0
		}
		send = min(max(send, int64(s.low[v])), int64(s.cap[v]))
		more := int32(send - int64(s.flow[v]))
		s.flow[v] = uint32(send)
		s.excess[v] -= more
		s.excess[up] += more
	}
	s.sources = s.sources[:0]
	for v, e := range s.excess {
		if e > 0 {
			s.sources = append(s.sources, uint32(v))
		}
	}
}
