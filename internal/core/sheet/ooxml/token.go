package ooxml

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// Local is the name without its prefix.
func (t Token) Local() []byte {
	if i := bytes.IndexByte(t.Name, ':'); i >= 0 {
		return t.Name[i+1:]
	}
	return t.Name
}

// Is tells whether the local name is name.
func (t Token) Is(name string) bool { return string(t.Local()) == name }

// Attrs yields the attributes: full name and raw value.
func (t Token) Attrs(yield func(name, value []byte) bool) {
	rest := t.attrs
	for {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return
		}
		name := bytes.TrimSpace(rest[:eq])
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return
		}
		if !yield(name, rest[1:1+end]) {
			return
		}
		rest = rest[end+2:]
	}
}

// Attr is the value of the attribute with this local name; empty if there is
// none or it can't be read.
func (t Token) Attr(local string) string {
	for name, value := range t.Attrs {
		if i := bytes.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		if string(name) == local {
			b, err := Unescape(nil, value)
			if err != nil {
				return ""
			}
			return string(b)
		}
	}
	return ""
}

// Text appends the text of a Chars token to dst, with its entities resolved.
func (t Token) Text(dst []byte) ([]byte, error) {
	if t.cdata {
		return append(dst, t.Raw[len("<![CDATA["):len(t.Raw)-len("]]>")]...), nil
	}
	return Unescape(dst, t.Raw)
}

var errEntity = errors.New("ooxml: an unknown entity")

// Unescape appends raw to dst with the five entities of XML and the numbered
// characters resolved; any other entity is an error.
func Unescape(dst, raw []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...), nil
		}
		dst = append(dst, raw[:i]...)
		raw = raw[i+1:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if end < 0 {
			return dst, errEntity
		}
		r, ok := entity(string(raw[:end]))
		if !ok {
			return dst, errEntity
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, number := 10, name[1:]
	if number[0] == 'x' {
		base, number = 16, number[1:]
	}
	n, err := strconv.ParseUint(number, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
