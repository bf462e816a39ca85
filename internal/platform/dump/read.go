package dump

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"tongpin/internal/platform/fault"
)

// Bounds of what a restore reads; an honest archive stays far below.
const (
	maxManifest = 64 << 20  // bytes of the manifest
	maxPart     = 256 << 30 // bytes of one part
	maxLine     = 64 << 20  // bytes of one row
	maxTail     = 1 << 20   // bytes of padding after the last part
)

var (
	tableForm  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	columnForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	hashForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// refuse says what is wrong with a part of the archive, or with the whole if it is
// empty; args are names and values in turn for the text of why.
func refuse(part, why string, args ...any) error {
	var where any = part
	if part == "" {
		where = fault.Refuse("dump.archive")
	}
	return fault.Refuse("dump.broken", "part", where, "why", fault.Refuse(why, args...))
}

// unread refuses a part that can't be read.
func unread(part string, err error) error {
	return refuse(part, "dump.why.unread", "problem", err.Error())
}

// part is one entry of an archive, as the manifest announces it.
type part struct {
	table  *Table
	file   *File
	bytes  int64
	sha256 string
}

// walk reads an archive from the beginning. It calls each for every part with
// its content, and refuses parts that the manifest does not announce, that
// differ from it, or that are missing. Names of parts are only compared, never
// used as paths.
func walk(r io.Reader, each func(p part, content io.Reader) error) (Manifest, error) {
	var m Manifest
	z, err := gzip.NewReader(r)
	if err != nil {
		return m, refuse("", "dump.why.gzip")
	}
	a := tar.NewReader(z)
	if m, err = readManifest(a); err != nil {
		return m, err
	}
	open := m.parts()
	for {
		h, err := a.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, unread("", err)
		}
		p, ok := open[h.Name]
		if !ok || h.Typeflag != tar.TypeReg {
			return m, refuse(fmt.Sprintf("%.80q", h.Name), "dump.why.unannounced")
		}
		if h.Size != p.bytes {
			return m, refuse(h.Name, "dump.why.bytes", "has", h.Size, "says", p.bytes)
		}
		delete(open, h.Name)
		if err := checked(p, h.Name, a, each); err != nil {
			return m, err
		}
	}
	for name := range open {
		return m, refuse(name, "dump.why.missing")
	}
	switch n, err := io.Copy(io.Discard, io.LimitReader(z, maxTail)); { // the checksum of the whole
	case err != nil:
		return m, unread("", err)
	case n == maxTail:
		return m, refuse("", "dump.why.tail")
	}
	return m, nil
}

// checked gives the content to each and compares its hash.
func checked(p part, name string, content io.Reader, each func(part, io.Reader) error) error {
	sum := sha256.New()
	err := each(p, io.TeeReader(content, sum))
	if err != nil {
		return err
	}
	if _, err := io.Copy(sum, content); err != nil {
		return unread(name, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != p.sha256 {
		return refuse(name, "dump.why.differs")
	}
	return nil
}

func readManifest(a *tar.Reader) (Manifest, error) {
	var m Manifest
	h, err := a.Next()
	if err != nil || h.Name != manifestName || h.Size > maxManifest {
		return m, refuse(manifestName, "dump.why.no_manifest")
	}
	text, err := io.ReadAll(a)
	if err != nil {
		return m, unread(manifestName, err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, unread(manifestName, err)
	}
	if m.Format != format {
		return m, refuse(manifestName, "dump.why.format", "has", m.Format, "knows", format)
	}
	return m, m.check()
}

// check refuses a manifest whose names could mean anything but a name.
func (m Manifest) check() error {
	for _, t := range m.Tables {
		if !tableForm.MatchString(t.Name) || !hashForm.MatchString(t.SHA256) || t.Bytes < 0 || t.Bytes > maxPart {
			return refuse(manifestName, "dump.why.part", "name", fmt.Sprintf("%.80q", t.Name))
		}
		for _, c := range t.Columns {
			if !columnForm.MatchString(c) {
				return refuse(manifestName, "dump.why.column", "name", fmt.Sprintf("%.80q", c))
			}
		}
	}
	for _, f := range m.Files {
		if !hashForm.MatchString(f.SHA256) || f.Bytes < 0 || f.Bytes > maxPart {
			return refuse(manifestName, "dump.why.part", "name", fmt.Sprintf("%.80q", f.SHA256))
		}
	}
	return nil
}

func (m Manifest) parts() map[string]part {
	parts := map[string]part{}
	for i, t := range m.Tables {
		parts[t.path()] = part{table: &m.Tables[i], bytes: t.Bytes, sha256: t.SHA256}
	}
	for i, f := range m.Files {
		parts[f.path()] = part{file: &m.Files[i], bytes: f.Bytes, sha256: f.SHA256}
	}
	return parts
}
