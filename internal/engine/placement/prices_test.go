package placement_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// TestAuctionRents: the prices of an auction prove its bound, with locked students
// and in posts with far more seats than anybody asks for.
func TestAuctionRents(t *testing.T) {
	unused := 0
	trials(t, 1500, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		if r.IntN(2) == 0 {
			in.Posts[r.IntN(len(in.Posts))].Seats += 2000 // reserve looks for applicants
			unused++
		}
		value := someValues(r, in)
		var locks []placement.Lock
		if r.IntN(2) == 0 {
			locks = []placement.Lock{{Student: 0, Post: r.Uint32N(uint32(len(in.Posts)))}}
			if _, err := in.Without(locks); err != nil {
				locks = nil
			}
		}
		for _, gap := range []float64{1, 7, 100} {
			res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap, Locked: locks})
			if err != nil {
				t.Fatal(err)
			}
			bound := verify.Bound(in, value, cert.Rents, verify.BoundOptions{Locked: locks})
			if float64(bound) != cert.Bound || verify.Sum(in, value, res.Post) != cert.Value {
				t.Errorf("gap %v, locks %v: %+v, the rents %+v prove %d", gap, locks, cert, cert.Rents, bound)
			}
			if missing := float64(bound - cert.Value); missing < 0 || missing > gap*float64(len(in.Start)) {
				t.Errorf("gap %v: %v missing", gap, missing)
			}
		}
	})
	if unused < 500 {
		t.Errorf("one-sided: %d", unused)
	}
}

// TestBoundHolds: whatever the rents, no lawful placement exceeds what they prove;
// so rents that are a unit off, or made up, never prove a placement that is not the
// best.
func TestBoundHolds(t *testing.T) {
	off := 0
	trials(t, 1000, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		value := someValues(r, in)
		_, best := bestOf(in, value, func([]uint32) bool { return true })
		_, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{})
		if err != nil {
			t.Fatal(err)
		}
		try := func(rents *placement.Rents) {
			t.Helper()
			bound := verify.Bound(in, value, rents, verify.BoundOptions{})
			if bound < best {
				t.Errorf("%+v prove %d, the best is %d", rents, bound, best)
			}
			if bound > best {
				off++
			}
		}
		for _, by := range []int64{1, -1, int64(r.IntN(100)) - 50, math.MaxInt64, math.MinInt64, 1 << 62, -1 << 62} {
			for range 4 {
				rents := &placement.Rents{Posts: slices.Clone(cert.Rents.Posts), Groups: slices.Clone(cert.Rents.Groups)}
				if k := r.IntN(len(rents.Posts) + len(rents.Groups)); k < len(rents.Posts) {
					rents.Posts[k] += by
				} else {
					rents.Groups[k-len(rents.Posts)] += by
				}
				try(rents)
			}
		}
		wild := &placement.Rents{Posts: make([]int64, len(in.Posts)), Groups: make([]int64, len(in.Groups))}
		for p := range wild.Posts {
			wild.Posts[p] = int64(r.Uint64()) // most paths run past the end of the numbers
		}
		for g := range wild.Groups {
			wild.Groups[g] = int64(r.Uint64())
		}
		try(wild)
	})
	if off < 1000 {
		t.Errorf("only %d of the rents were off", off)
	}
}
