package dbtest

import (
	"context"
	"io/fs"
	"path/filepath"
	"testing"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
)

// Blank opens a fresh database without tables, as somebody has it before the
// first start. It skips the test if there is no PostgreSQL.
func Blank(t testing.TB, engine db.Engine, schema fs.FS, now clock.Clock) *db.DB {
	t.Helper()
	address := "sqlite:" + filepath.Join(t.TempDir(), "blank.db")
	if engine == db.PostgreSQL {
		address = PostgreSQL(t)
	}
	d, err := db.Open(context.Background(), address, db.Options{Schema: schema, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}
