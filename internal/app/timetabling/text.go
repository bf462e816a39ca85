package timetabling

import (
	"fmt"
	"io"
	"strings"

	"tongpin/internal/app/terminal"
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
		terminal.Align(&b, rows)
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
