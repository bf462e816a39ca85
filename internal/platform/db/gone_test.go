package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

func put(key string) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, $2, $3)`, key, tx.Now())
		return err
	}
}

func kept(t *testing.T, d *db.DB, ctx context.Context) (n int64) {
	t.Helper()
	err := d.Read(ctx, func(tx *db.Tx) (err error) {
		n, err = db.Value[int64](tx, `SELECT count(*) FROM once_keys WHERE consortium_id = $1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func wantUnavailable(t *testing.T, err error, key string) {
	t.Helper()
	if list := fault.All(err); len(list) == 0 || list[0].Kind != fault.Unavailable || list[0].Key != key {
		t.Fatalf("got %v, want unavailable, %s", err, key)
	}
}

// TestConnectionKilledInTheMiddle: PostgreSQL ends the connections while a
// transaction runs. The person is told to try again, nothing of it is kept, and
// the next transaction finds a new connection by itself.
func TestConnectionKilledInTheMiddle(t *testing.T) {
	address := dbtest.PostgreSQL(t)
	ctx := context.Background()
	d, err := db.Open(ctx, address, db.Options{Schema: schema.Files, Clock: clock.At(dbtest.Start)})
	if err == nil {
		err = d.Migrate(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	kill := func() {
		t.Helper()
		var n int
		err := admin.QueryRow(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`).Scan(&n)
		if err != nil || n == 0 {
			t.Fatalf("killed %d connections: %v", n, err)
		}
	}
	home := dbtest.Ctx(dbtest.Home)
	err = d.Write(home, func(tx *db.Tx) error {
		if err := put("lost")(tx); err != nil {
			t.Fatal(err)
		}
		kill()
		return put("never")(tx)
	})
	wantUnavailable(t, err, "db.gone")
	if n := kept(t, d, home); n != 0 {
		t.Errorf("%d rows of a broken transaction are kept", n)
	}
	err = d.Write(home, func(tx *db.Tx) error {
		if err := put("at the commit")(tx); err != nil {
			t.Fatal(err)
		}
		kill()
		return nil
	})
	wantUnavailable(t, err, "db.gone")
	if n := kept(t, d, home); n != 0 {
		t.Errorf("%d rows are kept of a transaction that was never committed", n)
	}
	kill() // idle connections too
	if err := d.Write(home, put("after")); err != nil || kept(t, d, home) != 1 {
		t.Errorf("after the connections were killed: %v, %d rows", err, kept(t, d, home))
	}
}

// TestDatabaseIsFull: when SQLite can't grow any more, the step is refused with
// what to do, whatever was acknowledged is there, the file is sound, and work
// goes on once there is room.
func TestDatabaseIsFull(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	home := dbtest.Ctx(dbtest.Home)
	limit := func(pages int) {
		t.Helper()
		err := d.System(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	long, done := strings.Repeat("x", 1000), int64(0)
	var err error
	for ; done < 10_000; done++ {
		if done == 10 {
			limit(1) // SQLite takes the present size for a smaller one
		}
		if err = d.Write(home, put(fmt.Sprint(done, long))); err != nil {
			break
		}
	}
	wantUnavailable(t, err, "db.disk")
	if n := kept(t, d, home); n != done || done == 0 {
		t.Errorf("%d rows were acknowledged, %d are there", done, n)
	}
	wantUnavailable(t, d.Write(home, put("still"+long)), "db.disk")
	err = d.SystemRead(context.Background(), func(tx *db.Tx) error {
		sound, err := db.Value[string](tx, `PRAGMA integrity_check`)
		if sound != "ok" {
			t.Errorf("the file is damaged: %s", sound)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	limit(1_000_000)
	if err := d.Write(home, put("after"+long)); err != nil || kept(t, d, home) != done+1 {
		t.Errorf("with room again: %v", err)
	}
}
