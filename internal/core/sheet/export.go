package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/fault"
)

// Export writes an .xlsx file of the records. It can be imported again as it
// is. Text is written as text, so nothing in it can run as a formula. On an
// error nothing has been written.
func Export(w io.Writer, layout Layout, t Texts, rows iter.Seq2[Values, error]) error {
	b, err := newBook(t.T("sheet.name.data"))
	if err != nil {
		return err
	}
	defer b.close()
	if err := b.columns(layout, 0, false); err != nil {
		return err
	}
	if err := b.header(layout, t, ""); err != nil {
		return err
	}
	cells := make([]any, len(layout.Columns))
	for record, err := range counted(rows) {
		if err != nil {
			return err
		}
		if err := b.record(layout, t, record, cells); err != nil {
			return err
		}
	}
	return b.write(w)
}

// ExportCSV writes the records as UTF-8 with the mark that Excel needs. Text
// that a spreadsheet program would run as a formula gets an apostrophe before
// it, which an import takes away.
func ExportCSV(w io.Writer, layout Layout, t Texts, rows iter.Seq2[Values, error]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, len(layout.Columns))
	for i, c := range layout.Columns {
		line[i] = Guard(layout.Title(c, t))
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for record, err := range counted(rows) {
		if err != nil {
			return err
		}
		if err := csvLine(layout, t, record, line); err != nil {
			return err
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvLine(layout Layout, t Texts, record Values, line []string) error {
	if len(record) != len(line) {
		return fmt.Errorf("sheet: a record of %q has %d values, not %d", layout.Kind, len(record), len(line))
	}
	for i, c := range layout.Columns {
		word, err := c.word(record[i], t)
		if err != nil {
			return err
		}
		if c.Type == Text || c.Type == Choice || c.Type == List {
			word = Guard(printable(word))
		}
		line[i] = word
	}
	return nil
}

// counted ends with a fault after MaxRows: a longer file could not come back.
func counted(rows iter.Seq2[Values, error]) iter.Seq2[Values, error] {
	return func(yield func(Values, error) bool) {
		n := 0
		for record, err := range rows {
			if n++; n > MaxRows {
				yield(nil, fault.New(fault.TooLarge, "sheet.rows", "limit", MaxRows))
				return
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// record writes one row of an export with typed cells.
func (b *book) record(layout Layout, t Texts, record Values, cells []any) error {
	if len(record) != len(cells) {
		return fmt.Errorf("sheet: a record of %q has %d values, not %d", layout.Kind, len(record), len(cells))
	}
	for i, c := range layout.Columns {
		word, err := c.word(record[i], t)
		if err != nil {
			return err
		}
		cells[i] = b.cell(c, record[i], word)
	}
	return b.row(cells)
}

// cell gives a value the form in which spreadsheet programs sort and sum it.
func (b *book) cell(c Column, v any, word string) any {
	switch {
	case word == "":
		return nil
	case c.Type == Integer || c.Type == Money:
		return number{word, b.styles[c.Type]}
	case c.Type == Date:
		if d, is := v.(calendar.Date); is {
			if n, ok := serial(d); ok {
				return number{fmt.Sprint(n), b.styles[Date]}
			}
		}
	}
	return styled{printable(word), b.styles[Text]}
}
