package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a cell comparable: spaces of all widths trimmed at both ends,
// digits and letters in half width, no invisible marks, line ends as \n.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case invisible(r):
			return -1
		case r == '\r':
			return '\n'
		case r == '\u00a0', r == '\u3000', r == '\u202f', r == '\u2007':
			return ' '
		}
		return narrow(r)
	}, s)
	return strings.TrimFunc(s, isSpace)
}

// plain tells whether clean would change nothing; most cells are plain.
func plain(s string) bool {
	if s == "" {
		return true
	}
	for _, r := range s {
		if r == '\r' || r == '\u00a0' || r == '\u3000' || r >= 0xff00 || r >= 0x2000 && r <= 0x206f {
			return false
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return !isSpace(first) && !isSpace(last)
}

// narrow turns a full-width digit or letter into its half-width form.
func narrow(r rune) rune {
	switch {
	case r >= '\uff10' && r <= '\uff19', r >= '\uff21' && r <= '\uff3a', r >= '\uff41' && r <= '\uff5a':
		return r - 0xfee0
	}
	return r
}

// narrowAll turns every full-width sign of ASCII into its half-width form; used
// where only comparison or numbers matter.
func narrowAll(r rune) rune {
	if r >= '\uff01' && r <= '\uff5e' {
		return r - 0xfee0
	}
	return r
}

func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\u00a0' || r == '\u3000' }

// invisible marks carry nothing that a person could see or mend. The joiners
// U+200C and U+200D stay, because scripts such as Uyghur need them.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return false
}

// forbidden finds a character that no cell may hold: controls, and the marks
// that reverse the direction of text and so hide what it says.
func forbidden(s string) bool {
	for _, r := range s {
		if r == '\n' || r == '\t' || r == '\r' {
			continue
		}
		if unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' {
			return true
		}
	}
	return false
}

// interpunct writes the dot between the parts of a name as U+00B7, whichever
// dot was typed, if it stands between two Han characters.
func interpunct(s string) string {
	if !strings.ContainsAny(s, "\u2022\u30fb\u2027\uff65\uff0e.") {
		return s
	}
	runes := []rune(s)
	for i := 1; i+1 < len(runes); i++ {
		switch runes[i] {
		case '\u2022', '\u30fb', '\u2027', '\uff65', '\uff0e', '.':
			if unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1]) {
				runes[i] = '\u00b7'
			}
		}
	}
	return string(runes)
}
