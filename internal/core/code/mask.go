package code

import (
	"strings"
	"unicode"
)

// Interpunct is the one dot inside names of minorities: U+00B7.
const Interpunct = "\u00b7"

// Name brings a person's name to its usual form: outer spaces go, and the many
// dots that keyboards make become the interpunct. A full stop counts as one
// only between two Chinese characters.
func Name(s string) string {
	runes := []rune(strings.TrimSpace(s))
	for i, r := range runes {
		switch r {
		case 0x2022, 0x30fb, 0x2027, 0xff65, 0x2219, 0x22c5:
			runes[i] = 0xb7
		case '.', 0xff0e:
			if i > 0 && i+1 < len(runes) && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1]) {
				runes[i] = 0xb7
			}
		}
	}
	return string(runes)
}

// MaskName keeps the first character and the dots of a name, and hides how long
// its parts are.
func MaskName(s string) string {
	parts := strings.Split(Name(s), Interpunct)
	for i, part := range parts {
		first := ""
		if runes := []rune(part); i == 0 && len(runes) > 0 {
			first = string(runes[:1])
		} else if part == "" {
			continue
		}
		parts[i] = first + "*"
	}
	return strings.TrimPrefix(strings.Join(parts, Interpunct), Interpunct)
}

// MaskIdentity keeps the first six and the last four of an identity number.
func MaskIdentity(s string) string { return mask(s, 6, 4) }

// MaskMobile keeps the first three and the last four digits of a number.
func MaskMobile(s string) string { return mask(s, 3, 4) }

// mask stars all but the ends; what is too short to keep any is starred whole.
func mask(s string, head, tail int) string {
	runes := []rune(s)
	if len(runes) <= head+tail {
		head, tail = 0, 0
	}
	for i := head; i < len(runes)-tail; i++ {
		runes[i] = '*'
	}
	return string(runes)
}
