// Package lines reads files whose unit is a line of words, and says of a wrong
// one where it is, what is wrong and what to do. The standard timetabling files,
// solutions, plans and lists of changes are all of this shape.
package lines

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Error is one thing that is wrong with a file.
type Error struct {
	Line    int    // counted from 1; 0 when the file as a whole is meant
	Problem string // what is wrong, with the value
	Remedy  string // what to do about it
}

// Error says where, what and what to do.
func (e *Error) Error() string {
	text := e.Problem + "; " + e.Remedy
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, text)
	}
	return text
}

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
			r.err = r.Fault("holds bytes that are not text", "save the file as UTF-8 text")
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
			r.err = r.Fault("is longer than 1 MiB", "check that this is a text file of the expected kind")
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

// Fault is an error at the present line.
func (r *Reader) Fault(problem, remedy string) error {
	return &Error{Line: r.line, Problem: problem, Remedy: remedy}
}

// Number reads a whole number between low and high, both included; name says
// what it is, for the refusal.
func (r *Reader) Number(name, word string, low, high int) (int, error) {
	n, err := strconv.Atoi(word)
	remedy := fmt.Sprintf("write a number from %d to %d", low, high)
	switch {
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 0, r.Fault(fmt.Sprintf("%s %q is not a whole number", name, word), remedy)
	case err != nil || n < low || n > high:
		return 0, r.Fault(fmt.Sprintf("%s %s is out of range", name, word), remedy)
	}
	return n, nil
}
