// Package boarddb is the SQL of the addresses of wall screens.
package boarddb

import (
	"context"

	"tongpin/internal/board"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// Store keeps the addresses in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const selectLink = `SELECT k.id, k.version, k.name, k.hash, k.made_by, k.expires_on, k.revoked_at, k.created_at FROM wall_links k WHERE k.consortium_id = $1`

func scan(r db.Row) (k board.Link, err error) {
	return k, r.Scan(&k.ID, &k.Version, &k.Name, &k.Hash, &k.By, &k.ExpiresOn, &k.RevokedAt, &k.CreatedAt)
}

func (s *Store) one(ctx context.Context, condition string, arg any) (board.Link, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (board.Link, error) { return db.One(tx, scan, selectLink+condition, arg) })
}

// Find returns a link.
func (s *Store) Find(ctx context.Context, id record.ID) (board.Link, error) {
	return s.one(ctx, ` AND k.id = $2`, id)
}

// ByHash returns the link whose token has the hash.
func (s *Store) ByHash(ctx context.Context, hash string) (board.Link, error) {
	return s.one(ctx, ` AND k.hash = $2`, hash)
}

// List lists the links, the newest first.
func (s *Store) List(ctx context.Context) ([]board.Link, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]board.Link, error) {
		return db.All(tx, scan, selectLink+` ORDER BY k.created_at DESC, k.id DESC`)
	})
}

// Save writes a link and the change.
func (s *Store) Save(ctx context.Context, k board.Link, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var err error
		if k.Version == 0 {
			_, err = tx.Exec(`INSERT INTO wall_links (consortium_id, id, version, name, hash, made_by, expires_on, revoked_at, created_at) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8)`,
				k.ID, k.Name, k.Hash, k.By, k.ExpiresOn, k.RevokedAt, tx.Now())
		} else {
			err = tx.ExecOne(`UPDATE wall_links SET version = version + 1, name = $4, revoked_at = $5 WHERE consortium_id = $1 AND id = $2 AND version = $3`,
				k.ID, k.Version, k.Name, k.RevokedAt)
		}
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
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
