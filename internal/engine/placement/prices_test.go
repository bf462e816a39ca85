package placement_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/price"
	"tongpin/internal/engine/placement/quota"
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

// TestReasons: what prices say of every wish that was not granted, with locks and lower
// quotas, against trying every placement with the student there.
func TestReasons(t *testing.T) {
	counts := map[string]int{}
	trials(t, 2000, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		value := someValues(r, in)
		var locks []placement.Lock
		if len(in.Start) > 0 && r.IntN(3) == 0 {
			locks = []placement.Lock{{Student: r.Uint32N(uint32(len(in.Start))), Post: r.Uint32N(uint32(len(in.Posts)))}}
			if _, err := in.Without(locks); err != nil {
				locks = nil
			}
		}
		least := []placement.Least{{Post: r.Uint32N(uint32(len(in.Posts))), Group: placement.None, N: r.Uint32N(3)}}
		gap := float64(10 * r.IntN(2))
		if gap > 0 {
			least = nil
		}
		res, cert, err := placement.SolveWeighted(in, value, placement.WeightedOptions{Gap: gap, Locked: locks, Least: least})
		if err != nil {
			return // no placement meets the quotas
		}
		table, err := price.New(in, value, res, cert, locks, placement.NewTable(in, res.Post, locks))
		if err != nil {
			t.Fatal(err)
		}
		for s := range in.Start {
			for place := range in.List(uint32(s)) {
				rival{t, in, value, res, cert, locks, least, gap}.check(table, uint32(s), place, counts)
			}
		}
	})
	for _, kind := range []string{"locked", "shut", "impossible", "exact", "lower", "equal", "open", "open and no lower", "placed", "spared"} {
		if counts[kind] < 20 {
			t.Errorf("%q was met %d times: %v", kind, counts[kind], counts)
		}
	}
}

// rival is a placement that is compared with the best of those with a student in
// another post.
type rival struct {
	t     *testing.T
	in    *placement.Instance
	value []uint32
	res   *placement.Result
	cert  placement.Certificate
	locks []placement.Lock
	least []placement.Least
	gap   float64
}

func (v rival) check(table *price.Table, s uint32, place int, counts map[string]int) {
	v.t.Helper()
	why, e := table.Reason(s, place), table.Explain(s, place)
	if e.Outcome == placement.Placed || e.Outcome == placement.Spared {
		counts[map[placement.Outcome]string{placement.Placed: "placed", placement.Spared: "spared"}[e.Outcome]]++
		if own := int(v.res.Rank[s]) - 1; own < 0 || own > place || (own == place) != (e.Outcome == placement.Placed) {
			v.t.Errorf("student %d, wish %d: %+v", s, place, e)
		}
		return
	}
	asked := int64(0)
	for _, a := range table.Asks(why.Wish.Post) {
		asked += a.Rent
	}
	if asked != why.Wish.Price {
		v.t.Errorf("student %d, wish %d: %d is asked for %+v", s, place, asked, why.Wish)
	}
	if why.Locked {
		counts["locked"]++
		return
	}
	if want, ok := v.asking(table, why); e.Group != want || ok == (e.Cutoff.Cap == placement.None) {
		v.t.Errorf("student %d, wish %d: group %d decides, not %d: %+v", s, place, e.Group, want, why)
	}
	match, sum := v.with(s, why.Wish.Post)
	missing := v.cert.Value - sum
	kind := ""
	switch {
	case why.Shut:
		kind = "shut"
		if match != nil {
			v.t.Errorf("student %d has room in wish %d", s, place)
		}
	case match == nil:
		kind = "impossible"
	case why.Loss > 0 && why.Own.Post == placement.None && v.gap == 0:
		kind = "exact"
		if missing != why.Loss {
			v.t.Errorf("student %d, wish %d: the sum is lower by %d, not by %d", s, place, missing, why.Loss)
		}
	case why.Loss > 0:
		kind = "lower"
		if missing < why.Loss {
			v.t.Errorf("student %d, wish %d: the sum is lower by %d, not by %d at least", s, place, missing, why.Loss)
		}
	case v.gap == 0:
		kind = "equal"
		first := 0
		for match[first] == v.res.Post[first] {
			first++
		}
		if missing < 0 || missing == 0 && first >= int(s) {
			v.t.Errorf("student %d could have wish %d without a loss to anybody before: %v", s, place, match)
		}
	case missing > 0:
		kind = "open"
	default:
		kind = "open and no lower"
	}
	counts[kind]++
	if refused := why.Shut || why.Loss > 0; refused != (e.Outcome == placement.Refused) || e.Cutoff.Student != placement.None {
		v.t.Errorf("student %d, wish %d: %+v, %+v", s, place, why, e)
	}
}

// asking finds by the definition which node decides: the first without any room, else
// the one that asks most of those that her own place does not pay, else of all.
func (v rival) asking(table *price.Table, why price.Reason) (group uint32, ok bool) {
	own := map[uint32]bool{}
	if why.Own.Post != placement.None {
		for g := v.in.Posts[why.Own.Post].Group; g != placement.None; g = v.in.Groups[g].Parent {
			own[g] = true
		}
	}
	left, err := v.in.Without(v.locks)
	if err != nil {
		v.t.Fatal(err)
	}
	if left.Posts[why.Wish.Post].Seats == 0 {
		return placement.None, true
	}
	for g := v.in.Posts[why.Wish.Post].Group; g != placement.None; g = v.in.Groups[g].Parent {
		if left.Groups[g].Cap == 0 {
			return g, true
		}
	}
	group = placement.None
	for _, all := range []bool{false, true} {
		most := int64(0)
		for _, a := range table.Asks(why.Wish.Post) {
			if a.Rent > most && (all || a.Group == placement.None || !own[a.Group]) {
				group, ok, most = a.Group, true, a.Rent
			}
		}
		if ok {
			return group, true
		}
	}
	return group, false
}

// with finds the best placement that has a student in a post, and keeps all else.
func (v rival) with(s, post uint32) ([]uint32, int64) {
	asked := withLocks(v.in, v.locks)
	return bestOf(asked, lockedValues(v.in, asked, v.value), func(match []uint32) bool {
		for _, l := range v.locks {
			if match[l.Student] != l.Post {
				return false
			}
		}
		return match[s] == post && len(quota.Unmet(v.in, match, v.least)) == 0
	})
}
