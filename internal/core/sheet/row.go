package sheet

import (
	"slices"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
	"tongpin/internal/platform/fault"
)

// Row is one row that a person filled in. The typed methods read a cell by the
// key of its column; what they can't read they add to Problems, and return the
// zero value, so that one pass over a row finds all that is wrong with it. An
// empty cell is the zero value too (and already a problem if it is required).
type Row struct {
	Number   int        // as the person sees it in the sheet
	Problems fault.List // faults with Field = key of the column and the argument "column" = its title
	cells    []cell     // in the order of the layout
	head     *heading
}

// Err is nil for a row without problems, else the list of them.
func (r *Row) Err() error { return r.Problems.Err() }

// Has tells whether the cell holds anything.
func (r *Row) Has(key string) bool { return r.cell(key).text != "" }

// Given is the content of a cell as the person gave it.
func (r *Row) Given(key string) string { return r.cell(key).given }

// Text reads words: trimmed, digits and letters in one width.
func (r *Row) Text(key string) string {
	c := r.cell(key)
	if c.bad {
		return ""
	}
	return c.text
}

// Integer reads a whole number, with or without thousands separators.
func (r *Row) Integer(key string) int64 {
	return read(r, key, "sheet.cell.integer", func(c *cell) (int64, bool) { return parseInteger(c.text) })
}

// Money reads an amount in yuan with at most two decimals.
func (r *Row) Money(key string) money.Fen {
	return read(r, key, "sheet.cell.money", func(c *cell) (money.Fen, bool) { return parseMoney(c.text) })
}

// Date reads a date of the years 1900 to 2199, from a date cell or from text.
func (r *Row) Date(key string) calendar.Date {
	return read(r, key, "sheet.cell.date", func(c *cell) (calendar.Date, bool) { return parseDate(c.text) })
}

// Flag reads yes or no.
func (r *Row) Flag(key string) bool {
	return read(r, key, "sheet.cell.flag", func(c *cell) (bool, bool) {
		value, known := r.head.flags[fold(c.text)]
		return value, known
	})
}

// Choice reads an option by its text in any language, or by its key, and
// returns the key.
func (r *Row) Choice(key string) string {
	i := r.column(key)
	options := r.head.options[i]
	return read(r, key, "sheet.cell.choice", func(c *cell) (string, bool) {
		option, known := options[fold(c.text)]
		return option, known
	}, "options", r.head.optionText(i))
}

// List reads several words separated by ; , the enumeration comma or new
// lines; if the column has options, each must be one, and keys come back.
func (r *Row) List(key string) []string {
	i := r.column(key)
	options := r.head.options[i]
	return read(r, key, "sheet.cell.choice", func(c *cell) ([]string, bool) {
		words := splitList(c.text)
		if len(r.head.layout.Columns[i].Options) == 0 {
			return words, true
		}
		for n, w := range words {
			option, known := options[fold(w)]
			if !known {
				return nil, false
			}
			words[n] = option
		}
		return words, true
	}, "options", r.head.optionText(i))
}

// Fail adds a problem with one cell, for checks that the feature does itself.
func (r *Row) Fail(key, text string, args ...any) {
	i := r.column(key)
	r.fail(i, text, args...)
}

// Add appends the faults that err is or holds, for problems found by a decision.
func (r *Row) Add(err error) { r.Problems.Append(err) }

// Failure is what the workbook of failed rows needs to know of the row.
func (r *Row) Failure() Failure {
	f := Failure{Number: r.Number, Problems: slices.Clone(r.Problems), Cells: make([]string, len(r.cells))}
	for i := range r.cells {
		f.Cells[i] = r.cells[i].given
	}
	return f
}

// fail adds a problem with the column at index i of the layout.
func (r *Row) fail(i int, text string, args ...any) {
	c := &r.cells[i]
	c.bad = true
	all := append([]any{"column", r.head.titles[i], "value", shorten(c.given)}, args...)
	r.Problems.Add(r.head.layout.Columns[i].Key, c.given, text, all...)
}

func (r *Row) cell(key string) *cell { return &r.cells[r.column(key)] }

// column is the index of a key in the layout. A key that the layout does not
// have is a mistake of the program, found by the first test that reads a row.
func (r *Row) column(key string) int {
	i, known := r.head.index[key]
	if !known {
		panic("sheet: " + r.head.layout.Kind + " has no column " + key)
	}
	return i
}

// read converts a cell once: an empty or already refused cell is the zero value.
func read[T any](r *Row, key, text string, parse func(*cell) (T, bool), args ...any) T {
	var zero T
	i := r.column(key)
	c := &r.cells[i]
	if c.bad || c.text == "" {
		return zero
	}
	value, ok := parse(c)
	if !ok {
		r.fail(i, text, args...)
		return zero
	}
	return value
}

// shorten keeps a message readable when somebody pasted a page into a cell.
func shorten(s string) string {
	const most = 60
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimSpace(string(runes[:most])) + "\u2026"
}
