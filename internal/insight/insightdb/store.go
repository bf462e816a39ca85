// Package insightdb is the SQL of figures: it reads the facts of all features
// and writes corrections through the ledger.
package insightdb

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/insight"
	"tongpin/internal/platform/db"
)

// Store is insight.Store in a database.
type Store struct{ db *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{db: d} }

var _ insight.Store = (*Store)(nil)

// Figures answers questions from one snapshot.
func (s *Store) Figures(ctx context.Context, questions []metric.Question) ([][]metric.Figure, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([][]metric.Figure, error) { return metricdb.Figures(tx, questions) })
}

// Fact returns one fact and the id of the one that reverses it.
func (s *Store) Fact(ctx context.Context, id record.ID) (fact.Fact, record.ID, error) {
	var reversal record.ID
	f, err := db.Ask(ctx, s.db, func(tx *db.Tx) (fact.Fact, error) {
		f, err := ledger.FactByID(tx, id)
		if err != nil {
			return f, err
		}
		found, err := db.All(tx, scanID, `SELECT id FROM facts WHERE consortium_id = $1 AND reverses_id = $2`, id)
		if len(found) > 0 {
			reversal = found[0]
		}
		return f, err
	})
	return f, reversal, err
}

func scanID(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) }

// Names returns the names of organisations by id.
func (s *Store) Names(ctx context.Context, ids []record.ID) (map[record.ID]string, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[record.ID]string, error) {
		return organisationdb.Names(tx, ids)
	})
}

// Todos lists the open steps of the actor and counts them.
func (s *Store) Todos(ctx context.Context, a access.Actor, limit int) (list []todo.Item, count int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if list, err = ledger.Todos(tx, a, limit); err != nil {
			return err
		}
		count, err = ledger.CountTodos(tx, a)
		return err
	})
	return list, count, err
}

// Commit writes a correction.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}

// Keep sees to it that the definitions are rolled up.
func (s *Store) Keep(ctx context.Context, definitions []metric.Definition, anew bool) ([]string, error) {
	if anew {
		return metricdb.Rebuild(ctx, s.db, definitions)
	}
	return metricdb.Keep(ctx, s.db, definitions)
}

// Compare returns every difference between the rollups and the facts.
func (s *Store) Compare(ctx context.Context, definitions []metric.Definition) ([]metric.Difference, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]metric.Difference, error) { return metricdb.Compare(tx, definitions) })
}
