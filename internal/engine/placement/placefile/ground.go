package placefile

import (
	"sync"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/large"
)

// ground is the array of wishes, of which the quick readers take parts. A part
// is far larger than a list, and what a reader leaves of it the next one takes:
// so nearly every page that is touched is used.
type ground struct {
	wish  []placement.Wish
	part  uint32 // entries of a part
	mutex sync.Mutex
	next  uint32 // the first entry that nobody has taken
	left  []span
}

// span is a range of entries.
type span struct{ from, to uint32 }

// Fewest bytes of a row ("s,1,p,1" and its end), and the entries that it makes
// at most: a wish and the end of a list.
const (
	fewest  = 8
	entries = 2
)

// The sizes of a part.
const (
	leastPart = 1 << 10
	mostPart  = 1 << 17 // a megabyte
)

// newGround has room for as many rows as can be in a file of so many bytes, as
// far as an instance may be so large.
func newGround(bytes int64, pieces int) *ground {
	n := bytes / fewest * entries
	part := min(max(n/256, leastPart), mostPart)
	n += n/16 + int64(2*pieces+1)*part
	return &ground{wish: large.Make[placement.Wish](int(min(n, placement.MaxWishes))), part: uint32(part)}
}

// take returns room for a list that has grown to size, and a few more; false if
// there is none.
func (g *ground) take(size uint32) (span, bool) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if n := len(g.left); n > 0 && g.left[n-1].to-g.left[n-1].from > 2*size {
		s := g.left[n-1]
		g.left = g.left[:n-1]
		return s, true
	}
	s := span{g.next, g.next + g.part}
	if g.part <= size+1 || uint64(s.from)+uint64(g.part) > uint64(len(g.wish)) {
		return span{}, false
	}
	g.next = s.to
	return s, true
}

// give hands back what a reader has not used.
func (g *ground) give(s span) {
	if s.to-s.from < g.part/16 {
		return
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.left = append(g.left, s)
}
