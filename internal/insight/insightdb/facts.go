package insightdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tongpin/internal/core/fact"
	"tongpin/internal/insight"
	"tongpin/internal/platform/db"
)

const (
	selectFact = `SELECT id, kind, counts_on, recorded_at, quantity, unit, scope, owner_id, subject_id, dims,
	record_kind, record_id, evidence_id, person_id, reverses_id, reason FROM facts WHERE consortium_id = $1`
	countFact = `SELECT count(*) FROM facts WHERE consortium_id = $1`
)

// Facts lists the facts that a definition counts in a slice. Every condition of
// metric.Definition.Matches stands in the statement, so that the list holds
// exactly the facts of the figure.
func (s *Store) Facts(ctx context.Context, q insight.FactQuery) (list []fact.Fact, total int64, err error) {
	w := where(q)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if total, err = db.Value[int64](tx, countFact+w.SQL(), w.Args()...); err != nil {
			return err
		}
		text, args := selectFact+w.SQL()+` ORDER BY counts_on DESC, seq DESC`, w.Args()
		if q.Limit > 0 {
			text += fmt.Sprintf(` LIMIT $%d OFFSET $%d`, w.Next(), w.Next()+1)
			args = append(args, q.Limit, q.Offset)
		}
		list, err = db.All(tx, scanFact, text, args...)
		return err
	})
	return list, total, err
}

func scanFact(r db.Row) (f fact.Fact, err error) {
	return f, r.Scan(&f.ID, &f.Kind, &f.On, &f.At, &f.Quantity, &f.Unit, &f.Scope, &f.Owner, &f.Subject, db.JSON(&f.Dims),
		&f.Record.Kind, &f.Record.ID, &f.Evidence, &f.By, &f.Reverses, &f.Reason)
}

func where(q insight.FactQuery) *db.Where {
	w := db.NewWhere(0)
	kinds := make([]string, len(q.Definition.Kinds))
	for i, k := range q.Definition.Kinds {
		kinds[i] = string(k)
	}
	w.In("kind", kinds)
	w.And("scope = ?", q.Slice.Scope)
	if q.Slice.Owner != "" {
		w.And("owner_id = ?", q.Slice.Owner)
	}
	if !q.Span.From.Zero() {
		w.And("counts_on >= ?", q.Span.From)
	}
	if !q.Span.To.Zero() {
		w.And("counts_on <= ?", q.Span.To)
	}
	dimensions := make([]string, 0, len(q.Definition.Where))
	for d := range q.Definition.Where {
		dimensions = append(dimensions, d)
	}
	slices.Sort(dimensions)
	for _, d := range dimensions {
		within(w, d, q.Definition.Where[d])
	}
	if q.Slice.Dimension != "" {
		within(w, q.Slice.Dimension, []string{q.Slice.Value})
	}
	if q.Reversals {
		w.And("reverses_id IS NOT NULL")
	}
	return w
}

// within wants a dimension to have one of the values. Dimensions are stored as
// a flat JSON object of strings, so a pair stands in it as text if and only if
// the fact has it (replace, because LIKE forgets the case on one engine). An
// empty value also stands for a dimension that the fact does not have.
func within(w *db.Where, dimension string, values []string) {
	parts, args := []string{"1 = 0"}, []any{}
	for _, v := range values {
		parts, args = append(parts, `replace(dims, ?, '') <> dims`), append(args, quoted(dimension)+":"+quoted(v))
		if v == "" {
			parts, args = append(parts, `replace(dims, ?, '') = dims`), append(args, quoted(dimension)+":")
		}
	}
	w.And(strings.Join(parts, " OR "), args...)
}

// quoted is the text as it stands in the stored JSON.
func quoted(s string) string {
	b, _ := json.Marshal(s) // a string always encodes
	return string(b)
}
