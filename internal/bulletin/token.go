package bulletin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/fault"
)

// Token is a place of a text that is bound to a figure: {{key}}, or
// {{key|name=value|...}} with the names
//
//	scope       consortium (the default) or schools
//	period      2026, 2026-04, ... (the default is the period of the paper)
//	by          a dimension: all its values, one after the other
//	<dimension> one value of a dimension of the metric
type Token struct {
	Key       string
	Scope     string
	Period    string // as calendar.ParsePeriod reads it; empty for the paper's
	Dimension string
	Value     string
	By        string
}

// String is the token as it stands in a text.
func (t Token) String() string {
	parts := []string{t.Key}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+"="+value)
		}
	}
	if t.Scope != fact.ScopeConsortium {
		add("scope", t.Scope)
	}
	add(t.Dimension, t.Value)
	add("by", t.By)
	add("period", t.Period)
	return "{{" + strings.Join(parts, "|") + "}}"
}

// piece is a run of plain text or a token of a line.
type piece struct {
	text  string
	token *Token
}

var braces = regexp.MustCompile(`\{\{([^{}]*)\}\}`)

// split cuts a line into text and tokens. Braces that no token owns are refused
// with their place.
func split(line string) ([]piece, error) {
	var list []piece
	last := 0
	for _, at := range braces.FindAllStringSubmatchIndex(line, -1) {
		if err := stray(line[last:at[0]]); err != nil {
			return nil, err
		}
		if at[0] > last {
			list = append(list, piece{text: line[last:at[0]]})
		}
		t, err := parseToken(line[at[2]:at[3]])
		if err != nil {
			return nil, err
		}
		list, last = append(list, piece{token: &t}), at[1]
	}
	if last < len(line) {
		list = append(list, piece{text: line[last:]})
	}
	return list, stray(line[last:])
}

// stray refuses a mark that somebody forgot to open or to close.
func stray(s string) error {
	for _, mark := range []string{"{{", "}}"} {
		if i := strings.Index(s, mark); i >= 0 {
			rest := []rune(s[i:])
			return fault.Refuse("bulletin.token.open", "mark", string(rest[:min(len(rest), 30)]))
		}
	}
	return nil
}

func parseToken(inner string) (Token, error) {
	parts := strings.Split(inner, "|")
	t := Token{Key: strings.TrimSpace(parts[0]), Scope: fact.ScopeConsortium}
	refuse := func(key, what string) (Token, error) {
		return t, fault.Refuse(key, "token", "{{"+inner+"}}", "what", what)
	}
	for _, p := range parts[1:] {
		name, value, ok := strings.Cut(p, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || value == "" {
			return refuse("bulletin.token.form", p)
		}
		switch {
		case name == "scope":
			t.Scope = value
		case name == "period":
			t.Period = value
		case name == "by":
			t.By = value
		case t.Dimension != "":
			return refuse("bulletin.token.two", name)
		default:
			t.Dimension, t.Value = name, value
		}
	}
	if t.By != "" && t.Dimension != "" {
		return refuse("bulletin.token.two", t.Dimension)
	}
	return t, nil
}

// check proves a token against its metric.
func (t Token) check(d metric.Definition) error {
	refuse := func(key, what string, choice []string) error {
		return fault.Refuse(key, "token", t.String(), "what", what, "choice", strings.Join(choice, ", "))
	}
	if !slices.Contains(d.Scopes, t.Scope) {
		return refuse("bulletin.token.scope", t.Scope, d.Scopes)
	}
	for _, dimension := range []string{t.Dimension, t.By} {
		if dimension != "" && !slices.Contains(d.Dimensions, dimension) {
			return refuse("bulletin.token.dimension", dimension, d.Dimensions)
		}
	}
	if _, err := calendar.ParsePeriod(t.Period); err != nil {
		return refuse("bulletin.token.period", t.Period, nil)
	}
	return nil
}

// ask is the figure that the token is bound to in a paper of a period.
func (t Token) ask(paper calendar.Period) (key string, slice metric.Slice, p calendar.Period) {
	p = paper
	if t.Period != "" {
		p, _ = calendar.ParsePeriod(t.Period) // proved by check
	}
	return t.Key, metric.Slice{Scope: t.Scope, Dimension: t.Dimension, Value: t.Value}, p
}

// Field names a place of the content, as the fields of its form do.
func field(group string, i int, name string) string { return fmt.Sprintf("%s.%d.%s", group, i, name) }

// equation is a check between figures: the terms of the left side add up to
// those of the right side. A term is a token; one with "by" stands for the sum
// of its values.
type equation struct {
	line        string
	left, right []Token
}

// parseEquation reads "{{a}} + {{b}} = {{c}}".
func parseEquation(line string, find Metrics) (equation, error) {
	e := equation{line: line}
	sides := strings.Split(outside(line, "="), "\x00")
	if len(sides) != 2 {
		return e, fault.Refuse("bulletin.equation", "line", line)
	}
	for i, side := range sides {
		for _, term := range strings.Split(outside(side, "+"), "\x00") {
			pieces, err := split(strings.TrimSpace(term))
			if err != nil {
				return e, err
			}
			if len(pieces) != 1 || pieces[0].token == nil {
				return e, fault.Refuse("bulletin.equation", "line", line)
			}
			if err := known(*pieces[0].token, find); err != nil {
				return e, err
			}
			if i == 0 {
				e.left = append(e.left, *pieces[0].token)
			} else {
				e.right = append(e.right, *pieces[0].token)
			}
		}
	}
	return e, nil
}

// outside replaces a sign by a zero byte where it stands outside of tokens.
func outside(line, sign string) string {
	var b strings.Builder
	last := 0
	for _, at := range braces.FindAllStringIndex(line, -1) {
		b.WriteString(strings.ReplaceAll(line[last:at[0]], sign, "\x00"))
		b.WriteString(line[at[0]:at[1]])
		last = at[1]
	}
	b.WriteString(strings.ReplaceAll(line[last:], sign, "\x00"))
	return b.String()
}
