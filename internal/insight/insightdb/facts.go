package insightdb

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/insight"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

const selectFact = `SELECT id, kind, counts_on, recorded_at, quantity, unit, scope, owner_id, subject_id, dims,
	record_kind, record_id, evidence_id, person_id, reverses_id, reason FROM facts WHERE consortium_id = $1`

// Facts lists the facts that a definition counts in a slice. Every condition of
// metric.Definition.Matches stands in the statement, so that the list holds
// exactly the facts of the figure.
//
// The rollup knows how many facts of the figure lie on each day: so the number
// of all is read from it, and a page far down begins at its day. Where it can't
// answer, the facts are counted, to listing.CountCap.
func (s *Store) Facts(ctx context.Context, q insight.FactQuery) (p listing.Page[fact.Fact], err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w := where(q, "")
		if q.Limit == 0 {
			p.Rows, err = db.All(tx, scanFact, selectFact+w.SQL()+newest, w.Args()...)
			p.Total = len(p.Rows)
			return err
		}
		if p.Total, p.Capped, err = number(tx, q); err != nil {
			return err
		}
		days, skip, known, err := metricdb.Days(tx, q.Definition, q.Slice, q.Span, int64(q.Offset), int64(q.Limit))
		if err != nil {
			return err
		}
		if !known || q.Reversals || !q.Record.Zero() {
			p.Rows, err = some(tx, w, q.Limit, q.Offset)
			return err
		}
		for _, day := range days {
			w := where(q, "")
			w.And("counts_on = ?", day)
			list, err := some(tx, w, q.Limit-len(p.Rows), int(skip))
			if err != nil {
				return err
			}
			p.Rows, skip = append(p.Rows, list...), 0
		}
		return nil
	})
	return p, err
}

const newest = ` ORDER BY counts_on DESC, seq DESC`

func some(tx *db.Tx, w *db.Where, size, offset int) ([]fact.Fact, error) {
	text := selectFact + w.SQL() + newest + fmt.Sprintf(` LIMIT $%d OFFSET $%d`, w.Next(), w.Next()+1)
	return db.All(tx, scanFact, text, append(w.Args(), size, offset)...)
}

// number is how many facts there are: exactly if the rollup knows, else up to
// the cap.
func number(tx *db.Tx, q insight.FactQuery) (int, bool, error) {
	if q.Record.Zero() {
		f, known, err := metricdb.Rolled(tx, metric.Question{Definition: q.Definition, Period: q.Span, Slices: []metric.Slice{q.Slice}})
		switch {
		case err != nil:
			return 0, false, err
		case known && q.Reversals:
			return int(f.Reversals), false, nil
		case known:
			return int(f.Facts), false, nil
		}
	}
	w := where(q, "")
	n, err := db.Value[int](tx, fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 AS one FROM facts WHERE consortium_id = $1%s LIMIT %d) AS capped`, w.SQL(), listing.CountCap+1), w.Args()...)
	return min(n, listing.CountCap), n > listing.CountCap, err
}

func scanFact(r db.Row) (f fact.Fact, err error) {
	return f, r.Scan(&f.ID, &f.Kind, &f.On, &f.At, &f.Quantity, &f.Unit, &f.Scope, &f.Owner, &f.Subject, db.JSON(&f.Dims),
		&f.Record.Kind, &f.Record.ID, &f.Evidence, &f.By, &f.Reverses, &f.Reason)
}

// where is what the facts of a figure have in common; alias stands before the
// columns, with its dot.
func where(q insight.FactQuery, alias string) *db.Where {
	w := db.NewWhere(0)
	narrow(w, q, alias)
	return w
}

func narrow(w *db.Where, q insight.FactQuery, alias string) {
	kinds := make([]string, len(q.Definition.Kinds))
	for i, k := range q.Definition.Kinds {
		kinds[i] = string(k)
	}
	w.In(alias+"kind", kinds)
	w.And(alias+"scope = ?", q.Slice.Scope)
	if q.Slice.Owner != "" {
		w.And(alias+"owner_id = ?", q.Slice.Owner)
	}
	if !q.Span.From.Zero() {
		w.And(alias+"counts_on >= ?", q.Span.From)
	}
	if !q.Span.To.Zero() {
		w.And(alias+"counts_on <= ?", q.Span.To)
	}
	for _, d := range slices.Sorted(maps.Keys(q.Definition.Where)) {
		within(w, alias, d, q.Definition.Where[d])
	}
	if q.Slice.Dimension != "" {
		within(w, alias, q.Slice.Dimension, []string{q.Slice.Value})
	}
	if q.Reversals {
		w.And(alias + "reverses_id IS NOT NULL")
	}
	if !q.Record.Zero() {
		w.And(alias+"record_kind = ? AND "+alias+"record_id = ?", q.Record.Kind, q.Record.ID)
	}
}

// within wants a dimension to have one of the values. Dimensions are stored as
// a flat JSON object of strings, so a pair stands in it as text if and only if
// the fact has it (replace, because LIKE forgets the case on one engine). An
// empty value also stands for a dimension that the fact does not have.
func within(w *db.Where, alias, dimension string, values []string) {
	parts, args := []string{"1 = 0"}, []any{}
	for _, v := range values {
		parts, args = append(parts, `replace(`+alias+`dims, ?, '') <> `+alias+`dims`), append(args, quoted(dimension)+":"+quoted(v))
		if v == "" {
			parts, args = append(parts, `replace(`+alias+`dims, ?, '') = `+alias+`dims`), append(args, quoted(dimension)+":")
		}
	}
	w.And(strings.Join(parts, " OR "), args...)
}

// quoted is the text as it stands in the stored JSON.
func quoted(s string) string {
	b, _ := json.Marshal(s) // a string always encodes
	return string(b)
}
