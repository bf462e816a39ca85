package placement_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
)

// TestChoice (P7): what the posts choose from contracts is substitutable (who is
// refused is refused when more apply) and never less of more. Each contract is a
// student with one wish here, so the placement is the choice.
func TestChoice(t *testing.T) {
	refusals := 0
	for i := range 1500 {
		r := rand.New(rand.NewPCG(uint64(i), 77))
		in := random(r, shape{students: 0, posts: 4, groups: 4, classes: 3})
		for range 2 + r.IntN(8) {
			in.Append(placement.Wish{Post: r.Uint32N(uint32(len(in.Posts))), Grade: r.Uint32N(3)})
		}
		all := solve(t, in, placement.Options{})
		out := r.Uint32N(uint32(len(in.Start)))
		fewer := solve(t, withList(in, out, nil), placement.Options{})
		for s := range all.Post {
			if uint32(s) != out && fewer.Post[s] == placement.None && all.Post[s] != placement.None {
				t.Fatalf("instance %d: %d is refused among fewer: %s", i, s, show(in))
			}
			if all.Post[s] == placement.None {
				refusals++
			}
		}
		if fewer.Placed > all.Placed {
			t.Fatalf("instance %d: %d chosen of more, %d of fewer", i, all.Placed, fewer.Placed)
		}
	}
	if refusals < 1000 {
		t.Errorf("%d refusals say little", refusals)
	}
}

// TestOrdersThatDisagree (P14): why there is one order for each tree. When the
// post and the group above it each have an order of their own, some instances
// have no stable placement at all.
func TestOrdersThatDisagree(t *testing.T) {
	without := 0
	for i := range 1500 {
		r := rand.New(rand.NewPCG(uint64(i), 14))
		in := &placement.Instance{Groups: []placement.Group{{Parent: placement.None, Cap: 1 + r.Uint32N(2)}}}
		for range 3 {
			in.Posts = append(in.Posts, placement.Post{Seats: 1, Group: 0})
		}
		for range 4 {
			in.Append(randomList(r, in, usual)...)
		}
		orders := [][]int{r.Perm(4), r.Perm(4), r.Perm(4), r.Perm(4)} // of the three posts, of the group
		none := true
		every(in, func(match []uint32) { none = none && disputed(in, match, orders) })
		if none {
			without++
		}
	}
	if without == 0 {
		t.Error("every instance has a stable placement: the rule of one order would be for nothing")
	}
	t.Logf("%d of 1500 instances have no stable placement", without)
}

// disputed tells whether some student and the lowest full node of a post, by
// that node's own order, would rather have each other.
func disputed(in *placement.Instance, match []uint32, orders [][]int) bool {
	for s := range match {
		for _, w := range in.List(uint32(s)) {
			if w.Post == match[s] {
				break
			}
			var held []int
			order := orders[w.Post]
			for other, p := range match {
				if p == w.Post {
					held = append(held, other)
				}
			}
			if len(held) == 0 { // the post has room; is the group full?
				order = orders[3]
				for other, p := range match {
					if p != placement.None {
						held = append(held, other)
					}
				}
				if len(held) < int(in.Groups[0].Cap) {
					return true
				}
			}
			if slices.ContainsFunc(held, func(other int) bool { return order[other] > order[s] }) {
				return true
			}
		}
	}
	return false
}
