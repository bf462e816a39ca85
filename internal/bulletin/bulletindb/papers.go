package bulletindb

import (
	"context"
	"encoding/json"
	"fmt"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
)

// Publish saves a paper with its archive and its figures.
func (s *Store) Publish(ctx context.Context, b bulletin.Bulletin, x bulletin.Archive, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := save(tx, b); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO bulletin_archives (consortium_id, bulletin_id, document, proof) VALUES ($1, $2, $3, $4)`,
			b.ID, string(x.Document), string(x.Proof)); err != nil {
			return err
		}
		for i, f := range b.Numbers.Stated() {
			if _, err := tx.Exec(`INSERT INTO bulletin_figures (consortium_id, bulletin_id, place, metric, scope, dimension, part, period, value, facts)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
				b.ID, int64(i+1), f.Key, f.Slice.Scope, f.Slice.Dimension, f.Slice.Value, f.Period.Name, f.Value, f.Facts); err != nil {
				return err
			}
		}
		return ledger.Commit(tx, c)
	})
}

// Archive is what is kept of a published paper.
func (s *Store) Archive(ctx context.Context, id record.ID) (x bulletin.Archive, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		x, err = db.One(tx, func(r db.Row) (x bulletin.Archive, err error) {
			var document, proof string
			err = r.Scan(&document, &proof)
			x.Document = []byte(document)
			if proof != "" {
				x.Proof = json.RawMessage(proof)
			}
			return x, err
		}, `SELECT document, proof FROM bulletin_archives WHERE consortium_id = $1 AND bulletin_id = $2`, id)
		return err
	})
	return x, err
}

// NextIssue is the next free number of a series in a year. Two who publish at
// once get the same; the key lets one of them have it.
func (s *Store) NextIssue(ctx context.Context, series bulletin.Series, year int) (int64, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (int64, error) {
		return db.Value[int64](tx, `SELECT coalesce(max(issue), 0) + 1 FROM bulletins WHERE consortium_id = $1 AND series = $2 AND year = $3`, series, int64(year))
	})
}

// Stated lists the published values of some metrics, the newest paper first.
func (s *Store) Stated(ctx context.Context, keys []string) (list []bulletin.Stated, err error) {
	w := db.NewWhere(0)
	w.In("f.metric", keys)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, func(r db.Row) (x bulletin.Stated, err error) {
			b, period := bulletin.Bulletin{}, ""
			if err = r.Scan(&x.Paper, &b.Issue, &b.PublishedOn, &x.Key, &x.Slice.Scope, &x.Slice.Dimension, &x.Slice.Value, &period, &x.Value); err == nil {
				x.Period, err = calendar.ParsePeriod(period)
			}
			x.Number = b.Number()
			return x, err
		}, `SELECT b.id, b.issue, b.published_on, f.metric, f.scope, f.dimension, f.part, f.period, f.value
			FROM bulletin_figures f JOIN bulletins b ON b.consortium_id = $1 AND b.id = f.bulletin_id
			WHERE f.consortium_id = $1`+w.SQL()+` ORDER BY b.published_on DESC, b.id DESC, f.place`, w.Args()...)
		return err
	})
	return list, err
}

// Countable lists steps of a period that counted: entries that were written in
// the same step as a fact of their record, which has its day in the period.
func (s *Store) Countable(ctx context.Context, kinds []fact.Kind, p calendar.Period, limit int) (list []timeline.Entry, err error) {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	w := db.NewWhere(0)
	w.In("f.kind", words)
	w.And("f.counts_on >= ? AND f.counts_on <= ?", p.From, p.To)
	text := `SELECT t.record_kind, t.record_id, t.at, t.person_name, t.organisation, t.verb, t.args
		FROM (SELECT DISTINCT f.record_kind, f.record_id, f.recorded_at FROM facts f WHERE f.consortium_id = $1` + w.SQL() +
		fmt.Sprintf(` ORDER BY f.recorded_at DESC LIMIT $%d) c`, w.Next()) + `
		JOIN timeline t ON t.consortium_id = $1 AND t.record_kind = c.record_kind AND t.record_id = c.record_id AND t.at = c.recorded_at
		ORDER BY t.at DESC, t.id DESC`
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, func(r db.Row) (e timeline.Entry, err error) {
			return e, r.Scan(&e.Record.Kind, &e.Record.ID, &e.At, &e.PersonName, &e.Organisation, &e.Verb, db.JSON(&e.Args))
		}, text, append(w.Args(), limit)...)
		return err
	})
	return list, err
}

// Consortium is the consortium of the context.
func (s *Store) Consortium(ctx context.Context) (consortium.Consortium, error) {
	return consortiumdb.Current(ctx, s.db)
}

// Keyed returns the consortium with a key, and a context for reading in it.
func (s *Store) Keyed(ctx context.Context, key string) (consortium.Consortium, context.Context, error) {
	c, err := consortiumdb.ByKey(ctx, s.db, key)
	return c, db.In(ctx, c.ID), err
}
