package i18n

import (
	"fmt"
	"strings"
)

// text is a parsed text: literal pieces and arguments in turn.
type text struct {
	raw   string
	parts []part // nil if the text is one literal
}

// part is a literal, or an argument with its family or its two plural words.
type part struct {
	literal   string
	arg       string
	family    string
	one, many string
	plural    bool
}

func parse(raw string) (text, error) {
	t := text{raw: raw}
	if !strings.ContainsAny(raw, "{}") {
		return t, nil
	}
	for rest := raw; rest != ""; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			open = len(rest)
		}
		if strings.IndexByte(rest[:open], '}') >= 0 {
			return t, fmt.Errorf("a brace is closed that was not opened")
		}
		if open > 0 {
			t.parts = append(t.parts, part{literal: rest[:open]})
		}
		if open == len(rest) {
			break
		}
		end := strings.IndexByte(rest[open:], '}')
		if end < 0 {
			return t, fmt.Errorf("a brace is not closed")
		}
		p, err := parsePart(rest[open+1 : open+end])
		if err != nil {
			return t, err
		}
		t.parts = append(t.parts, p)
		rest = rest[open+end+1:]
	}
	return t, nil
}

func parsePart(s string) (part, error) {
	if name, words, ok := strings.Cut(s, "|"); ok {
		one, many, ok := strings.Cut(words, "|")
		if !ok || name == "" {
			return part{}, fmt.Errorf("{%s} is not {name|one|many}", s)
		}
		return part{arg: name, one: one, many: many, plural: true}, nil
	}
	name, family, _ := strings.Cut(s, "@")
	if name == "" || strings.ContainsAny(name, " {") {
		return part{}, fmt.Errorf("{%s} names no argument", s)
	}
	return part{arg: name, family: family}, nil
}

// lookup finds a named argument in name, value pairs.
func lookup(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}
