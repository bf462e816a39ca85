package plan

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"tongpin/internal/engine/timetable/lines"
)

// Place is where, when and by whom a session is held.
type Place struct {
	Start    int   // period, or None when it is not placed
	Room     int   // index or None
	Teachers []int // one for each element of Wants.Teachers
}

// Solution is a timetable: Solution[i] places session i of Plan.Sessions.
type Solution []Place

// Write writes the timetable: a line for each session of its name, number, day,
// period, room and teachers; - for none.
func (s Solution) Write(w io.Writer, p *Plan) error {
	b := bufio.NewWriter(w)
	sessions, _ := p.Sessions()
	for i, at := range s {
		room, teachers := "-", "-"
		if at.Room != None {
			room = p.Rooms[at.Room].ID
		}
		if len(at.Teachers) > 0 {
			var ids []string
			for _, t := range at.Teachers {
				ids = append(ids, p.Teachers[t].ID)
			}
			teachers = strings.Join(ids, ",")
		}
		if at.Start == None {
			continue
		}
		n := len(p.Hours)
		fmt.Fprintf(b, "%s %d %s %s %s %s\n", sessions[i].Name, sessions[i].Number, p.Days[at.Start/n], p.Hours[at.Start%n].Label, room, teachers)
	}
	return b.Flush()
}

// ReadSolution reads a timetable of the plan. Sessions without a line are not
// placed, which Check reports.
func ReadSolution(r io.Reader, p *Plan) (Solution, error) {
	sessions, _ := p.Sessions()
	index := map[string]int{}
	out := make(Solution, len(sessions))
	for i, s := range sessions {
		index[fmt.Sprint(s.Name, " ", s.Number)] = i
		out[i] = Place{Start: None, Room: None}
	}
	read := solutionReader{lines: lines.NewReader(r), plan: p}
	for read.err == nil && read.lines.Next(true) {
		w := read.lines.Words()
		if len(w) != 6 {
			return nil, read.lines.Fault(SessionWords, "n", len(w))
		}
		i, ok := index[w[0]+" "+w[1]]
		if !ok {
			return nil, read.lines.Fault(NoSession, "value", w[0]+" "+w[1])
		}
		if out[i].Start != None {
			return nil, read.lines.Fault(SessionTwice, "value", w[0]+" "+w[1])
		}
		out[i] = read.place(w, &sessions[i])
	}
	if read.err == nil {
		read.err = read.lines.Err()
	}
	if read.err != nil {
		return nil, read.err
	}
	return out, nil
}

type solutionReader struct {
	lines *lines.Reader
	plan  *Plan
	err   error
}

func (r *solutionReader) place(w []string, s *Session) Place {
	at := Place{Room: None}
	day, hour := r.plan.day(w[2]), r.plan.hour(w[3])
	if day < 0 || hour < 0 || hour+s.Length > len(r.plan.Hours) {
		r.err = r.lines.Fault(NoStart, "value", w[2]+" "+w[3], "n", s.Length)
		return at
	}
	at.Start = day*len(r.plan.Hours) + hour
	if w[4] != "-" {
		for i := range r.plan.Rooms {
			if r.plan.Rooms[i].ID == w[4] {
				at.Room = i
			}
		}
		if at.Room == None {
			r.err = r.lines.Fault(lines.Alien, "kind", "room", "value", w[4])
		}
	}
	if w[5] != "-" {
		for id := range strings.SplitSeq(w[5], ",") {
			at.Teachers = append(at.Teachers, r.teacher(id))
		}
	}
	if r.err == nil && len(at.Teachers) != len(s.Wants.Teachers) {
		r.err = r.lines.Fault(TeacherCount, "value", s.Name, "want", len(s.Wants.Teachers), "n", len(at.Teachers))
	}
	return at
}

func (r *solutionReader) teacher(id string) int {
	for i := range r.plan.Teachers {
		if r.plan.Teachers[i].ID == id {
			return i
		}
	}
	r.err = r.lines.Fault(lines.Alien, "kind", "teacher", "value", id)
	return 0
}
