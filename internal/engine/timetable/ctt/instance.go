// Package ctt knows curriculum-based course timetabling in the form of the
// second international timetabling competition (ITC-2007, track 3; formulation
// UD2): its instance files (.ctt, and what UD2 needs of .ectt), its solution
// files, and the exact count of violations and soft points of a solution.
//
// Rules and weights: Di Gaspero, McCollum, Schaerf, "The Second International
// Timetabling Competition: Curriculum-based Course Timetabling", 2007, and
// Bonutti et al., "Benchmarking curriculum-based course timetabling", 2012 (UD2).
package ctt

// Bounds of an instance. They keep every table of the solver within a few
// megabytes and are several times the largest public instance.
const (
	MaxDays     = 28
	MaxPerDay   = 28
	MaxRooms    = 4_000
	MaxCourses  = 5_000
	MaxLectures = 60_000
	MaxGroups   = 50_000 // curricula
)

// Course is a course with a number of lectures in the week, all of one teacher.
type Course struct {
	ID       string
	Teacher  string
	Lectures int // at least 1
	MinDays  int // days over which the lectures should be spread
	Students int
}

// Room is a room with its number of seats.
type Room struct {
	ID       string
	Capacity int
}

// Curriculum is a set of courses that the same students attend.
type Curriculum struct {
	ID      string
	Courses []int // indexes of courses, ascending, each once
}

// Ban says that a course can't be taught in a period.
type Ban struct {
	Course int // index
	Period int // day*PerDay + period of the day
}

// Instance is one week to be timetabled.
type Instance struct {
	Name      string
	Days      int
	PerDay    int // periods of a day
	Courses   []Course
	Rooms     []Room
	Curricula []Curriculum
	Bans      []Ban
}

// Periods is the number of periods of the week.
func (in *Instance) Periods() int { return in.Days * in.PerDay }

// Lectures is the number of lectures of all courses.
func (in *Instance) Lectures() int {
	n := 0
	for _, c := range in.Courses {
		n += c.Lectures
	}
	return n
}

// Open tells for each course and period whether the course may be taught in it:
// Open()[course*Periods()+period].
func (in *Instance) Open() []bool {
	open := make([]bool, len(in.Courses)*in.Periods())
	for i := range open {
		open[i] = true
	}
	for _, b := range in.Bans {
		open[b.Course*in.Periods()+b.Period] = false
	}
	return open
}

// Rivals are the courses that can't be taught together with each course: those
// of the same teacher and those of a common curriculum, ascending, without the
// course itself.
func (in *Instance) Rivals() [][]int {
	n := len(in.Courses)
	stamp := make([]int, n) // stamp[c] == course+1: already in its list
	ofTeacher := in.taughtBy()
	ofCourse := make([][]int, n)
	for q, k := range in.Curricula {
		for _, c := range k.Courses {
			ofCourse[c] = append(ofCourse[c], q)
		}
	}
	rivals := make([][]int, n)
	for i, c := range in.Courses {
		stamp[i] = i + 1
		add := func(others []int) {
			for _, o := range others {
				if stamp[o] != i+1 {
					stamp[o] = i + 1
					rivals[i] = append(rivals[i], o)
				}
			}
		}
		add(ofTeacher[c.Teacher])
		for _, q := range ofCourse[i] {
			add(in.Curricula[q].Courses)
		}
	}
	return rivals
}

// taughtBy are the courses of each teacher, ascending.
func (in *Instance) taughtBy() map[string][]int {
	of := map[string][]int{}
	for i, c := range in.Courses {
		of[c.Teacher] = append(of[c.Teacher], i)
	}
	return of
}

// Place is where and when one lecture is held.
type Place struct {
	Course int
	Room   int
	Period int // day*PerDay + period of the day
}

// Solution is a timetable: one place for each lecture, in any order. The
// lectures of a course are alike, so a place names only the course.
type Solution []Place
