// Package together tries to place pairs of students who want to be in the same
// post, enterprise or zone. A stable placement with pairs need not exist, and to
// find one is hard (Ronn 1990), so it is a best effort: what is kept and what is
// not is said.
package together

import (
	"cmp"
	"slices"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/verify"
)

// Pair is two students who want to be together. They share it only if they
// would rather be together further down their lists than apart.
type Pair struct {
	A, B   uint32
	Within Within
}

// Within says how close together is.
type Within uint8

// The kinds of closeness.
const (
	SamePost  Within = iota
	SameGroup        // posts of the same group, usually an enterprise
	SameTree         // posts of the same root, usually a zone
)

// Result is a placement with pairs.
type Result struct {
	placement.Result
	Kept []bool // of each pair: are they together
}

// Solve places all students as [placement.Solve] does and then, pair by pair in
// the order of the lottery (the better number of the two), looks for the best
// two wishes that put them together without anybody else being passed over:
// both must reach the posts by their own grade and lottery, against all who
// would rather be there. Of two joint wishes that is better whose lower rank is
// better, then whose sum of ranks is lower. A pair that can't be kept is placed
// apart, each by her own list. Every pair costs one more solution for each joint
// wish that is tried.
func Solve(in *placement.Instance, pairs []Pair, o placement.Options) (*Result, error) {
	fixed := slices.Clip(o.Locked)
	best, err := placement.Solve(in, o)
	if err != nil {
		return nil, err
	}
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(min(pairs[i].A, pairs[i].B), min(pairs[j].A, pairs[j].B))
	})
	kept := make([]bool, len(pairs))
	taken := make(map[uint32]bool)
	for _, l := range fixed {
		taken[l.Student] = true
	}
	for _, i := range order {
		p := pairs[i]
		if p.A == p.B || taken[p.A] || taken[p.B] {
			continue
		}
		for _, j := range joint(in, p) {
			try := o
			try.Locked = append(slices.Clip(o.Locked), placement.Lock{Student: p.A, Post: j.a}, placement.Lock{Student: p.B, Post: j.b})
			res, err := placement.Solve(in, try)
			if err != nil || !fair(in, res.Post, fixed, try.Locked[len(fixed):], o.Fill) {
				continue // over a cap, or somebody would be passed over
			}
			o, best, kept[i] = try, res, true
			taken[p.A], taken[p.B] = true, true
			break
		}
	}
	return &Result{*best, kept}, nil
}

// choice is a joint wish: posts of the two, and the ranks of the two.
type choice struct{ a, b, worse, sum uint32 }

func joint(in *placement.Instance, p Pair) []choice {
	var list []choice
	for i, x := range in.List(p.A) {
		for j, y := range in.List(p.B) {
			if p.Near(in, x.Post, y.Post) {
				list = append(list, choice{x.Post, y.Post, uint32(max(i, j)), uint32(i + j)})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y choice) int {
		return cmp.Or(cmp.Compare(x.worse, y.worse), cmp.Compare(x.sum, y.sum))
	})
	return list
}

// Near tells whether posts a and b are as close as the pair wants to be; not if
// one of them is None.
func (p Pair) Near(in *placement.Instance, a, b uint32) bool {
	if a == placement.None || b == placement.None {
		return false
	}
	if a == b || p.Within == SamePost {
		return a == b
	}
	g, h := in.Posts[a].Group, in.Posts[b].Group
	if p.Within == SameTree {
		g, h = root(in, g), root(in, h)
	}
	return g == h && g != placement.None
}

func root(in *placement.Instance, g uint32) uint32 {
	for g != placement.None && in.Groups[g].Parent != placement.None {
		g = in.Groups[g].Parent
	}
	return g
}

// fair tells whether nobody outside the pairs is passed over for one of them:
// the paired count by their own keys.
func fair(in *placement.Instance, post []uint32, fixed, paired []placement.Lock, fill bool) bool {
	member := make(map[uint32]bool, len(paired))
	for _, l := range paired {
		member[l.Student] = true
	}
	report := verify.Check(in, post, verify.Options{Lottery: !fill, Locked: fixed})
	return !slices.ContainsFunc(report.Findings, func(f verify.Finding) bool { return !member[f.Student] })
}
