package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dump"
	"tongpin/internal/schema"
)

// Backup writes database and files into one archive, also while a server runs.
func (Program) Backup(ctx context.Context, o BackupOptions) error {
	d, blobs, err := stores(ctx, o.Base)
	if err != nil {
		return err
	}
	defer d.Close()
	now := clock.System{}.Now()
	s := dump.Source{DB: d, Blobs: blobs, Program: Version(), Hashes: filedb.Hashes, Skip: []string{"sessions"}}
	m, err := dump.WriteFile(ctx, s, o.File, now)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "Backed up %d rows of %d tables and %d files to %s.\n", m.Rows(), len(m.Tables), len(m.Files), o.File)
	for _, hash := range m.Missing {
		fmt.Fprintf(o.Err, "The data folder has lost the content %s; look for it in an older backup.\n", hash)
	}
	return nil
}

// Restore reads an archive into an empty database, on whichever engine.
func (Program) Restore(ctx context.Context, o RestoreOptions) error {
	archive, err := os.Open(o.File)
	if err != nil {
		return err
	}
	defer archive.Close()
	d, blobs, err := stores(ctx, o.Base)
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := dump.Restore(ctx, dump.Target{DB: d, Blobs: blobs}, archive)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "Restored %d rows of %d tables and %d files, as they were on %s. Everybody signs in anew.\n",
		m.Rows(), len(m.Tables), len(m.Files), m.At.In(clock.Zone).Format("2006-01-02 15:04"))
	return nil
}

// stores opens database and files as they are: neither migrated nor checked.
func stores(ctx context.Context, b Base) (*db.DB, *file.Blobs, error) {
	blobs, err := file.OpenBlobs(filepath.Join(b.Data, "files"))
	if err != nil {
		return nil, nil, err
	}
	d, err := db.Open(ctx, b.Database, db.Options{Schema: schema.Files, Clock: clock.System{}})
	return d, blobs, err
}
