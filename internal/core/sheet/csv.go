package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"tongpin/internal/platform/fault"
)

// isTextFile tells a .csv file from a workbook by its first bytes; names lie.
func isTextFile(r io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 4096))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return true
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(head, []byte("%PDF")):
		return false
	}
	start := strings.ToLower(strings.TrimSpace(string(head[:min(n, 200)])))
	markup := strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<?xml")
	return !markup && !bytes.ContainsRune(head, 0)
}

// csvRows streams the records of a .csv file.
type csvRows struct {
	reader *csv.Reader
	row    rawRow
	extra  int // line ends inside fields so far: Excel shows them inside one row
}

// openCSV finds the encoding and the separator.
func openCSV(r io.ReaderAt, size int64) (source, error) {
	decoded, err := decode(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewReaderSize(decoded, 64<<10)
	start, _ := buffered.Peek(32 << 10)
	reader := csv.NewReader(buffered)
	reader.Comma = separator(start)
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	return &csvRows{reader: reader}, nil
}

// decode yields UTF-8 without a mark at the start. A file without mark that is
// not UTF-8 is taken as GB 18030, which holds GBK and GB 2312.
func decode(file *io.SectionReader) (io.Reader, error) {
	head := make([]byte, 3)
	n, _ := file.ReadAt(head, 0)
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := file.Seek(3, io.SeekStart)
		return file, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(file), nil
	}
	valid, binary, err := scanText(file)
	switch {
	case err != nil:
		return nil, err
	case binary:
		return nil, fault.Refuse("file.format")
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if valid {
		return file, nil
	}
	return simplifiedchinese.GB18030.NewDecoder().Reader(file), nil
}

// scanText tells whether all of the file is UTF-8, and whether it holds a zero
// byte, which no text does.
func scanText(r io.Reader) (valid, binary bool, err error) {
	valid = true
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		chunk := buf[:kept+n]
		if bytes.IndexByte(chunk, 0) >= 0 {
			return false, true, nil
		}
		whole := len(chunk)
		if err == nil {
			for cut := 0; cut < utf8.UTFMax && whole > 0 && !utf8.RuneStart(chunk[whole-1]); cut++ {
				whole--
			}
			if whole > 0 && chunk[whole-1] >= utf8.RuneSelf {
				whole-- // the first byte of a character that may go on in the next chunk
			}
		}
		valid = valid && utf8.Valid(chunk[:whole])
		kept = copy(buf, chunk[whole:])
		if err == io.EOF {
			return valid, false, nil
		}
		if err != nil {
			return false, false, err
		}
	}
}

// separator is the one of , ; and tab that the first line with any holds most.
func separator(start []byte) rune {
	for line := range bytes.Lines(start) {
		best, most := ',', 0
		for _, r := range []rune{',', '\t', ';'} {
			if n := countOutside(line, byte(r)); n > most {
				best, most = r, n
			}
		}
		if most > 0 {
			return best
		}
	}
	return ','
}

func countOutside(line []byte, sep byte) int {
	n, quoted := 0, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}

func (c *csvRows) close() error { return nil }

func (c *csvRows) next() (rawRow, error) {
	record, err := c.reader.Read()
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return rawRow{}, fault.Refuse("sheet.csv.quote", "line", wrong.Line)
	}
	if err != nil {
		return rawRow{}, err
	}
	if len(record) > MaxColumns && strings.Join(record[MaxColumns:], "") != "" {
		return rawRow{}, fault.New(fault.TooLarge, "sheet.columns", "limit", MaxColumns)
	}
	line, _ := c.reader.FieldPos(0)
	c.row = rawRow{number: line - c.extra, cells: c.row.cells[:0]}
	for _, field := range record[:min(len(record), MaxColumns)] {
		c.extra += strings.Count(field, "\n")
		c.row.cells = append(c.row.cells, rawCell{text: field})
	}
	return c.row, nil
}
