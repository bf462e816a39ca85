package db_test

import (
	"sync"
	"testing"

	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// TestKeptStatements asks the same question often, inside itself, at the same
// time and after a change: the answers stay right when its statement is kept.
func TestKeptStatements(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	ctx, twin := dbtest.Ctx(dbtest.Home), dbtest.Ctx(dbtest.Twin)
	const insert, ask = `INSERT INTO numbers (consortium_id, series, last) VALUES ($1, $2, $3)`, `SELECT series FROM numbers WHERE consortium_id = $1 ORDER BY series`
	add := func(series string) {
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(insert, series, 1); return err }); err != nil {
			t.Fatal(err)
		}
	}
	pairs := func() (n int) {
		err := d.Read(ctx, func(tx *db.Tx) error {
			return tx.Each(func(db.Row) error {
				return tx.Each(func(db.Row) error { n++; return nil }, ask)
			}, ask)
		})
		if err != nil {
			t.Error(err)
		}
		return n
	}
	add("a")
	add("b")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 30 {
				if n := pairs(); n != 4 {
					t.Errorf("%d pairs, want 4", n)
				}
			}
		})
	}
	all.Wait()
	add("c")
	if n := pairs(); n != 9 {
		t.Errorf("%d pairs after a third row, want 9", n)
	}
	err := d.Read(twin, func(tx *db.Tx) error {
		return tx.Each(func(db.Row) error { t.Error("the other consortium sees a row"); return nil }, ask)
	})
	if err != nil {
		t.Error(err)
	}
}
