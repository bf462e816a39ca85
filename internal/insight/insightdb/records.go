package insightdb

import (
	"context"
	"fmt"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/platform/db"
)

// Records lists the records behind a figure, those with the newest facts first,
// from a place on. A record stands where its newest fact does, so a page is read
// off the facts in their order, however many there are.
func (s *Store) Records(ctx context.Context, q insight.FactQuery, after insight.Mark) (list []insight.RecordSum, next insight.Mark, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if list, next, err = heads(tx, q, after); err != nil {
			return err
		}
		return tallies(tx, q, list)
	})
	return list, next, err
}

// heads finds the records by their newest fact.
func heads(tx *db.Tx, q insight.FactQuery, after insight.Mark) (list []insight.RecordSum, next insight.Mark, err error) {
	w := where(q, "f.")
	if !after.On.Zero() {
		w.And("(f.counts_on, f.seq) < (?, ?)", after.On, after.Seq)
	}
	newer := db.NewWhere(len(w.Args()))
	narrow(newer, q, "g.")
	text := `SELECT f.record_kind, f.record_id, f.counts_on, f.seq FROM facts f WHERE f.consortium_id = $1` + w.SQL() + `
		AND NOT EXISTS (SELECT 1 FROM facts g WHERE g.consortium_id = f.consortium_id AND g.record_kind = f.record_kind AND g.record_id = f.record_id
			AND (g.counts_on, g.seq) > (f.counts_on, f.seq)` + newer.SQL() + `)
		ORDER BY f.counts_on DESC, f.seq DESC` + fmt.Sprintf(` LIMIT $%d`, newer.Next())
	var marks []insight.Mark
	args := append(w.Args(), newer.Args()...)
	err = tx.Each(func(r db.Row) error {
		var b insight.RecordSum
		var m insight.Mark
		err := r.Scan(&b.Record.Kind, &b.Record.ID, &m.On, &m.Seq)
		b.Newest = m.On
		list, marks = append(list, b), append(marks, m)
		return err
	}, text, append(args, q.Limit+1)...)
	if err == nil && len(list) > q.Limit {
		list, next = list[:q.Limit], marks[q.Limit-1]
	}
	return list, next, err
}

// tallies adds up the facts of the records.
func tallies(tx *db.Tx, q insight.FactQuery, list []insight.RecordSum) error {
	if len(list) == 0 {
		return nil
	}
	at, kinds, ids := map[record.Ref]int{}, make([]string, len(list)), make([]string, len(list))
	for i, b := range list {
		at[b.Record], kinds[i], ids[i] = i, string(b.Record.Kind), string(b.Record.ID)
	}
	slices.Sort(kinds)
	w := where(q, "")
	w.In("record_kind", slices.Compact(kinds)) // with it, the index of records answers
	w.In("record_id", ids)
	return tx.Each(func(r db.Row) error {
		var ref record.Ref
		var quantity, facts int64
		var first calendar.Date
		err := r.Scan(&ref.Kind, &ref.ID, &quantity, &facts, &first)
		if i, ok := at[ref]; ok {
			list[i].Quantity, list[i].Facts, list[i].Oldest = quantity, facts, first
		}
		return err
	}, `SELECT record_kind, record_id, CAST(sum(quantity) AS BIGINT), count(*), min(counts_on) FROM facts WHERE consortium_id = $1`+w.SQL()+`
		GROUP BY record_kind, record_id`, w.Args()...)
}
