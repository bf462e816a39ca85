package ctt_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"tongpin/internal/engine/timetable/ctt"
)

// possible tries every way to hold the lectures of the courses when a period
// takes width of them.
func possible(in *ctt.Instance, courses []int, width int) bool {
	open, left := in.Open(), make([]int, len(courses))
	for i, c := range courses {
		left[i] = in.Courses[c].Lectures
	}
	var period func(p int) bool
	period = func(p int) bool {
		if p == in.Periods() {
			for _, n := range left {
				if n > 0 {
					return false
				}
			}
			return true
		}
		var choose func(i, room int) bool
		choose = func(i, room int) bool {
			if i == len(courses) {
				return period(p + 1)
			}
			if room > 0 && left[i] > 0 && open[courses[i]*in.Periods()+p] {
				left[i]--
				ok := choose(i+1, room-1)
				left[i]++
				if ok {
					return true
				}
			}
			return choose(i+1, room)
		}
		return choose(0, width)
	}
	return period(0)
}

func TestObstaclesAreExactForOneTeacherAndForRooms(t *testing.T) {
	blocked := 0
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 4))
		in := &ctt.Instance{Days: 1, PerDay: 5, Rooms: []ctt.Room{{ID: "a", Capacity: 9}, {ID: "b", Capacity: 9}}}
		teachers := []string{"one", "one", "one", "one"}
		if seed%2 == 0 {
			teachers = []string{"s", "t", "u", "v"}
		}
		var all []int
		for c, teacher := range teachers {
			in.Courses = append(in.Courses, ctt.Course{ID: string(rune('a' + c)), Teacher: teacher, Lectures: 1 + r.IntN(3)})
			all = append(all, c)
			for p := range 5 {
				if r.IntN(3) == 0 {
					in.Bans = append(in.Bans, ctt.Ban{Course: c, Period: p})
				}
			}
		}
		width := 2
		if seed%2 == 1 {
			width = 1
		}
		found := ctt.Obstacles(in)
		if want := possible(in, all, width); want != (len(found) == 0) {
			t.Fatalf("seed %d: possible %v, found %v", seed, want, found)
		}
		for _, o := range found {
			blocked++
			if o.Need <= o.Have || len(o.Courses) == 0 {
				t.Fatalf("seed %d: no proof: %+v", seed, o)
			}
		}
	}
	if blocked < 50 {
		t.Errorf("only %d obstacles were met", blocked)
	}
}

func TestObstaclesSayWho(t *testing.T) {
	base := func() *ctt.Instance {
		in, err := ctt.Read(strings.NewReader(toy))
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	cases := map[string]struct {
		spoil func(in *ctt.Instance)
		says  string
	}{
		"course": {
			func(in *ctt.Instance) { in.Courses[0].Lectures = 6 },
			"timetable.obstacle.course value=weld need=6 have=5",
		},
		"teacher": {
			func(in *ctt.Instance) {
				in.Courses[0].Lectures, in.Courses[1].Lectures, in.Courses[1].Teacher, in.Curricula = 4, 3, "zhang", nil
			},
			"timetable.obstacle.shared kind=teacher value=zhang need=7 courses=[weld lathe] have=6",
		},
		"curriculum": {
			func(in *ctt.Instance) { in.Courses[0].Lectures, in.Courses[1].Lectures = 4, 3 },
			"timetable.obstacle.shared kind=curriculum value=q1 need=7 courses=[weld lathe] have=6",
		},
		"rooms": {
			func(in *ctt.Instance) {
				in.Courses[0].Lectures, in.Courses[1].Lectures, in.Curricula, in.Rooms = 4, 3, nil, in.Rooms[:1]
			},
			"timetable.obstacle.rooms need=7 courses=[weld lathe] have=6",
		},
	}
	for name, c := range cases {
		in := base()
		if found := ctt.Obstacles(in); len(found) > 0 {
			t.Fatalf("the toy is refused: %v", found)
		}
		c.spoil(in)
		if found := ctt.Obstacles(in); len(found) != 1 || !strings.Contains(found[0].Error(), c.says) {
			t.Errorf("%s: %v", name, found)
		}
	}
}
