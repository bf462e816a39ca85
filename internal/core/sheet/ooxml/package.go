// Package ooxml opens the zipped XML files of Excel and Word that come from
// outside. It reads only what is inside stated limits and refuses what could
// harm the reader or the next person who opens the file: macros, embedded
// objects, encryption, archives in archives, XML with a document type.
package ooxml

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"tongpin/internal/platform/fault"
)

// Limits of one file.
type Limits struct {
	File     int64 // bytes as uploaded
	Unpacked int64 // bytes of all parts together, unpacked
	Ratio    int64 // unpacked to packed size of a part over 1 MiB
	Parts    int   // number of parts
}

// smallPart is the size up to which the ratio does not matter.
const smallPart = 1 << 20

// Package is an opened file.
type Package struct {
	files map[string]*zip.File // by name in lower case: Office does not mind the case
	Parts []*zip.File          // in the order of the file
}

//go:embed texts/*.json
var texts embed.FS

// Catalogues holds the texts of this package's faults, for i18n.Load.
func Catalogues() fs.FS { return texts }

// Open reads the directory of the file and checks it against the limits. All
// that it refuses is a fault.
func Open(r io.ReaderAt, size int64, limits Limits) (*Package, error) {
	if size > limits.File {
		return nil, fault.New(fault.TooLarge, "file.too_large", "size", Size(size), "limit", Size(limits.File))
	}
	if err := container(r, size); err != nil {
		return nil, err
	}
	zr, err := zip.NewReader(r, size)
	if err != nil {
		return nil, Damaged()
	}
	if len(zr.File) > limits.Parts {
		return nil, fault.New(fault.TooLarge, "file.parts", "parts", len(zr.File), "limit", limits.Parts)
	}
	p := &Package{files: make(map[string]*zip.File, len(zr.File)), Parts: zr.File}
	var total int64
	for _, f := range zr.File {
		if err := p.admit(f, limits); err != nil {
			return nil, err
		}
		total += int64(f.UncompressedSize64)
		if total > limits.Unpacked {
			return nil, fault.New(fault.TooLarge, "file.unpacked", "limit", Size(limits.Unpacked))
		}
	}
	return p, nil
}

// container looks at the first bytes: old binary formats and locked files are
// no zip archives, and each has its own remedy.
func container(r io.ReaderAt, size int64) error {
	head := make([]byte, 8)
	n, _ := r.ReadAt(head, 0)
	switch {
	case bytes.HasPrefix(head[:n], []byte("PK\x03\x04")):
		return nil
	case !bytes.HasPrefix(head[:n], []byte("\xd0\xcf\x11\xe0")):
		return fault.Refuse("file.format")
	}
	locked, err := holds(io.NewSectionReader(r, 0, size), utf16("EncryptedPackage"))
	if err == nil && locked {
		return fault.Refuse("file.encrypted")
	}
	return fault.Refuse("file.old_format")
}

func holds(r io.Reader, word []byte) (bool, error) {
	all, err := io.ReadAll(r)
	return bytes.Contains(all, word), err
}

func utf16(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// admit checks one entry of the archive and enters it.
func (p *Package) admit(f *zip.File, limits Limits) error {
	name := partName(f.Name)
	size, packed := f.UncompressedSize64, f.CompressedSize64
	switch {
	case f.Flags&1 != 0:
		return fault.Refuse("file.encrypted")
	case size > uint64(limits.Unpacked):
		return fault.New(fault.TooLarge, "file.unpacked", "limit", Size(limits.Unpacked))
	case size > smallPart && size > packed*uint64(limits.Ratio):
		return fault.Refuse("file.bomb", "part", f.Name, "limit", limits.Ratio)
	case p.files[name] != nil:
		return Damaged()
	case strings.Contains(name, "vbaproject") || strings.Contains(name, "/macrosheets/") || strings.Contains(name, "/activex/"):
		return fault.Refuse("file.macro")
	case strings.Contains(name, "/embeddings/") || nested[path.Ext(name)]:
		return fault.Refuse("file.nested", "part", f.Name)
	}
	p.files[name] = f
	return nil
}

// nested are the endings of archives and programs that have no place in a part.
var nested = map[string]bool{
	".zip": true, ".xlsx": true, ".xlsm": true, ".docx": true, ".docm": true, ".7z": true, ".rar": true,
	".gz": true, ".jar": true, ".exe": true, ".dll": true, ".js": true, ".vbs": true, ".html": true, ".hta": true,
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Has tells whether there is a part of this name.
func (p *Package) Has(name string) bool { return p.files[partName(name)] != nil }

// Names of the parts that begin with prefix, in the order of the file.
func (p *Package) Names(prefix string) []string {
	var names []string
	for _, f := range p.Parts {
		if strings.HasPrefix(partName(f.Name), prefix) {
			names = append(names, f.Name)
		}
	}
	return names
}

// Open opens a part for reading. It never yields more than the directory of
// the archive declared, which Open has checked.
func (p *Package) Open(name string) (io.ReadCloser, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, Damaged()
	}
	body, err := f.Open()
	if err != nil {
		return nil, Damaged()
	}
	return &part{body, int64(f.UncompressedSize64)}, nil
}

// Read returns a whole part.
func (p *Package) Read(name string) ([]byte, error) {
	r, err := p.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := io.ReadAll(r)
	if err != nil {
		return nil, Damaged()
	}
	return all, nil
}

type part struct {
	io.ReadCloser
	left int64
}

// Read stops with an error when there is more than was declared.
func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	p.left -= int64(n)
	if p.left < 0 {
		return 0, errLonger
	}
	return n, err
}

var errLonger = errors.New("ooxml: a part is longer than declared")

// Damaged is the fault of a file that can't be read.
func Damaged() error { return fault.Refuse("file.damaged") }

// Size writes a number of bytes for people.
func Size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%.4g MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1023)/1024)
}
