package plan

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// Obstacle is a reason why no timetable of a plan can exist, with a remedy.
type Obstacle struct{ Why string }

// Error is the reason.
func (o *Obstacle) Error() string { return o.Why }

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
func Obstacles(p *Plan) []*Obstacle {
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
	found    []*Obstacle
}

func (f *finder) add(why string, args ...any) {
	f.found = append(f.found, &Obstacle{fmt.Sprintf(why, args...)})
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
		want := "any room"
		if s.Wants.Kind != "" {
			want = "a room of the kind " + s.Wants.Kind
		}
		if len(s.Wants.Has) > 0 {
			want += " with " + strings.Join(s.Wants.Has, " and ")
		}
		if s.Wants.Site != None {
			want += " at " + f.Sites[s.Wants.Site]
		}
		f.add("%s needs %s, and there is none; add one, or want less, or write room=none", s.Name, want)
	}
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
					f.add("%s needs %d teachers, and two of them could only be %s; name others", s.Name, len(s.Wants.Teachers), f.Teachers[any[0]].ID)
				}
			}
		}
	}
}

// starts finds units that no period could take.
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
		reason := "the day is too short"
		if len(whose) > 0 {
			reason = "the calendars of " + strings.Join(whose, ", ") + " leave no time"
		}
		what, remedy := strings.Join(names, ", "), "open periods or give a deputy"
		if u.Length > 1 {
			what += fmt.Sprintf(", %d periods on end,", u.Length)
			remedy = "open periods, give a deputy or shorten it"
		}
		f.add("%s can begin in no period: %s; %s", what, reason, remedy)
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
				f.add("%s is fixed on %s, when %s is closed; move the booking or open the calendar", title(s), f.At(start, s.Length, s.Weeks), whose)
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
				f.add("%s needs %d of %s, and there are %d; get more or want fewer", s.Name, need.N, pool.ID, pool.Stock)
			}
		}
	}
}

// loads compares what groups, teachers and rooms must hold in one kind of weeks
// with the periods that are open to them.
func (f *finder) loads() {
	for g := range f.Groups {
		f.load("group "+f.Groups[g].ID, func(s *Session) bool { return slices.Contains(s.Leaves, g) })
	}
	for t := range f.Teachers {
		f.load("teacher "+f.Teachers[t].ID, func(s *Session) bool {
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
func (f *finder) load(whose string, takes func(*Session) bool) {
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
		f.add("%s has %d periods to hold%s, but only %d are open; open more, cut sessions or share them with others", whose, need, f.inWeeks(), have)
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
		f.add("%d periods%s can only be held in %s, which has %d open; open more, add a room or want less", need, f.inWeeks(), strings.Join(ids, ", "), have)
	}
}

func (f *finder) inWeeks() string {
	if f.weeks == f.AllWeeks() {
		return ""
	}
	word := " in weeks "
	if bits.OnesCount32(f.weeks) == 1 {
		word = " in week "
	}
	return word + f.weeksText(f.weeks)
}
