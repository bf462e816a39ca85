package placement_test

import (
	"container/heap"
	"math"

	"tongpin/internal/engine/placement"
)

// simple is deferred acceptance as a textbook writes it, the baseline of the
// measurements and a second opinion in the tests: one student after the other,
// a binary heap for each post, and a look through all posts of a group for its
// worst student, remembered until something changes.
type simple struct {
	in    *placement.Instance
	held  []keys
	size  []uint32
	worst []uint64   // of each group, 0: unknown
	posts [][]uint32 // of each group: its posts
	below [][]uint32 // of each group: its groups
	next  []uint32
}

type keys []uint64

func (h keys) Len() int           { return len(h) }
func (h keys) Less(i, j int) bool { return h[i] < h[j] }
func (h keys) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *keys) Push(x any)        { *h = append(*h, x.(uint64)) }
func (h *keys) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func solveSimple(in *placement.Instance) []uint32 {
	s := &simple{in: in, held: make([]keys, len(in.Posts)), size: make([]uint32, len(in.Groups)), worst: make([]uint64, len(in.Groups)),
		posts: make([][]uint32, len(in.Groups)), below: make([][]uint32, len(in.Groups)), next: append([]uint32(nil), in.Start...)}
	for p, post := range in.Posts {
		s.held[p] = make(keys, 0, min(int(post.Seats), 64))
		if post.Group != placement.None {
			s.posts[post.Group] = append(s.posts[post.Group], uint32(p))
		}
	}
	for g, group := range in.Groups {
		if group.Parent != placement.None {
			s.below[group.Parent] = append(s.below[group.Parent], uint32(g))
		}
	}
	for student := range in.Start {
		for who := uint32(student); who != placement.None; {
			w := in.Wishes[s.next[who]]
			if w.Post == placement.None {
				break
			}
			s.next[who]++
			who = s.offer(w.Post, uint64(w.Grade)<<32|uint64(math.MaxUint32-who))
		}
	}
	match := make([]uint32, len(in.Start))
	for i := range match {
		match[i] = placement.None
	}
	for p, h := range s.held {
		for _, k := range h {
			match[math.MaxUint32-uint32(k)] = uint32(p)
		}
	}
	return match
}

func (s *simple) offer(p uint32, k uint64) uint32 {
	out := uint64(math.MaxUint32) // decodes to student 0, replaced below
	switch full, top := s.full(p); {
	case top == 0:
		heap.Push(&s.held[p], k)
		s.count(p, 1)
		return placement.None
	case k < top:
		return math.MaxUint32 - uint32(k)
	default:
		out = top
		q := full
		heap.Pop(&s.held[q])
		s.count(q, ^uint32(0))
		heap.Push(&s.held[p], k)
		s.count(p, 1)
	}
	return math.MaxUint32 - uint32(out)
}

// full returns the worst key under the lowest full node above p and the post
// that holds it; 0 if no node is full, the highest key if the node holds nobody.
func (s *simple) full(p uint32) (uint32, uint64) {
	if len(s.held[p]) == int(s.in.Posts[p].Seats) {
		return p, s.top(p)
	}
	for g := s.in.Posts[p].Group; g != placement.None; g = s.in.Groups[g].Parent {
		if s.size[g] == s.in.Groups[g].Cap {
			w := s.find(g)
			return s.holder(g, w), w
		}
	}
	return 0, 0
}

func (s *simple) top(p uint32) uint64 {
	if len(s.held[p]) == 0 {
		return math.MaxUint64
	}
	return s.held[p][0]
}

func (s *simple) find(g uint32) uint64 {
	if s.worst[g] == 0 {
		w := uint64(math.MaxUint64)
		for _, p := range s.posts[g] {
			w = min(w, s.top(p))
		}
		for _, b := range s.below[g] {
			w = min(w, s.find(b))
		}
		s.worst[g] = w
	}
	return s.worst[g]
}

func (s *simple) holder(g uint32, w uint64) uint32 {
	for _, p := range s.posts[g] {
		if s.top(p) == w {
			return p
		}
	}
	for _, b := range s.below[g] {
		if s.find(b) == w {
			return s.holder(b, w)
		}
	}
	return 0
}

func (s *simple) count(p uint32, by uint32) {
	for g := s.in.Posts[p].Group; g != placement.None; g = s.in.Groups[g].Parent {
		s.size[g] += by
		s.worst[g] = 0
	}
}
