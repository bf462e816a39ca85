package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"tongpin/internal/app/disk"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/search"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dump"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

// Backup writes database and files into one archive while the program may go on
// working: all tables are read in one snapshot.
func (Program) Backup(ctx context.Context, o BackupOptions) error {
	if err := disk.Ready(o.File); err != nil {
		return err
	}
	d, blobs, err := untouched(ctx, o.Base)
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := dump.WriteFile(ctx, dump.Source{
		DB: d, Blobs: blobs, Program: Version(), Hashes: filedb.Hashes, Skip: append([]string{"sessions"}, search.Tables...),
	}, o.File, clock.System{}.Now())
	if err != nil {
		return err
	}
	err = say(o.Out, "app.backup.done", "rows", m.Rows(), "tables", len(m.Tables), "files", len(m.Files), "file", o.File)
	for _, hash := range m.Missing {
		err = errors.Join(err, say(o.Err, "app.backup.lost", "hash", hash))
	}
	return err
}

// Restore reads an archive into an empty database, of either kind.
func (Program) Restore(ctx context.Context, o RestoreOptions) error {
	archive, err := os.Open(o.File)
	if err != nil {
		return fault.Wrong("file", o.File, "app.file.unreadable", "problem", disk.Problem(err))
	}
	defer archive.Close()
	d, blobs, err := untouched(ctx, o.Base)
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := dump.Restore(ctx, dump.Target{DB: d, Blobs: blobs}, archive)
	if err != nil {
		return err
	}
	return say(o.Out, "app.backup.restored", "rows", m.Rows(), "tables", len(m.Tables), "files", len(m.Files), "file", o.File)
}

// blobsIn opens the uploaded files of a data folder.
func blobsIn(data string) (*file.Blobs, error) {
	blobs, err := file.OpenBlobs(filepath.Join(data, "files"))
	if err != nil {
		err = fault.Wrong("data", data, "app.file.unwritable", "problem", disk.Problem(err))
	}
	return blobs, err
}

// untouched opens database and files without migrating: a backup leaves an old
// schema as it is, and an archive is restored into the schema that it was made
// with, before the newer migrations run over its rows.
func untouched(ctx context.Context, b Base) (*db.DB, *file.Blobs, error) {
	blobs, err := blobsIn(b.Data)
	if err != nil {
		return nil, nil, err
	}
	d, err := db.Open(ctx, b.Database, db.Options{Schema: schema.Files, Clock: clock.System{}})
	return d, blobs, err
}
