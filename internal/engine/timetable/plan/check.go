package plan

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
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
	Why    string // one English sentence
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

func (c *checker) add(rule Rule, points, day, period int, weeks uint32, who []string, why string, args ...any) {
	if points == 0 {
		return
	}
	if period >= 0 {
		day = period / len(c.Hours)
	}
	c.report.Findings = append(c.report.Findings, Finding{
		Rule: rule, Points: points, Who: who, Period: period, Day: day, Weeks: c.weeksText(weeks), Why: fmt.Sprintf(why, args...),
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
		c.add(Placed, 1, -1, -1, s.Weeks, []string{s.Name}, "%s has no place within a day", name)
		return
	}
	for _, f := range c.Fixed {
		if f.Course == s.Course && f.Number == s.Number && (f.Period != at.Start || (f.Room != None && f.Room != at.Room)) {
			c.add(FixedRule, 1, -1, at.Start, s.Weeks, []string{s.Name}, "%s is fixed elsewhere, not on %s", name, c.At(at.Start, s.Length, s.Weeks))
		}
	}
	if at.Room == None != s.Wants.NoRoom || (at.Room != None && !slices.Contains(s.Rooms, at.Room)) {
		c.add(Suitable, 1, -1, at.Start, s.Weeks, []string{s.Name}, "the room of %s on %s does not suit it", name, c.At(at.Start, s.Length, s.Weeks))
	}
	for k, t := range at.Teachers {
		if slices.Contains(at.Teachers[:k], t) {
			c.add(Suitable, 1, -1, at.Start, s.Weeks, []string{s.Name, c.Teachers[t].ID}, "%s needs %d teachers, and %s is named twice", name, len(at.Teachers), c.Teachers[t].ID)
		}
		if !slices.Contains(s.Wants.Teachers[k], t) {
			c.add(Suitable, 1, -1, at.Start, s.Weeks, []string{s.Name, c.Teachers[t].ID}, "%s is no teacher of %s", c.Teachers[t].ID, name)
		}
	}
	c.calendars(s, at, name)
	if at.Room != None {
		over := s.Students - c.Rooms[at.Room].Seats
		c.add(Seats, max(over, 0)*c.Points.Seat, -1, at.Start, s.Weeks, []string{s.Name, c.Rooms[at.Room].ID},
			"%s has %d students, %s has %d seats, on %s", name, s.Students, c.Rooms[at.Room].ID, c.Rooms[at.Room].Seats, c.At(at.Start, s.Length, s.Weeks))
	}
}

// calendars counts each period of a session in which somebody is closed.
func (c *checker) calendars(s *Session, at Place, name string) {
	closed := func(id string, t Times, period int) {
		if t.Has(period, s.Weeks) {
			c.add(Calendars, 1, -1, period, t[period]&s.Weeks, []string{id, s.Name}, "%s is closed on %s, when %s is held", id, c.At(period, 1, t[period]&s.Weeks), name)
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
			c.add(Together, 1, -1, b, s.Weeks, []string{s.Name, first.Name}, "%s must keep step with %s, but is on %s", title(s), title(&first), c.At(b, s.Length, s.Weeks))
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
		"%s is spread over %d days, wanted are %d", course.ID, len(days), course.MinDays)
	c.add(OneRoom, max(0, len(rooms)-1)*c.Points.Room, -1, -1, course.Weeks, who, "%s is held in %d rooms: %s", course.ID, len(rooms), strings.Join(who[1:], ", "))
}

// week looks at one kind of weeks.
func (c *checker) week() {
	for g := range c.Groups {
		if slices.Contains(c.Leaves()[g], g) {
			day := c.person(Students, c.Groups[g].ID, func(i int) bool { return slices.Contains(c.sessions[i].Leaves, g) })
			c.alone(c.Groups[g].ID, day)
		}
	}
	for t := range c.Teachers {
		day := c.person(Teaching, c.Teachers[t].ID, func(i int) bool { return slices.Contains(c.at[i].Teachers, t) })
		c.load(t, day)
	}
	for r := range c.Rooms {
		c.occupied(Rooms, c.Rooms[r].ID, func(i int) bool { return c.at[i].Room == r })
	}
	for k := range c.Pools {
		c.pool(k)
	}
}

// occupied lists who is held in each period among the chosen sessions, and books
// those that meet.
func (c *checker) occupied(rule Rule, id string, takes func(i int) bool) [][]int {
	held := make([][]int, c.Periods())
	for i, s := range c.sessions {
		if s.Weeks&c.weeks == 0 || c.at[i].Start == None || !takes(i) {
			continue
		}
		for k := range s.Length {
			held[c.at[i].Start+k] = append(held[c.at[i].Start+k], i)
		}
	}
	for period, list := range held {
		if len(list) < 2 {
			continue
		}
		who := []string{id}
		for _, i := range list {
			who = append(who, c.sessions[i].Name)
		}
		c.add(rule, len(list)-1, -1, period, c.weeks, who, "%s has %d sessions at once on %s: %s", id, len(list), c.At(period, 1, c.weeks), strings.Join(who[1:], ", "))
	}
	return held
}

// person looks at the week of a group or a teacher: meetings and ways between
// sites. It returns the busy periods.
func (c *checker) person(rule Rule, id string, takes func(i int) bool) []bool {
	held := c.occupied(rule, id, takes)
	busy := make([]bool, len(held))
	site := func(i int) int {
		if c.at[i].Room == None {
			return None
		}
		return c.Rooms[c.at[i].Room].Site
	}
	for period, list := range held {
		busy[period] = len(list) > 0
		for b := range c.Sites {
			if !slices.ContainsFunc(list, func(i int) bool { return site(i) == b }) {
				continue
			}
			for a := range b {
				c.way(id, held, site, period, a, b)
			}
		}
	}
	return busy
}

// way books a period at site b that is too near to one at site a.
func (c *checker) way(id string, held [][]int, site func(int) int, period, a, b int) {
	for other := range held {
		gap := max(period-other, other-period)
		if gap == 0 || gap > c.Plan.Travel[a][b] || other/len(c.Hours) != period/len(c.Hours) {
			continue
		}
		if slices.ContainsFunc(held[other], func(i int) bool { return site(i) == a }) {
			c.add(Travel, 1, -1, period, c.weeks, []string{id, c.Sites[b], c.Sites[a]}, "%s is at %s on %s and at %s on %s: the way takes %d free periods",
				id, c.Sites[b], c.At(period, 1, c.weeks), c.Sites[a], c.At(other, 1, c.weeks), c.Plan.Travel[a][b])
			return
		}
	}
}

func (c *checker) alone(id string, busy []bool) {
	for period, here := range busy {
		before := period%len(c.Hours) > 0 && busy[period-1]
		after := period%len(c.Hours) < len(c.Hours)-1 && busy[period+1]
		if here && !before && !after {
			c.add(Alone, c.Points.Alone, -1, period, c.weeks, []string{id}, "%s has a single period alone on %s", id, c.At(period, 1, c.weeks))
		}
	}
}

func (c *checker) load(t int, busy []bool) {
	teacher := c.Teachers[t]
	for d := range c.Days {
		var mask uint64
		for h := range c.Hours {
			if busy[d*len(c.Hours)+h] {
				mask |= 1 << h
			}
		}
		if n := bits.OnesCount64(mask); teacher.PerDay > 0 && n > teacher.PerDay {
			c.add(Load, (n-teacher.PerDay)*c.Points.Load, d, -1, c.weeks, []string{teacher.ID}, "%s teaches %d periods on %s, wished are at most %d", teacher.ID, n, c.Days[d], teacher.PerDay)
		}
	}
}

func (c *checker) pool(k int) {
	used := make([]int, c.Periods())
	for i, s := range c.sessions {
		if s.Weeks&c.weeks == 0 || c.at[i].Start == None {
			continue
		}
		for _, need := range s.Wants.Needs {
			if need.Pool == k {
				for j := range s.Length {
					used[c.at[i].Start+j] += need.N
				}
			}
		}
	}
	for period, n := range used {
		if stock := c.Stock(k, period, c.weeks); n > stock {
			c.add(Pools, n-stock, -1, period, c.weeks, []string{c.Pools[k].ID}, "%d of %s are needed on %s, there are %d", n, c.Pools[k].ID, c.At(period, 1, c.weeks), stock)
		}
	}
}
