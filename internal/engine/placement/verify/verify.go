// Package verify checks a placement that somebody else has made: in one pass
// over the lists, with code of its own, so that a fault of the solver can't
// hide in it.
package verify

import (
	"math"

	"tongpin/internal/engine/placement"
)

// Kind says what is wrong.
type Kind uint8

// The kinds of findings.
const (
	// OverCap: a post holds more students than seats, or a group more than its cap.
	OverCap Kind = iota + 1
	// NotWished: a student is in a post that her list does not name.
	NotWished
	// Room: a student prefers a post that has room on its whole path.
	Room
	// Justified: a student prefers a post whose lowest full node holds a student
	// who goes behind her.
	Justified
)

// Finding is one fault of a placement. Fields that a kind does not use are None.
type Finding struct {
	Kind    Kind
	Student uint32
	Post    uint32 // the post that the student is in (NotWished) or prefers; or that is over its seats
	Group   uint32 // the group over its cap; or the lowest full node if that is not the post
	Other   uint32 // Justified: the last of those held there
	Held    uint32 // OverCap: so many
}

// Options choose what counts as a fault.
type Options struct {
	// Lottery: of equal grades, too, the smaller student number goes first. This
	// is what the stable mode promises; without it grades alone count.
	Lottery bool
	// CapsOnly leaves out Room and Justified: the weighted mode does not promise
	// that nobody prefers another post.
	CapsOnly bool
	// Locked placements need not stand in the student's list.
	Locked []placement.Lock
	// Tied, if it is not nil, says of each entry of the instance's Wishes that it
	// is as dear to the student as the one before: she does not prefer it.
	Tied []bool
	// Limit is the most findings that are returned; 0 is no limit.
	Limit int
}

// Report is what a check found.
type Report struct {
	Findings []Finding // the first ones, up to the limit
	Total    int
}

func (r *Report) add(f Finding, limit int) {
	r.Total++
	if limit == 0 || len(r.Findings) < limit {
		r.Findings = append(r.Findings, f)
	}
}

// last is the last of the students that a node holds.
type last struct{ grade, student uint32 }

func (l last) behind(m last) bool {
	return l.grade < m.grade || l.grade == m.grade && l.student > m.student
}

// node is a post or a group.
type node struct {
	held, cap, up uint32
	last          last
}

// Check proves a placement: post[s] is the post of student s, or None. It
// assumes that the instance is one that placement.Solve accepts. O(posts +
// groups + wishes), times the depth of the tree.
func Check(in *placement.Instance, post []uint32, o Options) Report {
	var r Report
	locked := make([]bool, len(in.Start))
	for _, l := range o.Locked {
		locked[l.Student] = true
	}
	posts, groups := fill(in, post, locked, o.Limit, &r)
	over(posts, groups, &r, o.Limit)
	if o.CapsOnly {
		return r
	}
	full := lowestFull(in, posts, groups)
	for s := range in.Start {
		if locked[s] {
			continue
		}
		for _, w := range preferred(in, uint32(s), post[s], o.Tied) {
			f := Finding{Student: uint32(s), Post: w.Post, Group: full[w.Post], Other: placement.None}
			switch v := at(posts, groups, w.Post, full[w.Post]); {
			case v == nil:
				f.Kind, f.Group = Room, placement.None
				r.add(f, o.Limit)
			case v.held > 0 && (v.last.grade < w.Grade || o.Lottery && v.last.behind(last{w.Grade, uint32(s)})):
				f.Kind, f.Other = Justified, v.last.student
				r.add(f, o.Limit)
			}
		}
	}
	return r
}

// preferred returns the wishes of s that she prefers to a post.
func preferred(in *placement.Instance, s, post uint32, tied []bool) []placement.Wish {
	list := in.List(s)
	for i, w := range list {
		if w.Post == post {
			for i > 0 && tied != nil && tied[int(in.Start[s])+i] {
				i--
			}
			return list[:i]
		}
	}
	return list
}

// fill counts the students into posts and groups and finds those in posts that
// they did not wish.
func fill(in *placement.Instance, post []uint32, locked []bool, limit int, r *Report) (posts, groups []node) {
	posts, groups = make([]node, len(in.Posts)), make([]node, len(in.Groups))
	best := last{math.MaxUint32, 0}
	for p, x := range in.Posts {
		posts[p] = node{cap: x.Seats, up: x.Group, last: best}
	}
	for g, x := range in.Groups {
		groups[g] = node{cap: x.Cap, up: x.Parent, last: best}
	}
	for s, p := range post {
		if p == placement.None {
			continue
		}
		mine := last{math.MaxUint32, uint32(s)} // a locked student is never the last
		listed := false
		for _, w := range in.List(uint32(s)) {
			if w.Post == p {
				mine.grade, listed = w.Grade, true
				break
			}
		}
		if locked[s] {
			mine.grade = math.MaxUint32
		} else if !listed {
			r.add(Finding{Kind: NotWished, Student: uint32(s), Post: p, Group: placement.None, Other: placement.None}, limit)
		}
		for v := &posts[p]; v != nil; v = above(groups, v.up) {
			v.held++
			if mine.behind(v.last) {
				v.last = mine
			}
		}
	}
	return posts, groups
}

func above(groups []node, g uint32) *node {
	if g == placement.None {
		return nil
	}
	return &groups[g]
}

func over(posts, groups []node, r *Report, limit int) {
	for p, v := range posts {
		if v.held > v.cap {
			r.add(Finding{Kind: OverCap, Post: uint32(p), Group: placement.None, Student: placement.None, Other: placement.None, Held: v.held}, limit)
		}
	}
	for g, v := range groups {
		if v.held > v.cap {
			r.add(Finding{Kind: OverCap, Post: placement.None, Group: uint32(g), Student: placement.None, Other: placement.None, Held: v.held}, limit)
		}
	}
}

// room marks a post with room on its whole path; self one that is full itself.
const (
	self = placement.None
	room = placement.None - 1
)

// lowestFull finds, for each post, self, room, or the lowest full group above.
func lowestFull(in *placement.Instance, posts, groups []node) []uint32 {
	full := make([]uint32, len(posts))
	for p := range full {
		if posts[p].held >= posts[p].cap {
			full[p] = self
			continue
		}
		g := in.Posts[p].Group
		for g != placement.None && groups[g].held < groups[g].cap {
			g = in.Groups[g].Parent
		}
		if full[p] = g; g == placement.None {
			full[p] = room
		}
	}
	return full
}

// at returns the lowest full node of a post, nil if there is none.
func at(posts, groups []node, post, full uint32) *node {
	switch full {
	case room:
		return nil
	case self:
		return &posts[post]
	}
	return &groups[full]
}
