// Package consortiumdb is the SQL of consortia, a global table.
package consortiumdb

import (
	"context"

	"tongpin/internal/core/consortium"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

const selectConsortium = `SELECT id, key, name, name_en, body_id, sample, created_at FROM consortia`

func scan(r db.Row) (c consortium.Consortium, err error) {
	return c, r.Scan(&c.ID, &c.Key, &c.Name, &c.NameEN, &c.Body, &c.Sample, &c.CreatedAt)
}

// List returns all consortia in the order in which they were founded.
func List(ctx context.Context, d *db.DB) (list []consortium.Consortium, err error) {
	err = d.SystemRead(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scan, selectConsortium+` ORDER BY id`)
		return err
	})
	return list, err
}

// ByKey returns the consortium with a key; a NotFound fault if there is none.
func ByKey(ctx context.Context, d *db.DB, key string) (c consortium.Consortium, err error) {
	err = d.SystemRead(ctx, func(tx *db.Tx) error {
		c, err = db.One(tx, scan, selectConsortium+` WHERE key = $1`, key)
		return err
	})
	return c, err
}

// Current returns the consortium of the context; a NotFound fault if there is
// none.
func Current(ctx context.Context, d *db.DB) (c consortium.Consortium, err error) {
	id, _ := db.Consortium(ctx)
	err = d.SystemRead(ctx, func(tx *db.Tx) error {
		c, err = db.One(tx, scan, selectConsortium+` WHERE id = $1`, id)
		return err
	})
	return c, err
}

// OwnKey is the key of the transaction's consortium.
func OwnKey(tx *db.Tx) (string, error) {
	return db.Value[string](tx, `SELECT key FROM consortia WHERE id = $1`)
}

// Create adds a consortium and returns it with its id; a Conflict fault if the
// key is taken.
func Create(ctx context.Context, d *db.DB, c consortium.Consortium) (consortium.Consortium, error) {
	err := d.System(ctx, func(tx *db.Tx) (err error) {
		c.CreatedAt = tx.Now()
		c.ID, err = db.Value[int64](tx, `INSERT INTO consortia (id, key, name, name_en, body_id, settings, sample, created_at)
			VALUES ((SELECT coalesce(max(id), 0) + 1 FROM consortia), $1, $2, $3, $4, '{}', $5, $6) RETURNING id`,
			c.Key, c.Name, c.NameEN, c.Body, c.Sample, c.CreatedAt)
		return err
	})
	return c, err
}

// Anywhere asks in one consortium after another, in the order in which they were
// founded, until find does not answer NotFound; it returns the consortium too.
// It is for who holds a paper and does not know that there are several.
func Anywhere[T any](ctx context.Context, d *db.DB, find func(context.Context) (T, error)) (found T, c consortium.Consortium, err error) {
	all, err := List(ctx, d)
	if err != nil {
		return found, c, err
	}
	for _, c := range all {
		if found, err = find(db.In(ctx, c.ID)); !fault.Is(err, fault.NotFound) {
			return found, c, err
		}
	}
	return found, c, fault.New(fault.NotFound, "record.not_found")
}
