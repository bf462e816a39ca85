package placement

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"sync"

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

// ticket is a student in the drum.
type ticket struct {
	rest    uint64 // the ticket's complement: the smallest comes first
	student uint32
}

// Draw holds the lottery over n students, whose ids id returns, and returns the
// students in the order of their tickets: the first has the number 0 in an
// Instance. Equal tickets, which nobody will ever see, go by id. O(n).
func Draw(seed uint64, n, workers int, id func(student int) []byte) []uint32 {
	drum := large.Make[ticket](n)
	var wait sync.WaitGroup
	workers = max(1, workers)
	for w := range workers {
		wait.Go(func() {
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				drum[i] = ticket{^Ticket(seed, id(i)), uint32(i)}
			}
		})
	}
	wait.Wait()
	drum = spread(drum)
	// Three passes have ordered the first 33 bits; what is equal so far is rare.
	slices.SortStableFunc(drum, func(a, b ticket) int {
		if c := cmp.Compare(a.rest, b.rest); c != 0 {
			return c
		}
		return bytes.Compare(id(int(a.student)), id(int(b.student)))
	})
	order := make([]uint32, n)
	for i, t := range drum {
		order[i] = t.student
	}
	return order
}

// spread sorts by the first 33 bits: a radix sort of three passes.
func spread(drum []ticket) []ticket {
	const width = 11
	other := large.Make[ticket](len(drum))
	for shift := 64 - 3*width; shift < 64; shift += width {
		var from [1 << width]uint32
		for _, t := range drum {
			from[t.rest>>shift&(1<<width-1)]++
		}
		sum := uint32(0)
		for i, n := range from {
			from[i] = sum
			sum += n
		}
		for _, t := range drum {
			d := &from[t.rest>>shift&(1<<width-1)]
			other[*d] = t
			*d++
		}
		drum, other = other, drum
	}
	return drum
}
