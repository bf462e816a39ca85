package placement

import "math"

// None stands where there is no post, no group or no parent.
const None uint32 = math.MaxUint32

// Limits of an instance.
const (
	MaxStudents = 1<<31 - 2 // a student's number and one bit share 32 bits of a key
	MaxWishes   = 1<<32 - 2 // entries of Instance.Wishes, the ends of lists included
	MaxGrade    = math.MaxUint32 - 1
)

// Post is a place to work or a class: a leaf of the tree of caps.
type Post struct {
	Seats uint32 // at most so many students; 0 is allowed
	Group uint32 // index into Instance.Groups, or None
}

// Group is an inner node of the tree of caps: a kind of post, an enterprise, a
// zone, a school's quota. All posts below it together take at most Cap students.
type Group struct {
	Parent uint32 // index into Instance.Groups, or None for a root
	Cap    uint32 // at most so many students in all posts below; 0 is allowed
}

// Wish is one entry of a student's list.
type Wish struct {
	Post  uint32 // index into Instance.Posts
	Grade uint32 // what the post's tree gives this student, at most MaxGrade; higher goes first
}

// End closes every list in Instance.Wishes.
var End = Wish{Post: None}

// Instance is one placement to be solved.
//
// Students are numbered by the lottery: of two students with the same grade in
// the same tree the one with the smaller number goes first (see [Draw]). Only
// posts for which a student may be considered at all stand in a list: whoever
// makes the instance has applied the law's filters (major, age, forbidden work).
//
// The layout is what the solver reads: eight bytes a wish, lists anywhere in one
// array, four bytes a student to find the list.
type Instance struct {
	Posts  []Post
	Groups []Group
	Start  []uint32 // of each student: index of the first wish in Wishes
	Wishes []Wish   // lists in falling preference, each closed by End
}

// List returns the wishes of a student, first wish first, without the End.
func (in *Instance) List(student uint32) []Wish {
	list := in.Wishes[in.Start[student]:]
	for i, w := range list {
		if w.Post == None {
			return list[:i:i]
		}
	}
	return list
}

// Append adds a student with the given list and returns the student's number,
// for instances made by hand; readers of large files fill the arrays themselves.
func (in *Instance) Append(list ...Wish) uint32 {
	in.Start = append(in.Start, uint32(len(in.Wishes)))
	in.Wishes = append(append(in.Wishes, list...), End)
	return uint32(len(in.Start) - 1)
}
