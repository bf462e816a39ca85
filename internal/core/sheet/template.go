package sheet

import (
	"bytes"
	"strconv"
	"strings"

	"tongpin/internal/core/sheet/ooxml"
)

// validated is the last row that the template checks while a person types.
const validated = 5000

// Template makes the empty .xlsx file that people fill in: the header, a row of
// notes and a sample row (both passed over by an import), lists to choose from,
// codes as text, and a second sheet with instructions.
func Template(layout Layout, t Texts) ([]byte, error) {
	b, err := newBook(t.T("sheet.name.data"))
	if err != nil {
		return nil, err
	}
	defer b.close()
	if err := b.columns(layout, 0, true); err != nil {
		return nil, err
	}
	if err := b.header(layout, t, ""); err != nil {
		return nil, err
	}
	notes := make([]any, len(layout.Columns))
	sample := make([]any, len(layout.Columns))
	for i, c := range layout.Columns {
		notes[i] = styled{marked(i, t.T(notesMarker), layout.help(c, t)), b.note}
		sample[i] = styled{marked(i, t.T(sampleMarker), layout.sample(c, t)), b.sample}
	}
	if err := b.tallRow(notes, 60); err != nil {
		return nil, err
	}
	if err := b.row(sample); err != nil {
		return nil, err
	}
	if err := b.instructions(layout, t); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := b.write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// marked puts the marker into the first cell of a row.
func marked(column int, marker, text string) string {
	if column == 0 {
		return marker + text
	}
	return text
}

// instructions fills the second sheet: general rules, a table of the columns,
// and to its right the options, to which the lists of the first sheet refer.
func (b *book) instructions(layout Layout, t Texts) error {
	name := t.T("sheet.name.help")
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	lines := [][]string{{t.T("sheet.help.title")}}
	for _, key := range []string{"header", "sample", "formula", "date", "money", "list"} {
		lines = append(lines, []string{t.T("sheet.help." + key)})
	}
	lines = append(lines, []string{t.T("sheet.help.limit", "rows", MaxRows, "size", ooxml.Size(MaxFile))}, nil)
	lines = append(lines, []string{t.T("sheet.help.column"), t.T("sheet.help.required"), t.T("sheet.help.type"),
		t.T("sheet.help.match"), t.T("sheet.help.note"), t.T("sheet.help.options")})
	for _, c := range layout.Columns {
		lines = append(lines, columnHelp(layout, c, t))
	}
	for i, line := range lines {
		if err := b.file.SetSheetRow(name, "A"+strconv.Itoa(i+1), &line); err != nil {
			return err
		}
	}
	if err := b.instructionStyle(name, len(lines)-len(layout.Columns), len(lines)); err != nil {
		return err
	}
	return b.choices(layout, t, name)
}

func columnHelp(layout Layout, c Column, t Texts) []string {
	required, match := t.T("sheet.flag.no"), ""
	if c.Required {
		required = t.T("sheet.flag.yes")
	}
	if c.Match {
		match = t.T("sheet.help.match.note")
	}
	note := layout.help(c, t)
	if c.Sensitive {
		note = strings.TrimSpace(t.T("sheet.help.sensitive") + "  " + note)
	}
	return []string{layout.Title(c, t), required, t.T("sheet.type." + c.Type.String()), match, note,
		strings.Join(c.labels(t), " / ")}
}

// labels are the words that a cell of the column may hold; nil for any.
func (c Column) labels(t Texts) []string {
	if c.Type == Flag {
		return []string{t.T("sheet.flag.yes"), t.T("sheet.flag.no")}
	}
	words := make([]string, len(c.Options))
	for i, option := range c.Options {
		words[i] = c.label(option, t)
	}
	return words
}

var typeNames = [...]string{"text", "integer", "money", "date", "choice", "flag", "list"}

// String is the name of the type in the keys of its texts.
func (t Type) String() string { return typeNames[t] }

// choices writes the options of each column into a column of the second sheet
// and makes them the list from which people choose.
func (b *book) choices(layout Layout, t Texts, name string) error {
	const firstColumn = 10 // K: to the right of the instructions
	at := firstColumn
	for i, c := range layout.Columns {
		words := c.labels(t)
		if c.Type == List || len(words) == 0 {
			continue
		}
		letter := columnName(at)
		all := append([]string{layout.Title(c, t)}, words...)
		if err := b.file.SetSheetCol(name, letter+"1", &all); err != nil {
			return err
		}
		source := "'" + name + "'!$" + letter + "$2:$" + letter + "$" + strconv.Itoa(len(all))
		if err := b.dropList(columnName(i), source, layout.help(c, t)); err != nil {
			return err
		}
		at++
	}
	if at == firstColumn {
		return nil
	}
	return b.file.SetColVisible(name, columnName(firstColumn)+":"+columnName(at-1), false)
}
