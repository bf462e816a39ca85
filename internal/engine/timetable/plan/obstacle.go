package plan

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"tongpin/internal/engine/message"
)

// Impossible joins the obstacles of the plan; nil if there are none.
func Impossible(p *Plan) error {
	var all []error
	for _, o := range Obstacles(p) {
		all = append(all, o)
	}
	return errors.Join(all...)
}

// Obstacles finds, without searching, sessions that no room, no time or no stock
// can serve, and groups, teachers and rooms with more periods to hold than are
// open to them. That there is none does not prove that a timetable exists.
func Obstacles(p *Plan) []*message.Message {
	f := finder{Plan: p}
	f.sessions, f.units = p.Sessions()
	f.rooms()
	f.staff()
	f.starts()
	f.pools()
	f.bookings()
	if len(f.found) > 0 {
		return f.found // what follows would only repeat it
	}
	for _, f.weeks = range p.WeekKinds(f.sessions) {
		f.loads()
	}
	return f.found
}

type finder struct {
	*Plan
	sessions []Session
	units    []Unit
	weeks    uint32
	found    []*message.Message
}

func (f *finder) add(why message.Key, args ...any) {
	f.found = append(f.found, message.New(why, args...))
}

// rooms finds sessions for which no room has all that they want.
func (f *finder) rooms() {
	told := map[string]bool{}
	for i := range f.sessions {
		s := &f.sessions[i]
		if s.Wants.NoRoom || len(s.Rooms) > 0 || told[s.Name] {
			continue
		}
		told[s.Name] = true
		if want := f.wishes(s.Wants); want != "" {
			f.add(RoomMissing, "session", s.Name, "want", want)
		} else {
			f.add(RoomsMissing, "session", s.Name)
		}
	}
}

// wishes writes what is wanted of a room as a plan does.
func (p *Plan) wishes(w *Wants) string {
	var parts []string
	say := func(key string, values ...string) {
		if text := strings.Join(values, ","); text != "" {
			parts = append(parts, key+"="+text)
		}
	}
	say("kind", w.Kind)
	say("has", w.Has...)
	if w.Site != None {
		say("site", p.Sites[w.Site])
	}
	var only []string
	for _, r := range w.Rooms {
		only = append(only, p.Rooms[r].ID)
	}
	say("room", only...)
	return strings.Join(parts, " ")
}

// staff finds sessions that need two teachers and are offered one.
func (f *finder) staff() {
	told := map[string]bool{}
	for i := range f.sessions {
		s := &f.sessions[i]
		for a, any := range s.Wants.Teachers {
			for _, other := range s.Wants.Teachers[:a] {
				if len(any) == 1 && slices.Equal(any, other) && !told[s.Name] {
					told[s.Name] = true
					f.add(OneForTwo, "session", s.Name, "n", len(s.Wants.Teachers), "teacher", f.Teachers[any[0]].ID)
				}
			}
		}
	}
}

// starts finds units that no period could take. A plan that was read has none that
// is longer than a day, so it is for the calendars.
func (f *finder) starts() {
	for i := range f.units {
		u := &f.units[i]
		if len(u.Starts) > 0 {
			continue
		}
		var names, whose []string
		for _, j := range u.Sessions {
			s := &f.sessions[j]
			names = append(names, title(s))
			for p := range f.Periods() {
				if b := f.barrier(s, p); b != "" && !slices.Contains(whose, b) {
					whose = append(whose, b)
				}
			}
		}
		key := NoTime
		if u.Length > 1 {
			key = NoLongTime
		}
		f.add(key, "sessions", names, "n", u.Length, "whose", whose)
	}
}

// bookings finds fixed sessions that a calendar forbids.
func (f *finder) bookings() {
	for i := range f.sessions {
		s := &f.sessions[i]
		if !s.Fixed {
			continue
		}
		start := f.units[s.Unit].Starts[0] + s.Offset
		for k := range s.Length {
			whose := f.barrier(s, start+k)
			if room := s.Rooms; whose == "" && len(room) == 1 && f.Rooms[room[0]].Closed.Has(start+k, s.Weeks) {
				whose = f.Rooms[room[0]].ID
			}
			if whose != "" {
				f.add(FixedClosed, "session", title(s), "at", f.At(start, s.Length, s.Weeks), "whose", whose)
				break
			}
		}
	}
}

// pools finds sessions that need more than there ever is.
func (f *finder) pools() {
	told := map[string]bool{}
	for i := range f.sessions {
		s := &f.sessions[i]
		for _, need := range s.Wants.Needs {
			if pool := f.Pools[need.Pool]; need.N > pool.Stock && !told[s.Name] {
				told[s.Name] = true
				f.add(PoolTooSmall, "session", s.Name, "n", need.N, "pool", pool.ID, "stock", pool.Stock)
			}
		}
	}
}

// loads compares what groups, teachers and rooms must hold in one kind of weeks
// with the periods that are open to them.
func (f *finder) loads() {
	for g := range f.Groups {
		f.load("group", f.Groups[g].ID, func(s *Session) bool { return slices.Contains(s.Leaves, g) })
	}
	for t := range f.Teachers {
		f.load("teacher", f.Teachers[t].ID, func(s *Session) bool {
			return slices.ContainsFunc(s.Wants.Teachers, func(any []int) bool { return len(any) == 1 && any[0] == t })
		})
	}
	// Rooms are looked at for each set of them that some session is bound to: all
	// sessions whose rooms lie inside must fit into it.
	seen := map[string]bool{}
	for i := range f.sessions {
		set := f.sessions[i].Rooms
		if key := fmt.Sprint(set); len(set) > 0 && !seen[key] {
			seen[key] = true
			f.roomLoad(set)
		}
	}
}

// load books an obstacle if the chosen sessions need more periods than are open
// to one of them at least.
func (f *finder) load(kind, id string, takes func(*Session) bool) {
	need, open := 0, make([]bool, f.Periods())
	for i := range f.sessions {
		s := &f.sessions[i]
		if s.Weeks&f.weeks == 0 || !takes(s) {
			continue
		}
		need += s.Length
		for _, start := range f.units[s.Unit].Starts {
			for k := range s.Length {
				open[start+s.Offset+k] = true
			}
		}
	}
	have := 0
	for _, is := range open {
		if is {
			have++
		}
	}
	if need > have {
		f.add(LoadOver, "kind", kind, "value", id, "need", need, "when", f.inWeeks(), "have", have)
	}
}

func (f *finder) roomLoad(set []int) {
	need, have := 0, 0
	for i := range f.sessions {
		s := &f.sessions[i]
		inside := len(s.Rooms) > 0 && !slices.ContainsFunc(s.Rooms, func(r int) bool { return !slices.Contains(set, r) })
		if s.Weeks&f.weeks != 0 && inside {
			need += s.Length
		}
	}
	var ids []string
	for _, r := range set {
		ids = append(ids, f.Rooms[r].ID)
		for p := range f.Periods() {
			if !f.Rooms[r].Closed.Has(p, f.weeks) {
				have++
			}
		}
	}
	if need > have {
		f.add(RoomsFull, "need", need, "when", f.inWeeks(), "rooms", ids, "have", have)
	}
}

// inWeeks says in which weeks, and is empty if in all of them.
func (f *finder) inWeeks() any {
	if f.weeks == f.AllWeeks() {
		return ""
	}
	switch text := f.weeksText(f.weeks); text {
	case Odd:
		return message.New(OddWeeks)
	case Even:
		return message.New(EvenWeeks)
	default:
		return message.New(InWeeks, "n", bits.OnesCount32(f.weeks), "weeks", text)
	}
}
