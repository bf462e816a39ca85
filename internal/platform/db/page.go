package db

import (
	"fmt"
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
	Key   string // column of the id, for Among
	Where *Where
	Order string // " ORDER BY ..."
}

// Page answers a question with the page that the query names. It counts no
// further than listing.CountCap.
func Page[T any](tx *Tx, x Question[T], q listing.Query) (p listing.Page[T], err error) {
	text, args := x.page(q)
	if p.Rows, err = All(tx, x.Scan, text, args...); err != nil {
		return p, err
	}
	p.Total, err = Value[int](tx, x.count(), x.Where.Args()...)
	p.Total, p.Capped = min(p.Total, listing.CountCap), p.Total > listing.CountCap
	return p, err
}

func (x Question[T]) page(q listing.Query) (string, []any) {
	n := x.Where.Next()
	args, end := append(x.Where.Args(), q.Size, q.Offset()), fmt.Sprintf(" LIMIT $%d OFFSET $%d", n, n+1)
	if len(x.Where.few) == 0 {
		return x.Rows + x.Where.Within(x.Key) + x.Order + end, args
	}
	found := x.found()
	if len(x.Where.many) > 0 {
		found += " UNION ALL SELECT id FROM (SELECT " + x.Key + " AS id" + x.Count + " AND (" + strings.Join(x.Where.many, " OR ") + ")" + x.Where.SQL() + x.Order + fmt.Sprintf(" LIMIT $%d) AS first", n+2)
		args = append(args, q.Size+q.Offset())
	}
	return x.among(x.Rows, found) + x.Order + end, args
}

func (x Question[T]) count() string {
	rows := "SELECT 1 AS one" + x.Count + x.Where.Within(x.Key)
	if len(x.Where.few) > 0 {
		rows = x.among("SELECT 1 AS one"+x.Count, x.found())
		if len(x.Where.many) > 0 {
			rows += " UNION ALL " + x.Where.Along("SELECT 1 AS one"+x.Count)
		}
	}
	return fmt.Sprintf("SELECT count(*) FROM (%s LIMIT %d) AS capped", rows, listing.CountCap+1)
}

// found are the ids that Among finds.
func (x Question[T]) found() string { return strings.Join(x.Where.few, " UNION ALL ") }

// among looks the rows of a query up by ids that are found before: to SQLite a
// cross join says in which order.
func (x Question[T]) among(rows, ids string) string {
	columns, tables, _ := strings.Cut(rows, " FROM ")
	return columns + " FROM (" + ids + ") AS found CROSS JOIN " + tables + " AND " + x.Key + " = found.id" + x.Where.SQL()
}
