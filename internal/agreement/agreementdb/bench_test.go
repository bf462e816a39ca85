package agreementdb_test

import (
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementdb"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// BenchmarkApprove is the second approval of an agreement, which completes it.
// "service" finds, permits, decides and commits; "rows" only commits what was
// decided before, so that the difference is the price of the way through the
// service; "empty" is one row in a transaction of its own: what the database
// asks for a commit that survives a loss of power.
func BenchmarkApprove(b *testing.B) {
	ctx := dbtest.Ctx(dbtest.Home)
	b.Run("service", func(b *testing.B) {
		d, now := dbtest.SQLite(b, schema.Files)
		store := stored(b, d)
		service := agreement.NewService(store, table, now)
		var list []agreement.Agreement
		for b.Loop() {
			if len(list) == 0 {
				b.StopTimer()
				list = drafted(b, store)
				b.StartTimer()
			}
			if _, err := service.Approve(ctx, dean, step.Target{ID: list[0].ID, Version: list[0].Version}, ""); err != nil {
				b.Fatal(err)
			}
			list = list[1:]
		}
	})
	b.Run("rows", func(b *testing.B) {
		d, _ := dbtest.SQLite(b, schema.Files)
		store := stored(b, d)
		var list []agreement.Agreement
		var changes []change.Change
		for b.Loop() {
			if len(list) == 0 {
				b.StopTimer()
				list, changes = decided(b, drafted(b, store))
				b.StartTimer()
			}
			if err := store.Save(ctx, list[0], changes[0]); err != nil {
				b.Fatal(err)
			}
			list, changes = list[1:], changes[1:]
		}
	})
	b.Run("empty", func(b *testing.B) {
		d, _ := dbtest.SQLite(b, schema.Files)
		for b.Loop() {
			err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, $2, $3)`, record.NewID(), tx.Now())
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// stored is a store with the parties.
func stored(b *testing.B, d *db.DB) *agreementdb.Store {
	b.Helper()
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		for _, o := range firms {
			if err := organisationdb.Save(tx, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return agreementdb.New(d)
}

// drafted stores agreements that wait for the second approval.
func drafted(b *testing.B, store *agreementdb.Store) []agreement.Agreement {
	b.Helper()
	list, all := make([]agreement.Agreement, 500), change.By(hr, dbtest.Start)
	for i := range list {
		g, c, err := agreement.Start(agreement.DraftCommand{ID: record.NewID(), Content: content()}, hr, dbtest.Start)
		if err != nil {
			b.Fatal(err)
		}
		all.Join(c)
		if g, c, err = agreement.Approve(g, agreement.ApproveCommand{Code: code.NewVerification()}, hr, dbtest.Start); err != nil {
			b.Fatal(err)
		}
		all.Join(c)
		list[i] = g
	}
	if err := store.SaveAll(dbtest.Ctx(dbtest.Home), list, all); err != nil {
		b.Fatal(err)
	}
	for i := range list {
		list[i].Version = 1
	}
	return list
}

func decided(b *testing.B, list []agreement.Agreement) ([]agreement.Agreement, []change.Change) {
	b.Helper()
	changes := make([]change.Change, len(list))
	for i := range list {
		var err error
		if list[i], changes[i], err = agreement.Approve(list[i], agreement.ApproveCommand{Code: code.NewVerification()}, dean, dbtest.Start); err != nil {
			b.Fatal(err)
		}
	}
	return list, changes
}
