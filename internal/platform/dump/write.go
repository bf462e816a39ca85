package dump

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// WriteFile backs up into a new file, which appears under its name only when it
// is whole and on the disk.
func WriteFile(ctx context.Context, s Source, path string, now time.Time) (Manifest, error) {
	if _, err := os.Lstat(path); err == nil {
		return Manifest{}, fault.New(fault.Conflict, "dump.exists", "file", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tongpin-backup-*") // mode 0600: it holds personal data
	if err != nil {
		return Manifest{}, fault.New(fault.Refused, "dump.folder", "file", path, "cause", err.Error())
	}
	defer os.Remove(f.Name()) // gone already after the rename
	m, err := Write(ctx, s, f, now)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return m, err
}

// Write backs up into w.
func Write(ctx context.Context, s Source, w io.Writer, now time.Time) (Manifest, error) {
	m := Manifest{Format: format, Program: s.Program, Engine: s.DB.Engine(), At: now}
	var err error
	if m.Schema, _, err = s.DB.SchemaVersion(ctx); err != nil {
		return m, err
	}
	if m.Schema == 0 {
		return m, fault.Refuse("dump.nothing")
	}
	spool, err := os.MkdirTemp("", "tongpin-backup-") // mode 0700
	if err != nil {
		return m, err
	}
	defer os.RemoveAll(spool)
	contents := map[string]int64{}
	err = s.DB.Across(ctx, true, func(tx *db.Tx) error {
		tables, consortia, err := survey(tx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if slices.Contains(s.Skip, t.Name) {
				continue
			}
			part, err := spoolTable(tx, t, consortia, spool)
			if err != nil {
				return err
			}
			m.Tables = append(m.Tables, part)
		}
		return eachConsortium(tx, consortia, func() error {
			some, err := s.Hashes(tx)
			maps.Copy(contents, some)
			return err
		})
	})
	if err != nil {
		return m, err
	}
	for _, hash := range slices.Sorted(maps.Keys(contents)) {
		m.Files = append(m.Files, File{hash, contents[hash]})
	}
	return m, pack(s, &m, spool, w)
}

// survey lists the tables and the consortia.
func survey(tx *db.Tx) ([]db.Table, []int64, error) {
	tables, err := tx.Tables()
	if err != nil {
		return nil, nil, err
	}
	consortia, err := db.All(tx, func(r db.Row) (id int64, err error) { return id, r.Scan(&id) }, `SELECT id FROM consortia ORDER BY id`)
	return tables, consortia, err
}

func eachConsortium(tx *db.Tx, consortia []int64, fn func() error) error {
	for _, c := range consortia {
		if err := tx.Enter(c); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
	}
	return tx.Enter(0)
}

// spoolTable writes the rows of a table to a temporary file: a tar needs the
// size of a part before the part.
func spoolTable(tx *db.Tx, t db.Table, consortia []int64, dir string) (Table, error) {
	columns := columnsOf(t)
	part := Table{Name: t.Name, Columns: names(columns)}
	f, err := os.Create(filepath.Join(dir, t.Name))
	if err != nil {
		return part, err
	}
	defer f.Close()
	out, sum := bufio.NewWriter(f), sha256.New()
	read := func() error {
		return tx.Each(func(r db.Row) error {
			line, err := encode(r, columns)
			if err != nil {
				return err
			}
			part.Rows++
			part.Bytes += int64(len(line))
			sum.Write(line)
			_, err = out.Write(line)
			return err
		}, selection(t))
	}
	if t.Tenant {
		err = eachConsortium(tx, consortia, read)
	} else {
		err = read()
	}
	part.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return part, errors.Join(err, out.Flush())
}

// pack writes the archive.
func pack(s Source, m *Manifest, spool string, w io.Writer) error {
	m.Files = slices.DeleteFunc(m.Files, func(f File) bool {
		content, err := s.Blobs.Open(f.SHA256)
		if err == nil {
			err = content.Close()
		}
		if err != nil {
			m.Missing = append(m.Missing, f.SHA256)
		}
		return err != nil
	})
	z := gzip.NewWriter(w)
	a := tar.NewWriter(z)
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := entry(a, manifestName, int64(len(text)), m.At); err != nil {
		return err
	}
	if _, err := a.Write(text); err != nil {
		return err
	}
	for _, t := range m.Tables {
		f, err := os.Open(filepath.Join(spool, t.Name))
		if err != nil {
			return err
		}
		if err := add(a, t.path(), t.Bytes, m.At, f, nil, ""); err != nil {
			return err
		}
	}
	for _, x := range m.Files {
		f, err := s.Blobs.Open(x.SHA256)
		if err != nil {
			return err
		}
		if err := add(a, x.path(), x.Bytes, m.At, f, sha256.New(), x.SHA256); err != nil {
			return err
		}
	}
	return errors.Join(a.Close(), z.Close())
}

func entry(a *tar.Writer, name string, size int64, at time.Time) error {
	return a.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: at, Typeflag: tar.TypeReg})
}

// add copies a file into the archive and closes it; content that is not what
// its name says is not backed up in silence.
func add(a *tar.Writer, name string, size int64, at time.Time, f *os.File, sum hash.Hash, want string) error {
	defer f.Close()
	if err := entry(a, name, size, at); err != nil {
		return err
	}
	var w io.Writer = a
	if sum != nil {
		w = io.MultiWriter(a, sum)
	}
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("dump: %s: %w", name, err)
	}
	if sum != nil && hex.EncodeToString(sum.Sum(nil)) != want {
		return fault.Refuse("dump.damaged", "part", name)
	}
	return nil
}
