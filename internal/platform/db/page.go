package db

import (
	"fmt"
	"slices"
	"strings"

	"tongpin/internal/platform/listing"
)

// Question is what a list asks: the rows of one page, and how many there are in
// all. Both are narrowed by the same Where. If that finds rows by Among, they
// are looked up first, with the first of those that Or lets in: as many as the
// page could show. Rows and Count must name the list's own table first.
type Question[T any] struct {
	Scan  func(Row) (T, error)
	Rows  string // SELECT columns FROM tables WHERE consortium_id = $1
	Count string // " FROM tables WHERE consortium_id = $1", to count in
	// CountBy is what counting says besides and no page does, so that it takes a
	// partial index of its own: " AND x.kind <> ''". All rows that Where finds
	// must fulfil it.
	CountBy string
	Key     string // column of the id, for Among and to pass over the pages before
	Where   *Where
	Order   string // " ORDER BY ..."
}

// Sorts are the orders that a list knows.
type Sorts struct {
	Columns map[string]string // the public keys of sorts, and their columns
	Empty   []string          // columns that may be NULL: those rows come last. Only they say so: it keeps an index from being used
	Usual   string            // without a sort: "x.from_on DESC, x.id DESC"
	ID      string            // the column that decides between equals
}

// By is the order that a query asks for, else the usual one: " ORDER BY ...".
func (s Sorts) By(q listing.Query) string {
	column, ok := s.Columns[q.Sort]
	if !ok {
		return " ORDER BY " + s.Usual
	}
	direction, last := "", ""
	if q.Desc {
		direction = " DESC"
	}
	if slices.Contains(s.Empty, column) {
		last = " NULLS LAST"
	}
	return " ORDER BY " + column + direction + last + ", " + s.ID + direction
}

// Page answers a question with the page that the query names. It counts no
// further than listing.CountCap.
func Page[T any](tx *Tx, x Question[T], q listing.Query) (p listing.Page[T], err error) {
	text, args := x.page(q)
	if p.Rows, err = gather(make([]T, 0, q.Size), tx, x.Scan, text, args); err != nil {
		return p, err
	}
	if n := len(p.Rows); n < q.Size && (n > 0 || q.Offset() == 0) { // the last page tells it
		p.Total = q.Offset() + n
		p.Total, p.Capped = min(p.Total, listing.CountCap), p.Total > listing.CountCap
		return p, nil
	}
	text, args = x.count()
	p.Total, err = Value[int](tx, text, args...)
	p.Total, p.Capped = min(p.Total, listing.CountCap), p.Total > listing.CountCap
	return p, err
}

// The numbers of rows stand in the text, because SQLite plans a query anew each
// time that one of them is a parameter. There are few sizes of pages.
func (x Question[T]) page(q listing.Query) (string, []any) {
	along, args := x.Where.along(true)
	end := fmt.Sprintf(" LIMIT %d", q.Size)
	if q.Offset() > 0 {
		end = fmt.Sprintf("%s OFFSET $%d", end, x.Where.first+len(args))
		args = append(args, q.Offset())
	}
	if along != "" {
		return x.among(x.Rows, along) + x.Order + end, args
	}
	switch few := len(x.Where.few) > 0; {
	case !few && q.Offset() > 0 && x.Key != "": // pass over ids alone, which an index may hold
		return x.among(x.Rows, "SELECT "+x.Key+" AS id"+x.Count+x.Where.Within(x.Key)+x.Order+end) + x.Order, args
	case !few:
		return x.Rows + x.Where.Within(x.Key) + x.Order + end, args
	}
	found := x.found()
	if len(x.Where.many) > 0 {
		found += " UNION ALL SELECT id FROM (SELECT " + x.Key + " AS id" + x.Count + " AND (" + strings.Join(x.Where.many, " OR ") + ")" + x.Where.SQL() + x.Order + fmt.Sprintf(" LIMIT %d) AS first", reach(q))
	}
	return x.among(x.Rows, found) + x.Order + end, args
}

// reach is the end of the page or more: a size of pages, doubled until it holds
// the page.
func reach(q listing.Query) int {
	n := q.Size
	for n > 0 && n < q.Size+q.Offset() {
		n *= 2
	}
	return n
}

func (x Question[T]) count() (string, []any) {
	const one = "SELECT 1 AS one"
	rows, args := x.Where.along(false)
	switch {
	case rows != "":
		rows = x.among(one+x.Count, rows)
	case len(x.Where.few) == 0:
		rows = x.Where.each(one + x.Count + x.CountBy)
	default:
		rows = x.among(one+x.Count, x.found())
		if len(x.Where.many) > 0 {
			rows += " UNION ALL " + x.Where.Along(one+x.Count+x.CountBy)
		}
	}
	return fmt.Sprintf("SELECT count(*) FROM (%s LIMIT %d) AS capped", rows, listing.CountCap+1), args
}

// found are the ids that Among finds.
func (x Question[T]) found() string { return strings.Join(x.Where.few, " UNION ALL ") }

// among looks the rows of a query up by ids that are found before: to SQLite a
// cross join says in which order.
func (x Question[T]) among(rows, ids string) string {
	columns, tables, _ := strings.Cut(rows, " FROM ")
	return columns + " FROM (" + ids + ") AS found CROSS JOIN " + tables + " AND " + x.Key + " = found.id" + x.Where.SQL()
}
