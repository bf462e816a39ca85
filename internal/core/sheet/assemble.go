package sheet

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tongpin/internal/platform/fault"
)

// row sorts the cells of a raw row into the columns of the layout and finds
// what is wrong with them whatever their type.
func (r *Reader) row(raw rawRow) *Row {
	row := &Row{Number: raw.number, cells: make([]cell, len(r.head.layout.Columns)), head: r.head}
	for at := range raw.cells {
		c := &raw.cells[at]
		i := nameless
		if at < len(r.head.columns) {
			i = r.head.columns[at]
		}
		switch {
		case i >= 0:
			r.put(row, i, at, c)
		case i == nameless && c.text != "":
			row.Problems = append(row.Problems, fault.New(fault.Invalid, "sheet.cell.nameless",
				"place", place(at, raw.number), "value", shorten(c.text)))
		}
	}
	for i, c := range r.head.layout.Columns {
		if c.Required && row.cells[i].text == "" && !row.cells[i].bad {
			row.fail(i, "sheet.cell.required")
		}
	}
	r.findTwin(row)
	return row
}

// put cleans one cell and refuses what no type accepts.
func (r *Reader) put(row *Row, i, at int, raw *rawCell) {
	c := &row.cells[i]
	column := &r.head.layout.Columns[i]
	c.given = raw.text
	switch {
	case r.csv:
		c.given = unguard(c.given)
	case raw.kind == numberCell && column.Type == Date:
		c.given = serialText(raw.text, r.epoch1904)
	}
	where := place(at, row.Number)
	switch {
	case raw.kind == formulaCell:
		row.fail(i, "sheet.cell.formula", "place", where)
	case raw.kind == errorCell:
		row.fail(i, "sheet.cell.error", "place", where)
	case raw.kind == roundedCell && column.Type == Text:
		row.fail(i, "sheet.cell.rounded", "place", where)
	case len(c.given) > MaxCell && utf8.RuneCountInString(c.given) > MaxCell:
		c.given = shorten(c.given[:1000])
		row.fail(i, "sheet.cell.long", "place", where, "limit", MaxCell)
	case !utf8.ValidString(c.given) || strings.ContainsRune(c.given, utf8.RuneError):
		c.given = strings.ToValidUTF8(c.given, "\ufffd")
		row.fail(i, "sheet.cell.encoding", "place", where)
	case forbidden(c.given):
		c.given = printable(c.given)
		row.fail(i, "sheet.cell.control", "place", where)
	}
	c.text = clean(c.given)
	if column.Name {
		c.text = interpunct(c.text)
	}
}

// printable leaves out what may not be in a cell, so that the row can be shown
// and given back.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if forbidden(string(r)) {
			return -1
		}
		return r
	}, s)
}

// findTwin reports a row whose matching key stands in an earlier row.
func (r *Reader) findTwin(row *Row) {
	if len(r.head.match) == 0 {
		return
	}
	var key strings.Builder
	for _, i := range r.head.match {
		c := &row.cells[i]
		if c.bad || c.text == "" {
			return
		}
		key.WriteString(fold(c.text))
		key.WriteByte(0)
	}
	if earlier, twin := r.first[key.String()]; twin {
		row.fail(r.head.match[0], "sheet.row.twin", "row", earlier)
		return
	}
	r.first[key.String()] = row.Number
}

// place names a cell as Excel does: B7.
func place(column, row int) string { return columnName(column) + strconv.Itoa(row) }

func columnName(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
