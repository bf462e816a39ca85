package eight

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"strconv"
)

// Rank is the text of a rank and the comma behind it: a row has the rank if its
// Half there, under the mask, is the text.
type Rank struct {
	Text, Mask uint32
	Size       int
}

// Ranks are the texts of small ranks. That of 0, which no row has, never fits.
var Ranks = func() (list [100]Rank) {
	list[0].Text = 1
	for rank := 1; rank < len(list); rank++ {
		text := append(strconv.AppendInt(nil, int64(rank), 10), ',')
		r := &list[rank]
		r.Size = len(text)
		r.Mask = 1<<(8*r.Size) - 1
		r.Text = binary.LittleEndian.Uint32(append(text, 0, 0)) & r.Mask
	}
	return list
}()

// Prefix is how a row begins: with a name and a comma.
type Prefix struct {
	Word, Mask [2]uint64
	Rest       []uint64 // what stands behind sixteen bytes; the last eight may reach back
	Size       int      // with the comma
}

// masks are for the first bytes of a text of each size.
var masks = func() (list [17][2]uint64) {
	for size := range list {
		for i := range size {
			list[size][i/8] |= 0xff << (8 * (i % 8))
		}
	}
	return list
}()

// Mask is for the first bytes of a word, up to eight.
func Mask(size int) uint64 { return masks[size][0] }

// Read makes it the prefix of the row that begins at text[at], with a name of
// the given size.
func (p *Prefix) Read(text *Page, at, size int) {
	p.Size = size + 1
	p.Mask = masks[min(p.Size, 16)]
	p.Word = [2]uint64{text.Word(at) & p.Mask[0], text.Word(at+8) & p.Mask[1]}
	p.Rest = p.Rest[:0]
	for i := 16; i < p.Size; i += 8 {
		p.Rest = append(p.Rest, text.Word(at+min(i, p.Size-8)))
	}
}

// Begins tells whether the prefix stands at text[at].
func (p *Prefix) Begins(text *Page, at int) bool {
	other := (text.Word(at)^p.Word[0])&p.Mask[0] | (text.Word(at+8)^p.Word[1])&p.Mask[1]
	for i, w := range p.Rest {
		other |= text.Word(at+min(16+8*i, p.Size-8)) ^ w
	}
	return other == 0
}

// Order compares the first sixteen bytes of two prefixes of one size, commas
// among them if they are so short.
func (p *Prefix) Order(q *Prefix) int {
	if p.Word[0] != q.Word[0] {
		return cmp.Compare(bits.ReverseBytes64(p.Word[0]), bits.ReverseBytes64(q.Word[0]))
	}
	return cmp.Compare(bits.ReverseBytes64(p.Word[1]), bits.ReverseBytes64(q.Word[1]))
}
