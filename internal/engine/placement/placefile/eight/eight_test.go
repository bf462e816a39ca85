package eight

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
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
			if n, got := Number(Word([]byte(text), 0)); got != size || size > 0 && int(n) != want {
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
			if got, want := Comma([]byte(text), 0), strings.IndexByte(text, ','); got != want {
				t.Fatalf("%q: comma at %d, not %d", text, got, want)
			}
		}
	}
}

// pageOf is a page that begins with a text.
func pageOf(text string) *Page {
	p := new(Page)
	copy(p[:], text)
	return p
}

// TestPrefix: a name is found again, and only the same name.
func TestPrefix(t *testing.T) {
	for size := 1; size < 40; size++ {
		name := strings.Repeat("abc", 14)[:size]
		var p Prefix
		p.Read(pageOf(name+",1,p,1\n"), 0, size)
		for _, row := range []string{name + ",1,p,1\n", name + "x,1,p,1\n", name[1:] + ",1,p,1\n", "x" + name[1:] + ",1", name + "\n"} {
			if got, want := p.Begins(pageOf(row), 0), strings.HasPrefix(row, name+","); got != want {
				t.Fatalf("%q before %q: %v", name, row, got)
			}
		}
	}
}

// TestOrder: prefixes are in the order of names, as far as they tell.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 20_000 {
		size := 1 + r.IntN(20)
		var names [2][]byte
		var p [2]Prefix
		for i := range names {
			for range size {
				names[i] = append(names[i], "ab\xb8\xff"[r.IntN(4)])
			}
			p[i].Read(pageOf(string(names[i])+",1,"), 0, size)
		}
		n := min(size, 16)
		if got, want := p[0].Order(&p[1]), bytes.Compare(names[0][:n], names[1][:n]); got != want {
			t.Fatalf("%q and %q: %d", names[0], names[1], got)
		}
	}
}

// TestPlain: every byte at every place of a name.
func TestPlain(t *testing.T) {
	for size := range 20 {
		for at := range size {
			for b := range 256 {
				text := []byte(strings.Repeat("s", size) + "\xff\"\x00")
				text[at] = byte(b)
				if got, want := pageOf(string(text)).Plain(0, size), b >= ' ' && b < 0x7f && b != '"'; got != want {
					t.Fatalf("%q: plain %v", text, got)
				}
			}
		}
	}
}

// TestLines: line ends are passed over, other bytes are not, and the next line is
// found within sixteen bytes.
func TestLines(t *testing.T) {
	for text, want := range map[string]int{"\nx": 1, "\r\nx": 2, "\rx": -1, "x\n": -1} {
		if got := pageOf(text).LineEnd(0); got != want {
			t.Errorf("%q: %d", text, got)
		}
	}
	for at := range 16 {
		p := pageOf("p" + strings.Repeat("\x0b", at) + "\n\n\n")
		if got := p.NextLine(1, p.Word(1)); got != at+2 {
			t.Errorf("the line after %d bytes begins at %d", at, got)
		}
	}
}

// TestShort: the key is the name and the comma, and only with a comma near.
func TestShort(t *testing.T) {
	for size := range 9 {
		text := "abcdefgh"[:size] + ",9,\x00"
		key, got := Short(pageOf(text).Word(0))
		if size == 8 {
			if key != 0 || got != 0 {
				t.Errorf("%q: %x", text, key)
			}
		} else if want := pageOf(text[:size+1]).Word(0); key != want || got != size+1 {
			t.Errorf("%q: %x of %d bytes", text, key, got)
		}
	}
}

// TestRanks: a rank is found where it stands, and nothing else is taken for it.
func TestRanks(t *testing.T) {
	for rank := range uint32(120) {
		p := pageOf(fmt.Sprintf("%d,p1,80\n", rank))
		for other, r := range Ranks {
			if got, want := p.Half(0)&r.Mask == r.Text, rank == uint32(other) && rank > 0; got != want {
				t.Errorf("rank %d is taken for %d: %v", rank, other, got)
			}
		}
	}
}
