package placement_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"tongpin/internal/engine/placement"
)

// shape bounds random instances that are small enough to try everything.
type shape struct {
	students, posts, groups int
	classes                 uint32 // different grades
	perPost                 bool   // grades differ between posts of one tree, too
}

var usual = shape{students: 5, posts: 4, groups: 4, classes: 3}

// random makes an instance within the shape; anything from empty to full.
func random(r *rand.Rand, sh shape) *placement.Instance {
	in := &placement.Instance{}
	groups, posts := r.IntN(sh.groups+1), 1+r.IntN(sh.posts)
	for g := range groups {
		parent := placement.None
		if g > 0 && r.IntN(4) > 0 {
			parent = uint32(r.IntN(g))
		}
		in.Groups = append(in.Groups, placement.Group{Parent: parent, Cap: uint32(r.IntN(4))})
	}
	for range posts {
		group := placement.None
		if groups > 0 && r.IntN(5) > 0 {
			group = uint32(r.IntN(groups))
		}
		in.Posts = append(in.Posts, placement.Post{Seats: uint32(r.IntN(4)), Group: group})
	}
	// Order of groups must not matter: number them at random.
	shuffleGroups(r, in)
	for range r.IntN(sh.students + 1) {
		in.Append(randomList(r, in, sh)...)
	}
	return in
}

func shuffleGroups(r *rand.Rand, in *placement.Instance) {
	to := r.Perm(len(in.Groups))
	at := func(g uint32) uint32 {
		if g == placement.None {
			return g
		}
		return uint32(to[g])
	}
	groups := make([]placement.Group, len(in.Groups))
	for g, group := range in.Groups {
		groups[to[g]] = placement.Group{Parent: at(group.Parent), Cap: group.Cap}
	}
	in.Groups = groups
	for p := range in.Posts {
		in.Posts[p].Group = at(in.Posts[p].Group)
	}
}

func randomList(r *rand.Rand, in *placement.Instance, sh shape) []placement.Wish {
	grades := map[uint32]uint32{}
	var list []placement.Wish
	for _, p := range r.Perm(len(in.Posts))[:r.IntN(len(in.Posts)+1)] {
		tree := root(in, uint32(p))
		if sh.perPost {
			tree = uint32(p)
		}
		if _, ok := grades[tree]; !ok {
			grades[tree] = r.Uint32N(sh.classes)
		}
		list = append(list, placement.Wish{Post: uint32(p), Grade: grades[tree]})
	}
	return list
}

// root names the tree of a post: its root group, or the post itself beyond all groups.
func root(in *placement.Instance, p uint32) uint32 {
	g := in.Posts[p].Group
	if g == placement.None {
		return uint32(len(in.Groups)) + p
	}
	for in.Groups[g].Parent != placement.None {
		g = in.Groups[g].Parent
	}
	return g
}

// lawful tells whether a placement keeps every cap; written down from the
// definition, without any of the solver's or the verifier's code.
func lawful(in *placement.Instance, match []uint32) bool {
	held, below := make([]uint32, len(in.Posts)), make([]uint32, len(in.Groups))
	for _, p := range match {
		if p == placement.None {
			continue
		}
		held[p]++
		for g := in.Posts[p].Group; g != placement.None; g = in.Groups[g].Parent {
			below[g]++
		}
	}
	for p, n := range held {
		if n > in.Posts[p].Seats {
			return false
		}
	}
	for g, n := range below {
		if n > in.Groups[g].Cap {
			return false
		}
	}
	return true
}

// goesFirst tells whether (grade a, student s) goes before (grade b, student t).
type goesFirst func(a, s, b, t uint32) bool

func byLottery(a, s, b, t uint32) bool { return a > b || a == b && s < t }
func byGrade(a, _, b, _ uint32) bool   { return a > b }

// blocked tells whether some student and post would rather have each other:
// the definition of stability under laminar caps.
func blocked(in *placement.Instance, match []uint32, first goesFirst) bool {
	for s := range match {
		for _, w := range in.List(uint32(s)) {
			if w.Post == match[s] {
				break
			}
			if chosen(in, match, uint32(s), w, first) {
				return true
			}
		}
	}
	return false
}

// chosen tells whether the posts' side would take wish w of s besides what it holds.
func chosen(in *placement.Instance, match []uint32, s uint32, w placement.Wish, first goesFirst) bool {
	within := func(g uint32) func(p uint32) bool {
		return func(p uint32) bool {
			for h := in.Posts[p].Group; h != placement.None; h = in.Groups[h].Parent {
				if h == g {
					return true
				}
			}
			return false
		}
	}
	full := func(limit uint32, inside func(p uint32) bool) (yes, worse bool) {
		n := uint32(0)
		for t, p := range match {
			if p == placement.None || !inside(p) {
				continue
			}
			n++
			if first(w.Grade, s, gradeAt(in, uint32(t), p), uint32(t)) {
				worse = true
			}
		}
		return n >= limit, worse
	}
	if yes, worse := full(in.Posts[w.Post].Seats, func(p uint32) bool { return p == w.Post }); yes {
		return worse
	}
	for g := in.Posts[w.Post].Group; g != placement.None; g = in.Groups[g].Parent {
		if yes, worse := full(in.Groups[g].Cap, within(g)); yes {
			return worse
		}
	}
	return true
}

func gradeAt(in *placement.Instance, s, post uint32) uint32 {
	for _, w := range in.List(s) {
		if w.Post == post {
			return w.Grade
		}
	}
	panic("not on the list")
}

// every calls do with each lawful placement.
func every(in *placement.Instance, do func(match []uint32)) {
	match := make([]uint32, len(in.Start))
	var try func(s int)
	try = func(s int) {
		if s == len(match) {
			if lawful(in, match) {
				do(match)
			}
			return
		}
		match[s] = placement.None
		try(s + 1)
		for _, w := range in.List(uint32(s)) {
			match[s] = w.Post
			try(s + 1)
		}
	}
	try(0)
}

// rankOf is the place of a post in a list; behind the list without one.
func rankOf(list []placement.Wish, post uint32) int {
	for i, w := range list {
		if w.Post == post {
			return i
		}
	}
	return len(list)
}

// show writes an instance down for a failure's message.
func show(in *placement.Instance) string {
	var b strings.Builder
	fmt.Fprintf(&b, "groups %v posts %v", in.Groups, in.Posts)
	for s := range in.Start {
		fmt.Fprintf(&b, "\n  student %d: %v", s, in.List(uint32(s)))
	}
	return b.String()
}
