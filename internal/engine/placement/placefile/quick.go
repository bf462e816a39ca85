package placefile

import (
	"bytes"
	"slices"
	"sync"
	"sync/atomic"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/crew"
	"tongpin/internal/engine/placement/placefile/eight"
)

// run is what the quick reader makes of one piece.
type run struct {
	names   Names
	tickets []uint64 // of each student
	start   []uint32 // of each student: the first entry
	used    []span   // the entries, and a few that have been left
	count   int      // wishes
	scale   Scale
}

// quick reads the pieces side by side, each straight into parts of one array
// that is large enough for the shortest possible rows; what is not used is never
// touched, so it takes no memory.
func quick(s *source, p *posts, pieces []piece, o Options, tell func(int64)) (*wishes, error) {
	g := newGround(s.size-s.body, len(pieces))
	codes := newCodes(&p.Names)
	readers := sync.Pool{New: func() any { return &reader{seed: o.Seed, codes: codes, ground: g, wish: g.wish} }}
	runs := make([]run, len(pieces))
	var stop atomic.Bool
	err := crew.Each(o.Workers, len(pieces), func(_, i int) (err error) {
		q := readers.Get().(*reader)
		if runs[i], err = q.read(s, pieces[i], &stop, tell); err != nil {
			stop.Store(true)
		}
		readers.Put(q)
		return err
	})
	if err != nil {
		return nil, err
	}
	w := &wishes{wish: g.wish[:g.next]}
	return w, w.join(runs, o.Workers)
}

// recode changes the codes of grades into those of a wider scale.
func (r *run) recode(wish []placement.Wish, to Scale) {
	for _, s := range r.used {
		r.scale.recode(to, wish[s.from:s.to])
	}
	r.scale = to
}

// reader reads pieces, one after the other.
type reader struct {
	run
	seed   uint64 // of the lottery
	codes  *codes
	ground *ground
	wish   []placement.Wish
	at     uint32       // the next entry
	own    span         // the entries that the reader may fill, but for the last
	units  [4]uint32    // of the scale: of a decimal, of the second, the third; 0 if it has no room for so many
	same   eight.Prefix // how a further row of the student begins
	rank   uint32       // the next rank of the student
	n      uint         // rows in asked
	asked  [256]asked
	seen   [4096]uint32 // of the lower bits of a post: who listed such a one last, counted from 1
	text   eight.Page
}

// read reads a piece.
func (q *reader) read(s *source, p piece, stop *atomic.Bool, tell func(int64)) (run, error) {
	q.run = run{names: Names{q.names.text[:0], q.names.end[:0]}, start: q.start[:0], scale: whole}
	q.same, q.rank, q.n, q.units = nobody, noRank, 0, whole.units()
	if !q.take(0) {
		return run{}, errUnusual
	}
	for from := p.from; from < p.to; {
		if stop.Load() {
			return run{}, errUnusual
		}
		n := int(min(eight.Window, p.to-from))
		if got, err := s.ReadAt(q.text[:n], from); got < n {
			return run{}, shortRead(err)
		}
		end := bytes.LastIndexByte(q.text[:n], '\n') + 1
		if end == 0 {
			if from+int64(n) < s.size || n == eight.Window {
				return run{}, errUnusual
			}
			q.text[n] = '\n' // the last line has no end
			end = n + 1
		}
		clear(q.text[end:min(end+slack, len(q.text))])
		if !q.rows(end) {
			return run{}, errUnusual
		}
		tell(int64(end))
		from += int64(end)
	}
	return q.done(), nil
}

// done closes the last list and hands out what the piece came to.
func (q *reader) done() run {
	if len(q.start) > 0 {
		q.wish[q.at] = placement.End
		q.at++
	}
	q.ground.give(span{q.at, q.own.to})
	r := q.run
	r.used = append(r.used, span{q.own.from, q.at})
	r.names = Names{slices.Clone(r.names.text), slices.Clone(r.names.end)}
	r.start = slices.Clone(r.start)
	r.tickets = r.names.tickets(q.seed)
	return r
}

// rows reads whole lines, text[:end]; false if one of them is unusual.
func (q *reader) rows(end int) bool {
	list := q.list
	if q.codes.table != nil {
		list = q.numbered
	}
	for at := list(0, end); at < end; at = list(at, end) {
		switch {
		case q.n == uint(len(q.asked)):
			if !q.find() {
				return false
			}
		case q.at+1 >= q.own.to:
			if !q.move() {
				return false
			}
		case !q.same.Begins(&q.text, at):
			if !q.student(at, end) {
				return false
			}
		default:
			if at = q.odd(at+q.same.Size, end); at < 0 {
				return false
			}
		}
	}
	return q.find()
}

// list reads the next rows of the student as long as they are as usual, and
// returns where it stopped. Its loop calls nothing, and where the next row begins
// does not wait for what the row is found to say: so the processor works at
// several rows at once.
func (q *reader) list(at, end int) int {
	text, size := &q.text, q.same.Size
	word, mask, rest := q.same.Word, q.same.Mask, q.same.Rest
	n, rank, i := q.n, uint(q.rank), uint(0)
	wish := q.wish[q.at : max(q.own.to, q.at+1)-1]
	student := uint32(len(q.start))
	lead := size + q.codes.skip
	for at < end && n < uint(len(q.asked)) && i < uint(len(wish)) && rank < uint(len(eight.Ranks)) {
		r := &eight.Ranks[rank]
		kind := at + lead + r.Size
		name := text.Word(kind)
		next := text.NextLine(kind, name)
		other := (text.Word(at)^word[0])&mask[0] | (text.Word(at+8)^word[1])&mask[1] | uint64(text.Half(at+size)&r.Mask^r.Text)
		for j, w := range rest {
			other |= text.Word(at+min(16+8*j, size-8)) ^ w
		}
		key, grade := eight.Short(name)
		if grade += kind; key == 0 {
			rest, size := eight.Short(text.Word(kind + 8))
			if rest == 0 {
				break
			}
			key, grade = joined(name, rest), kind+8+size
			next = text.NextLine(grade, text.Word(grade))
		}
		code, digits := eight.Number(text.Word(grade))
		code *= q.scale.grain
		if text.Byte(grade+digits) == '.' {
			part, more := eight.Number(text.Word(grade + digits + 1))
			code += part * q.units[more&3]
			if more > 3 || q.units[more&3] == 0 {
				break
			}
			grade += 1 + more
		}
		if left := next - grade - digits; other != 0 || uint(digits-1) >= longestWhole || left != 1 && (left != 2 || text.Byte(next-2) != '\r') {
			break
		}
		wish[i].Grade = code + q.scale.zero
		q.asked[n] = asked{key, uint32(kind), q.at + uint32(i), student}
		n, i, rank, at = n+1, i+1, rank+1, next
	}
	q.rank, q.n, q.at = uint32(rank), n, q.at+uint32(i)
	return at
}

// asked is a row whose post has to be looked up. The look-ups of many rows are
// made together: short work each, so that they wait for memory side by side.
type asked struct {
	key     uint64
	at      uint32 // where the name stands in the text, behind what all begin with
	wish    uint32 // the entry to fill in
	student uint32 // counted from 1
}

// find looks up the posts of the rows that wait; false if one of them does not
// exist or stands in the student's list already.
func (q *reader) find() bool {
	c, text := q.codes, &q.text
	table, least, skip, before, mask := c.table, c.least, c.skip, c.before, c.mask
	for i := range q.asked[:q.n] {
		a := &q.asked[i]
		name := int(a.at) - skip
		n, digits := eight.Number(a.key)
		place := uint(n - least)
		post := placement.None
		if (text.Word(name)^before)&mask != 0 {
			return false
		}
		if place < uint(len(table)) && int(table[place]&digitsMask) == digits && numeric(a.key, digits) {
			post = table[place] >> digitsBits
		} else if post = c.hashed(a.key, text[name&(eight.Window-1):]); post == placement.None {
			return false
		}
		if s := &q.seen[post%uint32(len(q.seen))]; *s != a.student {
			*s = a.student
		} else if q.listed(a.student, a.wish, post) {
			return false
		}
		q.wish[a.wish].Post = post
	}
	q.count += int(q.n)
	q.n = 0
	return true
}

// listed tells whether a student's list has the post before an entry.
func (q *reader) listed(student, before, post uint32) bool {
	for _, w := range q.wish[q.start[student-1]:before] {
		if w.Post == post {
			return true
		}
	}
	return false
}
