package placefile

import (
	"bytes"
	"math/bits"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile/eight"
)

// codes finds posts by what their rows in wishes.csv say: a name of less than
// eight bytes with the comma behind it is one number, its key, and the longer
// ones have a hash. Where posts are numbered, with the same before the digits of
// all, the number is the place in a table of four bytes a post; else posts are
// found by hash.
type codes struct {
	posts *Names
	numbering
	slots []code
	shift int // the hash's upper bits are the place
}

type code struct {
	key  uint64 // 0: nothing is here
	post uint32
}

// numbering is of posts whose names are the same but for the number at the end.
type numbering struct {
	table        []uint32 // of each number from the lowest on: the post, and in the last bits how many digits
	least        uint32   // the lowest number
	before, mask uint64   // what keys have before the digits
	shift        int      // how many bits that is
}

const (
	digitsBits = 3
	digitsMask = 1<<digitsBits - 1
)

// key is that of a short name.
func key(name []byte) uint64 {
	var space [8]byte
	space[copy(space[:], name)] = ','
	return eight.Word(space[:], 0)
}

// longBit marks the keys of longer names. In a short one the highest byte is 0
// or a comma.
const longBit = 1 << 63

// longKey is the key of a longer name, which stands in memory with slack.
func longKey(padded []byte, size int) uint64 {
	_, h := hash(padded, size)
	return h | longBit
}

// long returns what a name of eight bytes or more, which begins at text[at], is
// looked up by, and how long it is with the comma behind it; 0 if there is none
// before the end of the lines.
func long(text []byte, at int) (key uint64, size int) {
	size = eight.Comma(text, at)
	if size < 8 || size > longestName {
		return 0, 0
	}
	return longKey(text[at:], size), size + 1
}

// newCodes makes the codes of posts. Where one has a quotation mark, which rows
// have to double, no post is found.
func newCodes(posts *Names) *codes {
	c := &codes{posts: posts}
	if bytes.IndexByte(posts.text, '"') >= 0 {
		return c
	}
	keys := make([]uint64, posts.Len())
	for p := range keys {
		if name := posts.At(uint32(p)); len(name) < 8 {
			keys[p] = key(name)
		} else {
			keys[p] = longKey(padded(name), len(name))
		}
	}
	if !c.byNumber(keys) {
		c.numbering = numbering{}
		c.byHash(keys)
	}
	return c
}

// byNumber lays posts out by their numbers; false if they are not numbered, or
// with large gaps.
func (c *codes) byNumber(keys []uint64) bool {
	size := c.alike()
	if size < 0 || len(keys) > 1<<(32-digitsBits) {
		return false
	}
	x := &c.numbering
	x.shift = 8 * size
	x.mask = 1<<x.shift - 1
	x.before = keys[0] & x.mask
	least, most := ^uint32(0), uint32(0)
	for _, k := range keys {
		n, digits := eight.Number(k >> x.shift)
		if digits == 0 || !x.is(k, digits) {
			return false
		}
		least, most = min(least, n), max(most, n)
	}
	if uint64(most-least) > 2*uint64(len(keys)) {
		return false
	}
	x.table, x.least = make([]uint32, most-least+1), least
	for p, k := range keys {
		n, digits := eight.Number(k >> x.shift)
		if x.table[n-least] != 0 {
			return false // p7 and p07
		}
		x.table[n-least] = uint32(p)<<digitsBits | uint32(digits)
	}
	return true
}

// alike returns how many bytes all names have alike, digits at the end left out;
// -1 if a name is too long or all of it.
func (c *codes) alike() int {
	if c.posts.Len() == 0 {
		return -1
	}
	first := c.posts.At(0)
	size := len(first)
	for p := range uint32(c.posts.Len()) {
		name := c.posts.At(p)
		for size = min(size, len(name)); !bytes.Equal(first[:size], name[:size]); size-- {
		}
		if len(name) > 7 {
			return -1
		}
	}
	for size > 0 && first[size-1] >= '0' && first[size-1] <= '9' {
		size--
	}
	return size
}

// is tells whether a key has a number, and no more than the given digits.
func (x *numbering) is(key uint64, digits int) bool {
	return (key^x.before)&x.mask == 0 && key>>((x.shift+8*digits)&63) == ','
}

// byHash lays posts out by the hashes of their keys.
func (c *codes) byHash(keys []uint64) {
	n := uint(2*len(keys) + 1)
	c.shift = 64 - bits.Len(n)
	c.slots = make([]code, 1<<bits.Len(n))
	for p, k := range keys {
		i := k * turn >> c.shift
		for c.slots[i].key != 0 {
			i = (i + 1) % uint64(len(c.slots))
		}
		c.slots[i] = code{k, uint32(p)}
	}
}

// hashed returns the post of a key among those that are not numbered, None if
// there is none. text is where the name stands.
func (c *codes) hashed(key uint64, text []byte) uint32 {
	if len(c.slots) == 0 {
		return placement.None
	}
	for i := key * turn >> c.shift; ; i = (i + 1) % uint64(len(c.slots)) {
		switch s := &c.slots[i]; {
		case s.key == 0:
			return placement.None
		case s.key != key:
		case key < longBit:
			return s.post
		default: // two names may have one hash
			if name := c.posts.At(s.post); len(text) > len(name) && text[len(name)] == ',' && bytes.Equal(text[:len(name)], name) {
				return s.post
			}
		}
	}
}
