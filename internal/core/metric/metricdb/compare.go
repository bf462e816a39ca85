package metricdb

import (
	"cmp"
	"slices"
	"strings"

	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// Compare adds up all facts anew and returns every difference between them and
// the rollups of the definitions, in a fixed order.
func Compare(tx *db.Tx, definitions []metric.Definition) ([]metric.Difference, error) {
	s, err := stateOf(tx)
	if err != nil {
		return nil, err
	}
	have, err := readSet(tx)
	if err != nil {
		return nil, err
	}
	var list []metric.Difference
	if !s.current() {
		list = append(list, metric.Difference{Problem: metric.Behind})
	}
	var known set
	for _, d := range definitions {
		if r, ok := have.find(d); ok {
			known = append(known, r)
		} else {
			list = append(list, metric.Difference{Problem: metric.Missing, Key: d.Key})
		}
	}
	for _, r := range have {
		if !slices.ContainsFunc(known, func(k *rollup) bool { return k.id == r.id }) {
			list = append(list, metric.Difference{Problem: metric.Foreign, Key: r.definition.Key})
		}
	}
	cells, err := known.collect(tx)
	if err != nil {
		return nil, err
	}
	for i, r := range known {
		kept, err := r.cells(tx)
		if err != nil {
			return nil, err
		}
		list = append(list, r.differences(kept, cells[i])...)
	}
	return list, nil
}

// cells reads a whole rollup.
func (r *rollup) cells(tx *db.Tx) (map[metric.Cell]metric.Amount, error) {
	cells := map[metric.Cell]metric.Amount{}
	err := tx.Each(func(row db.Row) error {
		var c metric.Cell
		var m metric.Amount
		err := row.Scan(append([]any{&c.Slice.Scope, &c.Slice.Owner, &c.Slice.Dimension, &c.Slice.Value, &c.Grain, &c.On}, parts(&m)...)...)
		cells[c] = m
		return err
	}, `SELECT s.scope, s.owner_id, s.dimension, s.dimension_value, c.grain, c.starts_on, c.`+strings.Join(amounts, ", c.")+`
		FROM rollup_slices s JOIN rollup_cells c ON c.consortium_id = s.consortium_id AND c.slice_id = s.id
		WHERE s.consortium_id = $1 AND s.rollup_id = $2`, r.id)
	return cells, err
}

// differences lists the cells that are not what was counted; it empties kept.
func (r *rollup) differences(kept map[metric.Cell]metric.Amount, counted metric.Cells) []metric.Difference {
	var list []metric.Difference
	add := func(c metric.Cell, kept, counted metric.Amount) {
		if kept != counted {
			list = append(list, metric.Difference{Problem: metric.Wrong, Key: r.definition.Key, Cell: c, Kept: kept, Counted: counted})
		}
	}
	for s, series := range counted {
		for at, m := range series {
			c := metric.Cell{Slice: s, Moment: at}
			add(c, kept[c], *m)
			delete(kept, c)
		}
	}
	for c, m := range kept {
		add(c, m, metric.Amount{})
	}
	slices.SortFunc(list, func(a, b metric.Difference) int {
		x, y := a.Cell, b.Cell
		return cmp.Or(cmp.Compare(x.Slice.Scope, y.Slice.Scope), cmp.Compare(x.Slice.Owner, y.Slice.Owner), cmp.Compare(x.Slice.Dimension, y.Slice.Dimension),
			cmp.Compare(x.Slice.Value, y.Slice.Value), cmp.Compare(x.Grain, y.Grain), x.On.Compare(y.On))
	})
	return list
}
