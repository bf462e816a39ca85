package quota_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/quota"
)

// TestCheck: whether quotas can be met is what trying every placement says.
func TestCheck(t *testing.T) {
	counts := map[bool]int{}
	for i := range 2000 {
		r := rand.New(rand.NewPCG(uint64(i), 5))
		in := &placement.Instance{}
		for g := range 1 + r.IntN(3) {
			parent := placement.None
			if g > 0 && r.IntN(3) > 0 {
				parent = uint32(r.IntN(g))
			}
			in.Groups = append(in.Groups, placement.Group{Parent: parent, Cap: r.Uint32N(4)})
		}
		for range 3 {
			in.Posts = append(in.Posts, placement.Post{Seats: r.Uint32N(3), Group: r.Uint32N(uint32(len(in.Groups)))})
		}
		for range r.IntN(5) {
			var list []placement.Wish
			for _, p := range r.Perm(3)[:r.IntN(4)] {
				list = append(list, placement.Wish{Post: uint32(p)})
			}
			in.Append(list...)
		}
		least := []quota.Least{{Post: r.Uint32N(3), Group: placement.None, N: r.Uint32N(3)}}
		for g := range in.Groups {
			if r.IntN(2) == 0 {
				least = append(least, quota.Least{Post: placement.None, Group: uint32(g), N: r.Uint32N(4)})
			}
		}
		var locked []placement.Lock
		if len(in.Start) > 0 && r.IntN(3) == 0 {
			locked = append(locked, placement.Lock{Student: r.Uint32N(uint32(len(in.Start))), Post: r.Uint32N(3)})
		}
		short, err := quota.Check(in, least, locked)
		if over := new(placement.CapError); errors.As(err, &over) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		can := possible(in, least, locked, make([]uint32, len(in.Start)), 0)
		if (len(short) == 0) != can {
			t.Fatalf("instance %d: %+v, possible %v: %+v %+v", i, short, can, in, least)
		}
		counts[can]++
	}
	if counts[true] < 200 || counts[false] < 200 {
		t.Errorf("one-sided: %v", counts)
	}
	if _, err := quota.Check(&placement.Instance{}, []quota.Least{{Post: 0, Group: 0, N: 1}}, nil); err == nil {
		t.Error("a quota of a post and a group at once is taken")
	}
}

// possible tries every placement of the students from s on.
func possible(in *placement.Instance, least []quota.Least, locked []placement.Lock, post []uint32, s int) bool {
	if s == len(post) {
		table := placement.NewTable(in, post, nil)
		for _, c := range append(table.Posts, table.Groups...) {
			if c.Held > c.Cap {
				return false
			}
		}
		return len(quota.Unmet(in, post, least)) == 0
	}
	for _, l := range locked {
		if int(l.Student) == s {
			post[s] = l.Post
			return possible(in, least, locked, post, s+1)
		}
	}
	post[s] = placement.None
	if possible(in, least, locked, post, s+1) {
		return true
	}
	for _, w := range in.List(uint32(s)) {
		post[s] = w.Post
		if possible(in, least, locked, post, s+1) {
			return true
		}
	}
	return false
}
