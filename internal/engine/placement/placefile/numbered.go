package placefile

import (
	"tongpin/internal/engine/placement/placefile/eight"
)

// shortest is how many bytes are left of a row from the post's number on, but for
// the line end, at least: two digits and a comma.
const shortest = 3

// shortSkip is how much of what all names begin with has room in a lead.
const shortSkip = 5

// lead is the rank of a row, the comma behind it and what the names of all posts begin
// with, as far as it is compared at once.
type lead struct {
	text, mask uint64
	size       int // all of it
}

// newLeads makes the leads of the first ranks.
func newLeads(before uint64, skip int) []lead {
	leads := make([]lead, len(eight.Ranks))
	for rank := range leads {
		r := &eight.Ranks[rank]
		size := min(r.Size+min(skip, shortSkip), 8)
		leads[rank] = lead{(uint64(r.Text) | before<<(8*r.Size&63)) & eight.Mask(size), eight.Mask(size), r.Size + skip}
	}
	return leads
}

// numbered is list where posts are numbered: each is looked up at once.
func (q *reader) numbered(at, end int) int {
	if q.rank == noRank || q.rank >= uint32(len(q.codes.leads)) {
		return at
	}
	text, size, c := &q.text, q.same.Size, q.codes
	word, mask, rest := q.same.Word, q.same.Mask, q.same.Rest
	table, least := c.table, c.least
	wish := q.wish[q.at : max(q.own.to, q.at+1)-1]
	wish = wish[:min(len(wish), len(c.leads)-int(q.rank))]
	leads := c.leads[q.rank:]
	leads = leads[:len(wish)]
	student := uint32(len(q.start))
	i := 0
	for ; i < len(wish) && at < end; i++ {
		r := &leads[i]
		name := at + size + r.size
		w := text.Word(name)
		next := text.NextLine(name+shortest, text.Word(name+shortest))
		other := (text.Word(at)^word[0])&mask[0] | (text.Word(at+8)^word[1])&mask[1] | (text.Word(at+size)^r.text)&r.mask
		if c.skip > shortSkip {
			other |= (text.Word(name-c.skip) ^ c.before) & c.mask
		}
		for j, w := range rest {
			other |= text.Word(at+min(16+8*j, size-8)) ^ w
		}
		n, digits := eight.Number(w)
		place := uint(n - least)
		grade := name + digits + 1
		code, more := eight.Number(text.Word(grade))
		if place >= uint(len(table)) {
			break
		}
		t := table[place]
		other |= uint64(int(t&digitsMask)^digits) | uint64(byte(w>>(8*digits&63))^',')
		code *= q.scale.grain
		if grade += more; text.Byte(grade) == '.' {
			part, size := eight.Number(text.Word(grade + 1))
			code += part * q.units[size&3]
			if size > 3 || q.units[size&3] == 0 {
				break
			}
			grade += 1 + size
		}
		if left := next - grade; other != 0 || uint(more-1) >= longestWhole || left != 1 && (left != 2 || text.Byte(next-2) != '\r') {
			break
		}
		post := t >> digitsBits
		if s := &q.seen[post%uint32(len(q.seen))]; *s != student {
			*s = student
		} else if q.listed(student, q.at+uint32(i), post) {
			break
		}
		wish[i].Post, wish[i].Grade = post, code+q.scale.zero
		at = next
	}
	q.count += i
	q.rank, q.at = q.rank+uint32(i), q.at+uint32(i)
	return at
}
