package timetable

import "tongpin/internal/engine/timetable/ctt"

// The change of lonely lectures when one lecture enters or leaves a day depends
// on the two periods before and the two after only: enter[w] and leave[w], where
// bit 2 of w is the lecture itself and counts for nothing.
var enter, leave = neighbours()

func neighbours() (in, out [32]int8) {
	alone := func(w int) (n int8) {
		for b := 1; b <= 3; b++ {
			if w>>b&1 == 1 && w>>(b-1)&1 == 0 && w>>(b+1)&1 == 0 {
				n++
			}
		}
		return n
	}
	for w := range 32 {
		with, without := w|4, w&^4
		in[w] = alone(with) - alone(without)
		out[w] = -in[w]
	}
	return in, out
}

// lonely is the change of lonely lectures in the given curricula when a lecture
// of theirs goes from period p1 to another, p2.
func (s *state) lonely(groups []int32, p1, p2 int) int {
	d1, d2 := int(s.dayOf[p1]), int(s.dayOf[p2])
	h1, h2 := s.hourOf[p1]&31, s.hourOf[p2]&31
	delta := 0
	if d1 == d2 {
		for _, q := range groups {
			m := s.busy[int(q)*s.days+d1]
			if m>>(h1+34)&1 == 0 {
				delta += int(leave[m>>h1&31])
				m &^= 4 << h1
			}
			if m>>(h2+2)&1 == 0 {
				delta += int(enter[m>>h2&31])
			}
		}
		return delta
	}
	for _, q := range groups {
		at := int(q) * s.days
		m1, m2 := s.busy[at+d1], s.busy[at+d2]
		if m1>>(h1+34)&1 == 0 {
			delta += int(leave[m1>>h1&31])
		}
		if m2>>(h2+2)&1 == 0 {
			delta += int(enter[m2>>h2&31])
		}
	}
	return delta
}

// fewer is the change of missing working days when a lecture of course c goes
// from day d1 to d2.
func (s *state) fewer(c, d1, d2 int) int {
	if d1 == d2 {
		return 0
	}
	now := s.spread[c]
	then := now
	if s.onDay[c*s.days+d1] == 1 {
		then--
	}
	if s.onDay[c*s.days+d2] == 0 {
		then++
	}
	wanted := s.course[c].wanted
	return int(max(0, wanted-then) - max(0, wanted-now))
}

// housed is the change of points for seats and for the number of rooms when a
// lecture of course c goes from room r1 to r2.
func (s *state) housed(c, r1, r2 int) int {
	if r1 == r2 {
		return 0
	}
	at := c * s.rooms
	delta := int(s.over[at+r2] - s.over[at+r1])
	if s.inRoom[at+r1] == 1 {
		delta -= ctt.MovingPoints
	}
	if s.inRoom[at+r2] == 0 {
		delta += ctt.MovingPoints
	}
	return delta
}

// softly is the change of all soft points when a lecture of course c goes from
// (p1, r1) to (p2, r2), compactness counted in the given curricula.
func (s *state) softly(c int, groups []int32, p1, r1, p2, r2 int) int {
	return s.housed(c, r1, r2) + ctt.DayPoints*s.fewer(c, int(s.dayOf[p1]), int(s.dayOf[p2])) +
		ctt.AlonePoints*s.lonely(groups, p1, p2)
}

func (s *state) groupsOf(c int) []int32 {
	g := s.course[c].groups
	return s.groupList[g.at : g.at+g.n]
}

// groupsWithout are the curricula of course a that b is not in.
func (s *state) groupsWithout(a, b int) []int32 {
	i := s.pair[a*s.courses+b]
	if i < 0 {
		return s.groupsOf(a)
	}
	g := s.apart[i]
	return s.apartList[g.at : g.at+g.n]
}
