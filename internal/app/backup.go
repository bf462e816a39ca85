package app

import (
	"context"
	"fmt"
	"os"

	"tongpin/internal/core/file/filedb"
	"tongpin/internal/platform/dump"
	"tongpin/internal/platform/fault"
)

// Backup writes database and files into one archive while the program may go on
// working: all tables are read in one snapshot.
func (Program) Backup(ctx context.Context, o BackupOptions) error {
	h, err := open(ctx, o.Base)
	if err != nil {
		return err
	}
	defer h.Close()
	m, err := dump.WriteFile(ctx, dump.Source{
		DB: h.DB, Blobs: h.Blobs, Program: Version(), Hashes: filedb.Hashes, Skip: []string{"sessions"},
	}, o.File, h.Clock.Now())
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
		return fault.Wrong("file", o.File, "app.file.unreadable", "problem", problem(err))
	}
	defer archive.Close()
	h, err := open(ctx, o.Base)
	if err != nil {
		return err
	}
	defer h.Close()
	m, err := dump.Restore(ctx, dump.Target{DB: h.DB, Blobs: h.Blobs}, archive)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "%d rows of %d tables and %d files were restored from %s.\n", m.Rows(), len(m.Tables), len(m.Files), o.File)
	return nil
}
