package ctt

import (
	"io"
	"slices"
	"strings"

	"tongpin/internal/engine/message"
	"tongpin/internal/engine/timetable/lines"
)

// Read reads an instance from a .ctt or .ectt file. Of the latter it takes what
// UD2 weighs; buildings, double lectures and room constraints are read over. An
// error is a *message.Problem.
func Read(r io.Reader) (*Instance, error) {
	p := parser{
		lines: lines.NewReader(r), unknown: lines.Undeclared,
		want: map[string]int{}, courses: map[string]int{}, rooms: map[string]int{}, curricula: map[string]int{},
	}
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
	unknown                   message.Key    // what to say of a name that is unknown
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

func (p *parser) fault(key message.Key, args ...any) {
	if p.err == nil {
		p.err = p.lines.Fault(key, args...)
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
		p.fault(BadHead, "value", text)
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
			p.fault(HeadTwice, "value", name)
			return
		}
		p.want[name] = p.number(name, value, h.low, h.high)
		return
	}
}

func (p *parser) checkHeader() {
	for _, h := range header {
		if _, ok := p.want[h.name]; !ok {
			p.fault(HeadLacks, "value", h.name)
			return
		}
	}
	p.in.Days, p.in.PerDay = p.want["Days"], p.want["Periods_per_day"]
}

// name enters a new name of its kind and refuses one that is there already.
func (p *parser) name(kind string, known map[string]int, id string) {
	if _, twice := known[id]; twice {
		p.fault(lines.Twice, "kind", kind, "value", id)
		return
	}
	known[id] = len(known)
}

func (p *parser) course(w []string) {
	if len(w) < 5 {
		p.fault(CourseWords, "n", len(w))
		return
	}
	p.name("course", p.courses, w[0])
	p.in.Courses = append(p.in.Courses, Course{
		ID: w[0], Teacher: w[1],
		Lectures: p.number("lectures", w[2], 1, p.in.Days*p.in.PerDay),
		MinDays:  p.number("min_days", w[3], 0, p.in.Days),
		Students: p.number("students", w[4], 0, 1_000_000),
	})
}

func (p *parser) room(w []string) {
	if len(w) < 2 {
		p.fault(RoomWords)
		return
	}
	p.name("room", p.rooms, w[0])
	p.in.Rooms = append(p.in.Rooms, Room{ID: w[0], Capacity: p.number("capacity", w[1], 0, 1_000_000)})
}

func (p *parser) find(kind string, known map[string]int, id string) int {
	i, ok := known[id]
	if !ok {
		p.fault(p.unknown, "kind", kind, "value", id)
	}
	return i
}

func (p *parser) curriculum(w []string) {
	if len(w) < 2 {
		p.fault(CurriculumWords)
		return
	}
	p.name("curriculum", p.curricula, w[0])
	n := p.number("courses", w[1], 0, MaxCourses)
	if p.err == nil && n != len(w)-2 {
		p.fault(CurriculumCount, "value", w[0], "n", n, "listed", len(w)-2)
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
		p.fault(BanWords, "n", len(w))
		return
	}
	c := p.find("course", p.courses, w[0])
	day := p.number("on_day", w[1], 0, p.in.Days-1)
	period := p.number("in_period", w[2], 0, p.in.PerDay-1)
	p.in.Bans = append(p.in.Bans, Ban{Course: c, Period: day*p.in.PerDay + period})
}

// finish compares what was announced with what came.
func (p *parser) finish() {
	if p.section == "" {
		if len(p.want) == 0 {
			p.whole(Empty)
			return
		}
		p.whole(NoCourses)
		return
	}
	for _, k := range []struct {
		name string
		came int
	}{{"Courses", len(p.in.Courses)}, {"Rooms", len(p.in.Rooms)}, {"Curricula", len(p.in.Curricula)}, {"Constraints", len(p.in.Bans)}} {
		if p.want[k.name] != k.came {
			p.whole(HeadCount, "value", k.name, "n", p.want[k.name], "listed", k.came)
			return
		}
	}
	if n := p.in.Lectures(); n > MaxLectures {
		p.whole(TooManyLectures, "n", n, "max", MaxLectures)
	}
}

// whole refuses the file as a whole.
func (p *parser) whole(key message.Key, args ...any) {
	p.err = &message.Problem{Message: message.New(key, args...)}
}
