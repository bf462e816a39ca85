package sheet

import (
	"io"
	"iter"
	"strings"

	"tongpin/internal/core/sheet/ooxml"
	"tongpin/internal/platform/fault"
)

// cellKind is how a cell came in.
type cellKind uint8

const (
	textCell cellKind = iota
	numberCell
	formulaCell // holds a formula: refused
	errorCell   // holds an error such as #REF!
	roundedCell // a number with more digits than Excel keeps
)

// rawCell is a cell as the file holds it.
type rawCell struct {
	text string
	kind cellKind
}

// rawRow is a row as the file holds it; its slice is used again for the next.
type rawRow struct {
	number int
	cells  []rawCell
}

// cell is a cell of the layout.
type cell struct {
	given string // as the person gave it
	text  string // cleaned
	bad   bool   // has a problem already
}

// source streams the rows of a file; io.EOF after the last. Rows in which no
// cell holds anything may be left out.
type source interface {
	next() (rawRow, error)
	close() error
}

// Reader streams the rows that people filled in.
type Reader struct {
	source    source
	head      *heading
	csv       bool
	epoch1904 bool
	held      []rawRow       // rows read while looking for the header
	first     map[string]int // matching key -> row that has it first
	count     int
	name      string
}

// Open checks a file (.xlsx or .csv, told apart by content) and finds its
// header. The texts are those of all languages in which the header and the
// options may be written; the first is the language of the faults' arguments.
// All that it refuses is a fault or a list of faults.
func Open(name string, r io.ReaderAt, size int64, layout Layout, langs ...Texts) (*Reader, error) {
	if size > MaxFile {
		return nil, fault.New(fault.TooLarge, "file.too_large", "size", ooxml.Size(size), "limit", ooxml.Size(MaxFile))
	}
	if size == 0 {
		return nil, fault.Refuse("sheet.empty")
	}
	reader := &Reader{head: newHeading(layout, langs), first: map[string]int{}, name: name}
	var err error
	if isTextFile(r, size) {
		reader.csv = true
		reader.source, err = openCSV(r, size)
	} else {
		reader.source, reader.epoch1904, err = openXLSX(r, size)
	}
	if err != nil {
		return nil, err
	}
	if err := reader.findHeader(); err != nil {
		reader.Close()
		return nil, err
	}
	return reader, nil
}

// Close ends the reading.
func (r *Reader) Close() error { return r.source.close() }

// Rows streams the rows. An error (a damaged or too long file) ends it. It can
// be used once.
func (r *Reader) Rows() iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		for {
			raw, err := r.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, ooxml.Fault(err))
				return
			}
			if empty(raw) {
				continue
			}
			if r.head.passedOver(raw) {
				continue
			}
			if r.count++; r.count > MaxRows {
				yield(nil, fault.New(fault.TooLarge, "sheet.rows", "limit", MaxRows))
				return
			}
			if !yield(r.row(raw), nil) {
				return
			}
		}
	}
}

func (r *Reader) next() (rawRow, error) {
	if len(r.held) > 0 {
		raw := r.held[0]
		r.held = r.held[1:]
		return raw, nil
	}
	return r.source.next()
}

func empty(raw rawRow) bool {
	for _, c := range raw.cells {
		if c.kind != textCell || strings.TrimFunc(c.text, isSpace) != "" {
			return false
		}
	}
	return true
}

// findHeader takes that of the first rows which holds most known titles: many
// people write the name of the table above it.
func (r *Reader) findHeader() error {
	best, most := -1, 0
	for len(r.held) < headerDepth {
		raw, err := r.source.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return ooxml.Fault(err)
		}
		if empty(raw) {
			continue
		}
		raw.cells = append([]rawCell(nil), raw.cells...)
		r.held = append(r.held, raw)
		if n := r.head.known(raw); n > most {
			best, most = len(r.held)-1, n
		}
	}
	if len(r.held) == 0 {
		return fault.Refuse("sheet.empty")
	}
	best = max(best, 0)
	header := r.held[best]
	r.held = r.held[best+1:]
	return r.head.take(header)
}
