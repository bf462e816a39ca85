package placement_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
)

// regraded is the instance with other grades.
func regraded(in *placement.Instance, grade func(uint32) uint32) *placement.Instance {
	out := *in
	out.Wishes = slices.Clone(in.Wishes)
	for i, w := range out.Wishes {
		if w.Post != placement.None {
			out.Wishes[i].Grade = grade(w.Grade)
		}
	}
	return &out
}

// TestWideGrades: what counts of grades is their order. Grades that need keys
// of 64 bits give the placement that the same order gives with 32.
func TestWideGrades(t *testing.T) {
	trials(t, 1000, usual, func(t *testing.T, _ *rand.Rand, in *placement.Instance) {
		wide := regraded(in, func(g uint32) uint32 { return placement.MaxGrade - 100 + g })
		for _, fill := range []bool{false, true} {
			o := placement.Options{Fill: fill}
			if got, want := solve(t, wide, o), solve(t, in, o); !slices.Equal(got.Post, want.Post) || got.Proposals != want.Proposals {
				t.Errorf("fill=%v: %v with wide grades, %v with narrow ones", fill, got, want)
			}
		}
	})
}

// TestOneWideGrade: a single grade that keys of 32 bits have no room for is met
// wherever it stands, also by the last students of a long run.
func TestOneWideGrade(t *testing.T) {
	in := market(100_000, 128)
	for _, student := range []uint32{1, 70_001, 99_999} {
		wide := regraded(in, func(g uint32) uint32 { return g })
		list := wide.List(student)
		list[0].Grade = placement.MaxGrade
		want := solveSimple(wide)
		for workers := 1; workers < 3; workers++ {
			got := solve(t, wide, placement.Options{Workers: workers})
			if !slices.Equal(got.Post, want) {
				t.Errorf("student %d, %d workers: not the textbook's placement", student, workers)
			}
		}
	}
}

// TestLargePosts: posts whose seats are more than one look, a seat below and
// above each border, in one enterprise that is full now and then.
func TestLargePosts(t *testing.T) {
	for i := range uint64(40) {
		r := rand.New(rand.NewPCG(i, 11))
		in := &placement.Instance{Groups: []placement.Group{{Parent: placement.None, Cap: 1200}}}
		for _, seats := range []uint32{1, 16, 17, 18, 273, 274, 600} {
			in.Posts = append(in.Posts, placement.Post{Seats: seats, Group: 0})
		}
		for range 1500 {
			var list []placement.Wish
			for _, p := range r.Perm(len(in.Posts))[:1+r.IntN(len(in.Posts))] {
				list = append(list, placement.Wish{Post: uint32(p), Grade: r.Uint32N(300)})
			}
			in.Append(list...)
		}
		if got := solve(t, in, placement.Options{}); !slices.Equal(got.Post, solveSimple(in)) {
			t.Fatalf("seed %d: not the textbook's placement", i)
		}
	}
}
