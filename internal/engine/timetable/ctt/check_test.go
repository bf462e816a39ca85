package ctt_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/sample"
)

var small = sample.Shape{Days: 4, PerDay: 4, Rooms: 3, Courses: 8, Teachers: 4, Curricula: 6, Lectures: 4, Members: 3, Closed: 20}

// naive counts violations and points straight from the published wording, over
// pairs and triples of lectures, without any table.
func naive(in *ctt.Instance, s ctt.Solution) map[ctt.Rule]int {
	n := map[ctt.Rule]int{}
	for _, r := range ctt.Rules {
		n[r] = 0
	}
	together := func(a, b int) bool {
		if a != b && in.Courses[a].Teacher == in.Courses[b].Teacher {
			return true
		}
		return a != b && slices.ContainsFunc(in.Curricula, func(q ctt.Curriculum) bool {
			return slices.Contains(q.Courses, a) && slices.Contains(q.Courses, b)
		})
	}
	type key struct{ a, b, p int }
	clash, rooms, same := map[key]bool{}, map[key]int{}, map[key]int{}
	for _, x := range s {
		rooms[key{x.Room, 0, x.Period}]++
		same[key{x.Course, 0, x.Period}]++
		if slices.Contains(in.Bans, ctt.Ban{Course: x.Course, Period: x.Period}) {
			n[ctt.Availability]++
		}
		n[ctt.RoomCapacity] += max(0, in.Courses[x.Course].Students-in.Rooms[x.Room].Capacity)
		for _, y := range s {
			if x.Period == y.Period && x.Course < y.Course && together(x.Course, y.Course) {
				clash[key{x.Course, y.Course, x.Period}] = true
			}
		}
	}
	n[ctt.Conflicts] = len(clash)
	for _, k := range rooms {
		n[ctt.RoomOccupancy] += k - 1
	}
	for _, k := range same {
		n[ctt.Lectures] += k - 1
	}
	for c, course := range in.Courses {
		days, places, used := map[int]bool{}, 0, map[int]bool{}
		for _, x := range s {
			if x.Course == c {
				days[x.Period/in.PerDay], used[x.Room] = true, true
				places++
			}
		}
		n[ctt.Lectures] += max(places-course.Lectures, course.Lectures-places)
		n[ctt.MinDays] += 5 * max(0, course.MinDays-len(days))
		n[ctt.Stability] += max(0, len(used)-1)
	}
	for _, q := range in.Curricula {
		for _, x := range s {
			if !slices.Contains(q.Courses, x.Course) {
				continue
			}
			if !slices.ContainsFunc(s, func(y ctt.Place) bool {
				d := x.Period - y.Period
				return slices.Contains(q.Courses, y.Course) && d*d == 1 && x.Period/in.PerDay == y.Period/in.PerDay
			}) {
				n[ctt.Compactness] += 2
			}
		}
	}
	return n
}

// damage moves, drops and doubles lectures.
func damage(r *rand.Rand, in *ctt.Instance, s ctt.Solution, times int) ctt.Solution {
	s = slices.Clone(s)
	for range times {
		i := r.IntN(len(s))
		switch r.IntN(4) {
		case 0:
			s[i].Room = r.IntN(len(in.Rooms))
		case 1:
			s[i].Course = r.IntN(len(in.Courses))
		default:
			s[i].Period = r.IntN(in.Periods())
		}
	}
	if times > 0 && r.IntN(3) == 0 {
		s = append(s, s[r.IntN(len(s))])
	}
	if times > 0 && r.IntN(3) == 0 && len(s) > 1 {
		s = s[1:]
	}
	return s
}

func TestCheckEqualsANaiveCount(t *testing.T) {
	broken := 0
	for seed := range uint64(300) {
		in, hidden := sample.Instance(small, seed)
		r := rand.New(rand.NewPCG(seed, 2))
		for _, times := range []int{0, 1, 5, 20} {
			s := damage(r, in, hidden, times)
			got, want := ctt.Check(in, s), naive(in, s)
			if bare := ctt.Count(in, s); len(bare.Findings) > 0 || bare.Cost != got.Cost || bare.Violations != got.Violations || !maps.Equal(bare.ByRule, got.ByRule) {
				t.Fatalf("seed %d: counted %+v, checked %+v", seed, bare, got.ByRule)
			}
			sum, points := map[ctt.Rule]int{}, 0
			for _, f := range got.Findings {
				sum[f.Rule] += f.Points
				points += f.Points
				if len(f.Who) == 0 || f.Why().Key == "" {
					t.Fatalf("seed %d: a finding names nobody: %+v", seed, f)
				}
			}
			for _, rule := range ctt.Rules {
				if got.ByRule[rule] != want[rule] || sum[rule] != want[rule] {
					t.Fatalf("seed %d, %d changes: %s is %d and its findings sum up to %d, want %d", seed, times, rule, got.ByRule[rule], sum[rule], want[rule])
				}
			}
			if times == 0 && got.Violations != 0 {
				t.Fatalf("seed %d: the hidden timetable breaks rules: %+v", seed, got.Findings)
			}
			if got.Violations > 0 {
				broken++
			}
			if points != got.Violations+got.Cost {
				t.Fatalf("seed %d: findings have %d points, the report %d and %d", seed, points, got.Violations, got.Cost)
			}
		}
	}
	if broken < 500 {
		t.Errorf("only %d broken timetables were counted", broken)
	}
}

// TestCheckIsMetamorphic changes the instance in ways whose effect is known.
func TestCheckIsMetamorphic(t *testing.T) {
	for seed := range uint64(50) {
		in, s := sample.Instance(small, seed)
		s = damage(rand.New(rand.NewPCG(seed, 3)), in, s, 3)
		before := ctt.Check(in, s)

		more := *in
		more.Rooms = append(slices.Clone(in.Rooms), ctt.Room{ID: "unused", Capacity: 1})
		more.Curricula = append(slices.Clone(in.Curricula), ctt.Curriculum{ID: "empty"})
		if after := ctt.Check(&more, s); after.Cost != before.Cost || after.Violations != before.Violations {
			t.Fatalf("seed %d: an unused room and an empty curriculum change %+v to %+v", seed, before.ByRule, after.ByRule)
		}

		twice := *in
		twice.Curricula = nil
		for _, q := range in.Curricula {
			twice.Curricula = append(twice.Curricula, q, ctt.Curriculum{ID: q.ID + "again", Courses: q.Courses})
		}
		after := ctt.Check(&twice, s)
		if after.ByRule[ctt.Compactness] != 2*before.ByRule[ctt.Compactness] || after.Violations != before.Violations {
			t.Fatalf("seed %d: every curriculum twice: %+v becomes %+v", seed, before.ByRule, after.ByRule)
		}

		slices.Reverse(s)
		if after := ctt.Check(in, s); after.Cost != before.Cost || after.Violations != before.Violations {
			t.Fatalf("seed %d: the order of lines counts", seed)
		}
	}
}
