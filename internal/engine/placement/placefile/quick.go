package placefile

import (
	"bytes"
	"sync/atomic"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/large"
)

// Fewest bytes of a row ("s,1,p,1" and its end), and the entries that it makes
// at most in the array of wishes: a wish and the end of a list.
const (
	fewest  = 8
	entries = 2
)

// run is what the quick reader makes of one piece.
type run struct {
	names Names
	start []uint32
	scale Scale
	from  uint32 // the first entry
	at    uint32 // behind the last entry
	first uint32 // rank of the first row: more than 1 if its student began in the piece before
}

// quick reads the pieces side by side, each straight into its own part of one
// array that is large enough for the shortest possible rows; what is not used
// is never touched, so it takes no memory.
func quick(s *source, p *posts, pieces []piece, workers int, tell func(int64)) (*wishes, error) {
	if (s.size-s.body)/fewest*entries+int64(2*entries*len(pieces)) > placement.MaxWishes {
		return nil, errUnusual
	}
	at := make([]uint32, len(pieces)+1)
	for i, x := range pieces {
		at[i+1] = at[i] + uint32((x.to-x.from)/fewest*entries) + 2*entries
	}
	w := &wishes{wish: large.Make[placement.Wish](int(at[len(pieces)]))}
	runs := make([]*run, len(pieces))
	var stop atomic.Bool
	err := each(workers, len(pieces), func(i int) error {
		q := &reader{posts: p, wish: w.wish}
		q.from, q.at, q.scale = at[i], at[i], whole
		err := q.read(s, pieces[i], &stop, tell)
		if err != nil {
			stop.Store(true)
		}
		runs[i] = &q.run
		return err
	})
	if err != nil {
		return nil, err
	}
	return w, w.join(runs)
}

// reader reads one piece.
type reader struct {
	run
	posts   *posts
	wish    []placement.Wish
	same    prefix   // how a further row of the student begins
	rank    uint32   // the next rank of the student
	seen    []uint32 // of each post: the student who listed it last, counted from 1
	asked   []asked  // rows whose posts have not been looked up yet
	fetched uint32   // keeps what is read for the sake of the cache from being left out
}

// asked is a row whose post has to be found in the index. The look-ups of many
// rows are made together, so that they wait for memory side by side.
type asked struct {
	head, hash uint64
	at, size   uint32 // where the name stands in the text
	student    uint32 // counted from 1
	wish       uint32 // the entry to fill in
}

// atOnce is how many rows are looked up at once.
const atOnce = 64

// find looks up the posts of the rows that wait; false if one of them does not
// exist or stands in the student's list already.
func (q *reader) find(text []byte) bool {
	x := &q.posts.index
	if len(x.slots) == 0 {
		return len(q.asked) == 0
	}
	fetched := uint32(0)
	for i := range q.asked {
		fetched ^= x.slots[q.asked[i].hash>>x.shift].size
	}
	q.fetched = fetched
	for i := range q.asked {
		a := &q.asked[i]
		s := &x.slots[a.hash>>x.shift]
		post := s.id - 1
		if s.head != a.head || s.size != a.size || a.size > 8 {
			if post = x.findHashed(a.head, a.hash, text[a.at:], int(a.size)); post == placement.None {
				return false
			}
		}
		if q.seen[post] == a.student {
			return false
		}
		q.seen[post] = a.student
		q.wish[a.wish].Post = post
	}
	q.asked = q.asked[:0]
	return true
}

// noRank is the next rank of a student who lists none.
const noRank = 0

func (q *reader) read(s *source, p piece, stop *atomic.Bool, tell func(int64)) error {
	const window = 256 << 10
	buf := make([]byte, window+slack)
	q.seen = make([]uint32, len(q.posts.posts))
	for from := p.from; from < p.to; {
		if stop.Load() {
			return errUnusual
		}
		n := int(min(window, p.to-from))
		if got, err := s.ReadAt(buf[:n], from); got < n {
			return shortRead(err)
		}
		end := bytes.LastIndexByte(buf[:n], '\n') + 1
		if end == 0 {
			if from+int64(n) < s.size || n == window {
				return errUnusual
			}
			buf[n] = '\n' // the last line has no end
			end = n + 1
		}
		clear(buf[end:min(end+slack, len(buf))])
		if !q.rows(buf[:end+slack], end) {
			return errUnusual
		}
		tell(int64(end))
		from += int64(end)
	}
	if len(q.start) > 0 {
		q.wish[q.at] = placement.End
		q.at++
	}
	return nil
}

// rows reads whole lines, text[:end]; false if one of them is unusual.
func (q *reader) rows(text []byte, end int) bool {
	for at := 0; at < end; {
		if size := q.same.of(text, at); size > 0 {
			at += size
		} else {
			size := bytes.IndexByte(text[at:end], ',')
			if size <= 0 || !q.student(text[at:at+size]) {
				return false
			}
			at += size + 1
			if text[at] == ',' { // lists none
				at = emptyRow(text, at)
				if at < 0 || q.start[len(q.start)-1] != q.at {
					return false
				}
				q.rank = noRank
				continue
			}
		}
		if at = q.row(text, at); at < 0 {
			return false
		}
	}
	return q.find(text)
}

// emptyRow passes over ",," and the line end of a student who lists none.
func emptyRow(text []byte, at int) int {
	if text[at+1] != ',' {
		return -1
	}
	return lineEnd(text, at+2)
}

// lineEnd passes over a line end, or returns -1.
func lineEnd(text []byte, at int) int {
	if text[at] == '\r' {
		at++
	}
	if text[at] != '\n' {
		return -1
	}
	return at + 1
}

// student begins another student, whose id has to come after the one before.
func (q *reader) student(name []byte) bool {
	if len(name) > longestName || !clean(name) || bytes.IndexByte(name, '"') >= 0 {
		return false
	}
	if n := q.names.Len(); n > 0 {
		if compare(q.names.At(uint32(n-1)), name) >= 0 {
			return false
		}
		q.wish[q.at] = placement.End
		q.at++
	}
	q.names.add(name)
	q.start = append(q.start, q.at)
	q.same = newPrefix(name)
	q.rank, q.first = 1, max(q.first, 1)
	return true
}

// row reads rank, post and grade and returns where the next line begins, -1 if
// anything is unusual.
func (q *reader) row(text []byte, at int) int {
	if size := rankSize(text, at, q.rank); size > 0 {
		at += size
	} else if at = q.oddRank(text, at); at < 0 {
		return -1
	}
	q.rank++
	size := comma(text, at)
	if size <= 0 {
		return -1
	}
	head, h := hash(text[at:], size)
	q.asked = append(q.asked, asked{head, h, uint32(at), uint32(size), uint32(len(q.start)), q.at})
	at += size + 1
	n, size := number(word(text, at))
	code := q.scale.grain*n + q.scale.zero
	if size == 0 || size > longestWhole || text[at+size] == '.' {
		if code, size = q.scale.odd(text, at, q.wish[q.from:q.at]); size < 0 {
			return -1
		}
	}
	q.wish[q.at].Grade = code
	q.at++
	if len(q.asked) == atOnce && !q.find(text) {
		return -1
	}
	return lineEnd(text, at+size)
}

// oddRank reads a rank that is not the next one: of a student whose first rows
// may stand in the piece before, or a large one.
func (q *reader) oddRank(text []byte, at int) int {
	rank, size := number(word(text, at))
	if size == 0 || size > longestWhole || text[at+size] != ',' || rank == 0 || q.rank == noRank {
		return -1
	}
	if rank != q.rank {
		if len(q.start) != 1 || q.start[0] != q.at {
			return -1
		}
		q.first, q.rank = rank, rank
	}
	return at + size + 1
}
