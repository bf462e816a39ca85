package placement

import "slices"

// Cutoff is what a post or group came to: the lowest key that it admitted. A
// table of them is all that has to be published for everybody to check their
// own result.
type Cutoff struct {
	Cap, Held uint32
	// Grade and Student (the number in the lottery) are those of the last student
	// held. They bind only when the node is full. Student is None if nobody is
	// held, or only locked students.
	Grade, Student uint32
}

// Full tells whether nobody else finds room.
func (c Cutoff) Full() bool { return c.Held >= c.Cap }

// Table is the cutoffs of a placement.
type Table struct {
	Posts, Groups []Cutoff
	// Tied, if it is set, says of each entry of the instance's Wishes whether it is
	// as dear to its student as the one before: see [SolveTied]. Then equal grades
	// refuse as well, whatever the lottery.
	Tied []bool
	in   *Instance
	post []uint32
}

// NewTable works out the cutoffs of a placement: post[s] is the post of student
// s, or None. Locked students are held, but were not admitted by their grades: even
// if they list the post, they are not the lowest. O(placed * (depth + wishes of a
// student)).
func NewTable(in *Instance, post []uint32, locked []Lock) *Table {
	t := &Table{Posts: make([]Cutoff, len(in.Posts)), Groups: make([]Cutoff, len(in.Groups)), in: in, post: post}
	for p, x := range in.Posts {
		t.Posts[p] = Cutoff{Cap: x.Seats, Grade: None, Student: None}
	}
	for g, x := range in.Groups {
		t.Groups[g] = Cutoff{Cap: x.Cap, Grade: None, Student: None}
	}
	stays := make(map[uint32]bool, len(locked))
	for _, l := range locked {
		stays[l.Student] = true
	}
	for s, p := range post {
		if p == None {
			continue
		}
		grade, student := None, None
		if rank := in.rank(uint32(s), p); rank > 0 && !stays[uint32(s)] {
			grade, student = in.List(uint32(s))[rank-1].Grade, uint32(s)
		}
		t.Posts[p].count(grade, student)
		for g := in.Posts[p].Group; g != None; g = in.Groups[g].Parent {
			t.Groups[g].count(grade, student)
		}
	}
	return t
}

func (c *Cutoff) count(grade, student uint32) {
	c.Held++
	if student != None && (grade < c.Grade || grade == c.Grade && student > c.Student || c.Student == None) {
		c.Grade, c.Student = grade, student
	}
}

// Outcome says what became of a wish.
type Outcome uint8

// The outcomes.
const (
	Placed  Outcome = iota + 1 // the student is in this post
	Spared                     // the student is in a post that she prefers
	Refused                    // a full node holds only students who go first
	Passed                     // room or a lower key was there: only in placements that are not stable
	Alike                      // the student is in a post that is as dear to her
)

// Explanation says why a wish was or was not granted.
type Explanation struct {
	Outcome Outcome
	// Group is the full group that decided, None if the post itself did. Cutoff is
	// that node's. Both only with Refused and Passed.
	Group  uint32
	Cutoff Cutoff
}

// Explain explains the wish at the given place, 0 for the first, of a student's
// list. O(place + depth).
func (t *Table) Explain(student uint32, place int) Explanation {
	list := t.in.List(student)
	w := list[place]
	switch own := t.place(list, t.post[student]); {
	case own == place:
		return Explanation{Outcome: Placed, Group: None}
	case t.alike(student, own, place):
		return Explanation{Outcome: Alike, Group: None}
	case own < place:
		return Explanation{Outcome: Spared, Group: None}
	}
	c, group, full := t.Limit(w.Post)
	e := Explanation{Outcome: Refused, Group: group, Cutoff: c}
	if !full || c.Student != None && (w.Grade > c.Grade || w.Grade == c.Grade && student < c.Student && t.Tied == nil) {
		e.Outcome = Passed
	}
	return e
}

// place is the place of a post in a list; behind its end if it is not there.
func (t *Table) place(list []Wish, post uint32) int {
	for i, w := range list {
		if w.Post == post {
			return i
		}
	}
	return len(list)
}

// alike tells whether two places of a student's list are equally dear.
func (t *Table) alike(student uint32, a, b int) bool {
	if t.Tied == nil || a > b {
		a, b = b, a
	}
	from := int(t.in.Start[student])
	return t.Tied != nil && b < len(t.in.List(student)) && !slices.Contains(t.Tied[from+a+1:from+b+1], false)
}

// Limit returns the lowest full node of a post: the post itself (group None) or
// a group above; full is false if there is room on the whole path.
func (t *Table) Limit(post uint32) (c Cutoff, group uint32, full bool) {
	if c := t.Posts[post]; c.Full() {
		return c, None, true
	}
	for g := t.in.Posts[post].Group; g != None; g = t.in.Groups[g].Parent {
		if c := t.Groups[g]; c.Full() {
			return c, g, true
		}
	}
	return Cutoff{Cap: None, Student: None}, None, false
}
