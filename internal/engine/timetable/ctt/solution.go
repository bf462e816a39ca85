package ctt

import (
	"bufio"
	"fmt"
	"io"

	"tongpin/internal/engine/timetable/lines"
)

// ReadSolution reads a solution of the instance: a line for each lecture, of
// course, room, day and period, days and periods counted from 0. It refuses
// names and periods that the instance does not have; whether the timetable is
// any good is for Check to say.
func ReadSolution(r io.Reader, in *Instance) (Solution, error) {
	courses, rooms := map[string]int{}, map[string]int{}
	for i, c := range in.Courses {
		courses[c.ID] = i
	}
	for i, k := range in.Rooms {
		rooms[k.ID] = i
	}
	p := parser{lines: lines.NewReader(r), in: *in, courses: courses, rooms: rooms, unknown: lines.Alien}
	var s Solution
	for p.err == nil && p.lines.Next(false) {
		w := p.lines.Words()
		if len(w) != 4 {
			p.fault(LectureWords, "n", len(w))
			break
		}
		place := Place{Course: p.find("course", courses, w[0]), Room: p.find("room", rooms, w[1])}
		day := p.number("on_day", w[2], 0, in.Days-1)
		place.Period = day*in.PerDay + p.number("in_period", w[3], 0, in.PerDay-1)
		if s = append(s, place); len(s) > 2*MaxLectures {
			p.fault(TooManyLines)
		}
	}
	if p.err == nil {
		p.err = p.lines.Err()
	}
	if p.err != nil {
		return nil, p.err
	}
	return s, nil
}

// Write writes the solution, a line for each lecture.
func (s Solution) Write(w io.Writer, in *Instance) error {
	b := bufio.NewWriter(w)
	for _, l := range s {
		fmt.Fprintf(b, "%s %s %d %d\n", in.Courses[l.Course].ID, in.Rooms[l.Room].ID, l.Period/in.PerDay, l.Period%in.PerDay)
	}
	return b.Flush()
}
