package placement_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/quota"
	"tongpin/internal/engine/placement/verify"
)

// TestWeighted (P11): the sum of values is at most the best, which brute force
// finds, the best is at most the bound, and the two are as close as was asked
// for. Without a gap the sum is the best, and of several best placements it is the
// one that the order of students chooses.
func TestWeighted(t *testing.T) {
	trials(t, 1500, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		value := someValues(r, in)
		match, sum := bestOf(in, value, func([]uint32) bool { return true })
		for _, gap := range []float64{0, 0.1, 1, 7} {
			res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap})
			if err != nil {
				t.Fatal(err)
			}
			if !lawful(in, res.Post) || cert.Value != worth(in, value, res.Post) || res.Placed != placed(res.Post) {
				t.Errorf("gap %v: %v, %+v", gap, res, cert)
			}
			if cert.Value > sum || cert.Bound < float64(sum) || cert.Bound-float64(cert.Value) > gap*float64(len(in.Start))+1e-9 {
				t.Errorf("gap %v: %+v, the best is %d", gap, cert, sum)
			}
			if gap < 1 && (!slices.Equal(res.Post, match) || verify.Bound(in, value, cert.Rents, verify.BoundOptions{}) != sum) {
				t.Errorf("%v instead of %v, rents %v", res.Post, match, cert.Rents)
			}
		}
	})
}

// TestWeightedBound: locked placements and lower quotas, against brute force, with
// the proof.
func TestWeightedBound(t *testing.T) {
	counts := map[bool]int{}
	trials(t, 3000, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		value := someValues(r, in)
		var locks []placement.Lock
		for s := range in.Start {
			if r.IntN(4) == 0 {
				locks = append(locks, placement.Lock{Student: uint32(s), Post: r.Uint32N(uint32(len(in.Posts)))})
			}
		}
		if _, err := in.Without(locks); err != nil {
			locks = nil
		}
		least := []placement.Least{{Post: r.Uint32N(uint32(len(in.Posts))), Group: placement.None, N: r.Uint32N(3)}}
		for g := range in.Groups {
			if r.IntN(3) == 0 {
				least = append(least, placement.Least{Post: placement.None, Group: uint32(g), N: r.Uint32N(4)})
			}
		}
		asked := withLocks(in, locks)
		match, sum := bestOf(asked, lockedValues(in, asked, value), func(match []uint32) bool {
			for _, l := range locks {
				if match[l.Student] != l.Post {
					return false
				}
			}
			return len(quota.Unmet(in, match, least)) == 0
		})
		res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: 5, Locked: locks, Least: least})
		counts[err == nil]++
		if match == nil {
			if !errors.Is(err, placement.ErrLeast) {
				t.Errorf("locks %v, quotas %v: %v", locks, least, err)
			}
			return
		}
		if err != nil || !slices.Equal(res.Post, match) || cert.Value != sum {
			t.Fatalf("locks %v, quotas %v: %+v %+v %v, the best is %v with %d", locks, least, res, cert, err, match, sum)
		}
		if bound := verify.Bound(in, value, cert.Rents, verify.BoundOptions{Locked: locks, Least: least}); bound != sum {
			t.Errorf("locks %v, quotas %v: the rents %+v prove %d, the best is %d", locks, least, cert.Rents, bound, sum)
		}
	})
	if counts[true] < 500 || counts[false] < 500 {
		t.Errorf("one-sided: %v", counts)
	}
}

// withLocks has locked students wish, last, the post that they are in.
func withLocks(in *placement.Instance, locks []placement.Lock) *placement.Instance {
	out := &placement.Instance{Posts: in.Posts, Groups: in.Groups}
	for s := range in.Start {
		list := slices.Clone(in.List(uint32(s)))
		for _, l := range locks {
			if int(l.Student) == s && rankOf(list, l.Post) == len(list) {
				list = append(list, placement.Wish{Post: l.Post})
			}
		}
		out.Append(list...)
	}
	return out
}

// lockedValues gives the wishes that withLocks added no value.
func lockedValues(in, out *placement.Instance, value []uint32) []uint32 {
	list := make([]uint32, len(out.Wishes))
	for s := range in.Start {
		n := len(in.List(uint32(s)))
		copy(list[out.Start[s]:], value[in.Start[s]:][:n])
	}
	return list
}

func someValues(r *rand.Rand, in *placement.Instance) []uint32 {
	value := make([]uint32, len(in.Wishes))
	for i := range value {
		value[i] = 1 + r.Uint32N(50)
	}
	return value
}

// bestOf tries every lawful placement that may be: the one of the highest sum, and
// of several the one that gives student 0 most, then student 1, and so on.
func bestOf(in *placement.Instance, value []uint32, may func([]uint32) bool) (best []uint32, sum int64) {
	every(in, func(match []uint32) {
		if w := worth(in, value, match); (best == nil || w > sum || w == sum && goesBefore(in, value, match, best)) && may(match) {
			best, sum = slices.Clone(match), w
		}
	})
	return best, sum
}

func goesBefore(in *placement.Instance, value, a, b []uint32) bool {
	for s := range a {
		if a[s] == b[s] {
			continue
		}
		list := in.List(uint32(s))
		of := func(p uint32) (int64, int) {
			k := rankOf(list, p)
			if k == len(list) {
				return -1, k
			}
			return int64(value[int(in.Start[s])+k]), -k
		}
		va, ka := of(a[s])
		vb, kb := of(b[s])
		return va > vb || va == vb && ka > kb
	}
	return false
}

func worth(in *placement.Instance, value, match []uint32) (sum int64) {
	for s, p := range match {
		if p != placement.None {
			sum += int64(value[int(in.Start[s])+rankOf(in.List(uint32(s)), p)])
		}
	}
	return sum
}

// TestWeightedLarge: the caps are kept, the rents prove the best sum, the auction
// is as close to it as it says, and the stable placement is not better.
func TestWeightedLarge(t *testing.T) {
	in := market(20_000, 128)
	value := usualValues(in)
	res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if r := verify.Check(in, res.Post, verify.Options{CapsOnly: true}); r.Total != 0 {
		t.Errorf("%+v", r.Findings[0])
	}
	if bound := verify.Bound(in, value, cert.Rents, verify.BoundOptions{}); cert.Value != worth(in, value, res.Post) || bound != cert.Value {
		t.Errorf("a sum of %d, and %d is proved", cert.Value, bound)
	}
	cert.Rents.Groups[0]++
	if bound := verify.Bound(in, value, cert.Rents, verify.BoundOptions{}); bound <= cert.Value {
		t.Errorf("other rents prove %d as well", bound)
	}
	_, near, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: 5})
	if err != nil {
		t.Fatal(err)
	}
	if gap := (near.Bound - float64(near.Value)) / 20_000; gap > 1 || near.Value > cert.Value || near.Bound < float64(cert.Value) {
		t.Errorf("%+v, a gap of %v a student", near, gap)
	}
	stable := solve(t, in, placement.Options{})
	if sum := worth(in, value, stable.Post); sum > cert.Value {
		t.Errorf("the stable placement is worth %d, more than %d", sum, cert.Value)
	}
}

// TestWeightedOrder: posts and groups of other numbers, the same placement, also
// where nearly everything is equally dear.
func TestWeightedOrder(t *testing.T) {
	for i, values := range []uint32{1, 3, 4000} {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		in := random(r, shape{students: 400, posts: 60, groups: 20, classes: 5})
		value := make([]uint32, len(in.Wishes))
		for k := range value {
			value[k] = 1 + r.Uint32N(values)
		}
		want, proof, err := placement.SolveWeighted(in, value, placement.WeightedOptions{})
		if err != nil {
			t.Fatal(err)
		}
		to := r.Perm(len(in.Posts))
		other := &placement.Instance{Posts: make([]placement.Post, len(in.Posts)), Groups: in.Groups, Start: in.Start, Wishes: slices.Clone(in.Wishes)}
		for p, x := range in.Posts {
			other.Posts[to[p]] = x
		}
		for k, w := range other.Wishes {
			if w.Post != placement.None {
				other.Wishes[k].Post = uint32(to[w.Post])
			}
		}
		shuffleGroups(r, other)
		got, renumbered, err := placement.SolveWeighted(other, value, placement.WeightedOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for p, rent := range proof.Rents.Posts {
			if renumbered.Rents.Posts[to[p]] != rent {
				t.Errorf("values up to %d: a post asks for %d, and by other numbers for %d", values, rent, renumbered.Rents.Posts[to[p]])
			}
		}
		if !slices.Equal(got.Rank, want.Rank) || want.Placed == 0 {
			t.Errorf("values up to %d: %d placed, not the same by other numbers", values, want.Placed)
		}
	}
}

// TestWeightedStops: whoever does not want to wait gets nothing.
func TestWeightedStops(t *testing.T) {
	in := market(5000, 128)
	for _, gap := range []float64{0, 5} {
		res, _, err := placement.SolveWeighted(in, usualValues(in), placement.WeightedOptions{Gap: gap, Stopped: func() bool { return true }})
		if !errors.Is(err, placement.ErrStopped) || res != nil {
			t.Errorf("gap %v: %v, %v", gap, res, err)
		}
	}
}

// usualValues: being placed 4000, less 100 for each rank, less what is missing
// to the best grade.
func usualValues(in *placement.Instance) []uint32 {
	value := make([]uint32, len(in.Wishes))
	for s, from := range in.Start {
		for i, w := range in.List(uint32(s)) {
			value[from+uint32(i)] = 4000 - 100*uint32(i) - (127 - w.Grade)
		}
	}
	return value
}

// BenchmarkWeighted: the best sum beside the auction, and a market in which nearly
// all values are equal.
func BenchmarkWeighted(b *testing.B) {
	for _, n := range slices.Concat([]int{1000}, sizes()) {
		for _, gap := range []float64{0, 5, 100} {
			b.Run(fmt.Sprintf("%d/gap=%g", n, gap), func(b *testing.B) {
				in := market(n, 128)
				weigh(b, in, usualValues(in), gap)
			})
		}
		b.Run(strconv.Itoa(n)+"/equal", func(b *testing.B) {
			in := market(n, 128)
			weigh(b, in, slices.Repeat([]uint32{1}, len(in.Wishes)), 0)
		})
	}
}

func weigh(b *testing.B, in *placement.Instance, value []uint32, gap float64) {
	before := cpu()
	for b.Loop() {
		_, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((cert.Bound-float64(cert.Value))/float64(len(in.Start)), "gap/student")
	}
	b.ReportMetric(float64(cpu()-before)/float64(b.N)/1e6, "cpu-ms/op")
	b.ReportMetric(peak(), "peak-MB")
}
