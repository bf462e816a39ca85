package plan

import (
	"fmt"
	"slices"
)

// Session is one meeting to be placed.
type Session struct {
	Name     string // of the course, or rotation/station/group
	Number   int    // from 1
	Course   int    // index, or None for a part of a rotation
	Unit     int
	Offset   int // periods after the start of its unit
	Length   int
	Weeks    uint32
	Groups   []int // those that were named
	Leaves   []int // the groups without parts that attend
	Students int
	Rooms    []int // that suit, by rising index; empty with NoRoom
	Wants    *Wants
	Closed   Times
	Fixed    bool // may not be moved
}

// Unit is what moves as one: a session, parallel sessions, or a whole rotation.
type Unit struct {
	Sessions []int
	Length   int   // periods from its start to its end
	Starts   []int // periods in which it may begin
}

// Sessions expands the plan. The order is that of the file, so that a session's
// index is the same for the same plan.
func (p *Plan) Sessions() ([]Session, []Unit) {
	x := expander{plan: p, leaves: p.Leaves(), unitOf: map[[2]int]int{}}
	for i := range p.Courses {
		x.course(i)
	}
	for i := range p.Rotations {
		x.rotation(i)
	}
	for i := range x.sessions {
		s := &x.sessions[i]
		s.Leaves = x.leavesOf(s.Groups)
		s.Rooms = p.suitable(s)
		u := &x.units[s.Unit]
		u.Length = max(u.Length, s.Offset+s.Length)
	}
	x.fix()
	for i := range x.units {
		x.begin(&x.units[i])
	}
	return x.sessions, x.units
}

type expander struct {
	plan     *Plan
	leaves   [][]int
	sessions []Session
	units    []Unit
	unitOf   map[[2]int]int // first course of a parallel and number -> unit
}

// add appends a session to a unit; None: to a new one.
func (x *expander) add(unit int, s Session) int {
	if unit == None {
		unit = len(x.units)
		x.units = append(x.units, Unit{})
	}
	s.Unit = unit
	x.units[unit].Sessions = append(x.units[unit].Sessions, len(x.sessions))
	x.sessions = append(x.sessions, s)
	return unit
}

func (x *expander) course(i int) {
	c := &x.plan.Courses[i]
	students := c.Students
	if students < 0 {
		students = x.size(c.Groups)
	}
	together := x.plan.parallelOf(i)
	for n := 1; n <= c.Sessions; n++ {
		unit := None
		if together != nil {
			if u, ok := x.unitOf[[2]int{together.Courses[0], n}]; ok {
				unit = u
			}
		}
		unit = x.add(unit, Session{
			Name: c.ID, Number: n, Course: i, Length: c.Length, Weeks: c.Weeks, Groups: c.Groups,
			Students: students, Wants: &c.Wants, Closed: c.Closed,
		})
		if together != nil {
			x.unitOf[[2]int{together.Courses[0], n}] = unit
		}
	}
}

func (x *expander) rotation(i int) {
	k := &x.plan.Rotations[i]
	unit := None
	for g, group := range k.Groups {
		for s := range k.Stations {
			round := (s - g + len(k.Groups)) % len(k.Groups)
			one := Session{
				Name: fmt.Sprintf("%s/%s/%s", k.ID, k.Stations[s].ID, x.plan.Groups[group].ID), Number: 1, Course: None,
				Length: k.Length, Weeks: k.Weeks, Groups: []int{group}, Students: x.plan.Groups[group].Size, Wants: &k.Stations[s].Wants,
			}
			if k.Weekly {
				one.Weeks = everyNth(k.Weeks, round, len(k.Groups))
			} else {
				one.Offset = round * k.Length
			}
			unit = x.add(unit, one)
		}
	}
}

// everyNth takes of the weeks the first after skip, and then every nth.
func everyNth(weeks uint32, skip, n int) (out uint32) {
	at := 0
	for w := range MaxWeeks {
		if weeks>>w&1 == 1 {
			if at%n == skip {
				out |= 1 << w
			}
			at++
		}
	}
	return out
}

func (x *expander) size(groups []int) (n int) {
	for _, g := range groups {
		n += x.plan.Groups[g].Size
	}
	return n
}

func (x *expander) leavesOf(groups []int) (out []int) {
	for _, g := range groups {
		out = append(out, x.leaves[g]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// suitable lists the rooms that a session could be in, whatever their seats.
func (p *Plan) suitable(s *Session) (rooms []int) {
	if s.Wants.NoRoom {
		return nil
	}
	for i := range p.Rooms {
		if p.Suits(s.Wants, i) {
			rooms = append(rooms, i)
		}
	}
	return rooms
}

// Suits tells whether a room has the kind, the site and the equipment wanted.
func (p *Plan) Suits(w *Wants, room int) bool {
	r := &p.Rooms[room]
	if (w.Kind != "" && r.Kind != w.Kind) || (w.Site != None && r.Site != w.Site) || (w.Rooms != nil && !slices.Contains(w.Rooms, room)) {
		return false
	}
	return !slices.ContainsFunc(w.Has, func(thing string) bool { return !slices.Contains(r.Has, thing) })
}

// fix enters the fixed bookings: a unit with one gets a single start.
func (x *expander) fix() {
	for _, f := range x.plan.Fixed {
		for i := range x.sessions {
			s := &x.sessions[i]
			if s.Course != f.Course || s.Number != f.Number {
				continue
			}
			s.Fixed = true
			if f.Room != None {
				s.Rooms = []int{f.Room}
			}
			if u := &x.units[s.Unit]; len(u.Starts) == 0 {
				u.Starts = []int{f.Period}
			}
		}
	}
}

// begin lists the periods in which the unit could begin: within one day, and in
// no closed time of its courses, groups and teachers without a deputy.
func (x *expander) begin(u *Unit) {
	if len(u.Starts) > 0 {
		return
	}
	hours := len(x.plan.Hours)
	for p := range x.plan.Periods() {
		if p%hours+u.Length <= hours && x.open(u, p) {
			u.Starts = append(u.Starts, p)
		}
	}
}

func (x *expander) open(u *Unit, start int) bool {
	for _, i := range u.Sessions {
		s := &x.sessions[i]
		for k := range s.Length {
			if x.plan.barrier(s, start+s.Offset+k) != "" {
				return false
			}
		}
	}
	return true
}

// barrier names whose calendar forbids the session to be held in a period, or "".
func (p *Plan) barrier(s *Session, period int) string {
	if s.Closed.Has(period, s.Weeks) {
		return s.Name
	}
	for _, g := range s.Groups {
		for up := g; up != None; up = p.Groups[up].Parent {
			if p.Groups[up].Closed.Has(period, s.Weeks) {
				return p.Groups[up].ID
			}
		}
	}
	for _, g := range s.Leaves {
		if p.Groups[g].Closed.Has(period, s.Weeks) {
			return p.Groups[g].ID
		}
	}
	for _, any := range s.Wants.Teachers {
		if len(any) == 1 && p.Teachers[any[0]].Closed.Has(period, s.Weeks) {
			return p.Teachers[any[0]].ID
		}
	}
	return ""
}
