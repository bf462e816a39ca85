package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fold makes texts alike that a search does not tell apart: LIKE over lower().
func fold(s string) string { return strings.ToLower(s) }

// grams calls fn for every character and every pair of neighbours of a text, but
// for blanks: words hold none. A gram may come several times.
func grams(text string, fn func(gram string)) {
	start, size := -1, 0 // of the character before
	for at, r := range text {
		if unicode.IsSpace(r) {
			start = -1
			continue
		}
		width := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, width = utf8.DecodeRuneInString(text[at:])
		}
		fn(text[at : at+width])
		if start >= 0 {
			fn(text[start : start+size+width])
		}
		start, size = at, width
	}
}

// asked are the grams that a text has which contains the words: the pairs of
// each word, or its only character.
func asked(words string) []string {
	seen := map[string]bool{}
	var list []string
	for _, word := range strings.Fields(fold(words)) {
		single := utf8.RuneCountInString(word) == 1
		grams(word, func(gram string) {
			if (single || utf8.RuneCountInString(gram) == 2) && !seen[gram] {
				seen[gram] = true
				list = append(list, gram)
			}
		})
	}
	return list
}

// fresh are the grams of a text that another does not have.
func fresh(text, before string) map[string]bool {
	list := map[string]bool{}
	grams(text, func(gram string) { list[gram] = true })
	if len(list) > 0 {
		grams(before, func(gram string) { delete(list, gram) })
	}
	return list
}
