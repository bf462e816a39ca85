package placement_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// tiedRank is the place of a post among the groups of tied wishes; behind all
// without one.
func tiedRank(in *placement.Instance, tied []bool, s, post uint32) uint32 {
	rank := uint32(0)
	for i, w := range in.List(s) {
		if i == 0 || !tied[int(in.Start[s])+i] {
			rank++
		}
		if w.Post == post {
			return rank
		}
	}
	return rank + 1
}

// weaklyBlocked tells whether a student and a post would both rather have each
// other, by rank and grade alone.
func weaklyBlocked(in *placement.Instance, tied []bool, match []uint32) bool {
	for s := range uint32(len(match)) {
		for _, w := range in.List(s) {
			if tiedRank(in, tied, s, w.Post) < tiedRank(in, tied, s, match[s]) && chosen(in, match, s, w, byGrade) {
				return true
			}
		}
	}
	return false
}

// halfTied makes about half of the wishes as dear as those before them.
func halfTied(r *rand.Rand, in *placement.Instance) []bool {
	tied := make([]bool, len(in.Wishes))
	for i := range tied {
		tied[i] = r.IntN(2) == 0
	}
	return tied
}

// TestTied (P10, three copies): with ties on both sides and nested caps the
// placement is lawful, weakly stable, and holds two thirds of the most.
func TestTied(t *testing.T) {
	ties, better := 0, 0
	for _, classes := range []uint32{1, 2, 3} {
		sh := usual
		sh.classes = classes
		trials(t, 700, sh, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
			tied := halfTied(r, in)
			res, err := placement.SolveTied(in, tied, placement.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !lawful(in, res.Post) || weaklyBlocked(in, tied, res.Post) {
				t.Errorf("%v with ties %v is not lawful or not weakly stable", res.Post, tied)
			}
			if rep := verify.Check(in, res.Post, verify.Options{Tied: tied}); rep.Total != 0 {
				t.Errorf("the verifier finds %+v", rep.Findings[0])
			}
			most := 0
			every(in, func(match []uint32) {
				stable := !weaklyBlocked(in, tied, match)
				if stable && r.IntN(4) == 0 && verify.Check(in, match, verify.Options{Tied: tied}).Total != 0 {
					t.Errorf("the verifier finds faults in %v", match)
				}
				if !stable && r.IntN(20) == 0 && verify.Check(in, match, verify.Options{Tied: tied}).Total == 0 {
					t.Errorf("the verifier finds nothing in %v", match)
				}
				if n := placed(match); stable && n > most {
					most = n
				}
			})
			if res.Placed != placed(res.Post) || 3*res.Placed < 2*most {
				t.Errorf("%d are placed, %d could be", res.Placed, most)
			}
			for s, p := range res.Post {
				if want := tiedRank(in, tied, uint32(s), p); p != placement.None && res.Rank[s] != want || p == placement.None && res.Rank[s] != 0 {
					t.Errorf("student %d has rank %d, not %d", s, res.Rank[s], want)
				}
			}
			if slices.Contains(tied, true) {
				ties++
			}
			if res.Placed > solve(t, in, placement.Options{}).Placed {
				better++
			}
		})
	}
	if ties < 1000 || better < 20 {
		t.Errorf("%d instances with ties, %d with more placed than without: the test says little", ties, better)
	}
}

// TestTiedExplained: with ties in lists, too, every wish is explained by what
// became of it, and a refusal by the lowest full node and the lowest grade that
// it admitted, which is not below the student's.
func TestTiedExplained(t *testing.T) {
	count := map[placement.Outcome]int{}
	trials(t, 1500, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		tied := halfTied(r, in)
		res, err := placement.SolveTied(in, tied, placement.Options{})
		if err != nil {
			t.Fatal(err)
		}
		table := placement.NewTable(in, res.Post, nil)
		table.Tied = tied
		for s := range uint32(len(in.Start)) {
			own := tiedRank(in, tied, s, res.Post[s])
			for place, w := range in.List(s) {
				e := table.Explain(s, place)
				count[e.Outcome]++
				want := placement.Refused
				switch rank := tiedRank(in, tied, s, w.Post); {
				case w.Post == res.Post[s]:
					want = placement.Placed
				case rank == own:
					want = placement.Alike
				case rank > own:
					want = placement.Spared
				}
				if e.Outcome != want {
					t.Errorf("student %d, wish %d: outcome %d, want %d", s, place, e.Outcome, want)
				}
				if want == placement.Refused {
					checkLimit(t, in, res.Post, w, e)
				}
			}
		}
	})
	for _, o := range []placement.Outcome{placement.Placed, placement.Spared, placement.Refused, placement.Alike} {
		if count[o] < 100 {
			t.Errorf("outcome %d is seen %d times only", o, count[o])
		}
	}
}

// checkLimit counts anew what an explanation says of the node that decided.
func checkLimit(t *testing.T, in *placement.Instance, match []uint32, w placement.Wish, e placement.Explanation) {
	t.Helper()
	held, lowest := uint32(0), placement.None
	for s, p := range match {
		if p == placement.None || e.Group == placement.None && p != w.Post {
			continue
		}
		g := in.Posts[p].Group
		for e.Group != placement.None && g != placement.None && g != e.Group {
			g = in.Groups[g].Parent
		}
		if e.Group != placement.None && g != e.Group {
			continue
		}
		held++
		for _, x := range in.List(uint32(s)) {
			if x.Post == p {
				lowest = min(lowest, x.Grade)
			}
		}
	}
	limit := in.Posts[w.Post].Seats
	if e.Group != placement.None {
		limit = in.Groups[e.Group].Cap
	}
	if held != limit || e.Cutoff.Held != held || e.Cutoff.Cap != limit || held > 0 && (e.Cutoff.Grade != lowest || lowest < w.Grade) {
		t.Errorf("%+v explains the wish %+v; held are %d of %d, the lowest grade is %d", e, w, held, limit, lowest)
	}
}

// TestTiedBands: one band of all ranks is the usual placement with ties; of two
// bands each is lawful and weakly stable among its own ranks, with what the first
// decided.
func TestTiedBands(t *testing.T) {
	differ := 0
	trials(t, 1500, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		tied := halfTied(r, in)
		solve := func(tied []bool, bands ...int) *placement.Result {
			res, err := placement.SolveTiedBands(in, tied, bands, placement.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return res
		}
		whole, err := placement.SolveTied(in, tied, placement.Options{})
		if one := solve(tied, 9); err != nil || !slices.Equal(one.Post, whole.Post) || !slices.Equal(one.Rank, whole.Rank) || one.Placed != whole.Placed {
			t.Errorf("one band: %+v, no bands: %+v", one, whole)
		}
		two := solve(tied, 1, 9)
		if !lawful(in, two.Post) || two.Placed != placed(two.Post) {
			t.Errorf("%+v", two)
		}
		var locks []placement.Lock
		for _, band := range [][2]uint32{{1, 1}, {2, 10}} {
			part, ties, post := bandOf(in, tied, two.Post, band[0], band[1])
			for _, l := range locks {
				post[l.Student] = l.Post
			}
			if rep := verify.Check(part, post, verify.Options{Tied: ties, Locked: locks}); rep.Total != 0 {
				t.Errorf("band %v: %+v", band, rep.Findings[0])
			}
			for s, p := range post {
				if p != placement.None && band[0] == 1 {
					locks = append(locks, placement.Lock{Student: uint32(s), Post: p})
				}
			}
		}
		if !slices.Equal(two.Post, whole.Post) {
			differ++
		}
	})
	if differ < 20 {
		t.Errorf("two bands made a difference %d times only", differ)
	}
}

// bandOf is the part of an instance from one rank to another, and of a placement
// those who are placed by such a wish.
func bandOf(in *placement.Instance, tied []bool, match []uint32, from, to uint32) (part *placement.Instance, ties []bool, post []uint32) {
	part = &placement.Instance{Posts: in.Posts, Groups: in.Groups}
	for s := range uint32(len(in.Start)) {
		var list []placement.Wish
		mine := placement.None
		for i, w := range in.List(s) {
			rank := tiedRank(in, tied, s, w.Post)
			if rank < from || rank > to {
				continue
			}
			list = append(list, w)
			ties = append(ties, len(list) > 1 && tied[int(in.Start[s])+i])
			if w.Post == match[s] {
				mine = w.Post
			}
		}
		part.Append(list...)
		ties = append(ties, false)
		post = append(post, mine)
	}
	return part, ties, post
}

// TestTiedBig: a large instance is proved by the verifier, the number of workers
// changes nothing, and ties place no fewer.
func TestTiedBig(t *testing.T) {
	in := market(20_000, 4)
	tied := make([]bool, len(in.Wishes))
	r := rand.New(rand.NewPCG(1, 1))
	for i := range tied {
		tied[i] = r.IntN(3) == 0
	}
	one, err := placement.SolveTied(in, tied, placement.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if rep := verify.Check(in, one.Post, verify.Options{Tied: tied}); rep.Total != 0 {
		t.Errorf("%d findings, first %+v", rep.Total, rep.Findings[0])
	}
	two, err := placement.SolveTied(in, tied, placement.Options{Workers: 3})
	if err != nil || !slices.Equal(one.Post, two.Post) {
		t.Errorf("three workers find another placement (%v)", err)
	}
	if stable := solve(t, in, placement.Options{}); one.Placed < stable.Placed {
		t.Errorf("%d placed, %d without ties", one.Placed, stable.Placed)
	}
}
