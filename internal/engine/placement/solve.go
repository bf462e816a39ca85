package placement

import "tongpin/internal/engine/placement/large"

// Options choose how an instance is solved.
type Options struct {
	// Fill places more students where grades are tied: who has come to the end
	// of her list without a place begins anew and goes before those of the same
	// grade who have not. The result is stable as long as only grades count, and
	// fills at least two thirds of what any stable placement can (Kiraly 2013);
	// a student could gain by a false list.
	Fill bool
	// Workers is the number of goroutines; 0 is one. It moves time only.
	Workers int
	// Locked placements are kept whatever the lists say.
	Locked []Lock
	// Tell, if it is not nil, is told between rounds how many students still ask
	// for a place.
	Tell func(asking int)
}

// Result is a placement. Slices are indexed by student.
type Result struct {
	Post []uint32 // the post, or None
	// Rank is the place of the post in the student's list, 1 for the first wish;
	// 0 without a post or for a locked placement outside of the list.
	Rank []uint32
	// Proposals that were made, those that could be known to be refused included:
	// the same number whatever the order.
	Proposals uint64
	Placed    int
}

// Solve returns the student-optimal stable placement: nobody is placed above a
// cap; no student prefers a post that has room for her or holds, in the lowest
// full node above it, a student of a lower key; and each student has the best
// post that any such placement gives her. No student can gain by listing posts
// in another than her true order. Laminar deferred acceptance: at most one
// proposal a wish, each O(depth + log seats).
//
// Sources: Gale-Shapley 1962; Abraham-Irving-Manlove 2007 for two levels;
// Biro-Fleiner-Irving-Manlove 2010 for nested caps; Fleiner 2003 and
// Hatfield-Milgrom 2005 for why it is right.
func Solve(in *Instance, o Options) (*Result, error) {
	left, err := in.Without(o.Locked)
	if err != nil {
		return nil, err
	}
	t, err := plant(left)
	if err != nil {
		return nil, err
	}
	res := solve[uint32](left, t, o)
	if res == nil {
		res = solve[uint64](left, t, o)
	}
	res.with(in, o.Locked)
	return res, nil
}

// solve solves with keys of a type; nil if they have no room for the grades.
func solve[K key](in *Instance, t *tree, o Options) *Result {
	if !fits[K](in, o) {
		return nil
	}
	r := newRun[K](in, t, o)
	if !r.solve() {
		return nil
	}
	return r.result()
}

// fits looks at a few students' grades: where they don't fit into keys of type
// K, that should be known before the work is begun. True may still be wrong.
func fits[K key](in *Instance, o Options) bool {
	const sample = 256
	most := pack[K](len(in.Start), o.Fill).most
	for s := 0; s < len(in.Start); s += len(in.Start)/sample + 1 {
		for _, w := range in.List(uint32(s)) {
			if w.Grade > most {
				return false
			}
		}
	}
	return true
}

// result reads the placement from the leaves and the lists.
func (r *run[K]) result() *Result {
	res := &Result{Post: large.Make[uint32](len(r.in.Start)), Rank: large.Make[uint32](len(r.in.Start))}
	fillNone(res.Post)
	for q := range r.leaves {
		worst, rest, size := r.keys(uint32(q))
		if size == 0 {
			continue
		}
		post := r.post[q]
		res.Post[r.student(worst)] = post
		for _, k := range rest {
			res.Post[r.student(k)] = post
		}
		res.Placed += size
	}
	for s, start := range r.in.Start {
		made := r.next[s] - start
		res.Proposals += uint64(made)
		if r.promoted != 0 && r.raised[s] != 0 { // the whole list once before
			res.Proposals += uint64(len(r.in.List(uint32(s))))
		}
		if res.Post[s] != None {
			res.Rank[s] = made
		}
	}
	return res
}

func fillNone(post []uint32) {
	for s := range post {
		post[s] = None
	}
}
