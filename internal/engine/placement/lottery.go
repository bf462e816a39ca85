package placement

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"strconv"

	"tongpin/internal/engine/placement/crew"
	"tongpin/internal/engine/placement/large"
)

// Ticket is the lottery ticket of a student: the first eight bytes of the
// SHA-256 of the seed in decimal, a colon, and the student's id. The highest
// ticket comes first. It depends on nothing else, neither on the order of a
// file nor on who else takes part, and anybody can work it out:
//
//	printf '42:s1' | sha256sum | cut -c1-16
func Ticket(seed uint64, id []byte) uint64 {
	var space [96]byte
	text := append(strconv.AppendUint(space[:0], seed, 10), ':')
	sum := sha256.Sum256(append(text, id...))
	return binary.BigEndian.Uint64(sum[:])
}

// Draw holds the lottery over students with the given tickets and returns the
// students in the order of their tickets: the first has the number 0 in an
// Instance. Equal tickets, which nobody will ever see, stay in the order given.
// O(n): tickets are spread evenly, so the upper bits of each say where it comes,
// but for a few places.
func Draw(tickets []uint64, workers int) []uint32 {
	n := len(tickets)
	d := &drum{tickets: tickets, width: bits.Len(uint(n))}
	balls := large.Make[uint64](n)
	workers = max(1, workers)
	count := make([][buckets]uint32, workers)
	crew.Parts(workers, n, func(w, from, to int) {
		for i := from; i < to; i++ {
			balls[i] = d.ball(uint32(i))
			count[w][balls[i]>>(64-bucketBits)]++
		}
	})
	begin := begins(count)
	sorted := large.Make[uint64](n)
	crew.Parts(workers, n, func(w, from, to int) {
		for _, b := range balls[from:to] {
			at := &count[w][b>>(64-bucketBits)]
			sorted[*at] = b
			*at++
		}
	})
	order := large.Make[uint32](n)
	crew.Parts(workers, buckets, func(_, from, to int) {
		var place places
		for b := from; b < to; b++ {
			part := sorted[begin[b]:begin[b+1]]
			d.sort(part, balls[begin[b]:begin[b+1]], &place)
			for i, x := range part {
				order[int(begin[b])+i] = uint32(x) & (1<<d.width - 1)
			}
		}
	})
	return order
}

// The balls are laid into buckets by their upper bits, and each bucket is sorted
// by itself, in the cache.
const (
	bucketBits = 10
	buckets    = 1 << bucketBits
	placeBits  = 12
)

// drum is a lottery that is being held.
type drum struct {
	tickets []uint64
	width   int // bits of a student
}

// ball is a student in the drum: the upper bits of the ticket's complement, so
// that the smallest comes first, and the student below them.
func (d *drum) ball(student uint32) uint64 {
	return ^d.tickets[student]&^(1<<d.width-1) | uint64(student)
}

// begins turns the counts of balls, by worker and bucket, into where each worker
// lays the next one, and returns where the buckets begin.
func begins(count [][buckets]uint32) (begin [buckets + 1]uint32) {
	at := uint32(0)
	for b := range buckets {
		begin[b] = at
		for w := range count {
			at, count[w][b] = at+count[w][b], at
		}
	}
	begin[buckets] = at
	return begin
}

// places says where the next ball goes, by the bits behind those of its bucket.
type places [1 << placeBits]uint32

// sort sorts the balls of a bucket: into places by the next bits, about as many
// as there are balls, and then by comparing neighbours. space is as large; what
// place holds does not matter.
func (d *drum) sort(part, space []uint64, place *places) {
	n := min(bits.Len(uint(len(part))), placeBits)
	clear(place[:1<<n])
	shift := 64 - bucketBits - n
	for _, b := range part {
		place[b>>shift&(1<<n-1)]++
	}
	at := uint32(0)
	for i := range place[:1<<n] {
		at, place[i] = at+place[i], at
	}
	for _, b := range part {
		p := &place[b>>shift&(1<<n-1)]
		space[*p] = b
		*p++
	}
	copy(part, space)
	for i := 1; i < len(part); i++ {
		x := part[i]
		j := i
		for ; j > 0 && d.first(x, part[j-1]); j-- {
			part[j] = part[j-1]
		}
		part[j] = x
	}
}

// first tells whether a ball comes before another one. Where as much of their
// tickets as they carry is equal, the rest decides.
func (d *drum) first(a, b uint64) bool {
	if a>>d.width != b>>d.width {
		return a < b
	}
	x, y := a&(1<<d.width-1), b&(1<<d.width-1)
	return cmp.Or(cmp.Compare(d.tickets[y], d.tickets[x]), cmp.Compare(x, y)) < 0
}
