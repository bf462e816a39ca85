// Package terminal lays out text on a terminal, where a character of Chinese takes
// two columns.
package terminal

import (
	"strings"

	"golang.org/x/text/width"
)

// Align writes rows whose columns begin below each other, two spaces apart. All
// rows have as many cells as the first.
func Align(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], Columns(text))
		}
	}
	for _, row := range rows {
		line := ""
		for i, text := range row {
			line += Pad(text, widths[i]+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// Pad fills a text up to a number of columns.
func Pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-Columns(text)))
}

// Columns is how many columns of a terminal a text takes: two for a character of
// Chinese, Japanese or Korean and for a full-width sign.
func Columns(text string) (n int) {
	for _, r := range text {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}
