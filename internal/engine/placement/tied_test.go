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

// TestTied (P10, three copies): with ties on both sides and nested caps the
// placement is lawful, weakly stable, and holds two thirds of the most.
func TestTied(t *testing.T) {
	ties, better := 0, 0
	for _, classes := range []uint32{1, 2, 3} {
		sh := usual
		sh.classes = classes
		trials(t, 700, sh, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
			tied := make([]bool, len(in.Wishes))
			for i := range tied {
				tied[i] = r.IntN(2) == 0
			}
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
