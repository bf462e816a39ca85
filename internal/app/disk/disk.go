// Package disk reads and writes the files that a person names on the command
// line: whole or not at all, with refusals that say what to do.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"tongpin/internal/platform/fault"
)

// WriteWhole writes a file through a temporary one beside it, so that a failure
// leaves either the old file or the whole new one. Only its owner may read it, for
// there may be persons in it; WriteShared writes what is for everybody. What is no
// plain file, a terminal or a pipe, is written to at once.
func WriteWhole(path string, write func(io.Writer) error) error {
	if special(path) {
		return WriteShared(path, write)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return unwritable(path, err)
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return unwritable(path, err)
	}
	return nil
}

// WriteShared writes one file whole or not at all, as a Batch does.
func WriteShared(path string, write func(io.Writer) error) error {
	var b Batch
	defer b.Discard()
	if err := b.Add(path, write); err != nil {
		return err
	}
	return b.Commit()
}

// Ready refuses a path that no file can be written to, before long work is done
// for it.
func Ready(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return unwritable(path, syscall.EISDIR)
	case special(path):
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return unwritable(path, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// special tells whether there is something at the path that is no plain file.
func special(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

// Read opens a file and hands it to read.
func Read(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrong("file", path, "app.file.unreadable", "problem", Problem(err))
	}
	defer f.Close()
	return read(f)
}

// Problem is what the operating system says, without the path that the person
// knows already, for the text of a fault: a fault of its own if it is one of the
// usual problems, else the system's English.
func Problem(err error) any {
	for _, k := range problems {
		if errors.Is(err, k.is) {
			return fault.New(fault.Refused, k.key)
		}
	}
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

var problems = []struct {
	is  error
	key string
}{
	{fs.ErrNotExist, "app.system.missing"},
	{fs.ErrPermission, "app.system.denied"},
	{fs.ErrExist, "app.system.exists"},
	{syscall.EISDIR, "app.system.folder"},
	{syscall.ENOTDIR, "app.system.no_folder"},
	{syscall.ENOSPC, "app.system.full"},
	{syscall.EDQUOT, "app.system.full"},
	{syscall.EROFS, "app.system.read_only"},
	{syscall.EIO, "app.system.broken"},
	{syscall.EADDRINUSE, "app.system.address_used"},
	{syscall.EADDRNOTAVAIL, "app.system.address_none"},
}

// IsTerminal tells whether a person watches the stream.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
