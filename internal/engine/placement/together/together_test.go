package together_test

import (
	"math/rand/v2"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/together"
	"tongpin/internal/engine/placement/verify"
)

// TestPairs: who is said to be together is; caps are kept; nobody outside the
// pairs is passed over; and without pairs nothing changes.
func TestPairs(t *testing.T) {
	kept, split := 0, 0
	for i := range 1500 {
		r := rand.New(rand.NewPCG(uint64(i), 9))
		in := &placement.Instance{Groups: []placement.Group{{Parent: placement.None, Cap: 3 + r.Uint32N(3)}, {Parent: 0, Cap: 1 + r.Uint32N(3)}, {Parent: 0, Cap: 1 + r.Uint32N(3)}}}
		for p := range 4 {
			in.Posts = append(in.Posts, placement.Post{Seats: 1 + r.Uint32N(2), Group: uint32(1 + p/2)})
		}
		for range 6 {
			grade := r.Uint32N(3)
			var list []placement.Wish
			for _, p := range r.Perm(4)[:1+r.IntN(4)] {
				list = append(list, placement.Wish{Post: uint32(p), Grade: grade})
			}
			in.Append(list...)
		}
		pairs := []together.Pair{{A: 4, B: 0}, {A: 2, B: 5}, {A: 2, B: 3}}
		for j := range pairs {
			pairs[j].Within = together.Within(r.IntN(3))
		}
		res, err := together.Solve(in, pairs, placement.Options{})
		if err != nil {
			t.Fatal(err)
		}
		member := map[uint32]bool{}
		for j, p := range pairs {
			if !res.Kept[j] {
				split++
				continue
			}
			kept++
			member[p.A], member[p.B] = true, true
			a, b := res.Post[p.A], res.Post[p.B]
			if a == placement.None || b == placement.None || p.Within == together.SamePost && a != b ||
				p.Within == together.SameGroup && in.Posts[a].Group != in.Posts[b].Group {
				t.Errorf("instance %d: pair %d is said to be together, in %d and %d", i, j, a, b)
			}
		}
		if res.Kept[1] && res.Kept[2] {
			t.Errorf("instance %d: student 2 is in two pairs", i)
		}
		for _, f := range verify.Check(in, res.Post, verify.Options{Lottery: true}).Findings {
			if f.Kind == verify.OverCap || f.Kind == verify.NotWished || !member[f.Student] {
				t.Errorf("instance %d: %+v", i, f)
			}
		}
	}
	if kept < 300 || split < 300 {
		t.Errorf("%d kept, %d split: one-sided", kept, split)
	}
}
