package placefile

import (
	"math"
	"slices"
	"strconv"

	"tongpin/internal/engine/placement"
	"tongpin/internal/engine/placement/placefile/eight"
)

// Scale turns the codes of grades, which the engine compares, back into numbers.
//
// Grades with at most three decimals, up to two million either way, are counted
// in units, tenths, hundredths or thousandths, as coarse as all of them allow:
// the fewer different codes, the shorter the keys of the engine. Other files
// number their different grades.
type Scale struct {
	grain  uint32    // a code counts grain-ths: 1, 10, 100 or 1000
	zero   uint32    // the code of 0, which is 0 if no grade is below
	values []float64 // instead: what each code stands for, in rising order
}

const (
	finest  = 1000
	middle  = 1 << 31 // the code of 0 if there are grades below
	highest = middle/finest - 1
)

// whole is the scale of whole numbers.
var whole = Scale{grain: 1}

// Number returns the grade that a code stands for.
func (s Scale) Number(code uint32) float64 {
	if s.values != nil {
		return s.values[code]
	}
	return (float64(code) - float64(s.zero)) / float64(s.grain)
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

// thousandths counts a grade, if it has at most three decimals.
func thousandths(g float64) (int64, bool) {
	t := math.Round(g * finest)
	return int64(t), g <= highest && g >= -highest && t/finest == g
}

// with is the coarsest scale that has room for all of s, and for a grade in
// thousandths.
func (s Scale) with(thousandths int64) Scale {
	for s.grain < finest && thousandths*int64(s.grain)%finest != 0 {
		s.grain *= 10
	}
	if thousandths < 0 {
		s.zero = middle
	}
	return s
}

// code is the code of a grade in thousandths, for which the scale has room.
func (s Scale) code(thousandths int64) uint32 {
	return uint32(thousandths*int64(s.grain)/finest) + s.zero
}

// recode changes codes of the scale s into those of a wider one.
func (s Scale) recode(to Scale, coded []placement.Wish) {
	if s.grain == to.grain && s.zero == to.zero {
		return
	}
	by := to.grain / s.grain
	for i := range coded {
		if w := &coded[i]; w.Post != placement.None {
			w.Grade = (w.Grade-s.zero)*by + to.zero
		}
	}
}

// units returns what the last of one, two or three decimals counts in codes; 0 if
// the scale has no room for so many.
func (s Scale) units() (u [4]uint32) {
	for i := 1; i < len(u); i++ {
		if s.grain%tens[i] == 0 {
			u[i] = s.grain / tens[i]
		}
	}
	return u
}

// tens are the parts of a whole that so many decimals count.
var tens = [4]uint32{1, 10, 100, 1000}

// longestWhole is how many digits a whole number may have.
const longestWhole = 6

// odd reads a grade that may be below zero or have decimals, at most six digits
// and three of them. It returns the code in the scale, or in a wider one if it
// needs one, and how long the grade is, -1 if it is still odder.
func (s Scale) odd(text []byte, at int) (code uint32, wider Scale, size int) {
	from := at
	if text[at] == '-' {
		at++
	}
	n, size := eight.Number(eight.Word(text, at))
	if size == 0 || size > longestWhole {
		return 0, s, -1
	}
	at += size
	t := int64(n) * finest
	if text[at] == '.' {
		part, size := eight.Number(eight.Word(text, at+1))
		if size == 0 || size > 3 {
			return 0, s, -1
		}
		at += 1 + size
		t += int64(part) * int64(finest/tens[size])
	}
	if text[from] == '-' {
		t = -t
	}
	wider = s.with(t)
	return wider.code(t), wider, at - from
}

// newScale is the scale of all rows.
func newScale(rows []row) Scale {
	s := whole
	for _, x := range rows {
		t, ok := thousandths(x.grade)
		if !ok {
			return numbered(rows)
		}
		if x.rank > 0 {
			s = s.with(t)
		}
	}
	return s
}

// numbered is the scale that numbers the different grades.
func numbered(rows []row) Scale {
	values := make([]float64, len(rows))
	for i, x := range rows {
		values[i] = x.grade
	}
	slices.Sort(values)
	return Scale{values: slices.Compact(values)}
}

// of is the code of any grade of the rows that the scale was made for.
func (s Scale) of(g float64) uint32 {
	if s.values != nil {
		i, _ := slices.BinarySearch(s.values, g)
		return uint32(i)
	}
	t, _ := thousandths(g)
	return s.code(t)
}
