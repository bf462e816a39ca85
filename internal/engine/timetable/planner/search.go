package planner

import (
	"cmp"
	"slices"

	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/plan"
)

// weights turn the counts of a state into one number for the search.
type weights struct{ hard, moved, shift int }

// score orders timetables: fewest violations, then fewest moves, of these fewest
// to another time, then points.
type score struct{ hard, moved, shift, soft int }

func (a score) below(b score) bool {
	return cmp.Or(cmp.Compare(a.hard, b.hard), cmp.Compare(a.moved, b.moved), cmp.Compare(a.shift, b.shift), cmp.Compare(a.soft, b.soft)) < 0
}

// search walks from timetable to timetable.
type search struct {
	*state
	anneal.Random
	weights
	allow anneal.Allowance

	undo     []change
	tried    int64
	accepted int64
	best     []place
	score    score
}

// change is how a session stood before a proposal.
type change struct {
	session int
	was     place
}

func newSearch(y *layout, seed uint64, thread int) *search {
	return &search{state: newState(y), Random: anneal.Seeded(seed, thread), best: make([]place, len(y.sessions)), score: score{hard: 1 << 60}}
}

// total is what the search minimises.
func (s *search) total() int {
	return s.weights.hard*s.state.hard + s.soft + s.weights.moved*s.state.moved + s.weights.shift*s.state.shift
}

// scatter places every session at random.
func (s *search) scatter() {
	for _, u := range s.units {
		start := u.Starts[s.Below(len(u.Starts))]
		for _, i := range u.Sessions {
			k, at := &s.sessions[i], &s.at[i]
			at.start, at.room = start+k.offset, plan.None
			if len(k.fits) > 0 {
				at.room = k.fits[s.Below(len(k.fits))]
			}
			for c, any := range k.choices {
				at.teachers[c] = any[s.Below(len(any))]
			}
			s.put(i)
		}
	}
	s.keep()
}

// resume puts every session where a timetable has it.
func (s *search) resume(from []place) {
	for i := range from {
		s.at[i] = clone(from[i])
		s.put(i)
	}
	s.keep()
}

func clone(p place) place { return place{p.start, p.room, slices.Clone(p.teachers)} }

// walk makes n proposals.
func (s *search) walk(n int) {
	for range n {
		s.tried++
		unit := s.Below(len(s.units))
		bits := s.Next()
		allow := s.allow.Draw(bits)
		before := s.total()
		switch choice := bits >> 12 & 255; {
		case choice < 32:
			s.otherRoom(unit)
		case choice < 48:
			s.otherTeacher(unit)
		default:
			s.otherStart(unit)
		}
		if len(s.undo) == 0 {
			continue
		}
		if s.total()-before <= allow {
			s.accepted++
			s.undo = s.undo[:0]
			s.keep()
		} else {
			s.rollback()
		}
	}
}

// change takes a session out, after noting how it stood.
func (s *search) change(i int) *place {
	s.undo = append(s.undo, change{i, clone(s.at[i])})
	s.take(i)
	return &s.at[i]
}

// rollback undoes the proposal.
func (s *search) rollback() {
	for _, c := range s.undo {
		s.take(c.session)
	}
	for _, c := range s.undo {
		s.at[c.session] = c.was
		s.put(c.session)
	}
	s.undo = s.undo[:0]
}

func (s *search) otherRoom(unit int) {
	list := s.units[unit].Sessions
	i := list[s.Below(len(list))]
	k := &s.sessions[i]
	if len(k.rooms) < 2 {
		return
	}
	room := s.anyRoom(k)
	if room == s.at[i].room {
		return
	}
	if o := s.occupant(i, room, s.at[i].start); o >= 0 && s.mayTake(o, s.at[i].room) {
		mine, theirs := s.change(i), s.change(o)
		mine.room, theirs.room = room, mine.room
		s.put(i)
		s.put(o)
		return
	}
	s.change(i).room = room
	s.put(i)
}

// anyRoom is a room that suits a session, most often one that seats it best.
func (s *search) anyRoom(k *session) int {
	if s.Next()&7 > 0 {
		return k.fits[s.Below(len(k.fits))]
	}
	return k.rooms[s.Below(len(k.rooms))]
}

// occupant is the one session of another unit that i would meet in a room, if it
// alone and could change places with it; -1: there is none.
func (s *search) occupant(i, room, start int) int {
	k := &s.sessions[i]
	slot := room*s.slots + k.kinds[0]*s.periods + start
	if s.roomUse[slot] != 1 {
		return -1
	}
	return s.partner(i, int(s.roomWho[slot]))
}

// partner is o if i and o have the same shape and both move alone, else -1.
func (s *search) partner(i, o int) int {
	a, b := &s.sessions[i], &s.sessions[o]
	if i == o || b.fixed || a.length != b.length || len(s.units[a.unit].Sessions) > 1 || len(s.units[b.unit].Sessions) > 1 || !slices.Equal(a.kinds, b.kinds) {
		return -1
	}
	return o
}

func (s *search) mayTake(i, room int) bool {
	_, ok := slices.BinarySearch(s.sessions[i].rooms, room)
	return ok
}

func (s *search) otherTeacher(unit int) {
	list := s.units[unit].Sessions
	i := list[s.Below(len(list))]
	k := &s.sessions[i]
	if len(k.choices) == 0 {
		return
	}
	c := s.Below(len(k.choices))
	if any := k.choices[c]; len(any) > 1 {
		s.change(i).teachers[c] = any[s.Below(len(any))]
		s.put(i)
	}
}

// otherStart proposes another time for a unit. A lone session that would meet a
// single other one, in its room or through a person, changes places with it.
func (s *search) otherStart(unit int) {
	u := &s.units[unit]
	if len(u.Starts) == 1 {
		return
	}
	start := u.Starts[s.Below(len(u.Starts))]
	first := u.Sessions[0]
	if start+s.sessions[first].offset == s.at[first].start {
		return
	}
	if len(u.Sessions) == 1 {
		s.otherPlace(first, start)
		return
	}
	rooms := s.Next()
	for _, i := range u.Sessions {
		at := s.change(i)
		at.start = start + s.sessions[i].offset
		if k := &s.sessions[i]; rooms&3 == 0 && len(k.rooms) > 1 {
			at.room = s.anyRoom(k)
		}
		s.put(i)
	}
}

func (s *search) otherPlace(i, start int) {
	k, room := &s.sessions[i], s.at[i].room
	if bits := s.Next(); bits&3 == 0 && len(k.rooms) > 1 {
		room = s.anyRoom(k)
		if bits&4 == 0 && k.course != plan.None {
			list := s.siblings[k.course]
			room = s.at[list[s.Below(len(list))]].room
		}
	}
	o := s.rival(i, start)
	if o >= 0 {
		room = s.at[o].room
	} else if room != plan.None {
		o = s.occupant(i, room, start)
	}
	if o >= 0 && slices.Contains(s.units[s.sessions[o].unit].Starts, s.at[i].start) &&
		(room == s.at[i].room || (s.mayTake(i, room) && s.mayTake(o, s.at[i].room))) {
		mine, theirs := s.change(i), s.change(o)
		mine.start, theirs.start = theirs.start, mine.start
		mine.room, theirs.room = theirs.room, mine.room
		s.put(i)
		s.put(o)
		return
	}
	if o >= 0 && room != s.at[i].room && !s.mayTake(i, room) {
		room = s.at[i].room
	}
	at := s.change(i)
	at.start, at.room = start, room
	s.put(i)
}

// rival is the one session that a person of i attends when i would start; -1:
// none or several.
func (s *search) rival(i, start int) int {
	k := &s.sessions[i]
	slot := k.kinds[0]*s.periods + start
	n := s.Below(len(k.leaves) + len(k.choices) + 1)
	person := -1
	switch {
	case n < len(k.leaves):
		person = k.leaves[n]
	case n < len(k.leaves)+len(k.choices):
		person = s.at[i].teachers[n-len(k.leaves)]
	}
	if person < 0 || s.use[person*s.slots+slot] != 1 {
		return -1
	}
	return s.partner(i, int(s.who[person*s.slots+slot]))
}

// now is the score of the present timetable.
func (s *search) now() score {
	return score{s.state.hard, s.state.moved, s.state.shift, s.soft}
}

// keep keeps the present timetable if it is the best.
func (s *search) keep() {
	if now := s.now(); now.below(s.score) {
		s.score = now
		for i, at := range s.at {
			s.best[i].start, s.best[i].room = at.start, at.room
			s.best[i].teachers = append(s.best[i].teachers[:0], at.teachers...)
		}
	}
}

// recall goes back to the best timetable.
func (s *search) recall() {
	for i := range s.at {
		s.take(i)
	}
	for i := range s.best {
		s.at[i] = clone(s.best[i])
		s.put(i)
	}
}

// solution is the state as a solution of the plan.
func (s *search) solution() plan.Solution {
	out := make(plan.Solution, len(s.at))
	for i, at := range s.at {
		out[i] = plan.Place{Start: at.start, Room: at.room}
		for _, person := range at.teachers {
			out[i].Teachers = append(out[i].Teachers, person-s.teachers)
		}
	}
	return out
}
