package timetable

// place puts every lecture somewhere: into a period that is open to it, in a
// room of its own. Those with the fewest open periods come first; when no place
// is free others move up (augmenting paths). False: there are too few places,
// which ctt.Obstacles proves before the search.
func (s *search) place() bool {
	order := make([]int32, len(s.lec))
	for i := range order {
		j := s.Below(i + 1)
		order[i] = order[j]
		order[j] = int32(i)
	}
	for _, l := range order {
		if !s.settle(l, make([]bool, s.periods)) {
			return false
		}
	}
	s.cost = s.count()
	s.keep()
	return true
}

// settle finds a place for l, the one with the fewest rivals, moving others if
// need be.
func (s *search) settle(l int32, seen []bool) bool {
	c := int(s.lec[l].course)
	k := &s.course[c]
	open := s.openList[k.open.at : k.open.at+k.open.n]
	from := s.Below(len(open))
	room, period, least := -1, 0, uint32(1<<31)
	for i := range open {
		p := int(open[(from+i)%len(open)])
		meet := s.meet[p*s.courses+c] >> 16
		if meet >= least {
			continue
		}
		if r := s.freeRoom(k, p); r >= 0 {
			least, room, period = meet, r, p
		}
	}
	if room >= 0 {
		s.put(l, period, room)
		return true
	}
	for _, p := range open {
		if seen[p] {
			continue
		}
		seen[p] = true
		for r := range s.rooms {
			o := s.slot[int(p)*s.rooms+r]
			s.take(o)
			if s.settle(o, seen) {
				s.put(l, int(p), r)
				return true
			}
			s.put(o, int(p), r)
		}
	}
	return false
}

// freeRoom is a free room in the period, one that fits the course if possible;
// -1: there is none.
func (s *search) freeRoom(k *course, p int) int {
	for _, r := range s.fitList[k.fit.at : k.fit.at+k.fit.n] {
		if s.slot[p*s.rooms+int(r)] < 0 {
			return int(r)
		}
	}
	for r := range s.rooms {
		if s.slot[p*s.rooms+r] < 0 {
			return r
		}
	}
	return -1
}

// The walk that mends conflicts: they weigh so much that soft points only break
// ties, and the temperature swings, so that no trap holds it for ever.
const (
	mendClash = 100
	mendSlice = 256 // proposals between two looks at the conflicts
)

var mendHeat = [...]float64{15, 12, 18, 10, 22}

// mend walks until no rivals meet or until told to stop.
func (s *search) mend(stop func() bool) {
	s.clash, s.strict = mendClash, false
	for turn := 0; s.conflicts > 0 && !stop(); turn++ {
		if turn%1024 == 0 {
			s.allow.Heat(mendHeat[turn/1024%len(mendHeat)])
		}
		s.walk(mendSlice)
	}
}
