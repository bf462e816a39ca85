// Package message is what the engines have to say to people. An engine knows no
// language: it names the key of a text and the values in it, and whoever calls the
// engine puts them into words.
package message

import (
	"fmt"
	"strconv"
	"strings"
)

// Key is the key of a text in the catalogues of the program. What a package can
// say stands in constants of this type, which a test compares with the texts.
type Key string

// Message is one thing to say: a reason, a finding, a refusal.
type Message struct {
	Key Key
	// Args are names and values in turn. A value is a string, a whole number, a
	// list of strings, or another *Message.
	Args []any
}

// New makes a message; args are names and values in turn.
func New(key Key, args ...any) *Message { return &Message{key, args} }

// Text is the key of the text and the names and values for it, as the
// catalogues take them.
func (m *Message) Text() (key string, args []any) { return string(m.Key), m.Args }

// Error returns a line for logs; people read the text behind Key.
func (m *Message) Error() string {
	var b strings.Builder
	b.WriteString(string(m.Key))
	for i := 0; i+1 < len(m.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", m.Args[i], m.Args[i+1])
	}
	return b.String()
}

// Problem is one thing that is wrong with a file.
type Problem struct {
	File string // path as it was given; empty where the engine was given no path
	Line int    // counted from 1; 0 if it concerns the whole file
	*Message
}

// Error returns a line for logs.
func (p *Problem) Error() string { return Where(p.File, p.Line) + ": " + p.Message.Error() }

// Unwrap is what is wrong, without the place.
func (p *Problem) Unwrap() error { return p.Message }

// Where names file and line as compilers do, the file alone if the line is 0.
func Where(file string, line int) string {
	if line == 0 {
		return file
	}
	return file + ":" + strconv.Itoa(line)
}
