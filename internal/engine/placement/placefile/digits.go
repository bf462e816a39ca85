package placefile

import (
	"encoding/binary"
	"math/bits"
	"strconv"
)

// What the quick reader sees of a text: eight bytes at a time, as one number
// whose lowest byte is the first.

const (
	each8 = 0x0101010101010101
	high8 = 0x8080808080808080
)

// word returns the eight bytes from text[at] on.
func word(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// comma returns the distance to the next comma, -1 without one.
func comma(text []byte, at int) int {
	for from := at; at+8 <= len(text); at += 8 {
		w := word(text, at) ^ ','*each8
		if hit := (w - each8) &^ w & high8; hit != 0 {
			return at - from + bits.TrailingZeros64(hit)/8
		}
	}
	return -1
}

// longestWhole is how many digits a whole number may have.
const longestWhole = 6

// number reads the digits at the beginning of w: their value, and how many they
// are. All eight digits are added up at once (pairs, pairs of pairs, halves).
func number(w uint64) (n uint32, size int) {
	t := w ^ '0'*each8
	other := (t + (0x80-10)*each8 | t) & high8 // the lowest bit marks the first that is no digit
	size = bits.TrailingZeros64(other) / 8
	t <<= (64 - 8*size) & 63 // leading zeros instead of what follows
	t = t * (10<<8 + 1) >> 8 & 0x00ff00ff00ff00ff
	t = t * (100<<16 + 1) >> 16 & 0x0000ffff0000ffff
	return uint32(t * (10000<<32 + 1) >> 32), size
}

// ranks are the texts of the ranks and the comma behind them.
var ranks = func() (list [100]struct {
	text, mask uint32
	size       int
}) {
	list[noRank].text = 1 // never equal
	for rank := 1; rank < len(list); rank++ {
		text := append(strconv.AppendInt(nil, int64(rank), 10), ',')
		r := &list[rank]
		r.size = len(text)
		r.mask = 1<<(8*r.size) - 1
		r.text = binary.LittleEndian.Uint32(append(text, 0, 0)) & r.mask
	}
	return list
}()

// rankSize returns how long the rank and its comma are, if they stand at
// text[at], else 0.
func rankSize(text []byte, at int, rank uint32) int {
	if rank < uint32(len(ranks)) {
		if r := &ranks[rank]; binary.LittleEndian.Uint32(text[at:])&r.mask == r.text {
			return r.size
		}
	}
	return 0
}

// prefix is how a row begins: with a name and a comma.
type prefix struct {
	word, mask [2]uint64
	size       int
	long       string // instead, if it is longer than 16 bytes
}

func newPrefix(name []byte) prefix {
	size := len(name) + 1
	if size > 16 {
		return prefix{long: string(name) + ","}
	}
	var text [16]byte
	copy(text[:], name)
	text[size-1] = ','
	p := prefix{size: size, word: [2]uint64{word(text[:], 0), word(text[:], 8)}}
	for i := range size {
		p.mask[i/8] |= 0xff << (8 * (i % 8))
	}
	return p
}

// of returns the size of the prefix if it stands at text[at], else 0.
func (p *prefix) of(text []byte, at int) int {
	if (word(text, at)^p.word[0])&p.mask[0]|(word(text, at+8)^p.word[1])&p.mask[1] != 0 {
		return 0
	}
	if p.long == "" {
		return p.size
	}
	return p.ofLong(text, at)
}

func (p *prefix) ofLong(text []byte, at int) int {
	if size := len(p.long); at+size < len(text) && string(text[at:at+size]) == p.long {
		return size
	}
	return 0
}
