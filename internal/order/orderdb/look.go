package orderdb

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
)

func words(ids []record.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// Matching returns the orders of some enterprises that have one of the keys, the
// newest first.
func (s *Store) Matching(ctx context.Context, enterprises []record.ID, keys []string) (list []order.Order, err error) {
	if len(enterprises) == 0 || len(keys) == 0 {
		return nil, nil
	}
	w := db.NewWhere(0)
	w.In("o.enterprise_id", words(enterprises))
	w.In("o.match_key", keys)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scan, selectOrder+w.SQL()+` ORDER BY o.created_at DESC, o.id DESC`, w.Args()...)
		return err
	})
	return list, err
}

// Expired lists open orders whose validity has ended before today.
func (s *Store) Expired(ctx context.Context, today calendar.Date, limit int) ([]record.ID, error) {
	return s.ids(ctx, `SELECT id FROM orders WHERE consortium_id = $1 AND state = $2 AND valid_until < $3 ORDER BY valid_until, id LIMIT $4`, order.Open, today, limit)
}

// Unconfirmed lists open orders last confirmed before a day that are on
// nobody's list for it.
func (s *Store) Unconfirmed(ctx context.Context, before calendar.Date, limit int) ([]record.ID, error) {
	return s.ids(ctx, `SELECT o.id FROM orders o WHERE o.consortium_id = $1 AND o.state = $2 AND o.confirmed_at < $3 AND NOT EXISTS (
			SELECT 1 FROM todos t WHERE t.consortium_id = o.consortium_id AND t.record_kind = $4 AND t.record_id = o.id AND t.step = $5 AND t.closed_at IS NULL)
		ORDER BY o.confirmed_at, o.id LIMIT $6`, order.Open, before.AddDays(1).Start(), order.OrderKind, order.StepConfirm, limit)
}

func (s *Store) ids(ctx context.Context, text string, args ...any) ([]record.ID, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]record.ID, error) {
		return db.All(tx, func(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) }, text, args...)
	})
}

// Organisation returns one organisation.
func (s *Store) Organisation(ctx context.Context, id record.ID) (organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (organisation.Organisation, error) { return organisationdb.Find(tx, id) })
}

// ByCreditCodes returns organisations by credit code.
func (s *Store) ByCreditCodes(ctx context.Context, codes []string) (map[string]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]organisation.Organisation, error) {
		return organisationdb.ByCreditCodes(tx, codes)
	})
}

// Organisations lists organisations by kind.
func (s *Store) Organisations(ctx context.Context, kinds ...organisation.Kind) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx, kinds...) })
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}

// Files are the uploads of an order, the oldest first.
func (s *Store) Files(ctx context.Context, ref record.Ref) ([]file.File, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]file.File, error) { return filedb.Of(tx, ref) })
}
