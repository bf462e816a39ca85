package placefile

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/bits"
	"math/rand/v2"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/large"
	"tongpin/internal/engine/placement/placefile/eight"
)

// Names are many short texts in one piece of memory.
type Names struct {
	text []byte
	end  []uint64
}

// Len returns the number of names.
func (n *Names) Len() int { return len(n.end) }

// At returns a name; it must not be changed.
func (n *Names) At(i uint32) []byte {
	from := uint64(0)
	if i > 0 {
		from = n.end[i-1]
	}
	return n.text[from:n.end[i]]
}

// last returns the last name.
func (n *Names) last() []byte { return n.At(uint32(n.Len() - 1)) }

func (n *Names) add(name []byte) {
	n.text = append(n.text, name...)
	n.end = append(n.end, uint64(len(n.text)))
}

// tickets returns the lottery tickets of students with the names.
func (n *Names) tickets(seed uint64) []uint64 {
	list := make([]uint64, n.Len())
	for i := range list {
		list[i] = placement.Ticket(seed, n.At(uint32(i)))
	}
	return list
}

// compare orders names as people count: shorter ones first, then by bytes, so
// that s2 comes before s10.
func compare(a, b []byte) int {
	if c := cmp.Compare(len(a), len(b)); c != 0 {
		return c
	}
	return bytes.Compare(a, b)
}

// index finds names again: open addressing, the first eight bytes of a name
// beside its number, so that a short name is found by one look.
type index struct {
	Names
	slots []slot
	shift int // the hash's upper bits are the place
}

type slot struct {
	head uint64
	size uint32
	id   uint32 // number of the name plus one; 0: empty
}

// slack is how many bytes behind a name must exist to be read with it.
const slack = eight.Slack

// turn is unlike in every process: nobody can write a file whose names collide.
var turn = rand.Uint64() | 1

// head returns the first eight bytes of name, which stands in memory with slack.
func head(padded []byte, size int) uint64 {
	w := binary.LittleEndian.Uint64(padded)
	if size < 8 {
		w &= 1<<(8*size) - 1
	}
	return w
}

func hash(padded []byte, size int) (first, h uint64) {
	first = head(padded, size)
	h = first ^ uint64(size)<<56
	if size > 8 {
		h = stir(h, padded, size)
	}
	hi, lo := bits.Mul64(h, turn)
	return first, hi ^ lo
}

// stir adds what stands behind the first eight bytes of a name to its hash.
func stir(h uint64, padded []byte, size int) uint64 {
	for at := 8; at < size; at += 8 {
		h = bits.RotateLeft64(h*turn, 29) ^ head(padded[at:], size-at)
	}
	return h
}

func (x *index) grow() { x.reserve(max(32, len(x.slots))) }

// reserve makes room for n names.
func (x *index) reserve(n int) {
	old := x.slots
	x.shift = 64 - bits.Len(uint(max(32, 2*n-1)))
	x.slots = large.Make[slot](1 << (64 - x.shift))
	for _, s := range old {
		if s.id != 0 {
			name := padded(x.At(s.id - 1))
			first, h := hash(name, int(s.size))
			*x.place(first, h, name, int(s.size)) = s
		}
	}
}

// place returns where a name stands, or would stand.
func (x *index) place(first, h uint64, padded []byte, size int) *slot {
	for i := int(h >> x.shift); ; i = (i + 1) & (len(x.slots) - 1) {
		s := &x.slots[i]
		if s.id == 0 || s.head == first && s.size == uint32(size) && (size <= 8 || bytes.Equal(x.At(s.id-1), padded[:size])) {
			return s
		}
	}
}

// find returns the number of a name, or None. padded holds the name and slack.
func (x *index) find(padded []byte, size int) uint32 {
	if len(x.slots) == 0 {
		return placement.None
	}
	first, h := hash(padded, size)
	return x.place(first, h, padded, size).id - 1 // None without one
}

// put returns the number of a name and whether it is new.
func (x *index) put(padded []byte, size int) (id uint32, fresh bool) {
	if 2*x.Len() >= len(x.slots) {
		x.grow()
	}
	first, h := hash(padded, size)
	s := x.place(first, h, padded, size)
	if s.id == 0 {
		x.add(padded[:size])
		*s, fresh = slot{first, uint32(size), uint32(x.Len())}, true
	}
	return s.id - 1, fresh
}

// lookup is find for a name without slack.
func (x *index) lookup(name []byte) uint32 {
	return x.find(padded(name), len(name))
}
