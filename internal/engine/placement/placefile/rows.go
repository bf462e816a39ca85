package placefile

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

var mark = []byte("\xef\xbb\xbf") // byte order mark of UTF-8

// source is a file that is read in pieces.
type source struct {
	path string
	io.ReaderAt
	size  int64
	body  int64 // where the first row begins
	lines int   // lines before it
	close func() error
}

// openSource opens a file, and reads what is no plain file into memory.
func openSource(path string) (*source, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if info.Mode().IsRegular() {
		return &source{path: path, ReaderAt: f, size: info.Size(), close: f.Close}, nil
	}
	all, err := io.ReadAll(f)
	f.Close()
	if err != nil {
		return nil, err
	}
	return &source{path: path, ReaderAt: bytes.NewReader(all), size: int64(len(all)), close: func() error { return nil }}, nil
}

// longest is the longest line that is taken.
const longest = 64 << 10

// header checks the first line and remembers where the rows begin.
func (s *source) header(want string) error {
	buf := make([]byte, min(s.size, longest))
	if n, err := s.ReadAt(buf, 0); n < len(buf) {
		return err
	}
	line, _, found := bytes.Cut(buf, []byte("\n"))
	s.body, s.lines = int64(len(line)), 1
	if found {
		s.body++
	}
	text := strings.TrimSuffix(string(bytes.TrimPrefix(line, mark)), "\r")
	names := strings.Split(text, ",")
	for i, n := range names {
		names[i] = strings.ToLower(strings.Trim(strings.TrimSpace(n), `"`))
	}
	switch {
	case text == "" && !found:
		return &Problems{[]*Problem{{File: s.path, Key: NoHeader, Other: want}}, 1}
	case strings.Join(names, ",") != want:
		return &Problems{[]*Problem{{File: s.path, Line: 1, Key: BadHeader, Value: clip(text), Other: want}}, 1}
	}
	return nil
}

// clip makes a text from a file fit to be shown.
func clip(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if r := []rune(text); len(r) > 60 {
		text = string(r[:60]) + "..."
	}
	return text
}

// scan calls do with each line from byte from to byte to, without its line end;
// a line belongs to where it begins. Behind each line slack bytes can be read.
func (s *source) scan(from, to int64, do func(line []byte) bool) error {
	buf := make([]byte, 0, 1<<20)
	for from < to {
		n := min(int64(cap(buf)-slack), s.size-from)
		buf = buf[:n+slack]
		if got, err := s.ReadAt(buf[:n], from); int64(got) < n {
			return shortRead(err)
		}
		clear(buf[n:])
		rest := buf[:n]
		for from < to {
			end := bytes.IndexByte(rest, '\n')
			next := end + 1
			if end < 0 {
				if from+int64(len(rest)) < s.size {
					break // the line goes on behind the buffer
				}
				end, next = len(rest), len(rest)
			}
			line := rest[:end]
			if end > 0 && line[end-1] == '\r' {
				line = line[:end-1]
			}
			if !do(line) {
				return nil
			}
			rest, from = rest[next:], from+int64(next)
			if len(rest) == 0 {
				break
			}
		}
		if len(rest) == int(n) && from < to { // no line end in a whole buffer: do refuses it
			do(rest)
			return nil
		}
	}
	return nil
}

// guess returns about how many rows a file has, by those at its beginning.
func (s *source) guess() (int, error) {
	buf := make([]byte, min(s.size-s.body, longest))
	if n, err := s.ReadAt(buf, s.body); n < len(buf) {
		return 0, shortRead(err)
	}
	lines := bytes.Count(buf, []byte("\n")) + 1
	return int(float64(lines) * float64(s.size-s.body) / float64(max(1, len(buf)))), nil
}

func shortRead(err error) error {
	if err == nil || err == io.EOF {
		return io.ErrUnexpectedEOF // the file shrank while it was read
	}
	return err
}

// cut splits a line at its commas. ok is false if its quotes are broken. The
// fields point into the line unless they were quoted.
func cut(line []byte, fields [][]byte) (_ [][]byte, ok bool) {
	fields = fields[:0]
	for {
		if len(line) == 0 || line[0] != '"' {
			end := bytes.IndexByte(line, ',')
			if end < 0 {
				return append(fields, line), bytes.IndexByte(line, '"') < 0
			}
			if bytes.IndexByte(line[:end], '"') >= 0 {
				return fields, false
			}
			fields = append(fields, line[:end])
			line = line[end+1:]
			continue
		}
		var text []byte
		for {
			line = line[1:]
			end := bytes.IndexByte(line, '"')
			if end < 0 {
				return fields, false
			}
			text = append(text, line[:end]...)
			line = line[end+1:]
			if len(line) == 0 || line[0] != '"' {
				break
			}
			text = append(text, '"')
		}
		fields = append(fields, text)
		if len(line) == 0 {
			return fields, true
		}
		if line[0] != ',' {
			return fields, false
		}
		line = line[1:]
	}
}

// clean tells whether a name is UTF-8 without control characters.
func clean(name []byte) bool {
	ascii := true
	for _, c := range name {
		if c < ' ' || c == 0x7f {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(name)
}

// longestName bounds the name of a student, a post or a group, in bytes.
const longestName = 1000

// name finds what is wrong with a name; "" if nothing is.
func nameProblem(name []byte) string {
	switch {
	case len(name) == 0:
		return NoName
	case len(name) > longestName:
		return LongName
	case !clean(name):
		return BadText
	}
	return ""
}

// table reads a small file row by row: each row has exactly the fields of the
// header. Empty lines are passed over.
func (s *source) table(header string, wrong *Problems, row func(line int, fields [][]byte) *Problem) error {
	want := strings.Count(header, ",") + 1
	var fields [][]byte
	line := s.lines
	return s.scan(s.body, s.size, func(text []byte) bool {
		line++
		if len(text) == 0 {
			return true
		}
		var ok bool
		fields, ok = cut(text, fields)
		var p *Problem
		switch {
		case len(text) > longest:
			p = &Problem{Key: LongName, Value: clip(string(text[:longest]))}
		case !clean(text):
			p = &Problem{Key: BadText, Value: clip(string(text))}
		case !ok:
			p = &Problem{Key: BadQuotes, Value: clip(string(text))}
		case len(fields) != want:
			p = &Problem{Key: BadRow, Value: strconv.Itoa(len(fields)), Other: strconv.Itoa(want)}
		default:
			p = row(line, fields)
		}
		if p != nil {
			p.File, p.Line = s.path, line
			wrong.add(*p)
		}
		return true
	})
}
