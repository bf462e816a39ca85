package placefile

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
)

// TestScale: codes are in the order of grades, as coarse as they can be, and
// come back as the grades; also when the scale grew while they were made.
func TestScale(t *testing.T) {
	for _, c := range []struct {
		grades []string
		grain  uint32
	}{
		{[]string{"84", "0", "100"}, 1},
		{[]string{"84", "91.0", "7.00"}, 1},
		{[]string{"84", "91.5", "7"}, 10},
		{[]string{"84.25", "91.5", "7"}, 100},
		{[]string{"84", "91.5", "7.125", "999999.999"}, 1000},
		{[]string{"84", "-3", "7"}, 1},
		{[]string{"84", "-3.5", "7", "-0", "-0.001"}, 1000},
	} {
		s := whole
		var coded []placement.Wish
		for _, g := range c.grades {
			code, wider, size := s.odd([]byte(g+"\n"+strings.Repeat("\x00", slack)), 0)
			s.recode(wider, coded)
			s = wider
			if size != len(g) {
				t.Fatalf("%v: %s is %d bytes long", c.grades, g, size)
			}
			coded = append(coded, placement.Wish{Grade: code})
		}
		for i, g := range c.grades {
			want, _ := strconv.ParseFloat(g, 64)
			if got := s.Number(coded[i].Grade); got != want {
				t.Errorf("%v: %s comes back as %v", c.grades, g, got)
			}
			for j := range coded {
				other, _ := strconv.ParseFloat(c.grades[j], 64)
				if (coded[i].Grade < coded[j].Grade) != (want < other) {
					t.Errorf("%v: codes %v are not in their order", c.grades, coded)
				}
			}
		}
		if s.grain != c.grain {
			t.Errorf("%v: grain %d", c.grades, s.grain)
		}
	}
}

// TestPiecesOfDifferentGrades: a decimal or a negative grade late in the file
// changes what was read before by others, and nothing else.
func TestPiecesOfDifferentGrades(t *testing.T) {
	p := &posts{posts: make([]placement.Post, 2)}
	p.put(padded([]byte("a")), 1)
	p.put(padded([]byte("b")), 1)
	read := 0
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var text strings.Builder
		text.WriteString(wishesHeader + "\n")
		for s := range 30 {
			for rank, post := range r.Perm(2) {
				grade := strconv.Itoa(r.IntN(100))
				switch r.IntN(60) {
				case 0:
					grade += ".5"
				case 1:
					grade += ".125"
				case 2:
					grade = "-" + grade
				}
				fmt.Fprintf(&text, "s%02d,%d,%c,%s\n", s, rank+1, 'a'+post, grade)
			}
		}
		if bothWays(t, text.String(), p) {
			read++
		}
	}
	if read < 50 {
		t.Errorf("only %d files were read quickly", read)
	}
}
