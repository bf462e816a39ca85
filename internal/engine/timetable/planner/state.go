package planner

import (
	"math/bits"

	"tongpin/internal/engine/timetable/plan"
)

// place is where a session stands.
type place struct {
	start, room int
	teachers    []int // persons
}

// state is a timetable with every count that a proposal asks for.
type state struct {
	*layout
	at []place
	// use counts the sessions of a person in a slot, who is the xor of their
	// numbers: when there is one, its number. The same for rooms.
	use, roomUse []uint16
	who, roomWho []int32
	siteUse      []uint16 // (person*slots+slot)*sites+site
	busy         []uint32 // (person*kinds+kind)*days+day: a bit for each busy period
	siteBusy     []uint32 // ((person*kinds+kind)*days+day)*sites+site
	poolUse      []int    // pool*slots+slot
	onDay        []int    // course*days+day
	inRoom       []int    // course*rooms+room

	hard int // violations
	soft int // points

	old   []place // the timetable that a repair starts from; nil otherwise
	moved int     // sessions that stand elsewhere than in old
	shift int     // of them, those at another time
}

func newState(y *layout) *state {
	s := &state{
		layout: y, at: make([]place, len(y.sessions)),
		use: make([]uint16, y.persons*y.slots), who: make([]int32, y.persons*y.slots),
		roomUse: make([]uint16, y.rooms*y.slots), roomWho: make([]int32, y.rooms*y.slots),
		siteUse: make([]uint16, y.persons*y.slots*y.sites), busy: make([]uint32, y.persons*len(y.kinds)*y.days),
		siteBusy: make([]uint32, y.persons*len(y.kinds)*y.days*y.sites), poolUse: make([]int, len(y.stock)),
		onDay: make([]int, len(y.plan.Courses)*y.days), inRoom: make([]int, len(y.plan.Courses)*y.rooms),
	}
	for i := range s.at {
		s.at[i] = place{start: plan.None, room: plan.None, teachers: make([]int, len(y.sessions[i].choices))}
	}
	for _, course := range y.plan.Courses {
		s.soft += course.MinDays * y.plan.Points.Day
	}
	return s
}

// put enters session i at its place; take removes it. sign is 1 or -1.
func (s *state) put(i int)  { s.book(i, 1) }
func (s *state) take(i int) { s.book(i, -1) }

func (s *state) book(i, sign int) {
	k, at := &s.sessions[i], &s.at[i]
	site := plan.None
	if at.room != plan.None {
		site = s.siteOf[at.room]
		s.soft += sign * max(0, k.students-s.plan.Rooms[at.room].Seats) * s.plan.Points.Seat
	}
	for _, kind := range k.kinds {
		from := kind*s.periods + at.start
		for _, person := range k.leaves {
			s.attend(i, person, kind, at.start, site, sign)
		}
		for _, person := range at.teachers {
			s.attend(i, person, kind, at.start, site, sign)
		}
		if at.room != plan.None {
			s.occupy(i, at.room*s.slots+from, k.length, sign)
		}
		for _, need := range k.needs {
			s.draw(need.Pool*s.slots+from, k.length, sign*need.N)
		}
	}
	s.bookCourse(k, at, sign)
	if s.old != nil && (at.start != s.old[i].start || at.room != s.old[i].room || !same(at.teachers, s.old[i].teachers)) {
		s.moved += sign
		if at.start != s.old[i].start {
			s.shift += sign
		}
	}
}

func same(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// attend books a person's periods, counting the points of the day before and
// after.
func (s *state) attend(i, person, kind, start, site, sign int) {
	day := (person*len(s.kinds)+kind)*s.days + start/s.hours
	hard, soft := s.dayPoints(person, day)
	at := person*s.slots + kind*s.periods + start
	for n := range s.sessions[i].length {
		slot, bit := at+n, uint32(1)<<((start+n)%s.hours)
		if s.closedPerson[slot] {
			s.hard += sign
		}
		s.who[slot] ^= int32(i)
		if sign > 0 {
			if s.use[slot]++; s.use[slot] > 1 {
				s.hard++
			}
			s.busy[day] |= bit
		} else {
			if s.use[slot]--; s.use[slot] > 0 {
				s.hard--
			} else {
				s.busy[day] &^= bit
			}
		}
		if site != plan.None {
			s.atSite(slot*s.sites+site, day*s.sites+site, bit, sign)
		}
	}
	hard2, soft2 := s.dayPoints(person, day)
	s.hard += hard2 - hard
	s.soft += soft2 - soft
}

func (s *state) atSite(slot, day int, bit uint32, sign int) {
	s.siteUse[slot] += uint16(sign)
	if s.siteUse[slot] > 0 {
		s.siteBusy[day] |= bit
	} else {
		s.siteBusy[day] &^= bit
	}
}

// dayPoints counts the ways that are too short in a person's day, and the soft
// points: single periods alone for students, the load for teachers.
func (s *state) dayPoints(person, day int) (hard, soft int) {
	busy := s.busy[day]
	for b := 1; b < s.sites; b++ {
		there := s.siteBusy[day*s.sites+b]
		if there == 0 {
			continue
		}
		for a := range b {
			here, near := s.siteBusy[day*s.sites+a], uint32(0)
			for k := 1; k <= s.plan.Travel[a][b]; k++ {
				near |= there & (here<<k | here>>k)
			}
			hard += bits.OnesCount32(near)
		}
	}
	if person < s.teachers {
		return hard, s.plan.Points.Alone * bits.OnesCount32(busy&^(busy<<1)&^(busy>>1))
	}
	if wish := s.plan.Teachers[person-s.teachers].PerDay; wish > 0 {
		soft = s.plan.Points.Load * max(0, bits.OnesCount32(busy)-wish)
	}
	return hard, soft
}

func (s *state) occupy(i, from, length, sign int) {
	for slot := from; slot < from+length; slot++ {
		if s.closedRoom[slot] {
			s.hard += sign
		}
		s.roomWho[slot] ^= int32(i)
		if sign > 0 {
			if s.roomUse[slot]++; s.roomUse[slot] > 1 {
				s.hard++
			}
		} else if s.roomUse[slot]--; s.roomUse[slot] > 0 {
			s.hard--
		}
	}
}

func (s *state) draw(from, length, n int) {
	for slot := from; slot < from+length; slot++ {
		s.hard -= max(0, s.poolUse[slot]-s.stock[slot])
		s.poolUse[slot] += n
		s.hard += max(0, s.poolUse[slot]-s.stock[slot])
	}
}

// bookCourse counts days and rooms of the session's course.
func (s *state) bookCourse(k *session, at *place, sign int) {
	if k.course == plan.None {
		return
	}
	course := &s.plan.Courses[k.course]
	row := s.onDay[k.course*s.days : (k.course+1)*s.days]
	spread := func() (n int) {
		for _, there := range row {
			if there > 0 {
				n++
			}
		}
		return s.plan.Points.Day * max(0, course.MinDays-n)
	}
	s.soft -= spread()
	row[at.start/s.hours] += sign
	s.soft += spread()
	if at.room == plan.None {
		return
	}
	n := &s.inRoom[k.course*s.rooms+at.room]
	before := *n
	*n += sign
	if before == 0 || *n == 0 {
		s.soft += sign * s.plan.Points.Room
	}
}

// points are the soft points of the whole timetable.
func (s *state) points() int { return s.soft - s.free }
