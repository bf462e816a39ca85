package dump

import (
	"bytes"
	"context"
	"io/fs"
	"testing"
	"testing/fstest"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// nextRelease is the schema with one more migration.
func nextRelease(t *testing.T) fs.FS {
	t.Helper()
	next := fstest.MapFS{"0999_next.sql": {Data: []byte("-- +goose Up\nALTER TABLE organisations ADD COLUMN rank BIGINT NOT NULL DEFAULT 7;\n")}}
	list, err := fs.Glob(schema.Files, "*.sql")
	must(t, err)
	for _, name := range list {
		data, err := fs.ReadFile(schema.Files, name)
		must(t, err)
		next[name] = &fstest.MapFile{Data: data}
	}
	return next
}

// TestOlderArchiveComesIntoANewerProgram restores into the old schema and then
// migrates, so that migrations see the rows as they would in an upgrade.
func TestOlderArchiveComesIntoANewerProgram(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, from *db.DB, now *clock.Set, _ context.Context) {
		contents := folder(t.TempDir())
		fill(t, from, contents)
		_, archive := backup(t, from, contents)
		to := dbtest.Blank(t, from.Engine(), nextRelease(t), now)
		_, err := Restore(context.Background(), Target{to, folder(t.TempDir())}, bytes.NewReader(archive))
		must(t, err)
		must(t, to.Read(dbtest.Ctx(dbtest.Twin), func(tx *db.Tx) error {
			if rank, err := db.Value[int](tx, `SELECT rank FROM organisations WHERE consortium_id = $1 AND id = $2`, id(1)); err != nil || rank != 7 {
				t.Errorf("rank %d, %v", rank, err)
			}
			return nil
		}))
		_, newer := backup(t, to, contents)
		_, err = Restore(context.Background(), Target{dbtest.Blank(t, db.SQLite, schema.Files, now), contents}, bytes.NewReader(newer))
		wants(t, err, "dump.newer")
		fresh := dbtest.Blank(t, db.SQLite, nextRelease(t), now)
		must(t, fresh.Migrate(context.Background()))
		_, err = Restore(context.Background(), Target{fresh, contents}, bytes.NewReader(archive))
		wants(t, err, "dump.migrated")
	})
}
