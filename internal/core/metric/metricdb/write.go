package metricdb

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// amounts are the columns of a cell, in the order of metric.Amount.
var amounts = []string{"facts", "reversals", "ever", "within_year", "within_half", "within_quarter", "within_term", "alone"}

// parts are the numbers of an amount in the order of the columns.
func parts(m *metric.Amount) []any {
	list := []any{&m.Facts, &m.Reversals}
	for c := range m.Values {
		list = append(list, &m.Values[c])
	}
	return list
}

// The insertions of cells. Only a flow of subjects counts from more than the
// beginning.
var (
	insertCells = cells([]string{"facts", "reversals", "ever"}, ", within_year = 0, within_half = 0, within_quarter = 0, within_term = 0, alone = 0")
	insertFlows = cells(amounts, "")
)

func cells(added []string, rest string) *db.Insertion {
	sums := make([]string, len(added))
	for i, a := range added {
		sums[i] = a + " = rollup_cells." + a + " + excluded." + a
	}
	return db.Inserting("rollup_cells", "slice_id, grain, starts_on, "+strings.Join(added, ", ")+rest,
		"ON CONFLICT (consortium_id, slice_id, grain, starts_on) DO UPDATE SET "+strings.Join(sums, ", "))
}

// write adds amounts to the cells of rollups. All writers of a consortium wait
// for each other at the numbers of its facts; the order of the rows is fixed all
// the same.
func write(tx *db.Tx, of map[int64]metric.Cells) error {
	series := map[string]metric.Series{}
	places := map[string]place{}
	for id, cells := range of {
		for s, list := range cells {
			maps.DeleteFunc(list, func(_ metric.Moment, m *metric.Amount) bool { return m.Zero() })
			if len(list) > 0 {
				p := place{id, s}
				name := p.name()
				series[name], places[name] = list, p
			}
		}
	}
	ids, err := sliceIDs(tx, places)
	if err != nil {
		return err
	}
	plain, flows := insertCells.Into(tx), insertFlows.Into(tx)
	for _, name := range slices.SortedFunc(maps.Keys(series), func(a, b string) int { return cmp.Compare(ids[a], ids[b]) }) {
		for _, at := range slices.SortedFunc(maps.Keys(series[name]), later) {
			m := series[name][at]
			if v := m.Values; v == [metric.Counts]int64{v[metric.Ever]} {
				plain.Add(ids[name], at.Grain, at.On, m.Facts, m.Reversals, v[metric.Ever])
			} else {
				flows.Add(ids[name], at.Grain, at.On, m.Facts, m.Reversals, v[metric.Ever], v[metric.WithinYear], v[metric.WithinHalf], v[metric.WithinQuarter], v[metric.WithinTerm], v[metric.Alone])
			}
		}
	}
	if err := plain.Done(); err != nil {
		return err
	}
	return flows.Done()
}

func later(a, b metric.Moment) int {
	return cmp.Or(cmp.Compare(a.Grain, b.Grain), a.On.Compare(b.On))
}

// place is one slice of one rollup.
type place struct {
	rollup int64
	slice  metric.Slice
}

// name is unique within a consortium: only the last part can hold any text.
func (p place) name() string {
	s := p.slice
	return strings.Join([]string{strconv.FormatInt(p.rollup, 10), s.Scope, string(s.Owner), s.Dimension, s.Value}, "\x1f")
}

// sliceIDs returns the ids of places by name, and makes those that are new.
func sliceIDs(tx *db.Tx, named map[string]place) (map[string]int64, error) {
	ids := make(map[string]int64, len(named))
	names := slices.Sorted(maps.Keys(named))
	err := eachBatch(names, func(some []string) error {
		w := db.NewWhere(0)
		w.In("name", some)
		return tx.Each(func(r db.Row) error {
			var id int64
			var name string
			err := r.Scan(&id, &name)
			ids[name] = id
			return err
		}, `SELECT id, name FROM rollup_slices WHERE consortium_id = $1`+w.SQL(), w.Args()...)
	})
	if err != nil {
		return nil, err
	}
	fresh := slices.DeleteFunc(names, func(n string) bool { return ids[n] != 0 })
	if len(fresh) == 0 {
		return ids, nil
	}
	last, err := db.Value[int64](tx, `SELECT coalesce(max(id), 0) FROM rollup_slices WHERE consortium_id = $1`)
	if err != nil {
		return nil, err
	}
	rows := insertSlices.Into(tx)
	for _, name := range fresh {
		last++
		ids[name] = last
		p := named[name]
		rows.Add(last, p.rollup, name, p.slice.Scope, db.Null(p.slice.Owner), p.slice.Dimension, p.slice.Value)
	}
	return ids, rows.Done()
}

var insertSlices = db.Inserting("rollup_slices", "id, rollup_id, name, scope, owner_id, dimension, dimension_value", "")
