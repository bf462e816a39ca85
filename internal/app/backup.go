package app

import (
	"context"
	"fmt"
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
	fmt.Fprintf(o.Out, "%d rows of %d tables and %d files are in %s.\n", m.Rows(), len(m.Tables), len(m.Files), o.File)
	for _, hash := range m.Missing {
		fmt.Fprintf(o.Err, "warning: the data folder has lost the file %s; it is not in the archive\n", hash)
	}
	return nil
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
	fmt.Fprintf(o.Out, "%d rows of %d tables and %d files were restored from %s. Everybody signs in anew.\n", m.Rows(), len(m.Tables), len(m.Files), o.File)
	return nil
}

// untouched opens database and files without migrating: a backup leaves an old
// schema as it is, and an archive is restored into the schema that it was made
// with, before the newer migrations run over its rows.
func untouched(ctx context.Context, b Base) (*db.DB, *file.Blobs, error) {
	blobs, err := file.OpenBlobs(filepath.Join(b.Data, "files"))
	if err != nil {
		return nil, nil, err
	}
	d, err := db.Open(ctx, b.Database, db.Options{Schema: schema.Files, Clock: clock.System{}})
	return d, blobs, err
}
