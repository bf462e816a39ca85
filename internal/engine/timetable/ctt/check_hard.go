package ctt

import (
	"cmp"
	"slices"
)

func (c *checker) lectures() {
	for i, k := range c.in.Courses {
		held := c.of(i)
		for len(held) > 0 {
			period, n := held[0].Period, 1
			for n < len(held) && held[n].Period == period {
				n++
			}
			if n > 1 {
				c.add(period, Finding{Rule: Lectures, Points: n - 1, Who: []string{k.ID}, have: n})
			}
			held = held[n:]
		}
		if n := len(c.of(i)); n != k.Lectures {
			c.add(-1, Finding{Rule: Lectures, Points: max(n-k.Lectures, k.Lectures-n), Who: []string{k.ID}, have: n, want: k.Lectures})
		}
	}
}

// clash is two courses, a before b, in one period that can't be taught together.
type clash struct{ a, b, period int }

// conflicts walks through what each teacher teaches and each curriculum attends.
// Two courses in one period count once, however many curricula they share.
func (c *checker) conflicts() {
	reason := map[clash]int{} // the first curriculum that they share, -1: one teacher
	now := make([][]int, c.in.Periods())
	for _, courses := range c.in.taughtBy() {
		c.meetings(courses, now, func(k clash) { reason[k] = -1 })
	}
	for q, g := range c.in.Curricula {
		c.meetings(g.Courses, now, func(k clash) {
			if _, known := reason[k]; !known {
				reason[k] = q
			}
		})
	}
	found := make([]clash, 0, len(reason))
	for k := range reason {
		found = append(found, k)
	}
	slices.SortFunc(found, func(x, y clash) int { return cmp.Or(x.a-y.a, x.b-y.b, x.period-y.period) })
	for _, k := range found {
		one, two := c.in.Courses[k.a], c.in.Courses[k.b]
		q := reason[k]
		shared := one.Teacher
		if q >= 0 {
			shared = c.in.Curricula[q].ID
		}
		c.add(k.period, Finding{Rule: Conflicts, Points: 1, Who: []string{one.ID, two.ID, shared}, teacher: q < 0})
	}
}

// meetings tells of every two of the courses, which ascend, in one period. now is
// a list for each period, all empty before and after.
func (c *checker) meetings(courses []int, now [][]int, tell func(clash)) {
	for _, b := range courses {
		for _, l := range c.of(b) {
			for _, a := range now[l.Period] {
				if a != b {
					tell(clash{a, b, l.Period})
				}
			}
			now[l.Period] = append(now[l.Period], b)
		}
	}
	for _, b := range courses {
		for _, l := range c.of(b) {
			now[l.Period] = now[l.Period][:0]
		}
	}
}

func (c *checker) occupancy() {
	held := slices.Clone(c.held)
	slices.SortFunc(held, func(a, b Place) int {
		return cmp.Or(a.Room-b.Room, a.Period-b.Period, a.Course-b.Course)
	})
	for len(held) > 0 {
		at, n := held[0], 1
		for n < len(held) && held[n].Room == at.Room && held[n].Period == at.Period {
			n++
		}
		if n > 1 {
			who := []string{c.in.Rooms[at.Room].ID}
			for _, l := range held[:n] {
				who = append(who, c.in.Courses[l.Course].ID)
			}
			c.add(at.Period, Finding{Rule: RoomOccupancy, Points: n - 1, Who: who, have: n})
		}
		held = held[n:]
	}
}

func (c *checker) availability() {
	open, p := c.in.Open(), c.in.Periods()
	for _, l := range c.held {
		if !open[l.Course*p+l.Period] {
			course := c.in.Courses[l.Course]
			c.add(l.Period, Finding{Rule: Availability, Points: 1, Who: []string{course.ID, course.Teacher}})
		}
	}
}
