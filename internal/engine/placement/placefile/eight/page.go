package eight

import (
	"encoding/binary"
	"math/bits"
)

// Window is how much of a file is read at once; it stays in the second cache. A
// power of two, so that a place within it needs no check, only a mask.
const Window = 256 << 10

// Slack is how many bytes behind a text must exist to be read with it.
const Slack = 16

// Page is the lines that are being read, and slack. Places behind the window are
// taken modulo its size: what is found there is never right, since all lines end
// within the Window, and no name has a line end in it.
type Page [Window + Slack]byte

// Word returns the eight bytes from a place on.
func (p *Page) Word(at int) uint64 {
	at &= Window - 1
	return binary.LittleEndian.Uint64(p[at : at+8])
}

// Half returns the four bytes from a place on.
func (p *Page) Half(at int) uint32 {
	at &= Window - 1
	return binary.LittleEndian.Uint32(p[at : at+4])
}

// LineEnd passes over a line end, or returns -1.
func (p *Page) LineEnd(at int) int {
	at &= Window - 1
	if p[at] == '\n' {
		return at + 1
	}
	if p[at] == '\r' && p[at+1] == '\n' {
		return at + 2
	}
	return -1
}

// Byte returns what stands in a place.
func (p *Page) Byte(at int) byte { return p[at&(Window-1)] }

// NextLine returns where the line after the next line end begins, of which at
// lies before, with w standing there; if it is not within sixteen bytes, any place.
func (p *Page) NextLine(at int, w uint64) int {
	if ends := marks(w, '\n'); ends != 0 {
		return at + 1 + bits.TrailingZeros64(ends)/8
	}
	return at + 9 + bits.TrailingZeros64(marks(p.Word(at+8), '\n'))/8
}

// Plain tells whether a name has only characters of ASCII, no quotation mark and
// no control character.
func (p *Page) Plain(at, size int) bool {
	odd := uint64(0)
	for ; size >= 8; at, size = at+8, size-8 {
		odd |= oddities(p.Word(at))
	}
	rest := uint64(1)<<(8*size&63) - 1
	return (odd|oddities(p.Word(at)&rest|' '*each8&^rest))&high8 == 0
}

// oddities marks bytes, in their highest bit, that are no plain text; where it
// marks none there is none.
func oddities(w uint64) uint64 {
	quote, del := w^'"'*each8, w^0x7f*each8
	return w | (w - ' '*each8) | (quote - each8) | (del - each8)
}
