package placement_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// trials runs do on n small random instances; each is made from its own seed, so
// that a failure can be had again.
func trials(t *testing.T, n int, sh shape, do func(t *testing.T, r *rand.Rand, in *placement.Instance)) {
	t.Helper()
	for i := range n {
		r := rand.New(rand.NewPCG(uint64(i), 7))
		in := random(r, sh)
		do(t, r, in)
		if t.Failed() {
			t.Fatalf("seed %d: %s", i, show(in))
		}
	}
}

func solve(t *testing.T, in *placement.Instance, o placement.Options) *placement.Result {
	t.Helper()
	res, err := placement.Solve(in, o)
	if err != nil {
		t.Fatalf("%v: %s", err, show(in))
	}
	return res
}

// TestStudentOptimal (P1, P2, P3, P5): among all lawful placements that nobody
// blocks, each student has the best; the same students are placed in all of
// them, and each root holds the same number.
func TestStudentOptimal(t *testing.T) {
	several := 0
	for _, perPost := range []bool{false, true} {
		sh := usual
		sh.perPost = perPost
		trials(t, 1500, sh, func(t *testing.T, _ *rand.Rand, in *placement.Instance) {
			got := solve(t, in, placement.Options{}).Post
			if !lawful(in, got) || blocked(in, got, byLottery) {
				t.Errorf("%v is not lawful or not stable", got)
			}
			stable := 0
			every(in, func(match []uint32) {
				if blocked(in, match, byLottery) {
					return
				}
				stable++
				for s, p := range match {
					list := in.List(uint32(s))
					if rankOf(list, p) < rankOf(list, got[s]) {
						t.Errorf("student %d has %d, and could have %d", s, got[s], p)
					}
					if !perPost && (p == placement.None) != (got[s] == placement.None) {
						t.Errorf("student %d is placed in one stable placement and not in another", s)
					}
				}
				if !slices.Equal(countRoots(in, match), countRoots(in, got)) {
					t.Errorf("roots hold %v and %v", countRoots(in, match), countRoots(in, got))
				}
			})
			if stable == 0 {
				t.Errorf("brute force found no stable placement; the solver says %v", got)
			}
			if stable > 1 {
				several++
			}
		})
	}
	if several < 20 {
		t.Errorf("only %d instances had a choice of stable placements: the test says little", several)
	}
}

func countRoots(in *placement.Instance, match []uint32) []int {
	n := make([]int, len(in.Groups)+len(in.Posts))
	for _, p := range match {
		if p != placement.None {
			n[root(in, p)]++
		}
	}
	return n
}

// TestHonestyIsBest (P6): no list of a student, true or false, gets her a better
// post than the true one.
func TestHonestyIsBest(t *testing.T) {
	trials(t, 1500, shape{students: 4, posts: 3, groups: 3, classes: 3}, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		if len(in.Start) == 0 {
			return
		}
		s := r.Uint32N(uint32(len(in.Start)))
		truth := in.List(s)
		honest := rankOf(truth, solve(t, in, placement.Options{}).Post[s])
		subsets(truth, func(lie []placement.Wish) {
			if got := rankOf(truth, solve(t, withList(in, s, lie), placement.Options{}).Post[s]); got < honest {
				t.Errorf("student %d gains by %v: wish %d instead of %d", s, lie, got, honest)
			}
		})
	})
}

// subsets calls do with every order of every subset of list.
func subsets(list []placement.Wish, do func([]placement.Wish)) {
	var walk func(taken []placement.Wish, left []placement.Wish)
	walk = func(taken, left []placement.Wish) {
		do(taken)
		for i := range left {
			walk(append(slices.Clone(taken), left[i]), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	walk(nil, list)
}

// withList is the instance with another list of one student.
func withList(in *placement.Instance, student uint32, list []placement.Wish) *placement.Instance {
	out := &placement.Instance{Posts: in.Posts, Groups: in.Groups}
	for s := range uint32(len(in.Start)) {
		if s == student {
			out.Append(list...)
		} else {
			out.Append(in.List(s)...)
		}
	}
	return out
}

// TestNobodyIsHurtByRoom (P9): a student who leaves, or a larger root, hurts
// nobody else. For inner caps this is not true and not promised.
func TestNobodyIsHurtByRoom(t *testing.T) {
	trials(t, 3000, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		before := solve(t, in, placement.Options{}).Post
		check := func(what string, after []uint32, but int) {
			for s := range before {
				if list := in.List(uint32(s)); s != but && rankOf(list, after[s]) > rankOf(list, before[s]) {
					t.Errorf("%s: student %d falls from %d to %d", what, s, before[s], after[s])
				}
			}
		}
		if n := len(in.Start); n > 0 {
			gone := r.IntN(n)
			check("one leaves", solve(t, withList(in, uint32(gone), nil), placement.Options{}).Post, gone)
		}
		for g, group := range in.Groups {
			if group.Parent == placement.None {
				larger := *in
				larger.Groups = slices.Clone(in.Groups)
				larger.Groups[g].Cap++
				check("a larger root", solve(t, &larger, placement.Options{}).Post, -1)
			}
		}
	})
}

// TestFillMode (P10): with ties the promoted placement is stable by grades and
// holds at least two thirds of the most that any such placement can hold.
func TestFillMode(t *testing.T) {
	better := 0
	for _, classes := range []uint32{1, 2} {
		sh := usual
		sh.classes = classes
		trials(t, 1500, sh, func(t *testing.T, _ *rand.Rand, in *placement.Instance) {
			res := solve(t, in, placement.Options{Fill: true})
			if !lawful(in, res.Post) || blocked(in, res.Post, byGrade) {
				t.Errorf("%v is not lawful or not stable by grades", res.Post)
			}
			most := 0
			every(in, func(match []uint32) {
				if n := placed(match); n > most && !blocked(in, match, byGrade) {
					most = n
				}
			})
			if res.Placed != placed(res.Post) || 3*res.Placed < 2*most {
				t.Errorf("%d are placed (%v), %d could be", res.Placed, res.Post, most)
			}
			stable := solve(t, in, placement.Options{})
			if res.Placed > stable.Placed {
				better++
			}
			if res.Proposals < stable.Proposals {
				t.Errorf("%d proposals, fewer than the %d without promotion", res.Proposals, stable.Proposals)
			}
		})
	}
	if better < 20 {
		t.Errorf("promotion placed more students in %d instances only", better)
	}
}

func placed(match []uint32) (n int) {
	for _, p := range match {
		if p != placement.None {
			n++
		}
	}
	return n
}

// TestVerifierAgrees: on every lawful or unlawful placement the verifier says
// what the definition says.
func TestVerifierAgrees(t *testing.T) {
	counts := map[bool]int{}
	trials(t, 600, usual, func(t *testing.T, r *rand.Rand, in *placement.Instance) {
		match := make([]uint32, len(in.Start))
		for s := range match {
			match[s] = placement.None
			if list := in.List(uint32(s)); len(list) > 0 && r.IntN(5) > 0 {
				match[s] = list[r.IntN(len(list))].Post
			}
		}
		if r.IntN(3) == 0 {
			match = solve(t, in, placement.Options{}).Post
		}
		for _, lottery := range []bool{false, true} {
			first := goesFirst(byGrade)
			if lottery {
				first = byLottery
			}
			want := lawful(in, match) && !blocked(in, match, first)
			counts[want]++
			if got := verify.Check(in, match, verify.Options{Lottery: lottery}); (got.Total == 0) != want {
				t.Errorf("%v: verifier finds %+v, the definition says stable=%v", match, got, want)
			}
		}
	})
	if counts[true] < 200 || counts[false] < 200 {
		t.Errorf("one-sided: %v", counts)
	}
}

// TestBigIsStable (P2, P4): large instances are proved by the verifier, and the
// number of workers changes nothing.
func TestBigIsStable(t *testing.T) {
	for _, fill := range []bool{false, true} {
		for _, classes := range []uint32{2, 128} {
			in := market(100_000, classes)
			one := solve(t, in, placement.Options{Fill: fill})
			if r := verify.Check(in, one.Post, verify.Options{Lottery: !fill}); r.Total != 0 {
				t.Errorf("fill=%v classes=%d: %d findings, first %+v", fill, classes, r.Total, r.Findings[0])
			}
			two := solve(t, in, placement.Options{Fill: fill, Workers: 3})
			if !slices.Equal(one.Post, two.Post) || one.Proposals != two.Proposals {
				t.Errorf("fill=%v classes=%d: three workers find another placement", fill, classes)
			}
		}
	}
}
