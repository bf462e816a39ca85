package db

import (
	"fmt"

	"tongpin/internal/platform/listing"
)

// Question is what a list asks: the rows of one page, and how many there are in
// all. Both are narrowed by the same Where.
type Question[T any] struct {
	Scan  func(Row) (T, error)
	Rows  string // SELECT columns FROM tables WHERE consortium_id = $1
	Count string // " FROM tables WHERE consortium_id = $1", to count in
	Where *Where
	Order string // " ORDER BY ..."
}

// Page answers a question with the page that the query names. It counts no
// further than listing.CountCap.
func Page[T any](tx *Tx, x Question[T], q listing.Query) (p listing.Page[T], err error) {
	w := x.Where
	text := x.Rows + w.SQL() + x.Order + fmt.Sprintf(" LIMIT $%d OFFSET $%d", w.Next(), w.Next()+1)
	if p.Rows, err = All(tx, x.Scan, text, append(w.Args(), q.Size, q.Offset())...); err != nil {
		return p, err
	}
	p.Total, err = Value[int](tx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 AS one%s%s LIMIT %d) AS capped`, x.Count, w.SQL(), listing.CountCap+1), w.Args()...)
	p.Total, p.Capped = min(p.Total, listing.CountCap), p.Total > listing.CountCap
	return p, err
}
