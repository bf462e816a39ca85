// Package plan knows the term timetables of shared training bases: courses of
// several schools and training classes in rooms, with mobile equipment,
// instructors who have calendars, several campuses, blocks of periods, patterns
// of weeks, split groups, rotations through stations, and fixed bookings. It
// has the file format of such a plan (tongpin-timetable 1, see
// docs/timetable.md), the exact count of violations and soft points of a
// timetable, and the reasons why none can exist.
//
// A plan extends curriculum-based course timetabling: FromCTT turns a standard
// instance into a plan with the same points.
package plan

import "time"

// Bounds of a plan.
const (
	MaxWeeks    = 32
	MaxDays     = 28
	MaxPerDay   = 28
	MaxSites    = 8
	MaxThings   = 5_000  // rooms, pools, teachers or groups
	MaxSessions = 20_000 // after expansion
)

// None stands for "no site", "no parent" and "no room".
const None = -1

// Hour is a period of the day: its label, and when it is by the clock.
type Hour struct {
	Label    string
	From, To time.Duration // since midnight
}

// Room is a room, a bench or a machine that takes one session at a time.
type Room struct {
	ID     string
	Site   int // index or None
	Kind   string
	Seats  int
	Has    []string // equipment that is fixed in it
	Closed Times
}

// Pool is mobile equipment of which there are several.
type Pool struct {
	ID     string
	Stock  int
	Booked []Booking
}

// Booking takes a number of a pool away at certain times.
type Booking struct {
	When Times
	N    int
}

// Teacher is an instructor with a calendar.
type Teacher struct {
	ID     string
	Closed Times
	PerDay int // periods a day that should not be exceeded; 0: no wish
}

// Group is a group of students. The parts of a group share no students; a
// session of a group is attended by all its parts.
type Group struct {
	ID     string
	Size   int
	Parent int // index or None
	Closed Times
}

// Need is a number of a pool.
type Need struct{ Pool, N int }

// Wants are what sessions need besides time.
type Wants struct {
	Teachers [][]int // each element is filled by one of its teachers
	Kind     string  // of the room; empty: any
	Has      []string
	Site     int   // index or None
	Rooms    []int // only these; nil: any that fits
	NoRoom   bool  // held outside
	Needs    []Need
}

// Course is taught in sessions of equal length.
type Course struct {
	ID       string
	Groups   []int
	Sessions int
	Length   int // periods
	MinDays  int
	Students int    // if other than the size of the groups; -1: their size
	Weeks    uint32 // bit w: week w+1
	Closed   Times
	Wants
}

// Station is one place of a rotation.
type Station struct {
	ID string
	Wants
}

// Rotation leads as many groups through as many stations: in round j group i is
// at station i+j, so that each group meets each station once.
type Rotation struct {
	ID       string
	Groups   []int
	Stations []Station
	Length   int  // periods of a round
	Weekly   bool // a round a week, at the same hours; else all rounds in one day
	Weeks    uint32
}

// Fixed sets when, and if Room is not None where, a session is held.
type Fixed struct {
	Course int
	Number int // from 1
	Period int // day*len(Hours) + hour
	Room   int
}

// Parallel names courses whose sessions of equal number are held together.
type Parallel struct{ Courses []int }

// Points are the weights of the soft rules.
type Points struct{ Seat, Day, Alone, Room, Load int }

// UD2 are the weights of the standard problem; Load is a period of an
// instructor's day beyond the wish.
var UD2 = Points{Seat: 1, Day: 5, Alone: 2, Room: 1, Load: 3}

// Plan is a term to be timetabled.
type Plan struct {
	Name      string
	Starts    time.Time // Monday of week 1; zero: not said
	Weeks     int
	Holiday   uint32 // weeks in which nothing is held
	Days      []string
	Hours     []Hour
	Sites     []string
	Travel    [][]int // Travel[a][b]: free periods needed between sites a and b
	Rooms     []Room
	Pools     []Pool
	Teachers  []Teacher
	Groups    []Group
	Courses   []Course
	Rotations []Rotation
	Parallels []Parallel
	Fixed     []Fixed
	Points    Points
}

// Periods is the number of periods of a week.
func (p *Plan) Periods() int { return len(p.Days) * len(p.Hours) }

// AllWeeks has a bit for every week that is no holiday.
func (p *Plan) AllWeeks() uint32 { return uint32(1<<p.Weeks-1) &^ p.Holiday }

// Leaves are the groups without parts inside each group, itself if it has none.
func (p *Plan) Leaves() [][]int {
	parted := make([]bool, len(p.Groups))
	for _, g := range p.Groups {
		if g.Parent != None {
			parted[g.Parent] = true
		}
	}
	out := make([][]int, len(p.Groups))
	for i := range p.Groups {
		if parted[i] {
			continue
		}
		for up := i; up != None; up = p.Groups[up].Parent {
			out[up] = append(out[up], i)
		}
	}
	return out
}
