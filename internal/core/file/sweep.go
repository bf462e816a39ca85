package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Sweep removes what uploads that were interrupted before an instant left
// behind.
func (b *Blobs) Sweep(before time.Time) error {
	entries, err := os.ReadDir(filepath.Join(b.dir, incoming))
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.ModTime().Before(before) {
			err = os.Remove(filepath.Join(b.dir, incoming, e.Name()))
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) { // another process was faster
			return err
		}
	}
	return nil
}

// Unreferenced removes contents that no row refers to and that were kept before
// an instant: those of a step that was refused after its upload came in, and of
// files that were taken off their record. referenced answers which hashes are
// needed; it is asked once, after the old contents were found. It returns how
// many were removed.
//
// Content that is uploaded again meanwhile stays: keep gives it a new day, and
// each content is looked at once more after it was set aside.
func (b *Blobs) Unreferenced(before time.Time, referenced func() (map[string]bool, error)) (int, error) {
	old, err := b.keptBefore(before)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	needed, err := referenced()
	if err != nil {
		return 0, err
	}
	n := 0
	for _, hash := range old {
		if needed[hash] {
			continue
		}
		gone, err := b.drop(hash, before)
		if err != nil {
			return n, err
		}
		if gone {
			n++
		}
	}
	return n, nil
}

// keptBefore lists the hashes of contents kept before an instant.
func (b *Blobs) keptBefore(before time.Time) (list []string, err error) {
	err = filepath.WalkDir(b.dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // another process was faster
			return nil
		}
		if err != nil || e.IsDir() {
			return err
		}
		hash := filepath.Base(filepath.Dir(path)) + e.Name()
		info, err := e.Info()
		if err == nil && hashForm.MatchString(hash) && info.ModTime().Before(before) {
			list = append(list, hash)
		}
		return nil
	})
	return list, err
}

// drop removes one content unless it turns out to be newer than before.
func (b *Blobs) drop(hash string, before time.Time) (bool, error) {
	aside := filepath.Join(b.dir, incoming, "swept-"+hash)
	err := os.Rename(b.path(hash), aside)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // another process was faster
	}
	if err != nil {
		return false, err
	}
	info, err := os.Stat(aside)
	if err == nil && !info.ModTime().Before(before) {
		return false, os.Rename(aside, b.path(hash))
	}
	return err == nil, errors.Join(err, os.Remove(aside))
}
