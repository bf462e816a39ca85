package ctt

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"tongpin/internal/engine/timetable/lines"
)

// Read reads an instance from a .ctt or .ectt file. Of the latter it takes what
// UD2 weighs; buildings, double lectures and room constraints are read over. An
// error is a *lines.Error with line, problem and remedy.
func Read(r io.Reader) (*Instance, error) {
	p := parser{lines: lines.NewReader(r), want: map[string]int{}, courses: map[string]int{}, rooms: map[string]int{}, curricula: map[string]int{}}
	for p.err == nil && p.lines.Next(false) {
		p.line()
		if p.ended {
			break
		}
	}
	if p.err == nil {
		p.err = p.lines.Err()
	}
	if p.err == nil {
		p.finish()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &p.in, nil
}

// parser is the state of reading: section is the heading above the present line.
type parser struct {
	lines                     *lines.Reader
	in                        Instance
	section                   string
	want                      map[string]int // numbers of the header
	courses, rooms, curricula map[string]int // name -> index
	ended                     bool
	err                       error
}

// header names the counts that the head of the file must give, with their bounds.
var header = []struct {
	name      string
	low, high int
}{
	{"Courses", 1, MaxCourses}, {"Rooms", 1, MaxRooms}, {"Days", 1, MaxDays}, {"Periods_per_day", 1, MaxPerDay},
	{"Curricula", 0, MaxGroups}, {"Constraints", 0, MaxCourses * MaxDays * MaxPerDay},
}

func (p *parser) line() {
	text := p.lines.Text()
	switch text {
	case "COURSES:", "ROOMS:", "CURRICULA:", "UNAVAILABILITY_CONSTRAINTS:", "ROOM_CONSTRAINTS:":
		if p.section == "" {
			p.checkHeader()
		}
		p.section = text
		return
	case "END.":
		p.ended = true
		return
	}
	words := p.lines.Words()
	switch p.section {
	case "":
		p.head(text)
	case "COURSES:":
		p.course(words)
	case "ROOMS:":
		p.room(words)
	case "CURRICULA:":
		p.curriculum(words)
	case "UNAVAILABILITY_CONSTRAINTS:":
		p.ban(words)
	}
}

func (p *parser) fault(remedy, problem string, args ...any) {
	if p.err == nil {
		p.err = p.lines.Fault(fmt.Sprintf(problem, args...), remedy)
	}
}

func (p *parser) number(name, word string, low, high int) int {
	if p.err != nil {
		return 0
	}
	n, err := p.lines.Number(name, word, low, high)
	p.err = err
	return n
}

// head reads one line of the form Name: value.
func (p *parser) head(text string) {
	name, value, ok := strings.Cut(text, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok {
		p.fault("write lines of the form Name: value until the line COURSES:", "%q is no line of the head", text)
		return
	}
	if name == "UnavailabilityConstraints" { // its name in .ectt
		name = "Constraints"
	}
	if name == "Name" {
		p.in.Name = value
		return
	}
	for _, h := range header {
		if h.name != name {
			continue
		}
		if _, twice := p.want[name]; twice {
			p.fault("keep one of the two lines", "%s is given a second time", name)
			return
		}
		p.want[name] = p.number(name, value, h.low, h.high)
		return
	}
}

func (p *parser) checkHeader() {
	for _, h := range header {
		if _, ok := p.want[h.name]; !ok {
			p.fault("add a line "+h.name+": with the number", "the head gives no %s", h.name)
			return
		}
	}
	p.in.Days, p.in.PerDay = p.want["Days"], p.want["Periods_per_day"]
}

// name enters a new name of its kind and refuses one that is there already.
func (p *parser) name(kind string, known map[string]int, id string) {
	if _, twice := known[id]; twice {
		p.fault("give each "+kind+" a name of its own", "%s %s is given a second time", kind, id)
		return
	}
	known[id] = len(known)
}

func (p *parser) course(w []string) {
	if len(w) < 5 {
		p.fault("write: course teacher lectures min_working_days students", "a course needs 5 words, here are %d", len(w))
		return
	}
	p.name("course", p.courses, w[0])
	p.in.Courses = append(p.in.Courses, Course{
		ID: w[0], Teacher: w[1],
		Lectures: p.number("number of lectures", w[2], 1, p.in.Days*p.in.PerDay),
		MinDays:  p.number("minimum of working days", w[3], 0, p.in.Days),
		Students: p.number("number of students", w[4], 0, 1_000_000),
	})
}

func (p *parser) room(w []string) {
	if len(w) < 2 {
		p.fault("write: room capacity", "a room needs 2 words, here is 1")
		return
	}
	p.name("room", p.rooms, w[0])
	p.in.Rooms = append(p.in.Rooms, Room{ID: w[0], Capacity: p.number("capacity", w[1], 0, 1_000_000)})
}

func (p *parser) find(kind string, known map[string]int, id string) int {
	i, ok := known[id]
	if !ok {
		p.fault("use a name that the file has declared above", "%s %s is unknown", kind, id)
	}
	return i
}

func (p *parser) curriculum(w []string) {
	if len(w) < 2 {
		p.fault("write: curriculum number course course ...", "a curriculum needs at least 2 words, here is 1")
		return
	}
	p.name("curriculum", p.curricula, w[0])
	n := p.number("number of courses", w[1], 0, MaxCourses)
	if p.err == nil && n != len(w)-2 {
		p.fault("make the number and the list agree", "curriculum %s announces %d courses and lists %d", w[0], n, len(w)-2)
	}
	k := Curriculum{ID: w[0]}
	for _, id := range w[2:] {
		k.Courses = append(k.Courses, p.find("course", p.courses, id))
	}
	slices.Sort(k.Courses)
	k.Courses = slices.Compact(k.Courses)
	p.in.Curricula = append(p.in.Curricula, k)
}

func (p *parser) ban(w []string) {
	if len(w) != 3 {
		p.fault("write: course day period, counted from 0", "an unavailability needs 3 words, here are %d", len(w))
		return
	}
	c := p.find("course", p.courses, w[0])
	day := p.number("day", w[1], 0, p.in.Days-1)
	period := p.number("period", w[2], 0, p.in.PerDay-1)
	p.in.Bans = append(p.in.Bans, Ban{Course: c, Period: day*p.in.PerDay + period})
}

// finish compares what was announced with what came.
func (p *parser) finish() {
	if p.section == "" {
		if len(p.want) == 0 {
			p.err = &lines.Error{Problem: "the file is empty", Remedy: "give a timetabling instance (.ctt)"}
			return
		}
		p.err = &lines.Error{Problem: "the file has no line COURSES:", Remedy: "check that this is a timetabling instance (.ctt)"}
		return
	}
	for _, k := range []struct {
		name string
		came int
	}{{"Courses", len(p.in.Courses)}, {"Rooms", len(p.in.Rooms)}, {"Curricula", len(p.in.Curricula)}, {"Constraints", len(p.in.Bans)}} {
		if p.want[k.name] != k.came {
			p.err = &lines.Error{
				Problem: fmt.Sprintf("the head announces %d %s, the file lists %d", p.want[k.name], k.name, k.came),
				Remedy:  "check that the file is whole, or mend the number",
			}
			return
		}
	}
	if n := p.in.Lectures(); n > MaxLectures {
		p.err = &lines.Error{Problem: fmt.Sprintf("%d lectures are too many", n), Remedy: fmt.Sprintf("split the problem; up to %d are solved", MaxLectures)}
	}
}
