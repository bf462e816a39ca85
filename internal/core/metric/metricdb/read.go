package metricdb

import (
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// reading is one range of cells, read for all the questions that need it.
type reading struct {
	metric.Range
	whole bool // of all slices of the rollups
}

// read fills in what was asked for. Questions that need the same range are put
// together, so that a page of figures is a few statements.
func read(tx *db.Tx, asked []*asking) error {
	of := map[reading][]*asking{}
	for _, a := range asked {
		for _, r := range a.ranges {
			of[reading{r, a.Parts}] = append(of[reading{r, a.Parts}], a)
		}
	}
	for r, list := range of {
		if err := r.read(tx, list); err != nil {
			return err
		}
	}
	return nil
}

func (r reading) read(tx *db.Tx, list []*asking) error {
	by, names, ids := map[int64][]*asking{}, []string{}, []int64{}
	for _, a := range list {
		by[a.rollup] = append(by[a.rollup], a)
		names, ids = append(names, a.names...), append(ids, a.rollup)
	}
	take := func(rollup int64, s metric.Slice, m metric.Amount) {
		for _, a := range by[rollup] {
			a.found[s] = a.found[s].Plus(m)
		}
	}
	if r.whole {
		return eachBatch(distinct(ids), func(some []int64) error { return sum(tx, r.Range, "s.rollup_id", some, take) })
	}
	return eachBatch(distinct(names), func(some []string) error { return sum(tx, r.Range, "s.name", some, take) })
}

// sums are the columns of cells, added up.
var sums = func() string {
	list := make([]string, len(amounts))
	for i, a := range amounts {
		list[i] = "CAST(sum(c." + a + ") AS BIGINT)"
	}
	return strings.Join(list, ", ")
}()

// sum adds up the cells of a range for the slices that a column selects. It groups
// by that column first: SQLite walks slices in the order of the groups, and would
// otherwise walk all of them by their ids.
func sum[T any](tx *db.Tx, r metric.Range, column string, values []T, take func(int64, metric.Slice, metric.Amount)) error {
	w := db.NewWhere(0)
	from, to := bounds(r)
	w.And("c.grain = ? AND c.starts_on >= ? AND c.starts_on <= ?", r.Grain, from, to)
	among(w, column, values)
	return tx.Each(func(row db.Row) error {
		var rollup int64
		var s metric.Slice
		var m metric.Amount
		err := row.Scan(append([]any{&rollup, &s.Scope, &s.Owner, &s.Dimension, &s.Value}, parts(&m)...)...)
		if err == nil {
			take(rollup, s, m)
		}
		return err
	}, `SELECT s.rollup_id, s.scope, s.owner_id, s.dimension, s.dimension_value, `+sums+`
		FROM rollup_slices s JOIN rollup_cells c ON c.consortium_id = s.consortium_id AND c.slice_id = s.id
		WHERE s.consortium_id = $1`+w.SQL()+`
		GROUP BY `+column+`, s.id, s.rollup_id, s.scope, s.owner_id, s.dimension, s.dimension_value`, w.Args()...)
}

// among adds "column IN (values)" for values of any type.
func among[T any](w *db.Where, column string, values []T) {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	w.And(column+" IN (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
}

// bounds are the days of a range; an open end is a day beyond all facts.
func bounds(r metric.Range) (from, to calendar.Date) {
	from, to = r.From, r.To
	if from.Zero() {
		from = calendar.On(1, 1, 1)
	}
	if to.Zero() {
		to = calendar.On(9999, 12, 31)
	}
	return from, to
}
