package file

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"syscall"

	"tongpin/internal/platform/fault"
)

// Blobs keeps contents in a folder, each under its SHA-256: ab/cdef....
type Blobs struct {
	dir string
	// create opens a new temporary file; a test makes it fail.
	create func(dir string) (temporary, error)
}

// temporary is a file that is being written.
type temporary interface {
	io.Writer
	io.ReaderAt
	Name() string
	Sync() error
	Close() error
}

const incoming = "incoming"

// OpenBlobs opens the store in a folder.
func OpenBlobs(dir string) (*Blobs, error) {
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, fmt.Errorf("file: %w", err)
	}
	return &Blobs{dir: dir, create: createTemporary}, nil
}

func createTemporary(dir string) (temporary, error) {
	f, err := os.CreateTemp(dir, "upload-*") // mode 0600
	if err != nil {
		return nil, err // not a nil *os.File in an interface
	}
	return f, nil
}

// draft is content that was received and may still be refused.
type draft struct {
	file temporary
	size int64
	hash string
}

// receive writes at most limit bytes to a temporary file.
func (b *Blobs) receive(r io.Reader, limit int64) (d draft, err error) {
	d.file, err = b.create(filepath.Join(b.dir, incoming))
	if err != nil {
		return d, full(err)
	}
	sum := sha256.New()
	d.size, err = io.Copy(io.MultiWriter(d.file, sum), io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		err = full(err)
	case d.size > limit:
		err = fault.New(fault.TooLarge, "file.large", "limit", amount(limit))
	case d.size == 0:
		err = fault.Wrong("file", "", "file.empty")
	}
	if err != nil {
		d.discard()
		return draft{}, err
	}
	d.hash = hex.EncodeToString(sum.Sum(nil))
	return d, nil
}

// amount writes a number of bytes for people.
func amount(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// discard throws the draft away.
func (d draft) discard() {
	_ = d.file.Close()
	_ = os.Remove(d.file.Name())
}

// keep moves the draft to its place: synced before the move and the folder
// after it, so that a loss of power leaves the whole content or none.
func (b *Blobs) keep(d draft) error {
	target := b.path(d.hash)
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		d.discard()
		return full(err)
	}
	if err := errors.Join(d.file.Sync(), d.file.Close()); err != nil {
		_ = os.Remove(d.file.Name())
		return full(err)
	}
	if err := os.Rename(d.file.Name(), target); err != nil {
		_ = os.Remove(d.file.Name())
		return full(err)
	}
	return errors.Join(syncFolder(filepath.Dir(target)), syncFolder(b.dir))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// full says in plain words that the disk is full; other errors stay.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "file.disk"), err)
	}
	return err
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (b *Blobs) path(hash string) string { return filepath.Join(b.dir, hash[:2], hash[2:]) }

// Open opens the content with the hash.
func (b *Blobs) Open(hash string) (*os.File, error) {
	if !hashForm.MatchString(hash) {
		return nil, fmt.Errorf("file: %q is no hash", hash)
	}
	f, err := os.Open(b.path(hash))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "file.lost")
	}
	return f, err
}

// Restore puts content under its hash, which it must have; for restoring a
// backup.
func (b *Blobs) Restore(hash string, r io.Reader, size int64) error {
	d, err := b.receive(r, size)
	if err != nil {
		return err
	}
	if d.hash != hash {
		d.discard()
		return fmt.Errorf("file: content has the hash %s, not %s", d.hash, hash)
	}
	return b.keep(d)
}
