package placement

import (
	"errors"
	"slices"
)

// errGrades refuses more different grades than three copies of them can be told
// apart.
var errGrades = errors.New("placement: with ties in lists at most 1,431,655,764 different grades can be told apart")

// SolveTied solves where students, too, are indifferent between posts: tied[i]
// says that the wish in.Wishes[i] is as dear to its student as the wish before
// it. The result is weakly stable: no student and post would both rather have
// each other by rank and grade alone. It holds at least two thirds of what any
// such placement can, for nested caps as well (Yokoi 2021); a student could gain
// by a false list. Result.Rank counts groups of tied wishes, and Options.Fill
// changes nothing.
//
// Each wish becomes three: a tentative one, x, which goes behind everybody's; a
// plain one, y; and a last one, z, which goes before those of the same grade
// who have other wishes left. A student asks x of her first group, y of it, x of
// the second and so on to the end, then z of all groups. At most three
// proposals a wish, memory for three times the wishes.
func SolveTied(in *Instance, tied []bool, o Options) (*Result, error) {
	scale, err := newCopies(in)
	if err != nil {
		return nil, err
	}
	three := &Instance{Posts: in.Posts, Groups: in.Groups, Start: make([]uint32, 0, len(in.Start))}
	three.Wishes = make([]Wish, 0, 3*len(in.Wishes))
	for s, start := range in.Start {
		list := in.List(uint32(s))
		three.Start = append(three.Start, uint32(len(three.Wishes)))
		for i := 0; i < len(list); {
			group := list[i : i+groupSize(tied[int(start)+i:int(start)+len(list)])]
			three.Wishes = scale.add(three.Wishes, group, tentative)
			three.Wishes = scale.add(three.Wishes, group, plain)
			i += len(group)
		}
		three.Wishes = append(scale.add(three.Wishes, list, last), End)
	}
	o.Fill = false
	res, err := Solve(three, o)
	if err != nil {
		return nil, err
	}
	for s, p := range res.Post {
		res.Rank[s] = 0
		if p != None {
			res.Rank[s] = in.tiedRank(uint32(s), p, tied)
		}
	}
	return res, nil
}

// groupSize is how many wishes at the beginning of a list are tied.
func groupSize(tied []bool) int {
	for i := 1; i < len(tied); i++ {
		if !tied[i] {
			return i
		}
	}
	return len(tied)
}

// tiedRank is the rank of a post in a list with ties; 0 if it is not there.
func (in *Instance) tiedRank(student, post uint32, tied []bool) (rank uint32) {
	for i, w := range in.List(student) {
		if i == 0 || !tied[int(in.Start[student])+i] {
			rank++
		}
		if w.Post == post {
			return rank
		}
	}
	return 0
}

// The copies of a wish.
const (
	tentative = iota
	plain
	last
)

// copies are the different grades of an instance, in rising order.
type copies []uint32

func newCopies(in *Instance) (copies, error) {
	seen := make(map[uint32]struct{})
	for s := range in.Start {
		for _, w := range in.List(uint32(s)) {
			seen[w.Grade] = struct{}{}
		}
	}
	c := make(copies, 0, len(seen))
	for g := range seen {
		c = append(c, g)
	}
	slices.Sort(c)
	if uint64(3*len(c)) > MaxGrade {
		return nil, errGrades
	}
	return c, nil
}

// add appends copies of wishes: all tentative ones go behind all others, and of
// the others those of a lower grade behind those of a higher one.
func (c copies) add(list, wishes []Wish, which int) []Wish {
	for _, w := range wishes {
		at, _ := slices.BinarySearch(c, w.Grade)
		if which != tentative {
			at = len(c) + 2*at + which - plain
		}
		list = append(list, Wish{Post: w.Post, Grade: uint32(at)})
	}
	return list
}
