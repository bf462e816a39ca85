// Package lines reads files whose unit is a line of words, and says of a wrong
// one where it is and what is wrong. The standard timetabling files, solutions,
// plans and lists of changes are all of this shape.
package lines

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongpin/internal/engine/message"
)

// What is wrong with lines of any of the files. The kinds of things are course,
// room, teacher and so on, the words of the plan.
const (
	NotText    message.Key = "timetable.wrong.text"    // bytes that are not UTF-8 text
	TooLong    message.Key = "timetable.wrong.long"    // a line of more than 1 MiB
	NotWhole   message.Key = "timetable.wrong.number"  // name: what the value, no whole number, should be; low, high
	OutOfRange message.Key = "timetable.wrong.range"   // name: what the value should be; low, high
	Twice      message.Key = "timetable.wrong.twice"   // kind and value of a name that is declared already
	Undeclared message.Key = "timetable.wrong.unknown" // kind and value of a name that no line above declares
	Alien      message.Key = "timetable.wrong.alien"   // kind and value of a name that the plan or instance does not have
)

// maxLine is the longest line that is read, in bytes: a curriculum of tens of
// thousands of courses fits, a binary file does not.
const maxLine = 1 << 20

// Reader walks over the lines of a file that are not empty.
type Reader struct {
	scan *bufio.Scanner
	line int
	text string
	err  error
}

// NewReader reads from r. A byte order mark and carriage returns are accepted.
func NewReader(r io.Reader) *Reader {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 1<<16), maxLine)
	return &Reader{scan: s}
}

// Next moves to the next line that holds a word; false at the end or at a
// failure, see Err. What stands behind a # is a comment when comments is true.
func (r *Reader) Next(comments bool) bool {
	for r.err == nil && r.scan.Scan() {
		r.line++
		raw := r.scan.Bytes()
		if r.line == 1 {
			raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		}
		if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
			r.err = r.Fault(NotText)
			return false
		}
		r.text = string(raw)
		if comments {
			r.text, _, _ = strings.Cut(r.text, "#")
		}
		if r.text = strings.TrimSpace(r.text); r.text != "" {
			return true
		}
	}
	if err := r.scan.Err(); r.err == nil && err != nil {
		r.err = err
		if errors.Is(err, bufio.ErrTooLong) {
			r.line++
			r.err = r.Fault(TooLong)
		}
	}
	return false
}

// Line is the number of the present line, from 1.
func (r *Reader) Line() int { return r.line }

// Text is the present line without the space around it.
func (r *Reader) Text() string { return r.text }

// Words are the words of the present line.
func (r *Reader) Words() []string { return strings.Fields(r.text) }

// Err is the failure that ended the reading, or nil.
func (r *Reader) Err() error { return r.err }

// Fault is an error at the present line; args are names and values in turn.
func (r *Reader) Fault(key message.Key, args ...any) error { return r.At(message.New(key, args...)) }

// At says that something is wrong at the present line.
func (r *Reader) At(m *message.Message) error { return &message.Problem{Line: r.line, Message: m} }

// Number reads a whole number between low and high, both included; name is the
// code of what it is, for the refusal.
func (r *Reader) Number(name, word string, low, high int) (int, error) {
	n, err := strconv.Atoi(word)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 0, r.Fault(NotWhole, "name", name, "value", word, "low", low, "high", high)
	case err != nil || n < low || n > high:
		return 0, r.Fault(OutOfRange, "name", name, "value", word, "low", low, "high", high)
	}
	return n, nil
}
