// Package sealingdb is the SQL of the sealed log: it reads facts and keeps
// tiles, leaves, heads and salts. The numbers series "seal" holds the size of
// the log; its row is locked while the log grows.
package sealingdb

import (
	"context"
	"time"

	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/db"
	"tongpin/internal/sealing"
)

// series is the number series whose last number is the size of the log.
const series = "seal"

// Store keeps the log in the database.
type Store struct{ db *db.DB }

var _ sealing.Store = (*Store)(nil)

// New makes the store.
func New(d *db.DB) *Store { return &Store{d} }

// Consortium returns the consortium with a key; a NotFound fault if there is
// none.
func (s *Store) Consortium(ctx context.Context, key string) (consortium.Consortium, error) {
	return consortiumdb.ByKey(ctx, s.db, key)
}

// Read gives a view of the log at one moment.
func (s *Store) Read(ctx context.Context, look func(sealing.Reader) error) error {
	return s.db.Read(ctx, func(tx *db.Tx) error { return look(reader{tx}) })
}

// Grow lets the log grow by the facts that follow, in one transaction. Whoever
// else seals the same consortium waits at the row of the series, and then finds
// the facts sealed.
func (s *Store) Grow(ctx context.Context, most int, decide func(sealing.Log, []sealing.Numbered, time.Time) (sealing.Growth, error)) (n int, err error) {
	if idle, err := s.idle(ctx); err != nil || idle {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n = 0 // the transaction may be run again
		size, err := ledger.NextNumbers(tx, series, 0)
		if err != nil {
			return err
		}
		last := size + int64(most) - size%seal.TileWidth
		facts, salts, err := reader{tx}.Between(size+1, last)
		if err != nil || len(facts) == 0 {
			return err
		}
		log, err := load(reader{tx}, size)
		if err != nil {
			return err
		}
		log.Salts = salts
		g, err := decide(log, facts, tx.Now())
		if err != nil {
			return err
		}
		n = len(facts)
		return write(tx, g, n)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// idle looks with a reader first: sealing nothing must not take the writer.
func (s *Store) idle(ctx context.Context) (idle bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		recorded, sealed, err := reader{tx}.Numbers()
		idle = recorded <= sealed
		return err
	})
	return idle, err
}

// load reads what has to be known to add to a log of a size.
func load(r reader, size int64) (l sealing.Log, err error) {
	if l.Consortium, err = r.Key(); err != nil {
		return l, err
	}
	heads, err := r.Heads(0, 1)
	if err != nil {
		return l, err
	}
	if len(heads) > 0 {
		l.Last = heads[0].Signed
	}
	if l.Edge, err = seal.EdgeOf(size, r); err != nil {
		return l, err
	}
	if size%seal.TileWidth > 0 {
		if l.Tail, err = r.Pack(size / seal.TileWidth); err != nil {
			return l, err
		}
	}
	l.Tally, err = r.Tally()
	return l, err
}

func write(tx *db.Tx, g sealing.Growth, facts int) error {
	if _, err := ledger.NextNumbers(tx, series, facts); err != nil {
		return err
	}
	for t, hashes := range g.Tiles {
		if _, err := tx.Exec(`INSERT INTO seal_tiles (consortium_id, level, n, hashes) VALUES ($1, $2, $3, $4)
			ON CONFLICT (consortium_id, level, n) DO UPDATE SET hashes = excluded.hashes`, t.Level, t.N, seal.JoinHashes(hashes)); err != nil {
			return err
		}
	}
	for n, leaves := range g.Packs {
		if _, err := tx.Exec(`INSERT INTO seal_leaves (consortium_id, n, leaves) VALUES ($1, $2, $3)
			ON CONFLICT (consortium_id, n) DO UPDATE SET leaves = excluded.leaves`, n, seal.PackLeaves(leaves)); err != nil {
			return err
		}
	}
	for block, count := range g.Count {
		if _, err := tx.Exec(`INSERT INTO seal_counts (consortium_id, kind, month, facts) VALUES ($1, $2, $3, $4)
			ON CONFLICT (consortium_id, kind, month) DO UPDATE SET facts = excluded.facts`, block[0], block[1], count); err != nil {
			return err
		}
	}
	for _, s := range g.Salts {
		if _, err := tx.Exec(`INSERT INTO seal_salts (consortium_id, about_id, since, salt) VALUES ($1, $2, $3, $4)`, s.About, s.Since, s.Value); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO seal_heads (consortium_id, size, signed, at) VALUES ($1, $2, $3, $4)`, g.Size, g.Head, g.At)
	return err
}

// Forget erases the salts of ids; that there was one stays known.
func (s *Store) Forget(ctx context.Context, ids []record.ID) (erased int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		erased = 0
		for _, id := range ids {
			n, err := tx.Exec(`UPDATE seal_salts SET salt = '', erased_at = $3 WHERE consortium_id = $1 AND about_id = $2 AND salt <> ''`, id, tx.Now())
			if err != nil {
				return err
			}
			erased += n
		}
		return nil
	})
	return erased, err
}
