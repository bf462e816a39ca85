package plan

import (
	"fmt"
	"slices"

	"tongpin/internal/engine/message"
	"tongpin/internal/engine/timetable/ctt"
)

// Rule is one rule of a plan.
type Rule string

// The hard rules, which must hold, and the soft ones, which cost points. Weeks
// of the same kind (WeekKinds) are counted once.
const (
	Placed    Rule = "Placed"    // every session has a place
	Together  Rule = "Together"  // parts of a rotation and parallel sessions keep step
	FixedRule Rule = "Fixed"     // a fixed booking stays
	Suitable  Rule = "Suitable"  // room and teachers are among those wanted
	Calendars Rule = "Calendars" // nobody and nothing is used at a closed time
	Students  Rule = "Students"  // a group is in one place at a time
	Teaching  Rule = "Teaching"  // a teacher is in one place at a time
	Rooms     Rule = "Rooms"     // one session in a room at a time
	Pools     Rule = "Pools"     // no more mobile equipment than there is
	Travel    Rule = "Travel"    // time enough between sites
	Seats     Rule = "Seats"     // points for each student without a seat
	Spread    Rule = "Spread"    // points for each day that a course falls short of
	Alone     Rule = "Alone"     // points for a single period alone in a group's day
	OneRoom   Rule = "OneRoom"   // points for each room of a course beyond the first
	Load      Rule = "Load"      // points for each period above a teacher's wish for a day
)

// Rules are all rules, the hard ones first.
var Rules = []Rule{Placed, Together, FixedRule, Suitable, Calendars, Students, Teaching, Rooms, Pools, Travel, Seats, Spread, Alone, OneRoom, Load}

// Hard tells whether the rule must hold.
func (r Rule) Hard() bool { return slices.Index(Rules, r) <= slices.Index(Rules, Travel) }

// Finding is one breach of a rule: who, when and why.
type Finding struct {
	Rule   Rule
	Points int // violations of a hard rule, or points of a soft one
	Who    []string
	Period int    // -1: no single period
	Day    int    // -1: no single day
	Weeks  string // as in a plan
	Why    *message.Message
}

// Report is the full account of a timetable.
type Report struct {
	Violations int
	Cost       int
	ByRule     map[Rule]int
	Findings   []Finding
}

// Check counts everything anew from the places alone. It shares no counting
// with the planner.
func Check(p *Plan, s Solution) Report {
	c := checker{Plan: p, at: s, report: Report{ByRule: map[Rule]int{}}}
	c.sessions, c.units = p.Sessions()
	for _, r := range Rules {
		c.report.ByRule[r] = 0
	}
	for i := range c.sessions {
		c.session(i)
	}
	for i := range c.units {
		c.together(&c.units[i])
	}
	for i := range p.Courses {
		c.course(i)
	}
	for _, c.weeks = range p.WeekKinds(c.sessions) {
		c.week()
	}
	slices.SortStableFunc(c.report.Findings, func(a, b Finding) int {
		return slices.Index(Rules, a.Rule) - slices.Index(Rules, b.Rule)
	})
	return c.report
}

type checker struct {
	*Plan
	sessions []Session
	units    []Unit
	at       Solution
	weeks    uint32 // the kind of weeks that is looked at
	report   Report
}

func (c *checker) add(rule Rule, points, day, period int, weeks uint32, who []string, why message.Key, args ...any) {
	if points == 0 {
		return
	}
	if period >= 0 {
		day = period / len(c.Hours)
	}
	c.report.Findings = append(c.report.Findings, Finding{
		Rule: rule, Points: points, Who: who, Period: period, Day: day, Weeks: c.weeksText(weeks), Why: message.New(why, args...),
	})
	c.report.ByRule[rule] += points
	if rule.Hard() {
		c.report.Violations += points
	} else {
		c.report.Cost += points
	}
}

// title is what a session is called in a sentence.
func title(s *Session) string {
	if s.Course == None {
		return s.Name
	}
	return fmt.Sprintf("%s %d", s.Name, s.Number)
}

// session looks at what concerns one session alone.
func (c *checker) session(i int) {
	s, at := &c.sessions[i], c.at[i]
	name := title(s)
	if at.Start == None || at.Start%len(c.Hours)+s.Length > len(c.Hours) {
		c.add(Placed, 1, -1, -1, s.Weeks, []string{s.Name}, WhyUnplaced, "session", name)
		return
	}
	for _, f := range c.Fixed {
		if f.Course == s.Course && f.Number == s.Number && (f.Period != at.Start || (f.Room != None && f.Room != at.Room)) {
			c.add(FixedRule, 1, -1, at.Start, s.Weeks, []string{s.Name}, WhyFixed, "session", name, "at", c.At(at.Start, s.Length, s.Weeks))
		}
	}
	if at.Room == None != s.Wants.NoRoom || (at.Room != None && !slices.Contains(s.Rooms, at.Room)) {
		c.add(Suitable, 1, -1, at.Start, s.Weeks, []string{s.Name}, WhyUnsuited, "session", name, "at", c.At(at.Start, s.Length, s.Weeks))
	}
	for k, t := range at.Teachers {
		if slices.Contains(at.Teachers[:k], t) {
			c.add(Suitable, 1, -1, at.Start, s.Weeks, []string{s.Name, c.Teachers[t].ID}, WhyOneForTwo, "session", name, "n", len(at.Teachers), "teacher", c.Teachers[t].ID)
		}
		if !slices.Contains(s.Wants.Teachers[k], t) {
			c.add(Suitable, 1, -1, at.Start, s.Weeks, []string{s.Name, c.Teachers[t].ID}, WhyStranger, "teacher", c.Teachers[t].ID, "session", name)
		}
	}
	c.calendars(s, at, name)
	if at.Room != None {
		over := s.Students - c.Rooms[at.Room].Seats
		c.add(Seats, max(over, 0)*c.Points.Seat, -1, at.Start, s.Weeks, []string{s.Name, c.Rooms[at.Room].ID},
			ctt.WhySeats, "name", name, "n", s.Students, "room", c.Rooms[at.Room].ID, "seats", c.Rooms[at.Room].Seats, "at", c.At(at.Start, s.Length, s.Weeks))
	}
}

// calendars counts each period of a session in which somebody is closed.
func (c *checker) calendars(s *Session, at Place, name string) {
	closed := func(id string, t Times, period int) {
		if t.Has(period, s.Weeks) {
			c.add(Calendars, 1, -1, period, t[period]&s.Weeks, []string{id, s.Name}, WhyClosed, "who", id, "at", c.At(period, 1, t[period]&s.Weeks), "session", name)
		}
	}
	for k := range s.Length {
		period := at.Start + k
		closed(s.Name, s.Closed, period)
		for g := range c.Groups {
			if c.attends(g, s) {
				closed(c.Groups[g].ID, c.Groups[g].Closed, period)
			}
		}
		for _, t := range at.Teachers {
			closed(c.Teachers[t].ID, c.Teachers[t].Closed, period)
		}
		if at.Room != None {
			closed(c.Rooms[at.Room].ID, c.Rooms[at.Room].Closed, period)
		}
	}
}

// attends tells whether some students of a group attend: it, one above or one
// below it is named.
func (c *checker) attends(g int, s *Session) bool {
	inside := func(a, b int) bool {
		for ; a != None; a = c.Groups[a].Parent {
			if a == b {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(s.Groups, func(n int) bool { return inside(g, n) || inside(n, g) })
}

func (c *checker) together(u *Unit) {
	first := c.sessions[u.Sessions[0]]
	for _, i := range u.Sessions[1:] {
		s := &c.sessions[i]
		a, b := c.at[u.Sessions[0]].Start, c.at[i].Start
		if a != None && b != None && (a-first.Offset != b-s.Offset || a/len(c.Hours) != b/len(c.Hours)) {
			c.add(Together, 1, -1, b, s.Weeks, []string{s.Name, first.Name}, WhyOutOfStep, "session", title(s), "other", title(&first), "at", c.At(b, s.Length, s.Weeks))
		}
	}
}

func (c *checker) course(i int) {
	course := &c.Courses[i]
	days, rooms := map[int]bool{}, map[int]bool{}
	who := []string{course.ID}
	for j, s := range c.sessions {
		if at := c.at[j]; s.Course == i && at.Start != None {
			days[at.Start/len(c.Hours)] = true
			if at.Room != None && !rooms[at.Room] {
				rooms[at.Room] = true
				who = append(who, c.Rooms[at.Room].ID)
			}
		}
	}
	c.add(Spread, max(0, course.MinDays-len(days))*c.Points.Day, -1, -1, course.Weeks, []string{course.ID},
		ctt.WhyDays, "course", course.ID, "n", len(days), "want", course.MinDays)
	c.add(OneRoom, max(0, len(rooms)-1)*c.Points.Room, -1, -1, course.Weeks, who, ctt.WhyRooms, "course", course.ID, "n", len(rooms), "rooms", who[1:])
}
