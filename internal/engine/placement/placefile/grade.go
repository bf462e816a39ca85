package placefile

import (
	"math"
	"slices"
	"strconv"
)

// Scale turns the codes of grades, which the engine compares, back into numbers.
type Scale struct {
	values []float64 // in rising order; nil: a code counts thousandths
}

// Grades with at most three decimals, up to two million either way, are coded
// as thousandths above zero; other files number their different grades.
const (
	fine   = 1000
	zero   = 1 << 31
	widest = zero/fine - 1
)

// Number returns the grade that a code stands for.
func (s Scale) Number(code uint32) float64 {
	if s.values == nil {
		return (float64(code) - zero) / fine
	}
	return s.values[code]
}

// grade reads a decimal number; not NaN, not infinite.
func grade(text []byte) (float64, bool) {
	for _, c := range text {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	g, err := strconv.ParseFloat(string(text), 64)
	return g + 0, err == nil && !math.IsInf(g, 0)
}

// thousandths is the code of a grade if it has one on the usual scale.
func thousandths(g float64) (uint32, bool) {
	t := math.Round(g * fine)
	return uint32(int64(t) + zero), g <= widest && g >= -widest && t/fine == g
}

// newScale numbers the different values.
func newScale(all []float64) Scale {
	values := slices.Clone(all)
	slices.Sort(values)
	return Scale{values: slices.Compact(values)}
}

func (s Scale) code(g float64) uint32 {
	i, _ := slices.BinarySearch(s.values, g)
	return uint32(i)
}
