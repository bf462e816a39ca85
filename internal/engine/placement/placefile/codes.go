package placefile

import (
	"bytes"
	"math/bits"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile/eight"
)

// codes finds posts by what their rows in wishes.csv say. What all names begin
// with, up to eight bytes, is only compared. What comes then and has less than
// eight bytes is, with the comma behind it, one number, its key; keys of longer ones
// are hashes. Where posts are numbered, the number is the place in a table of four
// bytes a post; else posts are found by hash.
type codes struct {
	posts        *Names
	skip         int      // how long is what all names begin with
	before, mask uint64   // and what it is
	leads        []lead   // of each small rank, where posts are numbered
	table        []uint32 // of each number from the lowest on: the post, and in the last bits how many digits
	least        uint32   // the lowest number
	slots        []code
	shift        int // the hash's upper bits are the place
}

type code struct {
	key  uint64 // 0: nothing is here
	post uint32
}

const (
	digitsBits = 3
	digitsMask = 1<<digitsBits - 1
)

// longBit marks the keys of names of eight bytes or more. In a short one the
// highest byte is 0 or a comma.
const longBit = 1 << 63

// joined is the key of a name of eight to fifteen bytes: the first eight, and the
// rest with the comma.
func joined(first, rest uint64) uint64 {
	return first*turn ^ bits.RotateLeft64(rest*turn, 32) | longBit
}

// keyOf returns the key of what begins at text[at], and how long it is
// with the comma behind it; 0 if there is no comma, or too far away.
func keyOf(text []byte, at int) (key uint64, size int) {
	first := eight.Word(text, at)
	if key, size = eight.Short(first); key != 0 {
		return key, size
	}
	if rest, size := eight.Short(eight.Word(text, at+8)); rest != 0 {
		return joined(first, rest), 8 + size
	}
	if size = eight.Comma(text, at); size < 0 || size > longestName {
		return 0, 0
	}
	_, h := hash(text[at:], size)
	return h | longBit, size + 1
}

// newCodes makes the codes of posts. Where one has a quotation mark, which rows
// have to double, no post is found.
func newCodes(posts *Names) *codes {
	c := &codes{posts: posts}
	if posts.Len() == 0 || bytes.IndexByte(posts.text, '"') >= 0 {
		return c
	}
	c.skip = alike(posts)
	c.mask = eight.Mask(c.skip)
	c.before = eight.Word(padded(posts.At(0)), 0) & c.mask
	keys := make([]uint64, posts.Len())
	var space []byte
	for p := range keys {
		space = append(append(append(space[:0], posts.At(uint32(p))...), ','), make([]byte, slack)...)
		keys[p], _ = keyOf(space, c.skip)
	}
	if c.byNumber(keys) {
		c.leads = newLeads(c.before, c.skip)
	} else {
		c.table = nil
		c.byHash(keys)
	}
	return c
}

// alike returns how many bytes all names have alike, up to eight, digits at the
// end left out.
func alike(names *Names) int {
	first := names.At(0)
	size := min(len(first), 8)
	for p := range uint32(names.Len()) {
		name := names.At(p)
		for size = min(size, len(name)); !bytes.Equal(first[:size], name[:size]); size-- {
		}
	}
	for size > 0 && first[size-1] >= '0' && first[size-1] <= '9' {
		size--
	}
	return size
}

// byNumber lays posts out by their numbers; false if they are not numbered, or
// with large gaps.
func (c *codes) byNumber(keys []uint64) bool {
	if len(keys) > 1<<(32-digitsBits) {
		return false
	}
	least, most := ^uint32(0), uint32(0)
	for _, k := range keys {
		n, digits := eight.Number(k)
		if digits == 0 || !numeric(k, digits) {
			return false
		}
		least, most = min(least, n), max(most, n)
	}
	if uint64(most-least) > 2*uint64(len(keys)) {
		return false
	}
	c.table, c.least = make([]uint32, most-least+1), least
	for p, k := range keys {
		n, digits := eight.Number(k)
		if c.table[n-least] != 0 {
			return false // p7 and p07
		}
		c.table[n-least] = uint32(p)<<digitsBits | uint32(digits)
	}
	return true
}

// numeric tells whether a key has nothing but the given digits.
func numeric(key uint64, digits int) bool { return key>>(8*digits&63) == ',' }

// byHash lays posts out by the hashes of their keys.
func (c *codes) byHash(keys []uint64) {
	n := uint(2*len(keys) + 1)
	c.shift = 64 - bits.Len(n)
	c.slots = make([]code, 1<<bits.Len(n))
	for p, k := range keys {
		i := k * turn >> c.shift
		for c.slots[i].key != 0 {
			i = (i + 1) & uint64(len(c.slots)-1)
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
	for i := key * turn >> c.shift; ; i = (i + 1) & uint64(len(c.slots)-1) {
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
