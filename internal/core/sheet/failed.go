package sheet

import (
	"io"
	"iter"
	"strings"

	"tongpin/internal/platform/fault"
)

// Failure is a row that was not imported: what the person gave, in the order of
// the layout's columns, and why it failed. It can be stored as JSON.
type Failure struct {
	Number   int
	Cells    []string
	Problems fault.List
}

// FailedBook writes an .xlsx file of the rows that failed, as they were given,
// with the reasons in a first column and the failing cells in red. The person
// mends it and uploads it as it is: the first column is passed over.
func FailedBook(w io.Writer, layout Layout, t Texts, failures iter.Seq[Failure]) error {
	b, err := newBook(t.T("sheet.name.data"))
	if err != nil {
		return err
	}
	defer b.close()
	if err := b.columns(layout, 1, true); err != nil {
		return err
	}
	if err := b.header(layout, t, t.T(reasonTitle)); err != nil {
		return err
	}
	for f := range failures {
		if err := b.failure(layout, t, f); err != nil {
			return err
		}
	}
	return b.write(w)
}

func (b *book) failure(layout Layout, t Texts, f Failure) error {
	cells := make([]any, len(layout.Columns)+1)
	cells[0] = styled{Reason(layout, t, f), b.reason}
	for i, c := range layout.Columns {
		style := b.styles[Text]
		if concerns(f.Problems, layout, c, t) {
			style = b.wrong
		}
		word := ""
		if i < len(f.Cells) {
			word = f.Cells[i]
		}
		cells[i+1] = styled{printable(word), style}
	}
	return b.row(cells)
}

// concerns tells whether one of the faults is about the column.
func concerns(l fault.List, layout Layout, c Column, t Texts) bool {
	for _, p := range l {
		if p.Field == c.Key || p.Field != "" && p.Field == layout.Title(c, t) {
			return true
		}
	}
	return false
}

// Reason writes all that is wrong with a row, one problem a line, with the
// number of the row in the file that was uploaded.
func Reason(layout Layout, t Texts, f Failure) string {
	lines := []string{t.T("sheet.row.number", "row", f.Number)}
	for _, p := range f.Problems {
		lines = append(lines, message(layout, t, p))
	}
	return strings.Join(lines, "\n")
}

// message translates a fault; one that comes from a decision gets the title of
// its column, so that its text need not name it.
func message(layout Layout, t Texts, p *fault.Fault) string {
	args := append([]any{}, p.Args...)
	title := ""
	for _, c := range layout.Columns {
		if c.Key == p.Field {
			title = layout.Title(c, t)
		}
	}
	args = override(args, "column", title)
	if strings.HasPrefix(p.Key, "sheet.") {
		return t.T(p.Key, args...)
	}
	text := t.T(p.Key, override(override(args, "field", title), "value", shorten(p.Value))...)
	if title != "" && !strings.Contains(text, title) {
		text = title + ": " + text
	}
	return text
}

// override sets an argument, unless there is nothing to set it to.
func override(args []any, name, value string) []any {
	if value == "" {
		return args
	}
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			args[i+1] = value
			return args
		}
	}
	return append(args, name, value)
}
