package ctt

import "tongpin/internal/engine/message"

// Obstacle is a reason why no timetable can exist, found without searching: some
// lectures have fewer places among them than they need.
type Obstacle struct {
	Courses []string // the courses whose lectures don't fit
	Need    int      // lectures of these courses
	Have    int      // places that they could share
	Why     *message.Message
}

// Error returns a line for logs.
func (o *Obstacle) Error() string { return o.Why.Error() }

// Unwrap is what to tell people.
func (o *Obstacle) Unwrap() error { return o.Why }

// Obstacles finds courses, teachers, curricula and the whole timetable with more
// lectures than places. Each finding is a proof (Hall's condition); that there is
// none does not prove that a timetable exists.
func Obstacles(in *Instance) []*Obstacle {
	o := newObstacles(in)
	for i, c := range in.Courses {
		o.look([]int{i}, 1, "course", c.ID)
	}
	if len(o.found) > 0 {
		return o.found // what follows would only repeat it
	}
	ofTeacher := in.taughtBy()
	for i, c := range in.Courses {
		if taught := ofTeacher[c.Teacher]; taught[0] == i {
			o.look(taught, 1, "teacher", c.Teacher)
		}
	}
	for _, q := range in.Curricula {
		o.look(q.Courses, 1, "curriculum", q.ID)
	}
	all := make([]int, len(in.Courses))
	for i := range all {
		all[i] = i
	}
	o.look(all, len(in.Rooms), "room", "")
	return o.found
}

type obstacles struct {
	in    *Instance
	open  []bool
	opens []int // course -> how many periods are open to it
	found []*Obstacle
}

func newObstacles(in *Instance) *obstacles {
	o := &obstacles{in: in, open: in.Open(), opens: make([]int, len(in.Courses))}
	for i, open := range o.open {
		if open {
			o.opens[i/in.Periods()]++
		}
	}
	return o
}

// plain tells whether the courses have so many open periods each that no order of
// placing their lectures can fail: the usual case, which spares the search.
func (o *obstacles) plain(courses []int) bool {
	need, least := 0, o.in.Periods()
	for _, c := range courses {
		need += o.in.Courses[c].Lectures
		least = min(least, o.opens[c])
	}
	return need <= least
}

// look books an obstacle if the lectures of the courses can't all be held when a
// period takes width of them; kind and id say what binds them together.
func (o *obstacles) look(courses []int, width int, kind, id string) {
	if o.plain(courses) {
		return
	}
	set, have := o.squeeze(courses, width)
	if set == nil {
		return
	}
	found := &Obstacle{Have: have}
	for _, c := range set {
		found.Courses = append(found.Courses, o.in.Courses[c].ID)
		found.Need += o.in.Courses[c].Lectures
	}
	switch kind {
	case "room":
		found.Why = message.New(RoomsOver, "need", found.Need, "courses", found.Courses, "have", have)
	case "course":
		found.Why = message.New(CourseOver, "value", id, "need", found.Need, "have", have)
	default:
		found.Why = message.New(SharedOver, "kind", kind, "value", id, "need", found.Need, "courses", found.Courses, "have", have)
	}
	o.found = append(o.found, found)
}

// squeeze places the lectures period by period, moving earlier ones up where
// needed (a maximum flow by augmenting paths). It returns nil when all fit, else
// the courses that block each other and the number of lectures that could be held.
func (o *obstacles) squeeze(courses []int, width int) (set []int, have int) {
	periods := o.in.Periods()
	held := make([][]int, periods) // places in courses
	has := make([]bool, len(courses)*periods)
	seenCourse, seenPeriod := make([]bool, len(courses)), make([]bool, periods)
	var place func(i int) bool
	place = func(i int) bool {
		seenCourse[i] = true
		for p := range periods {
			if seenPeriod[p] || has[i*periods+p] || !o.open[courses[i]*periods+p] {
				continue
			}
			seenPeriod[p] = true
			if len(held[p]) < width {
				held[p] = append(held[p], i)
				has[i*periods+p] = true
				return true
			}
			for at, j := range held[p] {
				if seenCourse[j] {
					continue
				}
				if place(j) {
					has[j*periods+p] = false
					held[p][at] = i
					has[i*periods+p] = true
					return true
				}
			}
		}
		return false
	}
	for i, c := range courses {
		for range o.in.Courses[c].Lectures {
			clear(seenCourse)
			clear(seenPeriod)
			if place(i) {
				continue
			}
			return o.blocked(courses, seenCourse, width)
		}
	}
	return nil, 0
}

// blocked names the courses that the failed search reached and counts the places
// that they have among them.
func (o *obstacles) blocked(courses []int, reached []bool, width int) (set []int, have int) {
	periods := o.in.Periods()
	able := make([]int, periods)
	for i, c := range courses {
		if !reached[i] {
			continue
		}
		set = append(set, c)
		for p := range periods {
			if o.open[c*periods+p] {
				able[p]++
			}
		}
	}
	for _, n := range able {
		have += min(n, width)
	}
	return set, have
}
