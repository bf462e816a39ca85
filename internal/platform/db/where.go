package db

import (
	"strconv"
	"strings"
)

// Where gathers the conditions of a list. Conditions are fixed texts of the
// store; values only ever travel as parameters. In a condition each ? stands
// for the next value.
type Where struct {
	parts []string
	few   []string
	many  []string
	cases []string
	sift  *sift
	args  []any
	first int
}

// NewWhere starts a condition whose first free parameter is $2 (after the
// consortium) plus skip.
func NewWhere(skip int) *Where { return &Where{first: 2 + skip} }

// And adds a condition with its values.
func (w *Where) And(condition string, args ...any) {
	w.parts = append(w.parts, "("+w.numbered(condition, args)+")")
}

// Among lets rows in whose ids a query finds; there may be several, of which no
// row may be found by two. What else is let in, Or says. The query has to find
// few rows by an index of its own, whatever else the list is asked: a database
// that is asked for all at once walks through everything. See Question.
func (w *Where) Among(ids string, args ...any) {
	w.few = append(w.few, w.numbered(ids, args))
}

// Or lets rows in; no row may be let in twice, or be found by Among too.
func (w *Where) Or(condition string, args ...any) {
	w.many = append(w.many, "("+w.numbered(condition, args)+")")
}

// Case is one of the conditions of Either, with its values.
type Case struct {
	Condition string
	Args      []any
}

// Either adds a condition that is fulfilled in one of several cases, of which no
// row can be two. What counts the rows asks for each case by itself, so that
// each can have an index of its own. A query has one Either at most.
func (w *Where) Either(cases ...Case) {
	for _, c := range cases {
		w.cases = append(w.cases, "("+w.numbered(c.Condition, c.Args)+")")
	}
}

// sift is a query of ids with its values, in which each ? stands for the next.
type sift struct {
	ids  string
	args []any
	page bool
}

// Sift hands over a query of ids that holds all rows of the list, and others:
// what an index of words has found. The rows are counted along it, and a page is
// looked up along it if there are few; else the page comes out of the list's own
// order sooner. What the list shows is still narrowed by all conditions. It comes
// after Among and Or: among few rows that they let in, the ids are one more
// condition.
func (w *Where) Sift(key, ids string, few bool, args ...any) {
	switch {
	case len(w.few)+len(w.many) == 0:
		w.sift = &sift{ids, args, few}
	case few:
		w.And(key+" IN ("+ids+")", args...)
	}
}

// Sifted tells whether rows are looked for along a query of ids.
func (w *Where) Sifted() bool { return w.sift != nil }

// numbered puts the numbers of its values into a condition.
func (w *Where) numbered(condition string, args []any) string {
	text := numbered(condition, w.Next())
	w.args = append(w.args, args...)
	return text
}

func numbered(condition string, first int) string {
	var b strings.Builder
	b.Grow(len(condition) + 8)
	for {
		before, after, found := strings.Cut(condition, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first))
		first++
		condition = after
	}
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
	if len(w.cases) == 0 {
		return and(w.parts)
	}
	return and(append([]string{"(" + strings.Join(w.cases, " OR ") + ")"}, w.parts...))
}

// Within is SQL with all that Among and Or let in; key is the column of the id.
func (w *Where) Within(key string) string {
	var ways []string
	for _, ids := range w.few {
		ways = append(ways, key+" IN ("+ids+")")
	}
	if ways = append(ways, w.many...); len(ways) == 0 {
		return w.SQL()
	}
	return and([]string{"(" + strings.Join(ways, " OR ") + ")"}) + w.SQL()
}

// each is the query of rows of all cases, one after the other. Rows end after the
// tie to the consortium; nothing may be let in by Among.
func (w *Where) each(rows string) string {
	if len(w.cases) == 0 {
		return rows + w.Within("")
	}
	list := make([]string, len(w.cases))
	for i, condition := range w.cases {
		one := Where{parts: w.parts, many: w.many, cases: []string{condition}}
		list[i] = rows + one.Within("")
	}
	return strings.Join(list, " UNION ALL ")
}

// Along asks the same of each condition that Or lets in, one after the other, so
// that each can have an index of its own. Rows end after the tie to the
// consortium.
func (w *Where) Along(rows string) string {
	list := make([]string, len(w.many))
	for i, condition := range w.many {
		list[i] = rows + " AND " + condition + w.SQL()
	}
	return strings.Join(list, " UNION ALL ")
}

func and(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return " AND " + strings.Join(parts, " AND ")
}

// along is the query of ids along which a page is looked up, or rows are counted,
// with all values; "" if the list is walked.
func (w *Where) along(page bool) (string, []any) {
	args := w.Args()
	if w.sift == nil || page && !w.sift.page {
		return "", args
	}
	return numbered(w.sift.ids, w.Next()), append(args, w.sift.args...)
}

// Args are the values, in order.
func (w *Where) Args(before ...any) []any { return append(before, w.args...) }

// Next is the number of the next free parameter.
func (w *Where) Next() int { return w.first + len(w.args) }
