package sheet

import (
	"io"
	"math"
	"strconv"

	"tongpin/internal/core/sheet/ooxml"
	"tongpin/internal/platform/fault"
)

// xlsxRows streams the rows of a worksheet.
type xlsxRows struct {
	book   *workbook
	body   io.ReadCloser
	scan   *ooxml.Scanner
	row    rawRow
	number int
	buf    []byte
	ended  bool
}

func (x *xlsxRows) close() error { return x.body.Close() }

// next reads to the end of the next row that has cells.
func (x *xlsxRows) next() (rawRow, error) {
	for !x.ended {
		t, err := x.scan.Next()
		if err == io.EOF {
			return rawRow{}, io.ErrUnexpectedEOF // the sheet must end with its tag
		}
		if err != nil {
			return rawRow{}, err
		}
		switch {
		case t.Kind == ooxml.End && t.Is("sheetData"), t.Empty && t.Is("sheetData"):
			x.ended = true
		case t.Kind == ooxml.Start && t.Is("row"):
			if err := x.begin(t); err != nil {
				return rawRow{}, err
			}
			if !t.Empty {
				err = x.cells()
				return x.row, err
			}
		}
	}
	return rawRow{}, io.EOF
}

func (x *xlsxRows) begin(t ooxml.Token) error {
	number := x.number + 1
	if r := t.Attr("r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < number || n > 1<<20 {
			return ooxml.Damaged()
		}
		number = n
	}
	x.number = number
	x.row = rawRow{number: number, cells: x.row.cells[:0]}
	return nil
}

func (x *xlsxRows) cells() error {
	for {
		t, err := x.scan.Next()
		switch {
		case err == io.EOF:
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		case t.Kind == ooxml.End && t.Is("row"):
			return nil
		case t.Kind == ooxml.Start && t.Is("c"):
			if err := x.cell(t); err != nil {
				return err
			}
		}
	}
}

// cell reads one cell into its column.
func (x *xlsxRows) cell(t ooxml.Token) error {
	at, style, kind := len(x.row.cells), 0, byte('n')
	for name, value := range t.Attrs {
		switch string(name) {
		case "r":
			at = columnOf(value)
		case "s":
			style, _ = strconv.Atoi(string(value))
		case "t":
			kind = cellType(string(value))
		}
	}
	if at >= MaxColumns {
		return x.beyond(t)
	}
	if at < len(x.row.cells) {
		return ooxml.Damaged()
	}
	for len(x.row.cells) < at {
		x.row.cells = append(x.row.cells, rawCell{})
	}
	c, err := x.value(t, kind, style)
	x.row.cells = append(x.row.cells, c)
	return err
}

// beyond passes over empty cells far to the right, which formatting leaves.
func (x *xlsxRows) beyond(t ooxml.Token) error {
	c, err := x.value(t, 's', 0)
	if err == nil && c.text == "" && c.kind == textCell {
		return nil
	}
	return fault.New(fault.TooLarge, "sheet.columns", "limit", MaxColumns)
}

func cellType(s string) byte {
	switch s {
	case "s", "b", "e", "d", "n":
		return s[0]
	case "str", "inlineStr":
		return 't'
	}
	return 'n'
}

// columnOf reads the letters of B7; a wrong name is far to the right.
func columnOf(ref []byte) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<15 {
			break
		}
	}
	if n == 0 {
		return math.MaxInt
	}
	return n - 1
}

// value reads to the end of the cell.
func (x *xlsxRows) value(open ooxml.Token, kind byte, style int) (rawCell, error) {
	if open.Empty {
		return rawCell{}, nil
	}
	var inValue, phonetic, formula bool
	x.buf = x.buf[:0]
	for {
		t, err := x.scan.Next()
		if err != nil {
			return rawCell{}, unexpectedEnd(err)
		}
		if t.Kind == ooxml.Chars {
			if inValue && !phonetic {
				x.buf, err = t.Text(x.buf)
			}
			if err != nil || len(x.buf) > 8*MaxCell {
				return rawCell{}, ooxml.Damaged()
			}
			continue
		}
		switch local := t.Local(); {
		case t.Kind == ooxml.End && string(local) == "c":
			if formula {
				return rawCell{text: string(x.buf), kind: formulaCell}, nil
			}
			return x.book.cell(string(x.buf), kind, style), nil
		case string(local) == "v" || string(local) == "t":
			inValue = t.Kind == ooxml.Start && !t.Empty
		case string(local) == "rPh":
			phonetic = t.Kind == ooxml.Start && !t.Empty
		case string(local) == "f":
			formula = true
		}
	}
}

func unexpectedEnd(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
