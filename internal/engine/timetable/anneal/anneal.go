// Package anneal is what every annealing search needs: a source of chance that a
// seed determines, the law by which worse steps are taken, and the rounds of a
// budget.
package anneal

import (
	"math"
	"math/bits"
)

// Random is the wyrand generator: 64 bits of state, one multiplication. It is
// ours so that a seed gives the same timetable with every release of Go.
type Random struct{ state uint64 }

// Seeded is a generator for one of several threads.
func Seeded(seed uint64, thread int) Random {
	return Random{(seed + 1) * 0x9e3779b97f4a7c15 * (2*uint64(thread) + 1)}
}

// Next is the next 64 bits.
func (r *Random) Next() uint64 {
	r.state += 0xa0761d6478bd642f
	hi, lo := bits.Mul64(r.state, r.state^0xe7037ed1a0b428db)
	return hi ^ lo
}

// Below is a number from 0 to n-1; n is from 1 to 2^32.
func (r *Random) Below(n int) int { return int(r.Next() >> 32 * uint64(n) >> 32) }

// Allowance is what proposals may cost at a temperature. A step that costs d is
// to be taken with the probability exp(-d/t), which is to say if d is at most
// -t*ln(u) for u even in (0, 1). Drawn before a proposal is weighed, the allowance
// spares the rest of a hopeless one, and needs no exponential and no float.
type Allowance struct{ heat uint64 } // temperature, of 2^-heatShift

// The fixed points of the product -t*ln(u): temperatures of less than 2^27 fit, and
// those of a tenth of a point are exact to a quarter of a percent.
const (
	levels     = 4096
	heatShift  = 12
	nerveShift = 20
)

// nerve is -ln(u), of 2^-nerveShift.
var nerve = func() (n [levels]uint32) {
	for i := range n {
		n[i] = uint32(-math.Log((float64(i)+0.5)/levels) * (1 << nerveShift))
	}
	return n
}()

// Heat sets the temperature.
func (a *Allowance) Heat(t float64) { a.heat = uint64(math.Round(t * (1 << heatShift))) }

// Draw is an allowance; the lowest twelve bits of chance are used.
func (a *Allowance) Draw(chance uint64) int {
	return int(a.heat * uint64(nerve[chance%levels]) >> (heatShift + nerveShift))
}

// Cool is the temperature when the part f of the way from warm to cold is gone,
// by equal ratios; f beyond 1 counts as 1.
func Cool(warm, cold, f float64) float64 { return warm * math.Pow(cold/warm, min(1, f)) }
