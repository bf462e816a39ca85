package timetable

import "tongpin/internal/engine/timetable/anneal"

// search walks from timetable to timetable.
type search struct {
	*state
	anneal.Random
	// clash is what one more pair of rivals in a period costs; strict refuses it.
	clash  int
	strict bool
	allow  anneal.Allowance
	chain  [maxChain]hop // of exchangeChain

	tried, accepted int64
	best            []lecture
	bestConflicts   int
	bestCost        int
}

// Chances of a proposal, of 65,536.
const (
	chanceRoom    = 5_243  // another room in the same period, 8 %
	chanceKeep    = 45_875 // a move to another period keeps its room, 70 %
	chanceSibling = 32_768 // else it takes the room of another lecture of its course, 50 %
	chanceChain   = 13_107 // a move onto two or three rivals becomes a chain, 20 %
	mostRivals    = 3
)

// walk makes n proposals.
func (s *search) walk(n int) {
	s.tried += int64(n)
	for range n {
		bits := s.Next()
		l := int32(bits >> 32 * uint64(len(s.lec)) >> 32)
		allow := s.allow.Draw(bits)
		if bits>>12&0xffff < chanceRoom {
			s.otherRoom(l, allow)
		} else {
			s.otherPeriod(l, allow)
		}
	}
}

// otherRoom proposes another room for lecture l in its period.
func (s *search) otherRoom(l int32, allow int) {
	a := s.lec[l]
	c, p, r1 := int(a.course), int(a.period), int(a.room)
	r2 := s.fitting(&s.course[c])
	if r1 == r2 {
		return
	}
	o := s.slot[p*s.rooms+r2]
	delta := s.housed(c, r1, r2)
	if o < 0 {
		if delta <= allow {
			s.shift(l, p, r2, delta)
		}
		return
	}
	b := int(s.lec[o].course)
	if b == c {
		return
	}
	if delta += s.housed(b, r2, r1); delta <= allow {
		s.swap(l, o, delta)
	}
}

func (s *search) fitting(k *course) int {
	return int(s.fitList[int(k.fit.at)+s.Below(int(k.fit.n))])
}

// otherPeriod proposes another period for lecture l. Where a single rival stands
// in the way the two change places; where there are more, a chain may.
func (s *search) otherPeriod(l int32, allow int) {
	a := s.lec[l]
	c, p1, r1 := int(a.course), int(a.period), int(a.room)
	k := &s.course[c]
	bits := s.Next()
	p2 := int(s.openList[int(k.open.at)+int(bits>>32*uint64(k.open.n)>>32)])
	if p1 == p2 {
		return
	}
	meet := s.meet[p2*s.courses+c]
	rivals := int(meet >> 16)
	if rivals == 1 && (s.strict || bits&1 == 0) {
		s.exchange(l, int32(meet&0xffff), allow)
		return
	}
	if rivals > 0 && s.strict {
		if rivals <= mostRivals && bits&0xffff < chanceChain {
			s.exchangeChain(l, p2, allow)
		}
		return
	}
	r2 := r1
	if bits>>1&0xffff >= chanceKeep {
		if bits>>17&1 == 0 {
			r2 = int(s.lec[int(k.first)+s.Below(int(k.count))].room)
		} else {
			r2 = s.fitting(k)
		}
	}
	if o := s.slot[p2*s.rooms+r2]; o >= 0 {
		s.exchange(l, o, allow)
		return
	}
	delta := s.clash*(rivals-int(s.meet[p1*s.courses+c]>>16)+1) + s.softly(c, s.groupsOf(c), p1, r1, p2, r2)
	if delta <= allow {
		s.shift(l, p2, r2, delta)
	}
}

// exchange proposes that two lectures change places.
func (s *search) exchange(l, o int32, allow int) {
	x, y := s.lec[l], s.lec[o]
	c, p1, r1 := int(x.course), int(x.period), int(x.room)
	b, p2, r2 := int(y.course), int(y.period), int(y.room)
	if b == c || !s.isOpen[b*s.periods+p1] {
		return
	}
	both := 0
	if s.pair[c*s.courses+b] >= 0 {
		both = 2
	}
	more := int(s.meet[p2*s.courses+c]>>16) + int(s.meet[p1*s.courses+b]>>16) - both -
		int(s.meet[p1*s.courses+c]>>16) - int(s.meet[p2*s.courses+b]>>16) + 2
	if more > 0 && s.strict {
		return
	}
	delta := s.clash*more + s.softly(c, s.groupsWithout(c, b), p1, r1, p2, r2) +
		s.softly(b, s.groupsWithout(b, c), p2, r2, p1, r1)
	if delta <= allow {
		s.swap(l, o, delta)
	}
}

// shift moves a lecture to a free place.
func (s *search) shift(l int32, p, r, delta int) {
	before := s.conflicts
	s.take(l)
	s.put(l, p, r)
	s.step(delta - s.clash*(s.conflicts-before))
}

// swap lets two lectures change places.
func (s *search) swap(l, o int32, delta int) {
	before := s.conflicts
	x, y := s.lec[l], s.lec[o]
	s.take(l)
	s.take(o)
	s.put(l, int(y.period), int(y.room))
	s.put(o, int(x.period), int(x.room))
	s.step(delta - s.clash*(s.conflicts-before))
}

// step books a change that was made, and keeps the best timetable.
func (s *search) step(delta int) {
	s.accepted++
	s.cost += delta
	if s.conflicts < s.bestConflicts || (s.conflicts == s.bestConflicts && s.cost < s.bestCost) {
		s.keep()
	}
}

func (s *search) keep() {
	s.bestConflicts, s.bestCost = s.conflicts, s.cost
	copy(s.best, s.lec)
}

// recall goes back to the best timetable.
func (s *search) recall() {
	for l := range s.lec {
		s.take(int32(l))
	}
	for l, b := range s.best {
		s.put(int32(l), int(b.period), int(b.room))
	}
	s.cost = s.bestCost
}
