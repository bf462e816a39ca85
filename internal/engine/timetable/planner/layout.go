// Package planner finds good timetables for plans of shared training bases and
// mends them after a change with as few moved sessions as possible: an annealing
// over package plan's problem. It weighs every kind of violation as points, so
// that one search serves all of them; standard instances are solved faster by
// package timetable.
package planner

import (
	"tongpin/internal/engine/timetable/plan"
)

// session is plan.Session as flat numbers.
type session struct {
	unit, offset, length int
	course               int
	kinds                []int // kinds of weeks in which it is held
	leaves               []int // persons that always attend: groups without parts
	rooms                []int
	fits                 []int   // rooms with the fewest students standing
	choices              [][]int // persons, one of each
	needs                []plan.Need
	students             int
	fixed                bool
}

// layout is the plan as arrays that never change while searching. A slot is a
// kind of weeks and a period of the week: kind*periods+period. Persons are the
// groups first, then the teachers.
type layout struct {
	plan     *plan.Plan
	kinds    []uint32
	periods  int
	hours    int
	days     int
	slots    int
	sites    int
	rooms    int
	teachers int // person of the first teacher
	persons  int

	sessions     []session
	units        []plan.Unit
	closedPerson []bool // person*slots+slot
	closedRoom   []bool // room*slots+slot
	stock        []int  // pool*slots+slot
	siteOf       []int  // room -> site or plan.None
	siblings     [][]int
	free         int // points of the first room of each course, which costs nothing
}

func newLayout(p *plan.Plan) *layout {
	sessions, units := p.Sessions()
	y := &layout{
		plan: p, kinds: p.WeekKinds(sessions), periods: p.Periods(), hours: len(p.Hours), days: len(p.Days), units: units,
		sites: len(p.Sites), rooms: len(p.Rooms), teachers: len(p.Groups), persons: len(p.Groups) + len(p.Teachers),
	}
	y.slots = len(y.kinds) * y.periods
	y.siblings = make([][]int, len(p.Courses))
	for i := range sessions {
		y.addSession(&sessions[i], i)
	}
	for _, list := range y.siblings {
		if len(list) > 0 && len(y.sessions[list[0]].rooms) > 0 {
			y.free += p.Points.Room
		}
	}
	for _, r := range p.Rooms {
		y.siteOf = append(y.siteOf, r.Site)
	}
	y.addCalendars()
	return y
}

func (y *layout) addSession(s *plan.Session, i int) {
	k := session{
		unit: s.Unit, offset: s.Offset, length: s.Length, course: s.Course, leaves: s.Leaves, rooms: s.Rooms,
		needs: s.Wants.Needs, students: s.Students, fixed: s.Fixed,
	}
	for n, weeks := range y.kinds {
		if s.Weeks&weeks != 0 {
			k.kinds = append(k.kinds, n)
		}
	}
	for _, any := range s.Wants.Teachers {
		var persons []int
		for _, t := range any {
			persons = append(persons, y.teachers+t)
		}
		k.choices = append(k.choices, persons)
	}
	least := 1 << 60
	for _, r := range s.Rooms {
		over := max(0, s.Students-y.plan.Rooms[r].Seats)
		if over < least {
			least, k.fits = over, nil
		}
		if over == least {
			k.fits = append(k.fits, r)
		}
	}
	if s.Course != plan.None {
		y.siblings[s.Course] = append(y.siblings[s.Course], i)
	}
	y.sessions = append(y.sessions, k)
}

func (y *layout) addCalendars() {
	p := y.plan
	y.closedPerson, y.closedRoom = make([]bool, y.persons*y.slots), make([]bool, y.rooms*y.slots)
	mark := func(table []bool, row int, t plan.Times) {
		for k, weeks := range y.kinds {
			for period := range y.periods {
				if t.Has(period, weeks) {
					table[row*y.slots+k*y.periods+period] = true
				}
			}
		}
	}
	for g := range p.Groups {
		for up := g; up != plan.None; up = p.Groups[up].Parent {
			mark(y.closedPerson, g, p.Groups[up].Closed)
		}
	}
	for t := range p.Teachers {
		mark(y.closedPerson, y.teachers+t, p.Teachers[t].Closed)
	}
	for r := range p.Rooms {
		mark(y.closedRoom, r, p.Rooms[r].Closed)
	}
	for k := range p.Pools {
		for _, weeks := range y.kinds {
			for period := range y.periods {
				y.stock = append(y.stock, p.Stock(k, period, weeks))
			}
		}
	}
}
