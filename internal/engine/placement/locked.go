package placement

import (
	"fmt"

	"tongpin/internal/engine/placement/flow"
)

// Lock places a student before the run: a placement that was decided elsewhere
// and counts in every cap above the post.
type Lock struct{ Student, Post uint32 }

// CapError says that locked placements alone are more than a post or group may
// take. Post is None when Group is broken, and the other way round.
type CapError struct {
	Post, Group uint32
	Cap, Locked uint32
}

func (e *CapError) Error() string {
	if e.Post != None {
		return fmt.Sprintf("placement: post %d has %d seats, and %d students are locked in it", e.Post, e.Cap, e.Locked)
	}
	return fmt.Sprintf("placement: group %d may take %d students, and %d are locked in it", e.Group, e.Cap, e.Locked)
}

// Without returns the instance that is left when the locked placements are made:
// fewer seats, lower caps, and nothing wished by the locked students. The error
// is a *CapError if the locks alone are too many.
func (in *Instance) Without(locks []Lock) (*Instance, error) {
	if len(locks) == 0 {
		return in, nil
	}
	left := &Instance{
		Posts: append([]Post(nil), in.Posts...), Groups: append([]Group(nil), in.Groups...),
		Start: append([]uint32(nil), in.Start...), Wishes: in.Wishes,
	}
	posts, groups := make([]uint32, len(in.Posts)), make([]uint32, len(in.Groups))
	done := make(map[uint32]bool, len(locks))
	for _, l := range locks {
		if int(l.Student) >= len(in.Start) || int(l.Post) >= len(in.Posts) || done[l.Student] {
			return nil, fmt.Errorf("placement: student %d can't be locked in post %d: one of them does not exist, or the student is locked already", l.Student, l.Post)
		}
		done[l.Student] = true
		left.Start[l.Student] += uint32(len(in.List(l.Student)))
		posts[l.Post]++
		for g := in.Posts[l.Post].Group; g != None; g = in.Groups[g].Parent {
			groups[g]++
		}
	}
	for p, n := range posts {
		if seats := in.Posts[p].Seats; n > seats {
			return nil, &CapError{Post: uint32(p), Group: None, Cap: seats, Locked: n}
		}
		left.Posts[p].Seats -= n
	}
	for g, n := range groups {
		if limit := in.Groups[g].Cap; n > limit {
			return nil, &CapError{Post: None, Group: uint32(g), Cap: limit, Locked: n}
		}
		left.Groups[g].Cap -= n
	}
	return left, nil
}

// with puts the locked placements into a result.
func (res *Result) with(in *Instance, locks []Lock) {
	for _, l := range locks {
		res.Post[l.Student], res.Rank[l.Student] = l.Post, in.rank(l.Student, l.Post)
	}
	res.Placed += len(locks)
}

// rank is the place of a post in a student's list, from 1; 0 if it is not there.
func (in *Instance) rank(student, post uint32) uint32 {
	for i, w := range in.List(student) {
		if w.Post == post {
			return uint32(i) + 1
		}
	}
	return 0
}

// Least asks for at least N students in a post or in all posts below a group;
// the other of the two is None.
type Least struct {
	Post, Group uint32
	N           uint32
}

// ErrLeast says that no placement within caps and lists holds as many as is asked
// for everywhere.
var ErrLeast = flow.ErrLow

// Valid tells whether l names one post or one group of the instance.
func (l Least) Valid(in *Instance) bool {
	if l.Post != None {
		return l.Group == None && int(l.Post) < len(in.Posts)
	}
	return int(l.Group) < len(in.Groups) // None is beyond all groups
}

// Held counts the locked placements that l is about.
func (l Least) Held(in *Instance, locked []Lock) (n uint32) {
	for _, x := range locked {
		if x.Post == l.Post {
			n++
		}
		for g := in.Posts[x.Post].Group; g != None; g = in.Groups[g].Parent {
			if g == l.Group {
				n++
			}
		}
	}
	return n
}

// without returns what the lower quotas still ask for beyond the locked students.
func without(in *Instance, least []Least, locked []Lock) ([]Least, error) {
	left := make([]Least, len(least))
	for i, l := range least {
		if !l.Valid(in) {
			return nil, fmt.Errorf("placement: a lower quota names one post or one group that exists, not %+v", l)
		}
		left[i] = l
		left[i].N -= min(l.N, l.Held(in, locked))
	}
	return left, nil
}
