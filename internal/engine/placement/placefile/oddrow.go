package placefile

import (
	"bytes"
	"cmp"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile/eight"
)

// noRank is the next rank of a student who lists none.
const noRank = 0

// nobody stands for the student before the first one: no name begins so, and
// has no rank.
var nobody = eight.Prefix{Mask: [2]uint64{^uint64(0), 0}}

// What the quick reader does at the beginning of a list, at the end of its room,
// and with rows that are less usual.

// take begins a part of the ground, for a list that has grown to size.
func (q *reader) take(size uint32) bool {
	s, ok := q.ground.take(size)
	q.own, q.at = s, s.from
	return ok
}

// move goes on in another part of the ground, with the list that is not closed.
func (q *reader) move() bool {
	if !q.find() {
		return false
	}
	from := q.at
	if n := len(q.start); n > 0 {
		from = q.start[n-1]
	}
	list := q.wish[from:q.at]
	q.used = append(q.used, span{q.own.from, q.at})
	if !q.take(uint32(len(list))) {
		return false
	}
	if n := len(q.start); n > 0 {
		q.start[n-1] = q.at
	}
	q.at += uint32(copy(q.wish[q.at:], list))
	return true
}

// student begins another student, whose id has to come after the one before.
func (q *reader) student(at, end int) bool {
	size := eight.Comma(q.text[:end+slack], at)
	if size <= 0 || size > longestName {
		return false
	}
	name := q.text[at : at+size]
	if !q.text.Plain(at, size) && (!clean(name) || bytes.IndexByte(name, '"') >= 0) {
		return false
	}
	last := q.same
	q.same.Read(&q.text, at, size)
	if len(q.start) > 0 {
		order := cmp.Or(cmp.Compare(last.Size, q.same.Size), last.Order(&q.same))
		if order == 0 {
			order = bytes.Compare(q.names.last(), name)
		}
		if order >= 0 {
			return false
		}
		q.wish[q.at] = placement.End
		q.at++
	}
	q.names.add(name)
	q.start = append(q.start, q.at)
	q.rank = 1
	return true
}

// odd reads the row of the student whose rank begins at text[at] and returns
// where the next line begins, -1 if it is not only odd.
func (q *reader) odd(at, end int) int {
	text := q.text[:end+slack]
	if text[at] == ',' && text[at+1] == ',' && q.rank == 1 { // lists none
		q.rank = noRank
		return q.text.LineEnd(at + 2)
	}
	rank, size := eight.Number(eight.Word(text, at))
	if size == 0 || size > longestWhole || text[at+size] != ',' || rank != q.rank || q.rank == noRank {
		return -1
	}
	q.rank++
	at += size + 1
	if at+q.codes.skip > end {
		return -1
	}
	key, size := keyOf(text, at+q.codes.skip)
	if key == 0 {
		return -1
	}
	q.asked[q.n] = asked{key, uint32(at + q.codes.skip), q.at, uint32(len(q.start))}
	q.n++
	if !q.find() {
		return -1
	}
	at += q.codes.skip + size
	code, wider, size := q.scale.odd(text, at)
	if size < 0 {
		return -1
	}
	if wider.grain != q.scale.grain || wider.zero != q.scale.zero {
		q.scale.recode(wider, q.wish[q.own.from:q.at])
		q.recode(q.wish, wider)
		q.units = wider.units()
	}
	q.wish[q.at].Grade = code
	q.at++
	return q.text.LineEnd(at + size)
}
