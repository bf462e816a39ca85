package code

import "strings"

// fold brings what people type or paste to plain form: full-width letters and
// digits become half-width, spaces and invisible marks go, letters are upper case.
func fold(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == ' ', r == '\t', r == 0x3000, r == 0xa0, r == 0x200b, r == 0xfeff:
			return -1
		}
		return r
	}, s))
}
