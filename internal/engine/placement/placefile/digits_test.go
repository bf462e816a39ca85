package placefile

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"tongpin/internal/engine/placement"
)

// TestNumber: every length of digits, and every byte that may follow.
func TestNumber(t *testing.T) {
	for size := range 8 {
		for follow := range 256 {
			if follow >= '0' && follow <= '9' {
				continue
			}
			digits := strings.Repeat("9081726", 2)[:size]
			text := digits + string([]byte{byte(follow)}) + "\xff\x005,9,0,1"
			want, _ := strconv.Atoi("0" + digits)
			if n, got := number(word([]byte(text), 0)); got != size || size > 0 && int(n) != want {
				t.Fatalf("%q: %d of %d digits", text, n, got)
			}
		}
	}
}

// TestComma: at every place, with bytes around it that differ in one bit.
func TestComma(t *testing.T) {
	for _, other := range "-*,(\x2d\xac+" {
		if other == ',' {
			continue
		}
		for at := range 40 {
			text := strings.Repeat(string(other), at) + "," + strings.Repeat(string(other), 30) + ","
			if got, want := comma([]byte(text), 0), strings.IndexByte(text, ','); got != want {
				t.Fatalf("%q: comma at %d, not %d", text, got, want)
			}
		}
	}
}

// TestPrefix: a name is found again, and only the same name.
func TestPrefix(t *testing.T) {
	slack := strings.Repeat("\x00", slack)
	for size := 1; size < 40; size++ {
		name := strings.Repeat("abc", 14)[:size]
		p := newPrefix([]byte(name))
		for _, row := range []string{name + ",1,p,1\n", name + "x,1,p,1\n", name[1:] + ",1,p,1\n", "x" + name[1:] + ",1", name + "\n"} {
			want := 0
			if strings.HasPrefix(row, name+",") {
				want = size + 1
			}
			if got := p.of([]byte(row+slack), 0); got != want {
				t.Fatalf("%q before %q: %d", name, row, got)
			}
		}
	}
	if got := new(prefix).of([]byte("s1,"+slack), 0); got != 0 {
		t.Fatalf("without a student before, %d", got)
	}
}

func TestRankSize(t *testing.T) {
	for rank := range uint32(120) {
		text := fmt.Appendf(nil, "%d,p1,80\n", rank)
		want := len(strconv.Itoa(int(rank))) + 1
		if rank == noRank || rank >= 100 {
			want = 0
		}
		if got := rankSize(text, 0, rank); got != want {
			t.Errorf("rank %d: %d", rank, got)
		}
		if rank > 0 && rankSize(text, 0, rank+1) != 0 {
			t.Errorf("rank %d is taken for the next", rank)
		}
	}
}

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
			code, size := s.odd([]byte(g+"\n"+strings.Repeat("\x00", slack)), 0, coded)
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
