package money_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/money"
)

func TestParse(t *testing.T) {
	cases := map[string]money.Fen{
		"0":                           0,
		"4800":                        480_000,
		"4,800.5":                     480_050,
		"\u00a54,800":                 480_000,
		"\uffe54\uff0c800.05":         480_005,
		"4800\u5143":                  480_000,
		" 12 ":                        1_200,
		"-3.50":                       -350,
		"9999999999999.99":            999_999_999_999_999,
		"1,900,0000":                  1_900_000_000, // separators are not counted
		"19000000" + "\u5143" + " \t": -1,
	}
	for s, want := range cases {
		got, err := money.Parse(s)
		if want == -1 {
			if err == nil {
				t.Errorf("%q was taken for %d", s, got)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%q: got %d, %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "-", ".5", "1.234", "1e3", "0x1", "12a", "10000000000000", "\uff11", "1.-5", "--1"} {
		if got, err := money.Parse(s); err == nil {
			t.Errorf("%q was taken for %d", s, got)
		}
	}
}

func TestForms(t *testing.T) {
	cases := []struct {
		fen       money.Fen
		yuan, wan string
	}{
		{0, "0", "0"},
		{480_000, "4,800", "0.48"},
		{480_050, "4,800.50", "0.48"},
		{-480_050, "-4,800.50", "-0.48"},
		{1_900_000_000, "19,000,000", "1,900"},
		{1_005_000, "10,050", "1.01"}, // half up
		{99_999_999_99, "99,999,999.99", "10,000"},
		{100, "1", "0"},
	}
	for _, c := range cases {
		if got := c.fen.Yuan(); got != c.yuan {
			t.Errorf("%d fen: got %s yuan, want %s", c.fen, got, c.yuan)
		}
		if got := c.fen.Wan(); got != c.wan {
			t.Errorf("%d fen: got %s wan, want %s", c.fen, got, c.wan)
		}
	}
}

// TestRoundTrip: what Yuan writes, Parse reads as the same amount.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fen := money.Fen(rapid.Int64Range(-1e15+1, 1e15-1).Draw(t, "fen"))
		if got, err := money.Parse(fen.Yuan()); err != nil || got != fen {
			t.Fatalf("%d fen is written %s and read as %d, %v", fen, fen.Yuan(), got, err)
		}
		plain := fmt.Sprintf("%d.%02d", max(fen, -fen)/100, max(fen, -fen)%100)
		if got, err := money.Parse(plain); err != nil || got != max(fen, -fen) {
			t.Fatalf("%s is read as %d, %v", plain, got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"4,800.50", "\uffe51", "-0.01", "1.2.3", "9999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		fen, err := money.Parse(s)
		if err != nil {
			return
		}
		if again, err := money.Parse(fen.Yuan()); err != nil || again != fen {
			t.Errorf("%q is %d fen, written %s, read as %d, %v", s, fen, fen.Yuan(), again, err)
		}
	})
}
