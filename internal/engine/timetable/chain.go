package timetable

import "tongpin/internal/engine/timetable/ctt"

// maxChain is the longest chain that is exchanged; longer ones are hardly ever
// accepted.
const maxChain = 12

// hop is one lecture of a chain and where it stood.
type hop struct {
	lecture      int32
	by           int32 // the rival that it makes room for
	period, room int
}

// exchangeChain proposes a Kempe chain: lecture l goes to period p2, the rivals
// that it meets there go to where it came from, and so on, until nobody meets.
// Each keeps its room if that is free then, else takes a free one that fits. The
// chain is made, weighed on the way, and unmade if it costs too much.
func (s *search) exchangeChain(l int32, p2, allow int) {
	p1 := int(s.lec[l].period)
	n := s.collect(l, p1, p2)
	chain := s.chain[:n]
	delta, done := 0, 0
	for _, x := range chain {
		delta += s.lift(x.lecture)
	}
	for _, x := range chain {
		to := p1 + p2 - x.period
		r := s.roomNear(x, to)
		if r < 0 {
			break
		}
		delta += s.drop(x.lecture, to, r)
		done++
	}
	if n > 0 && done == n && delta <= allow {
		s.step(delta)
		return
	}
	for _, x := range chain[:done] {
		s.take(x.lecture)
	}
	for _, x := range chain {
		s.put(x.lecture, x.period, x.room)
	}
}

// collect gathers the chain of l between two periods and returns its length; 0:
// there is none, because it is too long or somebody can't go.
func (s *search) collect(l int32, p1, p2 int) int {
	s.chain[0] = hop{l, l, p1, int(s.lec[l].room)}
	n := 1
	for i := 0; i < n; i++ {
		x := s.chain[i]
		to := p1 + p2 - x.period
		meet := s.meet[to*s.courses+int(s.lec[x.lecture].course)]
		switch there := meet >> 16; {
		case i > 0 && there == 1: // only the one that x makes room for
		case i > 0 && there == 2: // that one and another, whom the xor names
			n = s.link(x, int32(meet&0xffff)^x.by, n)
		default:
			n = s.linkAll(x, to, n)
		}
		if n == 0 {
			return 0
		}
	}
	return n
}

// linkAll makes the rivals of x in the period to which it goes go on, and returns
// the new length of the chain; 0: it breaks.
func (s *search) linkAll(x hop, to, n int) int {
	c := int(s.lec[x.lecture].course)
	rivals := s.pair[c*s.courses : (c+1)*s.courses]
	for _, o := range s.slot[to*s.rooms : (to+1)*s.rooms] {
		if o < 0 {
			continue
		}
		if b := int(s.lec[o].course); b != c && rivals[b] < 0 {
			continue
		}
		if n = s.link(x, o, n); n == 0 {
			return 0
		}
	}
	return n
}

// link makes lecture o, which x meets, go to where x comes from, and returns the
// new length of the chain of n; 0: it breaks.
func (s *search) link(x hop, o int32, n int) int {
	if s.linked(o, n) {
		return n
	}
	at := s.lec[o]
	b := int(at.course)
	if n == maxChain || b == int(s.lec[x.lecture].course) || !s.isOpen[b*s.periods+x.period] {
		return 0
	}
	s.chain[n] = hop{o, x.lecture, int(at.period), int(at.room)}
	return n + 1
}

// linked tells whether a lecture is among the first n of the chain.
func (s *search) linked(l int32, n int) bool {
	for i := range n {
		if s.chain[i].lecture == l {
			return true
		}
	}
	return false
}

// roomNear is a free room for a lecture of the chain in its new period: its own,
// or one that fits; -1: there is none.
func (s *search) roomNear(x hop, period int) int {
	row := s.slot[period*s.rooms : (period+1)*s.rooms]
	if row[x.room] < 0 {
		return x.room
	}
	k := &s.course[s.lec[x.lecture].course]
	from := s.Below(int(k.fit.n))
	for i := range int(k.fit.n) {
		at := from + i
		if at >= int(k.fit.n) {
			at -= int(k.fit.n)
		}
		if r := int(s.fitList[int(k.fit.at)+at]); row[r] < 0 {
			return r
		}
	}
	return -1
}

// lift takes a lecture out and tells the change of the cost.
func (s *search) lift(l int32) int {
	c, p, r := int(s.lec[l].course), int(s.lec[l].period), int(s.lec[l].room)
	delta := -int(s.over[c*s.rooms+r])
	if s.inRoom[c*s.rooms+r] == 1 {
		delta -= ctt.MovingPoints
	}
	d, h := int(s.dayOf[p]), s.hourOf[p]&31
	if s.onDay[c*s.days+d] == 1 && s.spread[c] <= s.course[c].wanted {
		delta += ctt.DayPoints
	}
	for _, q := range s.groupsOf(c) {
		if m := s.busy[int(q)*s.days+d]; m>>(h+34)&1 == 0 {
			delta += ctt.AlonePoints * int(leave[m>>h&31])
		}
	}
	s.take(l)
	return delta
}

// drop puts a lecture that stands nowhere to a free place and tells the change of
// the cost.
func (s *search) drop(l int32, p, r int) int {
	c := int(s.lec[l].course)
	delta := int(s.over[c*s.rooms+r])
	if s.inRoom[c*s.rooms+r] == 0 {
		delta += ctt.MovingPoints
	}
	d, h := int(s.dayOf[p]), s.hourOf[p]&31
	if s.onDay[c*s.days+d] == 0 && s.spread[c] < s.course[c].wanted {
		delta -= ctt.DayPoints
	}
	for _, q := range s.groupsOf(c) {
		if m := s.busy[int(q)*s.days+d]; m>>(h+2)&1 == 0 {
			delta += ctt.AlonePoints * int(enter[m>>h&31])
		}
	}
	s.put(l, p, r)
	return delta
}
