package timetable

import "math/bits"

// random is the wyrand generator: 64 bits of state, one multiplication. It is
// ours so that a seed gives the same timetable with every release of Go.
type random struct{ state uint64 }

func (r *random) next() uint64 {
	r.state += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(r.state, r.state^0xe7037ed1a0b428db)
	return hi ^ lo
}

// below is a number from 0 to n-1; n is at most 2^32.
func (r *random) below(n int) int { return int(r.next() >> 32 * uint64(n) >> 32) }
