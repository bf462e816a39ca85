package db

import (
	"fmt"
	"strings"
)

// sizes are how many rows go into one statement: few texts, so that the database
// knows them already. More than sixteen rows at once gain nothing on SQLite.
var sizes = [...]int{16, 4, 1}

// Insertion is an INSERT into a tenant table of as many rows as there are, a few
// statements for all of them. Make it once, by Inserting.
type Insertion struct {
	columns int
	texts   [len(sizes)]string
}

// Inserting makes an insertion into a table. Columns are those beside
// consortium_id, in the order of the values; one with " = " and a literal has that
// in every row. Then is what follows the rows, such as ON CONFLICT.
func Inserting(table, columns, then string) *Insertion {
	i := &Insertion{}
	names := strings.Split(columns, ",")
	places := make([]string, len(names)) // of the values in a row: a literal, or "" for the next value
	for n, name := range names {
		column, constant, found := strings.Cut(name, "=")
		names[n], places[n] = strings.TrimSpace(column), strings.TrimSpace(constant)
		if !found {
			i.columns++
		}
	}
	for n, size := range sizes {
		i.texts[n] = strings.TrimSpace("INSERT INTO " + table + " (consortium_id, " + strings.Join(names, ", ") + ") VALUES " + rowsOf(size, places) + " " + then)
	}
	return i
}

// rowsOf writes the places of values for a number of rows.
func rowsOf(size int, places []string) string {
	var b strings.Builder
	next := 2
	for row := range size {
		if row > 0 {
			b.WriteString(", ")
		}
		b.WriteString("($1")
		for _, constant := range places {
			if constant != "" {
				b.WriteString(", " + constant)
				continue
			}
			fmt.Fprintf(&b, ", $%d", next)
			next++
		}
		b.WriteString(")")
	}
	return b.String()
}

// Rows are the rows of an insertion on their way into a transaction.
type Rows struct {
	*Insertion
	tx     *Tx
	values []any
	err    error
}

// Into begins to insert. Nothing is sure before Done.
func (i *Insertion) Into(tx *Tx) *Rows { return &Rows{Insertion: i, tx: tx} }

// Add inserts a row, sooner or later.
func (r *Rows) Add(values ...any) {
	if len(values) != r.columns && r.err == nil {
		r.err = fmt.Errorf("db: %d values for %d columns: %s", len(values), r.columns, r.texts[len(sizes)-1])
	}
	if r.values = append(r.values, values...); len(r.values) == sizes[0]*r.columns {
		r.err = r.Done()
	}
}

// Done inserts the rows that wait and returns the first error of all.
func (r *Rows) Done() error {
	values := r.values
	r.values = r.values[:0]
	for n, size := range sizes {
		for some := size * r.columns; r.err == nil && len(values) >= some; values = values[some:] {
			_, r.err = r.tx.Exec(r.texts[n], values[:some]...)
		}
	}
	return r.err
}
