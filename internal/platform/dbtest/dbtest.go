// Package dbtest opens fresh databases for tests: SQLite always, PostgreSQL
// when TONGPIN_TEST_POSTGRES names a server (make test starts one). Each test
// gets its own, with two consortia: Home, and Twin for the same ids with other
// content.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/skiptest"
)

// The two consortia of every test database.
const (
	Home int64 = 1
	Twin int64 = 2
)

// Start is where the clock of every test stands at first.
var Start = time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)

// Each runs the test on both databases. The test gets a database, its clock and
// a context of the Home consortium.
func Each(t *testing.T, schema fs.FS, test func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		now := clock.At(Start)
		test(t, open(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"), schema, now), now, Ctx(Home))
	})
	t.Run("postgresql", func(t *testing.T) { OnPostgreSQL(t, schema, test) })
}

// OnPostgreSQL runs the test on PostgreSQL alone, for what only it has.
func OnPostgreSQL(t *testing.T, schema fs.FS, test func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context)) {
	t.Helper()
	address := PostgreSQL(t)
	t.Parallel()
	now := clock.At(Start)
	test(t, open(t, address, schema, now), now, Ctx(Home))
}

// PostgreSQL is the address of a fresh database without tables. It skips the
// test if there is no PostgreSQL.
func PostgreSQL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TONGPIN_TEST_POSTGRES")
	if server == "" {
		skiptest.Lacking(t, "no PostgreSQL (TONGPIN_TEST_POSTGRES names no server)")
	}
	return create(t, server)
}

// SQLite opens one fresh SQLite database, for tests and benchmarks that do not
// depend on the engine.
func SQLite(t testing.TB, schema fs.FS) (*db.DB, *clock.Set) {
	t.Helper()
	now := clock.At(Start)
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"), schema, now), now
}

// Ctx is a context of one consortium.
func Ctx(consortium int64) context.Context { return db.In(context.Background(), consortium) }

func open(t testing.TB, address string, schema fs.FS, now clock.Clock) *db.DB {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, address, db.Options{Schema: schema, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	err = d.System(ctx, func(tx *db.Tx) error {
		for id, key := range map[int64]string{Home: "home", Twin: "twin"} {
			if _, err := tx.Exec(`INSERT INTO consortia (id, key, name, name_en, body_id, settings, sample, created_at)
				VALUES ($1, $2, $3, $4, $5, '{}', TRUE, $6)`, id, key, key, key,
				fmt.Sprintf("00000000-0000-7000-8000-%012d", id), tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var databases atomic.Int64

// create makes an empty database on the server and drops it after the test.
func create(t testing.TB, server string) string {
	t.Helper()
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("tongpin_test_%d_%d", os.Getpid(), databases.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		_ = admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
