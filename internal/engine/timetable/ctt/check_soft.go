package ctt

import (
	"math/bits"
	"slices"
)

func (c *checker) capacity() {
	for _, l := range c.held {
		course, room := c.in.Courses[l.Course], c.in.Rooms[l.Room]
		if over := course.Students - room.Capacity; over > 0 {
			c.add(l.Period, Finding{
				Rule: RoomCapacity, Points: over * SeatPoints, Who: []string{course.ID, room.ID}, have: room.Capacity, want: course.Students,
			})
		}
	}
}

func (c *checker) minDays() {
	for i, k := range c.in.Courses {
		var days uint32
		for _, l := range c.of(i) {
			days |= 1 << (l.Period / c.in.PerDay)
		}
		n := bits.OnesCount32(days)
		if n < k.MinDays {
			c.add(-1, Finding{Rule: MinDays, Points: (k.MinDays - n) * DayPoints, Who: []string{k.ID}, have: n, want: k.MinDays})
		}
	}
}

func (c *checker) compactness() {
	busy := make([]int, c.in.Periods())
	for _, q := range c.in.Curricula {
		clear(busy)
		for _, k := range q.Courses {
			for _, l := range c.of(k) {
				busy[l.Period]++
			}
		}
		for period, n := range busy {
			if n == 0 {
				continue
			}
			before := period%c.in.PerDay > 0 && busy[period-1] > 0
			after := period%c.in.PerDay < c.in.PerDay-1 && busy[period+1] > 0
			if !before && !after {
				c.alone(q, period, n)
			}
		}
	}
}

// alone books n lectures of a curriculum in a period without any right before or
// after it; usually it is one.
func (c *checker) alone(q Curriculum, period, n int) {
	who := make([]string, 1, 1+n)
	who[0] = q.ID
	for _, k := range q.Courses {
		if slices.ContainsFunc(c.of(k), func(l Place) bool { return l.Period == period }) {
			who = append(who, c.in.Courses[k].ID)
		}
	}
	c.add(period, Finding{Rule: Compactness, Points: n * AlonePoints, Who: who})
}

func (c *checker) stability() {
	for i, k := range c.in.Courses {
		who := []string{k.ID}
		var seen []int
		for _, l := range c.of(i) {
			if !slices.Contains(seen, l.Room) {
				seen = append(seen, l.Room)
				who = append(who, c.in.Rooms[l.Room].ID)
			}
		}
		if len(seen) > 1 {
			c.add(-1, Finding{Rule: Stability, Points: (len(seen) - 1) * MovingPoints, Who: who, have: len(seen)})
		}
	}
}
