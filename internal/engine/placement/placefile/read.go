// Package placefile reads and writes the files of a placement: posts.csv,
// caps.csv, wishes.csv, placement.csv and the table of cutoffs and explanations.
// All are UTF-8 with a header, with or without a byte order mark, lines ending
// in LF or CRLF, fields quoted where needed. Problems are reported with file and
// line; nothing is read half.
package placefile

import (
	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/crew"
	"tongpin/internal/engine/placement/large"
	"tongpin/internal/engine/placement/placefile/ahead"
)

// Paths name the files to read. Caps may be empty: then groups have no cap.
type Paths struct{ Wishes, Posts, Caps string }

// Options of reading.
type Options struct {
	Seed    uint64 // of the lottery
	Workers int    // goroutines; 0 is one
	Ties    bool   // several wishes of a student may have the same rank
	// Progress is told how many bytes of wishes.csv have been read; from several
	// goroutines. May be nil.
	Progress func(done, total int64)
}

// Case is all that the files say: the instance, in which students are numbered
// by the lottery, and the names of everything.
type Case struct {
	Instance *placement.Instance
	Students Names // in the order of ids, shorter ones first
	Posts    Names
	Groups   Names
	Wishes   int      // in all lists
	Tied     []bool   // with Options.Ties: of each entry of Instance.Wishes, whether it has the rank of the one before
	Reasons  []string // of each group: its legal basis or other reason
	Grades   Scale
	Seed     uint64

	byNumber []uint32 // of each number in the lottery: the student's place in Students
	number   []uint32 // of each place in Students: the number
	known    *index   // of posts
	groups   *index

	// NoCaps: posts name groups, but no file of caps was given.
	NoCaps bool
	// Open: the last line of wishes.csv has no end; it may have been cut.
	Open bool
}

// Student returns the id of the student with a number in the lottery.
func (c *Case) Student(number uint32) []byte { return c.Students.At(c.byNumber[number]) }

// Read reads the files of a placement and draws the lottery. The error is a
// *Problems for what is wrong with the files.
func Read(paths Paths, o Options) (*Case, error) {
	ahead.Whole(paths.Caps)
	ahead.Whole(paths.Posts)
	opening := openWishes(paths.Wishes, o.Workers)
	defer opening.done()
	caps, err := readCaps(paths.Caps)
	if err != nil {
		return nil, err
	}
	posts, err := readPosts(paths.Posts, caps, paths.Caps != "")
	if err != nil {
		return nil, err
	}
	w, err := readWishes(opening, posts, o)
	if err != nil {
		return nil, err
	}
	c := &Case{
		Instance: &placement.Instance{Posts: posts.posts, Groups: caps.groups, Start: large.Make[uint32](len(w.start)), Wishes: w.wish},
		Students: w.students, Posts: posts.Names, Groups: caps.Names, Reasons: caps.reasons, Wishes: w.count, Grades: w.scale,
		Seed: o.Seed, number: large.Make[uint32](len(w.start)), known: &posts.index, groups: &caps.index, NoCaps: posts.ungroups, Open: w.open,
	}
	if o.Ties {
		c.Tied = make([]bool, len(w.wish))
		copy(c.Tied, w.tied)
	}
	c.byNumber = placement.Draw(w.tickets, o.Workers)
	// Each number and each student is written once, so parts don't meet.
	crew.Parts(o.Workers, len(c.byNumber), func(_, from, to int) {
		for number := from; number < to; number++ {
			student := c.byNumber[number]
			c.Instance.Start[number] = w.start[student]
			c.number[student] = uint32(number)
		}
	})
	return c, nil
}
