package ctt

import (
	"cmp"
	"slices"
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

// Finding is one breach of a rule: who, when and, as Why says, why.
type Finding struct {
	Rule   Rule
	Points int      // violations of a hard rule, or points of a soft one
	Who    []string // names of courses, curricula, teachers, rooms, in the order of the sentence
	Period int      // day*PerDay + period; -1 if the finding is about no single period
	Day    int      // -1 if it is about no single day

	hour       int  // period of the day
	have, want int  // the numbers of the sentence
	teacher    bool // the last of Who is a teacher whom courses share, not a curriculum
}

// Report is the full account of a solution.
type Report struct {
	Violations int          // of hard rules; 0: the timetable can be held
	Cost       int          // points of soft rules
	ByRule     map[Rule]int // violations or points of each rule
	Findings   []Finding    // rule by rule; their points sum up to ByRule
}

// Check counts everything anew from the places alone. It shares no code with
// the solver. Time is about linear in the lectures and in those of the curricula.
func Check(in *Instance, s Solution) Report { return newChecker(in, s, true).all() }

// Count is Check without the findings, a few milliseconds for the largest public
// instances.
func Count(in *Instance, s Solution) Report { return newChecker(in, s, false).all() }

func (c *checker) all() Report {
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

// checker holds the places sorted by course, then by period.
type checker struct {
	in     *Instance
	list   bool // keep the findings
	report Report
	held   []Place
	first  []int // course -> where its places begin in held; one entry more at the end
}

func newChecker(in *Instance, s Solution, list bool) *checker {
	c := &checker{in: in, list: list, held: slices.Clone(s), first: make([]int, len(in.Courses)+1)}
	slices.SortFunc(c.held, func(a, b Place) int {
		return cmp.Or(a.Course-b.Course, a.Period-b.Period, a.Room-b.Room)
	})
	for _, l := range s {
		c.first[l.Course+1]++
	}
	for i := range in.Courses {
		c.first[i+1] += c.first[i]
	}
	c.report.ByRule = map[Rule]int{}
	for _, r := range Rules {
		c.report.ByRule[r] = 0
	}
	return c
}

// of are the places of a course, by period.
func (c *checker) of(course int) []Place { return c.held[c.first[course]:c.first[course+1]] }

// add books a finding about a period of the week, or about none: -1.
func (c *checker) add(period int, f Finding) {
	f.Period, f.Day = period, -1
	if period >= 0 {
		f.Day, f.hour = period/c.in.PerDay, period%c.in.PerDay
	}
	if c.list {
		c.report.Findings = append(c.report.Findings, f)
	}
	c.report.ByRule[f.Rule] += f.Points
	if f.Rule.Hard() {
		c.report.Violations += f.Points
	} else {
		c.report.Cost += f.Points
	}
}
