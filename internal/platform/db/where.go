package db

import (
	"fmt"
	"strings"
)

// Where gathers the conditions of a list. Conditions are fixed texts of the
// store; values only ever travel as parameters. In a condition each ? stands
// for the next value.
type Where struct {
	parts []string
	args  []any
	first int
}

// NewWhere starts a condition whose first free parameter is $2 (after the
// consortium) plus skip.
func NewWhere(skip int) *Where { return &Where{first: 2 + skip} }

// And adds a condition with its values.
func (w *Where) And(condition string, args ...any) {
	var b strings.Builder
	n := 0
	for _, r := range condition {
		if r == '?' {
			fmt.Fprintf(&b, "$%d", w.first+len(w.args)+n)
			n++
			continue
		}
		b.WriteRune(r)
	}
	w.parts = append(w.parts, "("+b.String()+")")
	w.args = append(w.args, args...)
}

// In adds "column IN (values)"; nothing for no values.
func (w *Where) In(column string, values []string) {
	if len(values) == 0 {
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.And(column+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", args...)
}

// Like adds a search for words in columns, all in lower case. The characters
// that LIKE knows (% _ \) are taken literally.
func (w *Where) Like(words string, columns ...string) {
	for _, word := range strings.Fields(strings.ToLower(words)) {
		pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(word) + "%"
		var parts []string
		var args []any
		for _, c := range columns {
			parts = append(parts, "lower("+c+`) LIKE ? ESCAPE '\'`)
			args = append(args, pattern)
		}
		w.And(strings.Join(parts, " OR "), args...)
	}
}

// SQL is " AND (...) AND (...)", to stand behind the tie to the consortium.
func (w *Where) SQL() string {
	if len(w.parts) == 0 {
		return ""
	}
	return " AND " + strings.Join(w.parts, " AND ")
}

// Args are the values, in order.
func (w *Where) Args(before ...any) []any { return append(before, w.args...) }

// Next is the number of the next free parameter.
func (w *Where) Next() int { return w.first + len(w.args) }
