package ctt

import (
	"fmt"
	"math/bits"
)

// Rule is one rule of the problem, by its published name.
type Rule string

// The hard rules, which must hold, and the soft ones, which cost points.
const (
	Lectures      Rule = "Lectures"              // every lecture once, lectures of a course in different periods
	Conflicts     Rule = "Conflicts"             // one curriculum, one teacher: never two lectures at once
	RoomOccupancy Rule = "RoomOccupancy"         // one lecture in a room at a time
	Availability  Rule = "Availability"          // no lecture when its course can't be taught
	RoomCapacity  Rule = "RoomCapacity"          // 1 point for each student without a seat, each lecture
	MinDays       Rule = "MinWorkingDays"        // 5 points for each day that a course falls short of
	Compactness   Rule = "CurriculumCompactness" // 2 points for each lecture that stands alone in its curriculum's day
	Stability     Rule = "RoomStability"         // 1 point for each room of a course beyond the first
)

// Rules are all rules, the hard ones first.
var Rules = []Rule{Lectures, Conflicts, RoomOccupancy, Availability, RoomCapacity, MinDays, Compactness, Stability}

// Points of one case of each soft rule (UD2).
const (
	SeatPoints   = 1
	DayPoints    = 5
	AlonePoints  = 2
	MovingPoints = 1
)

// Hard tells whether the rule must hold.
func (r Rule) Hard() bool {
	return r == Lectures || r == Conflicts || r == RoomOccupancy || r == Availability
}

// Finding is one breach of a rule: who, when and why.
type Finding struct {
	Rule   Rule
	Points int      // violations of a hard rule, or points of a soft one
	Who    []string // names of courses, curricula, teachers, rooms, in the order of the sentence
	Period int      // day*PerDay + period; -1 if the finding is about no single period
	Day    int      // -1 if it is about no single day
	Why    string   // one English sentence
}

// Report is the full account of a solution.
type Report struct {
	Violations int          // of hard rules; 0: the timetable can be held
	Cost       int          // points of soft rules
	ByRule     map[Rule]int // violations or points of each rule
	Findings   []Finding    // rule by rule; their points sum up to ByRule
}

// Check counts everything anew from the places alone. It shares no code with
// the solver. Time is about linear in lectures and curricula.
func Check(in *Instance, s Solution) Report {
	c := newChecker(in, s)
	c.lectures()
	c.conflicts()
	c.occupancy()
	c.availability()
	c.capacity()
	c.minDays()
	c.compactness()
	c.stability()
	return c.report
}

// checker holds the solution sorted into tables.
type checker struct {
	in     *Instance
	report Report
	held   [][]int // held[course*periods+period]: rooms in which it is held, usually none or one
	rooms  [][]int // rooms[room*periods+period]: courses held in it
}

func newChecker(in *Instance, s Solution) *checker {
	p := in.Periods()
	c := &checker{in: in, held: make([][]int, len(in.Courses)*p), rooms: make([][]int, len(in.Rooms)*p)}
	c.report.ByRule = map[Rule]int{}
	for _, r := range Rules {
		c.report.ByRule[r] = 0
	}
	for _, l := range s {
		c.held[l.Course*p+l.Period] = append(c.held[l.Course*p+l.Period], l.Room)
		c.rooms[l.Room*p+l.Period] = append(c.rooms[l.Room*p+l.Period], l.Course)
	}
	return c
}

// add books a finding; period and day are -1 when there is none.
func (c *checker) add(rule Rule, points, day, period int, who []string, why string, args ...any) {
	if period >= 0 {
		day = period / c.in.PerDay
	}
	c.report.Findings = append(c.report.Findings, Finding{
		Rule: rule, Points: points, Who: who, Period: period, Day: day, Why: fmt.Sprintf(why, args...),
	})
	c.report.ByRule[rule] += points
	if rule.Hard() {
		c.report.Violations += points
	} else {
		c.report.Cost += points
	}
}

// at says when a period is, counted from 0 as in the files.
func (c *checker) at(period int) string {
	return fmt.Sprintf("day %d, period %d", period/c.in.PerDay, period%c.in.PerDay)
}

func (c *checker) ofCourse(course int) [][]int {
	p := c.in.Periods()
	return c.held[course*p : course*p+p]
}

func (c *checker) lectures() {
	for i, k := range c.in.Courses {
		n := 0
		for period, rooms := range c.ofCourse(i) {
			n += len(rooms)
			if len(rooms) > 1 {
				c.add(Lectures, len(rooms)-1, -1, period, []string{k.ID},
					"%s has %d lectures on %s: they must be in different periods", k.ID, len(rooms), c.at(period))
			}
		}
		if n != k.Lectures {
			c.add(Lectures, max(n-k.Lectures, k.Lectures-n), -1, -1, []string{k.ID}, "%s has %d lectures, but %d are placed", k.ID, k.Lectures, n)
		}
	}
}

func (c *checker) conflicts() {
	for a, rivals := range c.in.Rivals() {
		for _, b := range rivals {
			if b < a {
				continue
			}
			for period, first := range c.ofCourse(a) {
				second := c.ofCourse(b)[period]
				if len(first) == 0 || len(second) == 0 {
					continue
				}
				one, two := c.in.Courses[a], c.in.Courses[b]
				who, why := []string{one.ID, two.ID, one.Teacher}, "%s and %s are both on %s and have the teacher %s"
				if one.Teacher != two.Teacher {
					who, why = []string{one.ID, two.ID, c.shared(a, b)}, "%s and %s are both on %s and belong to the curriculum %s"
				}
				c.add(Conflicts, 1, -1, period, who, why, one.ID, two.ID, c.at(period), who[2])
			}
		}
	}
}

// shared is the first curriculum that two courses have in common.
func (c *checker) shared(a, b int) string {
	for _, q := range c.in.Curricula {
		var hasA, hasB bool
		for _, k := range q.Courses {
			hasA, hasB = hasA || k == a, hasB || k == b
		}
		if hasA && hasB {
			return q.ID
		}
	}
	return ""
}

func (c *checker) occupancy() {
	p := c.in.Periods()
	for i, courses := range c.rooms {
		if len(courses) < 2 {
			continue
		}
		room, period := c.in.Rooms[i/p].ID, i%p
		who := []string{room}
		for _, k := range courses {
			who = append(who, c.in.Courses[k].ID)
		}
		c.add(RoomOccupancy, len(courses)-1, -1, period, who, "%s holds %d lectures at once on %s: %v", room, len(courses), c.at(period), who[1:])
	}
}

func (c *checker) availability() {
	open, p := c.in.Open(), c.in.Periods()
	for i, rooms := range c.held {
		if len(rooms) > 0 && !open[i] {
			course := c.in.Courses[i/p]
			c.add(Availability, len(rooms), -1, i%p, []string{course.ID, course.Teacher}, "%s can't be taught on %s", course.ID, c.at(i%p))
		}
	}
}

func (c *checker) capacity() {
	p := c.in.Periods()
	for i, rooms := range c.held {
		course := c.in.Courses[i/p]
		for _, r := range rooms {
			room := c.in.Rooms[r]
			if over := course.Students - room.Capacity; over > 0 {
				c.add(RoomCapacity, over*SeatPoints, -1, i%p, []string{course.ID, room.ID},
					"%s has %d students, %s has %d seats, on %s", course.ID, course.Students, room.ID, room.Capacity, c.at(i%p))
			}
		}
	}
}

func (c *checker) minDays() {
	for i, k := range c.in.Courses {
		var days uint32
		for period, rooms := range c.ofCourse(i) {
			if len(rooms) > 0 {
				days |= 1 << (period / c.in.PerDay)
			}
		}
		n := bits.OnesCount32(days)
		if n < k.MinDays {
			c.add(MinDays, (k.MinDays-n)*DayPoints, -1, -1, []string{k.ID}, "%s is spread over %d days, wanted are %d", k.ID, n, k.MinDays)
		}
	}
}

func (c *checker) compactness() {
	for _, q := range c.in.Curricula {
		busy := make([]int, c.in.Periods())
		for _, k := range q.Courses {
			for period, rooms := range c.ofCourse(k) {
				busy[period] += len(rooms)
			}
		}
		for period, n := range busy {
			before := period%c.in.PerDay > 0 && busy[period-1] > 0
			after := period%c.in.PerDay < c.in.PerDay-1 && busy[period+1] > 0
			if n == 0 || before || after {
				continue
			}
			who := []string{q.ID}
			for _, k := range q.Courses {
				if len(c.ofCourse(k)[period]) > 0 {
					who = append(who, c.in.Courses[k].ID)
				}
			}
			c.add(Compactness, n*AlonePoints, -1, period, who,
				"in curriculum %s, %s on %s has no lecture right before or after it", q.ID, who[1], c.at(period))
		}
	}
}

func (c *checker) stability() {
	for i, k := range c.in.Courses {
		seen := map[int]bool{}
		who := []string{k.ID}
		for _, rooms := range c.ofCourse(i) {
			for _, r := range rooms {
				if !seen[r] {
					seen[r] = true
					who = append(who, c.in.Rooms[r].ID)
				}
			}
		}
		if len(seen) > 1 {
			c.add(Stability, (len(seen)-1)*MovingPoints, -1, -1, who, "%s is held in %d rooms: %v", k.ID, len(seen), who[1:])
		}
	}
}
