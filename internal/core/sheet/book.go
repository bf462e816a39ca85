package sheet

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// book is an .xlsx file that is being written: rows are streamed, so that a
// large export needs little memory.
type book struct {
	file   *excelize.File
	out    *excelize.StreamWriter
	name   string
	at     int // rows written
	styles [len(typeNames)]int
	head   int
	note   int
	sample int
	reason int
	wrong  int
	title  int
	wrap   int
}

// styled is a cell of text with its style.
type styled struct {
	text  string
	style int
}

// number is a cell that holds a number with its style.
type number struct {
	digits string
	style  int
}

func newBook(name string) (*book, error) {
	b := &book{file: excelize.NewFile(), name: name}
	if err := b.file.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	if err := b.makeStyles(); err != nil {
		return nil, err
	}
	out, err := b.file.NewStreamWriter(name)
	b.out = out
	return b, err
}

func (b *book) close() { _ = b.file.Close() }

// makeStyles enters the looks of the cells; 49 is text, 3 and 4 are numbers
// with separators.
func (b *book) makeStyles() error {
	day := "yyyy-mm-dd"
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	border := []excelize.Border{{Type: "bottom", Color: "8C8C8C", Style: 1}}
	grey := &excelize.Font{Italic: true, Color: "595959"}
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&b.styles[Text], excelize.Style{NumFmt: 49}},
		{&b.styles[Integer], excelize.Style{NumFmt: 3}},
		{&b.styles[Money], excelize.Style{NumFmt: 4}},
		{&b.styles[Date], excelize.Style{CustomNumFmt: &day}},
		{&b.head, excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: filled("DCE6F1"), Border: border,
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&b.note, excelize.Style{NumFmt: 49, Font: grey, Fill: filled("F2F2F2"), Alignment: top}},
		{&b.sample, excelize.Style{NumFmt: 49, Font: grey}},
		{&b.reason, excelize.Style{NumFmt: 49, Font: &excelize.Font{Color: "9C0006"}, Alignment: top}},
		{&b.wrong, excelize.Style{NumFmt: 49, Font: &excelize.Font{Color: "9C0006"}, Fill: filled("FFC7CE")}},
		{&b.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&b.wrap, excelize.Style{Alignment: top}},
	} {
		id, err := b.file.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.id = id
	}
	b.styles[Choice], b.styles[Flag], b.styles[List] = b.styles[Text], b.styles[Text], b.styles[Text]
	return nil
}

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// columns sets widths, and formats the cells that people will fill in, after a
// number of leading columns. It must come before the first row.
func (b *book) columns(layout Layout, leading int, fillIn bool) error {
	if leading > 0 {
		if err := b.out.SetColWidth(1, leading, 48); err != nil {
			return err
		}
	}
	for i, c := range layout.Columns {
		at := i + 1 + leading
		if err := b.out.SetColWidth(at, at, c.width()); err != nil {
			return err
		}
		if style := b.styles[c.Type]; fillIn && style == b.styles[Text] {
			if err := b.out.SetColStyle(at, at, style); err != nil {
				return err
			}
		}
	}
	return b.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (c Column) width() float64 {
	switch {
	case c.Width > 0:
		return c.Width
	case c.Type == Integer, c.Type == Flag:
		return 12
	case c.Type == Date, c.Type == Money, c.Type == Choice:
		return 16
	}
	return 24
}

// header writes the titles, behind a leading one if there is such.
func (b *book) header(layout Layout, t Texts, leading string) error {
	var cells []any
	if leading != "" {
		cells = append(cells, styled{leading, b.head})
	}
	for _, c := range layout.Columns {
		title := layout.Title(c, t)
		if c.Required {
			title += " *"
		}
		cells = append(cells, styled{title, b.head})
	}
	return b.tallRow(cells, 30)
}

func (b *book) row(cells []any) error { return b.tallRow(cells, 0) }

func (b *book) tallRow(cells []any, height float64) error {
	b.at++
	for i, c := range cells {
		switch c := c.(type) {
		case styled:
			cells[i] = excelize.Cell{StyleID: c.style, Value: c.text}
		case number:
			f, err := strconv.ParseFloat(c.digits, 64)
			if err != nil {
				return err
			}
			cells[i] = excelize.Cell{StyleID: c.style, Value: f}
		}
	}
	return b.out.SetRow("A"+strconv.Itoa(b.at), cells, excelize.RowOpts{Height: height})
}

// dropList lets people choose in the column from the cells of another sheet.
func (b *book) dropList(column, source, help string) error {
	list := excelize.NewDataValidation(true)
	list.SetSqref(column + "4:" + column + strconv.Itoa(validated))
	list.SetSqrefDropList(source)
	if help != "" {
		list.SetInput("", shorten(help))
	}
	return b.file.AddDataValidation(b.name, list)
}

func (b *book) instructionStyle(name string, header, last int) error {
	if err := b.file.SetCellStyle(name, "A1", "A1", b.title); err != nil {
		return err
	}
	line := strconv.Itoa(header)
	if err := b.file.SetCellStyle(name, "A"+line, "F"+line, b.head); err != nil {
		return err
	}
	if header < last {
		if err := b.file.SetCellStyle(name, "A"+strconv.Itoa(header+1), "F"+strconv.Itoa(last), b.wrap); err != nil {
			return err
		}
	}
	for column, width := range map[string]float64{"A": 22, "B": 8, "C": 14, "D": 22, "E": 44, "F": 44} {
		if err := b.file.SetColWidth(name, column, column, width); err != nil {
			return err
		}
	}
	return nil
}

// write ends the streaming and writes the file.
func (b *book) write(w io.Writer) error {
	if err := b.out.Flush(); err != nil {
		return err
	}
	return b.file.Write(w)
}
