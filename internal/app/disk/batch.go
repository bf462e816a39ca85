package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"tongpin/internal/platform/fault"
)

// Batch is files that are written together: each beside its place first, and
// renamed only when all are whole. A batch that fails leaves nothing behind.
type Batch struct{ files []pending }

type pending struct{ temporary, path string }

// Add writes one more file. What is no plain file, a terminal or a pipe, is
// written to at once.
func (b *Batch) Add(path string, write func(w io.Writer) error) error {
	if special(path) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return unwritable(path, err)
		}
		return finish(path, f, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return unwritable(path, err)
	}
	b.files = append(b.files, pending{f.Name(), path})
	return finish(path, f, func(w io.Writer) error { return errors.Join(write(w), f.Chmod(0o644)) })
}

func finish(path string, f *os.File, write func(w io.Writer) error) error {
	if err := errors.Join(write(f), f.Close()); err != nil {
		return unwritable(path, err)
	}
	return nil
}

// Commit gives every file its name.
func (b *Batch) Commit() error {
	for len(b.files) > 0 {
		if err := os.Rename(b.files[0].temporary, b.files[0].path); err != nil {
			return unwritable(b.files[0].path, err)
		}
		b.files = b.files[1:]
	}
	return nil
}

// Discard removes what was not committed.
func (b *Batch) Discard() {
	for _, f := range b.files {
		os.Remove(f.temporary)
	}
	b.files = nil
}

func unwritable(path string, err error) error {
	return fault.Wrong("file", path, "app.file.unwritable", "problem", Problem(err))
}
