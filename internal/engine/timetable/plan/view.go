package plan

import (
	"fmt"
	"slices"
)

// By says whose timetables a view shows.
type By string

// The views.
const (
	ByRoom    By = "room"
	ByTeacher By = "teacher"
	ByGroup   By = "group"
)

// Entry is one session in a view.
type Entry struct {
	Name     string // of the session's course or station
	Number   int    // of its sessions, from 1
	Period   int    // day*len(Hours) + hour
	Length   int
	Weeks    string // as in a plan; empty: every week
	InWeeks  uint32
	Room     string // empty: none
	Teachers []string
	Groups   []string
}

// Sheet is the timetable of one room, teacher or group, in order of time.
type Sheet struct {
	Title   string
	Entries []Entry
}

// At are the sessions that are held in a period.
func (s Sheet) At(period int) (held []Entry) {
	for _, e := range s.Entries {
		if e.Period <= period && period < e.Period+e.Length {
			held = append(held, e)
		}
	}
	return held
}

// View sorts a timetable by rooms, teachers or groups. Those without a session
// are left out; a group shows what it attends with the groups that it is part of.
func View(p *Plan, s Solution, by By) ([]Sheet, error) {
	sessions, _ := p.Sessions()
	var out []Sheet
	collect := func(title string, takes func(i int) bool) {
		sheet := Sheet{Title: title}
		for i := range sessions {
			if s[i].Start != None && takes(i) {
				sheet.Entries = append(sheet.Entries, p.entry(&sessions[i], s[i]))
			}
		}
		if len(sheet.Entries) == 0 {
			return
		}
		slices.SortStableFunc(sheet.Entries, func(a, b Entry) int { return a.Period - b.Period })
		out = append(out, sheet)
	}
	switch by {
	case ByRoom:
		for r := range p.Rooms {
			collect(p.Rooms[r].ID, func(i int) bool { return s[i].Room == r })
		}
	case ByTeacher:
		for t := range p.Teachers {
			collect(p.Teachers[t].ID, func(i int) bool { return slices.Contains(s[i].Teachers, t) })
		}
	case ByGroup:
		for g := range p.Groups {
			above := p.above(g)
			collect(p.Groups[g].ID, func(i int) bool {
				return slices.ContainsFunc(sessions[i].Groups, func(n int) bool { return slices.Contains(above, n) })
			})
		}
	default:
		return nil, fmt.Errorf("%q is no view: choose room, teacher or group", by)
	}
	return out, nil
}

// above are a group and all that it is part of.
func (p *Plan) above(g int) (out []int) {
	for ; g != None; g = p.Groups[g].Parent {
		out = append(out, g)
	}
	return out
}

func (p *Plan) entry(s *Session, at Place) Entry {
	e := Entry{Name: s.Name, Number: s.Number, Period: at.Start, Length: s.Length, InWeeks: s.Weeks}
	if s.Weeks != p.AllWeeks() {
		e.Weeks = p.weeksText(s.Weeks)
	}
	if at.Room != None {
		e.Room = p.Rooms[at.Room].ID
	}
	for _, t := range at.Teachers {
		e.Teachers = append(e.Teachers, p.Teachers[t].ID)
	}
	for _, g := range s.Groups {
		e.Groups = append(e.Groups, p.Groups[g].ID)
	}
	return e
}
