package trainingdb

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/training"
)

// Elsewhere are the sessions of other classes at the same times with the same
// teachers.
func (s *Store) Elsewhere(ctx context.Context, class record.ID) ([]training.Session, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Session, error) {
		return db.All(tx, scanSession, `SELECT DISTINCT s.id, s.class_id, s.held_on, s.from_minute, s.to_minute, s.hours, k.number, u.id, u.name,
				CASE WHEN s.place = '' THEN k.place ELSE s.place END
			FROM training_sessions m
			JOIN training_teachers t ON t.consortium_id = m.consortium_id AND t.id = m.teacher_id
			JOIN training_teachers u ON u.consortium_id = t.consortium_id AND u.name = t.name AND (u.id = t.id OR (u.phone = t.phone AND t.phone <> ''))
			JOIN training_sessions s ON s.consortium_id = u.consortium_id AND s.teacher_id = u.id AND s.held_on = m.held_on
				AND s.from_minute < m.to_minute AND m.from_minute < s.to_minute AND s.class_id <> m.class_id
			JOIN training_classes k ON k.consortium_id = s.consortium_id AND k.id = s.class_id AND k.state NOT IN ('draft', 'returned', 'cancelled')
			WHERE m.consortium_id = $1 AND m.class_id = $2 ORDER BY s.held_on, s.from_minute, s.id`, class)
	})
}

// Sharers are the people whose bank account is that of somebody on the roster.
func (s *Store) Sharers(ctx context.Context, class record.ID) ([]training.Trainee, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.Trainee, error) {
		return db.All(tx, scanTrainee, `SELECT `+traineeColumns+traineeFrom+` AND i.bank_account IN (
				SELECT x.bank_account FROM training_enrolments e JOIN trainee_identities x ON x.consortium_id = e.consortium_id AND x.trainee_id = e.trainee_id
				WHERE e.consortium_id = $1 AND e.class_id = $2 AND e.state <> 'withdrawn' AND x.bank_account <> '')
			ORDER BY p.id`, class)
	})
}

// classColumn is the column of a class that a dimension of its facts copies.
var classColumn = map[string]string{"occupation": "k.occupation", "category": "k.category", "level": "k.level", "industry": "k.industry", "subsidised": "k.subsidised"}

// Behind lists the classes behind a figure about people, the newest first.
func (s *Store) Behind(ctx context.Context, q training.Behind) ([]training.ClassSum, error) {
	w := db.NewWhere(0)
	w.And("f.kind = ?", q.Kind)
	w.And("f.scope = ?", q.Slice.Scope)
	if q.Slice.Owner != "" {
		w.And("f.owner_id = ?", q.Slice.Owner)
	}
	if !q.From.Zero() {
		w.And("f.counts_on >= ?", q.From)
	}
	if !q.To.Zero() {
		w.And("f.counts_on <= ?", q.To)
	}
	dims := maps.Clone(q.Where)
	if q.Slice.Dimension != "" {
		if dims == nil {
			dims = map[string][]string{}
		}
		dims[q.Slice.Dimension] = []string{q.Slice.Value}
	}
	for dim, values := range dims {
		column, ok := classColumn[dim]
		switch {
		case !ok:
			return nil, fmt.Errorf("trainingdb: no class has the dimension %q", dim)
		case dim == "subsidised":
			w.And(column+" = ?", slices.Contains(values, "yes"))
		default:
			w.In(column, values)
		}
	}
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]training.ClassSum, error) {
		return db.All(tx, func(r db.Row) (x training.ClassSum, err error) {
			return x, r.Scan(&x.Class, &x.Quantity, &x.Facts, &x.Oldest, &x.Newest)
		}, `SELECT e.class_id, CAST(sum(f.quantity) AS BIGINT), count(*), min(f.counts_on), max(f.counts_on)
			FROM facts f JOIN training_enrolments e ON e.consortium_id = f.consortium_id AND e.id = f.record_id
			JOIN training_classes k ON k.consortium_id = e.consortium_id AND k.id = e.class_id
			WHERE f.consortium_id = $1 AND f.record_kind = 'training_enrolment'`+w.SQL()+`
			GROUP BY e.class_id ORDER BY max(f.counts_on) DESC, e.class_id`+fmt.Sprintf(` LIMIT %d OFFSET %d`, q.Limit, q.Leave), w.Args()...)
	})
}
