// Package sample invents timetabling instances of any size, for tests and
// measurements. They are drawn around a hidden timetable, so that a feasible one
// exists.
package sample

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"tongpin/internal/engine/timetable/ctt"
)

// Shape is the size of an instance.
type Shape struct {
	Days, PerDay, Rooms, Courses, Teachers, Curricula int
	Lectures                                          int // of a course, at most
	Members                                           int // courses of a curriculum, at most
	Closed                                            int // percent of the free periods that are closed to a course
}

// Large has the size of the largest public instances: about 2,300 lectures and
// 3,700 curricula.
var Large = Shape{Days: 5, PerDay: 11, Rooms: 70, Courses: 800, Teachers: 500, Curricula: 3_700, Lectures: 5, Members: 6, Closed: 30}

// Instance draws an instance with a feasible timetable, which it returns too.
func Instance(s Shape, seed uint64) (*ctt.Instance, ctt.Solution) {
	d := drawer{Rand: rand.New(rand.NewPCG(seed, 1)), in: &ctt.Instance{Name: fmt.Sprintf("sample-%d", seed), Days: s.Days, PerDay: s.PerDay}}
	for r := range s.Rooms {
		d.in.Rooms = append(d.in.Rooms, ctt.Room{ID: fmt.Sprintf("r%d", r), Capacity: 10 + d.IntN(90)})
	}
	d.courses(s)
	d.curricula(s)
	d.bans(s)
	return d.in, d.hidden
}

type drawer struct {
	*rand.Rand
	in     *ctt.Instance
	hidden ctt.Solution
	when   [][]int // course -> its periods
}

// courses places each course into random free slots, with a teacher who is free
// then.
func (d *drawer) courses(s Shape) {
	periods := d.in.Periods()
	free := make([]int, periods) // rooms taken
	busy := map[string][]int{}
	for c := range s.Courses {
		var when []int
		for _, p := range d.Perm(periods)[:min(periods, 1+d.IntN(s.Lectures))] {
			if free[p] < s.Rooms {
				when = append(when, p)
			}
		}
		if len(when) == 0 {
			continue
		}
		teacher := fmt.Sprintf("t%d", d.IntN(s.Teachers))
		if slices.ContainsFunc(when, func(p int) bool { return slices.Contains(busy[teacher], p) }) {
			teacher = fmt.Sprintf("own%d", c)
		}
		busy[teacher] = append(busy[teacher], when...)
		for _, p := range when {
			d.hidden = append(d.hidden, ctt.Place{Course: len(d.in.Courses), Room: free[p], Period: p})
			free[p]++
		}
		d.when = append(d.when, when)
		d.in.Courses = append(d.in.Courses, ctt.Course{
			ID: fmt.Sprintf("c%d", c), Teacher: teacher, Lectures: len(when), MinDays: 1 + d.IntN(min(s.Days, len(when)+1)), Students: 5 + d.IntN(80),
		})
	}
}

// curricula joins courses that don't meet in the hidden timetable.
func (d *drawer) curricula(s Shape) {
	for q := range s.Curricula {
		k := ctt.Curriculum{ID: fmt.Sprintf("q%d", q)}
		taken := make([]bool, d.in.Periods())
		for range 1 + d.IntN(s.Members) {
			c := d.IntN(len(d.in.Courses))
			if slices.ContainsFunc(d.when[c], func(p int) bool { return taken[p] }) {
				continue
			}
			for _, p := range d.when[c] {
				taken[p] = true
			}
			k.Courses = append(k.Courses, c)
		}
		slices.Sort(k.Courses)
		d.in.Curricula = append(d.in.Curricula, k)
	}
}

// bans closes periods that the hidden timetable does not need.
func (d *drawer) bans(s Shape) {
	for c := range d.in.Courses {
		for p := range d.in.Periods() {
			if !slices.Contains(d.when[c], p) && d.IntN(100) < s.Closed {
				d.in.Bans = append(d.in.Bans, ctt.Ban{Course: c, Period: p})
			}
		}
	}
}
