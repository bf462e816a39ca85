package timetabling

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"tongpin/internal/engine/timetable/plan"
)

// text prints the sheets as tables of words.
func (v view) text(w io.Writer) error {
	var b strings.Builder
	for i, k := range v.sheets {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintln(&b, v.title(k))
		rows := [][]string{append([]string{""}, v.plan.Days...)}
		for h, hour := range v.plan.Hours {
			rows = append(rows, v.textRows(k, h, hour.Label)...)
		}
		align(&b, rows)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// textRows are a period of the day; several sessions at once take several rows.
func (v view) textRows(k plan.Sheet, hour int, label string) [][]string {
	rows := [][]string{append([]string{label}, strings.Split(strings.Repeat(".", len(v.plan.Days)), "")...)}
	for d := range v.plan.Days {
		for n, e := range k.At(d*len(v.plan.Hours) + hour) {
			if n == len(rows) {
				rows = append(rows, make([]string, 1+len(v.plan.Days)))
			}
			rows[n][1+d] = strings.Join(v.parts(e), " ")
		}
	}
	return rows
}

// align writes rows whose columns begin below each other, two spaces apart.
func align(b *strings.Builder, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], columns(text))
		}
	}
	for _, row := range rows {
		line := ""
		for i, text := range row {
			line += text + strings.Repeat(" ", widths[i]-columns(text)+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// columns is how many columns of a terminal a text takes: two for a character of
// Chinese, Japanese or Korean and for a full-width sign.
func columns(text string) (n int) {
	for _, r := range text {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}
