package timetable

import (
	"slices"

	"tongpin/internal/engine/timetable/ctt"
)

// span is a part of a shared list: from at, n entries.
type span struct{ at, n int32 }

// course is all that a proposal asks about a course, in one place.
type course struct {
	open   span  // into layout.openList: periods in which it may be taught
	fit    span  // into layout.fitList: rooms that seat it best
	rival  span  // into layout.rivalList: courses it can't meet, itself included
	groups span  // into layout.groupList: its curricula
	first  int32 // its first lecture; the others follow
	count  int32 // of lectures
	wanted int32 // working days
}

// layout is the instance as flat arrays that never change while searching. Keys
// of two parts are written a*B+b, as in openAt[period*courses+course].
type layout struct {
	days, perDay, periods, rooms, courses, lectures, groups int

	course    []course
	dayOf     []int32 // period -> day
	hourOf    []uint8 // period -> period of its day
	isOpen    []bool  // course*periods+period
	over      []int32 // course*rooms+room -> points for students without a seat
	openList  []uint16
	fitList   []uint16
	rivalList []int32
	groupList []int32
	pair      []int32 // course*courses+course -> span in apart, -1: no rivals
	apart     []span  // for rivals (a, b): curricula of a without b, in apartList
	apartList []int32
}

func newLayout(in *ctt.Instance) *layout {
	y := &layout{
		days: in.Days, perDay: in.PerDay, periods: in.Periods(), rooms: len(in.Rooms),
		courses: len(in.Courses), groups: len(in.Curricula), isOpen: in.Open(),
	}
	y.course = make([]course, y.courses)
	for p := range y.periods {
		y.dayOf = append(y.dayOf, int32(p/in.PerDay))
		y.hourOf = append(y.hourOf, uint8(p%in.PerDay))
	}
	for i, c := range in.Courses {
		k := &y.course[i]
		k.first, k.count, k.wanted = int32(y.lectures), int32(c.Lectures), int32(c.MinDays)
		y.lectures += c.Lectures
		y.addOpen(k, i)
		y.addRooms(in, k, i)
	}
	y.addGroups(in)
	y.addRivals(in)
	return y
}

func (y *layout) addOpen(k *course, i int) {
	k.open.at = int32(len(y.openList))
	for p := range y.periods {
		if y.isOpen[i*y.periods+p] {
			y.openList = append(y.openList, uint16(p))
		}
	}
	k.open.n = int32(len(y.openList)) - k.open.at
}

// addRooms lists the rooms in which fewest students stand.
func (y *layout) addRooms(in *ctt.Instance, k *course, i int) {
	least := int32(1 << 30)
	for _, r := range in.Rooms {
		over := int32(max(0, in.Courses[i].Students-r.Capacity) * ctt.SeatPoints)
		y.over = append(y.over, over)
		least = min(least, over)
	}
	k.fit.at = int32(len(y.fitList))
	for r := range in.Rooms {
		if y.over[i*y.rooms+r] == least {
			y.fitList = append(y.fitList, uint16(r))
		}
	}
	k.fit.n = int32(len(y.fitList)) - k.fit.at
}

func (y *layout) addGroups(in *ctt.Instance) {
	of := make([][]int32, y.courses)
	for q, g := range in.Curricula {
		for _, c := range g.Courses {
			of[c] = append(of[c], int32(q))
		}
	}
	for i := range y.course {
		y.course[i].groups = span{int32(len(y.groupList)), int32(len(of[i]))}
		y.groupList = append(y.groupList, of[i]...)
	}
}

func (y *layout) addRivals(in *ctt.Instance) {
	y.pair = slices.Repeat([]int32{-1}, y.courses*y.courses)
	for a, rivals := range in.Rivals() {
		k := &y.course[a]
		k.rival = span{int32(len(y.rivalList)), int32(len(rivals) + 1)}
		y.rivalList = append(y.rivalList, int32(a))
		mine := y.groupList[k.groups.at : k.groups.at+k.groups.n]
		for _, b := range rivals {
			y.rivalList = append(y.rivalList, int32(b))
			y.pair[a*y.courses+b] = int32(len(y.apart))
			s := span{at: int32(len(y.apartList))}
			g := y.course[b].groups
			theirs := y.groupList[g.at : g.at+g.n]
			for _, q := range mine {
				if _, both := slices.BinarySearch(theirs, q); !both {
					y.apartList = append(y.apartList, q)
				}
			}
			s.n = int32(len(y.apartList)) - s.at
			y.apart = append(y.apart, s)
		}
	}
}

// floor is a cost that no timetable can go below: seats that no room has, and
// days that a course has too few lectures or open days for.
func (y *layout) floor() int {
	points := 0
	for c, k := range y.course {
		least := y.over[c*y.rooms+int(y.fitList[k.fit.at])]
		points += int(k.count * least)
		days := map[int32]bool{}
		for _, p := range y.openList[k.open.at : k.open.at+k.open.n] {
			days[y.dayOf[p]] = true
		}
		points += ctt.DayPoints * int(max(0, k.wanted-min(k.count, int32(len(days)))))
	}
	return points
}
