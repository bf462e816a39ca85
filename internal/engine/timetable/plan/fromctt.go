package plan

import (
	"slices"
	"strconv"
	"time"

	"tongpin/internal/engine/timetable/ctt"
)

// FromCTT turns a standard instance into a plan: curricula become groups of
// students, days and periods are called by their numbers from 0. A feasible
// timetable has the same points in both. The times of the day are made up, from
// 8 o'clock on, for want of any in the file.
func FromCTT(in *ctt.Instance) *Plan {
	p := &Plan{Name: in.Name, Weeks: 1, Points: UD2}
	for d := range in.Days {
		p.Days = append(p.Days, strconv.Itoa(d))
	}
	step := min(55*time.Minute, 15*time.Hour/time.Duration(in.PerDay))
	for h := range in.PerDay {
		from := 8*time.Hour + time.Duration(h)*step
		p.Hours = append(p.Hours, Hour{Label: strconv.Itoa(h), From: from, To: from + step*9/11})
	}
	for _, r := range in.Rooms {
		p.Rooms = append(p.Rooms, Room{ID: r.ID, Site: None, Seats: r.Capacity})
	}
	teachers := map[string]int{}
	for _, c := range in.Courses {
		t, known := teachers[c.Teacher]
		if !known {
			t = len(p.Teachers)
			teachers[c.Teacher] = t
			p.Teachers = append(p.Teachers, Teacher{ID: c.Teacher})
		}
		p.Courses = append(p.Courses, Course{
			ID: c.ID, Sessions: c.Lectures, Length: 1, MinDays: c.MinDays, Students: c.Students, Weeks: 1,
			Wants: Wants{Teachers: [][]int{{t}}, Site: None},
		})
	}
	for i, q := range in.Curricula {
		p.Groups = append(p.Groups, Group{ID: q.ID, Parent: None})
		for _, c := range q.Courses {
			p.Courses[c].Groups = append(p.Courses[c].Groups, i)
		}
	}
	for _, b := range in.Bans {
		c := &p.Courses[b.Course]
		if c.Closed == nil {
			c.Closed = make(Times, p.Periods())
		}
		c.Closed[b.Period] = 1
	}
	return p
}

// SolutionFromCTT turns a standard solution into one of the plan that FromCTT
// made. Lectures that are too many are left out, missing ones not placed.
func SolutionFromCTT(p *Plan, s ctt.Solution) Solution {
	sessions, _ := p.Sessions()
	places := make([][]ctt.Place, len(p.Courses))
	for _, l := range s {
		places[l.Course] = append(places[l.Course], l)
	}
	for _, list := range places {
		slices.SortFunc(list, func(a, b ctt.Place) int { return a.Period - b.Period })
	}
	out := make(Solution, len(sessions))
	for i, one := range sessions {
		out[i] = Place{Start: None, Room: None, Teachers: []int{one.Wants.Teachers[0][0]}}
		if list := places[one.Course]; one.Number <= len(list) {
			out[i].Start, out[i].Room = list[one.Number-1].Period, list[one.Number-1].Room
		}
	}
	return out
}

// CTT turns a solution of a plan that FromCTT made into a standard one.
func (s Solution) CTT(p *Plan) ctt.Solution {
	sessions, _ := p.Sessions()
	var out ctt.Solution
	for i, at := range s {
		if at.Start != None {
			out = append(out, ctt.Place{Course: sessions[i].Course, Room: at.Room, Period: at.Start})
		}
	}
	return out
}
