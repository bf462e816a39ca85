// Package money holds amounts as integer fen (1/100 yuan); no float anywhere.
package money

import (
	"fmt"
	"strings"
)

// Fen is an amount in fen.
type Fen int64

// Yuan returns the amount in yuan with thousands separators, without trailing
// ".00": 480000 fen is "4,800", 480050 fen is "4,800.50".
func (f Fen) Yuan() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	s := sign + group(int64(f)/100)
	if cents := int64(f) % 100; cents != 0 {
		s += fmt.Sprintf(".%02d", cents)
	}
	return s
}

// Wan returns the amount in ten thousands of yuan with at most two decimals:
// 1900000000 fen (19,000,000 yuan) is "1,900".
func (f Fen) Wan() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	hundredths := (int64(f) + 5000) / 10000
	s := fmt.Sprintf("%s%s.%02d", sign, group(hundredths/100), hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Parse reads yuan as people write them: "4800", "4,800.5", with the sign or the word for yuan.
// At most two decimals; the largest amount is 10^13 yuan.
func Parse(s string) (Fen, error) {
	clean := strings.NewReplacer(",", "", "\uff0c", "", "\u00a5", "", "\uffe5", "", "\u5143", "", " ", "").Replace(s)
	negative := strings.HasPrefix(clean, "-")
	clean = strings.TrimPrefix(clean, "-")
	whole, cents, _ := strings.Cut(clean, ".")
	if whole == "" || len(whole) > 13 || len(cents) > 2 {
		return 0, fmt.Errorf("money: %q is not an amount in yuan", s)
	}
	var fen int64
	for _, r := range whole + (cents + "00")[:2] {
		if r < '0' || r > '9' {
			return 0, fmt.Errorf("money: %q is not an amount in yuan", s)
		}
		fen = fen*10 + int64(r-'0')
	}
	if negative {
		fen = -fen
	}
	return Fen(fen), nil
}

func group(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
