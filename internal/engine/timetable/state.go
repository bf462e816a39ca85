package timetable

import (
	"math/bits"

	"tongpin/internal/engine/timetable/ctt"
)

// lecture is one lecture and where it stands now.
type lecture struct {
	course int32
	period int16
	room   int16
}

// state is a timetable with every count that a proposal asks for. In any state
// each lecture stands in a free room of a period that is open to it; only
// conflicts between rivals are possible, and counted.
type state struct {
	*layout
	lec  []lecture
	slot []int32 // period*rooms+room -> lecture, -1: free
	// meet[period*courses+course] holds how many lectures of the course's rivals
	// and of itself stand in the period (high 16 bits), and the xor of their
	// numbers (low 16 bits): when it is one, it is the number.
	meet []uint32
	// busy[group*days+day] has a bit for each period in which the curriculum is
	// taught, from bit 2 on; twice from bit 34 on where it is taught twice.
	busy   []uint64
	taught []uint8  // group*periods+period -> lectures of the curriculum
	onDay  []uint8  // course*days+day -> lectures
	inRoom []uint16 // course*rooms+room -> lectures
	spread []int32  // course -> days with a lecture

	conflicts int // pairs of rivals in one period
	cost      int // points of the soft rules
}

func newState(y *layout) *state {
	s := &state{
		layout: y, lec: make([]lecture, y.lectures), slot: make([]int32, y.periods*y.rooms),
		meet: make([]uint32, y.periods*y.courses), busy: make([]uint64, y.groups*y.days),
		taught: make([]uint8, y.groups*y.periods), onDay: make([]uint8, y.courses*y.days),
		inRoom: make([]uint16, y.courses*y.rooms), spread: make([]int32, y.courses),
	}
	for i := range s.slot {
		s.slot[i] = -1
	}
	for c, k := range y.course {
		for l := k.first; l < k.first+k.count; l++ {
			s.lec[l] = lecture{course: int32(c), period: -1, room: -1}
		}
	}
	return s
}

// put enters lecture l, which stands nowhere, at a free place.
func (s *state) put(l int32, p, r int) {
	s.lec[l].period, s.lec[l].room = int16(p), int16(r)
	s.slot[p*s.rooms+r] = l
	c := int(s.lec[l].course)
	k := &s.course[c]
	s.conflicts += int(s.meet[p*s.courses+c] >> 16)
	row := s.meet[p*s.courses : (p+1)*s.courses]
	for _, b := range s.rivalList[k.rival.at : k.rival.at+k.rival.n] {
		row[b] = (row[b] + 1<<16) ^ uint32(l)
	}
	d, bit := int(s.dayOf[p]), uint64(4)<<s.hourOf[p]
	for _, q := range s.groupList[k.groups.at : k.groups.at+k.groups.n] {
		n := &s.taught[int(q)*s.periods+p]
		if *n++; *n == 1 {
			s.busy[int(q)*s.days+d] |= bit
		} else {
			s.busy[int(q)*s.days+d] |= bit << 32
		}
	}
	if s.onDay[c*s.days+d]++; s.onDay[c*s.days+d] == 1 {
		s.spread[c]++
	}
	s.inRoom[c*s.rooms+r]++
}

// take removes lecture l from where it stands.
func (s *state) take(l int32) {
	p, r, c := int(s.lec[l].period), int(s.lec[l].room), int(s.lec[l].course)
	s.slot[p*s.rooms+r] = -1
	k := &s.course[c]
	row := s.meet[p*s.courses : (p+1)*s.courses]
	for _, b := range s.rivalList[k.rival.at : k.rival.at+k.rival.n] {
		row[b] = (row[b] - 1<<16) ^ uint32(l)
	}
	s.conflicts -= int(row[c] >> 16)
	d, bit := int(s.dayOf[p]), uint64(4)<<s.hourOf[p]
	for _, q := range s.groupList[k.groups.at : k.groups.at+k.groups.n] {
		n := &s.taught[int(q)*s.periods+p]
		if *n--; *n == 0 {
			s.busy[int(q)*s.days+d] &^= bit
		} else if *n == 1 {
			s.busy[int(q)*s.days+d] &^= bit << 32
		}
	}
	if s.onDay[c*s.days+d]--; s.onDay[c*s.days+d] == 0 {
		s.spread[c]--
	}
	s.inRoom[c*s.rooms+r]--
}

// solution is the state as a solution.
func (s *state) solution() ctt.Solution {
	out := make(ctt.Solution, len(s.lec))
	for i, l := range s.lec {
		out[i] = ctt.Place{Course: int(l.course), Room: int(l.room), Period: int(l.period)}
	}
	return out
}

// count is the cost, counted anew from the tables.
func (s *state) count() int {
	cost := 0
	for _, l := range s.lec {
		cost += int(s.over[int(l.course)*s.rooms+int(l.room)])
	}
	for c := range s.course {
		cost += ctt.DayPoints * int(max(0, s.course[c].wanted-s.spread[c]))
		used := 0
		for _, n := range s.inRoom[c*s.rooms : (c+1)*s.rooms] {
			if n > 0 {
				used++
			}
		}
		cost += ctt.MovingPoints * (used - 1)
	}
	for _, m := range s.busy {
		m &= 1<<32 - 1
		cost += ctt.AlonePoints * bits.OnesCount64(m&^(m<<1)&^(m>>1))
	}
	return cost
}
