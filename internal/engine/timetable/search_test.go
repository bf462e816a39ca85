package timetable

import (
	"slices"
	"testing"

	"tongpin/internal/engine/timetable/anneal"
	"tongpin/internal/engine/timetable/ctt"
	"tongpin/internal/engine/timetable/sample"
)

var small = sample.Shape{Days: 4, PerDay: 5, Rooms: 3, Courses: 12, Teachers: 4, Curricula: 10, Lectures: 4, Members: 3, Closed: 20}

func newSearch(t *testing.T, in *ctt.Instance, seed uint64) *search {
	t.Helper()
	y := newLayout(in)
	s := &search{state: newState(y), Random: anneal.Seeded(seed, 0), bestConflicts: 1 << 30, best: make([]lecture, y.lectures)}
	if !s.place() {
		t.Fatalf("seed %d: no place", seed)
	}
	return s
}

// sound compares everything that is kept with what follows from the places.
func sound(t *testing.T, in *ctt.Instance, s *search) {
	t.Helper()
	fresh := newState(s.layout)
	for l, at := range s.lec {
		if fresh.slot[int(at.period)*s.rooms+int(at.room)] >= 0 || !s.isOpen[int(at.course)*s.periods+int(at.period)] {
			t.Fatalf("lecture %d stands where it must not", l)
		}
		fresh.put(int32(l), int(at.period), int(at.room))
	}
	if !slices.Equal(fresh.slot, s.slot) || !slices.Equal(fresh.meet, s.meet) || !slices.Equal(fresh.busy, s.busy) || !slices.Equal(fresh.taught, s.taught) ||
		!slices.Equal(fresh.onDay, s.onDay) || !slices.Equal(fresh.inRoom, s.inRoom) || !slices.Equal(fresh.spread, s.spread) {
		t.Fatal("a table has drifted")
	}
	if fresh.conflicts != s.conflicts || fresh.count() != s.cost {
		t.Fatalf("kept %d conflicts and cost %d, counted %d and %d", s.conflicts, s.cost, fresh.conflicts, fresh.count())
	}
	full := ctt.Check(in, s.solution())
	if full.ByRule[ctt.RoomOccupancy]+full.ByRule[ctt.Availability] != 0 {
		t.Fatalf("%+v", full.ByRule)
	}
	if (full.Violations == 0) != (s.conflicts == 0) || s.conflicts == 0 && full.Cost != s.cost {
		t.Fatalf("kept %d conflicts and cost %d, the checker counts %+v", s.conflicts, s.cost, full.ByRule)
	}
}

// TestKeptCostNeverDrifts walks hot and cold, with conflicts and without, and
// counts everything anew after each change.
func TestKeptCostNeverDrifts(t *testing.T) {
	changes := int64(0)
	for seed := range uint64(20) {
		in, _ := sample.Instance(small, seed)
		s := newSearch(t, in, seed)
		for turn := range 150 {
			s.strict = turn > 75 && s.conflicts == 0
			s.clash = 1 + turn%50
			s.allow.Heat(float64(1 + turn%40))
			before := s.accepted
			for range 200 {
				if s.walk(1); s.accepted > before {
					break
				}
			}
			sound(t, in, s)
			if s.bestConflicts > s.conflicts || (s.bestConflicts == s.conflicts && s.bestCost > s.cost) {
				t.Fatal("the best is worse than the present")
			}
		}
		changes += s.accepted
		s.recall()
		if s.conflicts = newStateOf(s).conflicts; s.conflicts != s.bestConflicts {
			t.Fatalf("the best had %d conflicts, has %d", s.bestConflicts, s.conflicts)
		}
		sound(t, in, s)
	}
	if changes < 2000 {
		t.Errorf("only %d changes were made", changes)
	}
}

func newStateOf(s *search) *state {
	fresh := newState(s.layout)
	for l, at := range s.lec {
		fresh.put(int32(l), int(at.period), int(at.room))
	}
	return fresh
}
