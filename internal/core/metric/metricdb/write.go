package metricdb

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/db"
)

// row is one cell as it is stored.
type row struct {
	slice int64
	grain calendar.Grain
	on    calendar.Date
	metric.Amount
}

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

// write adds amounts to the cells of rollups. All writers of a consortium wait
// for each other at the numbers of its facts; the order of the rows is fixed all
// the same.
func write(tx *db.Tx, of map[int64]metric.Cells) error {
	named := map[string]place{}
	for id, cells := range of {
		for c, m := range cells {
			if !m.Zero() {
				p := place{id, c.Slice}
				named[p.name()] = p
			}
		}
	}
	ids, err := sliceIDs(tx, named)
	if err != nil {
		return err
	}
	var rows []row
	for id, cells := range of {
		for c, m := range cells {
			if !m.Zero() {
				rows = append(rows, row{ids[place{id, c.Slice}.name()], c.Grain, c.On, m})
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.slice, b.slice), cmp.Compare(a.grain, b.grain), a.on.Compare(b.on))
	})
	return addRows(tx, rows)
}

func addRows(tx *db.Tx, rows []row) error {
	for _, size := range sizes {
		for len(rows) >= size {
			args := make([]any, 0, columns*size)
			for _, r := range rows[:size] {
				args = append(args, r.slice, r.grain, r.on, r.Facts, r.Reversals)
				for _, v := range r.Values {
					args = append(args, v)
				}
			}
			if _, err := tx.Exec(additions[size], args...); err != nil {
				return err
			}
			rows = rows[size:]
		}
	}
	return nil
}

// columns is how many values a row has beside the consortium.
const columns = 5 + int(metric.Counts)

// additions are the statements that add rows, by their number.
var additions = func() map[int]string {
	list := map[int]string{}
	sums := make([]string, len(amounts))
	for i, a := range amounts {
		sums[i] = a + " = rollup_cells." + a + " + excluded." + a
	}
	for _, size := range sizes {
		rows := make([]string, size)
		for i := range rows {
			rows[i] = "($1"
			for c := range columns {
				rows[i] += fmt.Sprintf(", $%d", 2+i*columns+c)
			}
			rows[i] += ")"
		}
		list[size] = `INSERT INTO rollup_cells (consortium_id, slice_id, grain, starts_on, ` + strings.Join(amounts, ", ") + `) VALUES ` + strings.Join(rows, ", ") +
			` ON CONFLICT (consortium_id, slice_id, grain, starts_on) DO UPDATE SET ` + strings.Join(sums, ", ")
	}
	return list
}()

// place is one slice of one rollup.
type place struct {
	rollup int64
	slice  metric.Slice
}

// name is unique within a consortium: only the last part can hold any text.
func (p place) name() string {
	s := p.slice
	return strings.Join([]string{fmt.Sprint(p.rollup), s.Scope, string(s.Owner), s.Dimension, s.Value}, "\x1f")
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
	for _, name := range fresh {
		last++
		ids[name] = last
		p := named[name]
		if _, err := tx.Exec(`INSERT INTO rollup_slices (consortium_id, id, rollup_id, name, scope, owner_id, dimension, dimension_value)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, last, p.rollup, name, p.slice.Scope, db.Null(p.slice.Owner), p.slice.Dimension, p.slice.Value); err != nil {
			return nil, err
		}
	}
	return ids, nil
}
