// Package dump backs an installation up into one archive and restores it, on
// and between both databases. The archive is a gzipped tar of a manifest, each
// table as lines of JSON, and the uploaded files:
//
//	manifest.json          what is inside, with a SHA-256 of every part
//	tables/<name>.ndjson   one row a line: an array in the manifest's column order
//	files/<sha256>         content of uploaded files
//
// All tables are read in one snapshot, so a backup made while people work is
// one moment of the installation. Values are written in one form for both
// databases: instants as fixed-width UTC text, dates as 2026-04-10, truth as 0
// and 1. A restore checks every part against the manifest before it writes, and
// writes all or nothing into an empty database.
package dump

import (
	"embed"
	"io"
	"io/fs"
	"os"
	"time"

	"tongpin/internal/platform/db"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these refusals, for i18n.Load.
func Texts() fs.FS { return texts }

// format is the version of the archive's layout.
const format = 1

// Blobs keep the content of uploaded files by their SHA-256.
type Blobs interface {
	Open(hash string) (*os.File, error)
	Restore(hash string, r io.Reader, size int64) error
}

// Source is what is backed up.
type Source struct {
	DB      *db.DB
	Blobs   Blobs
	Program string // version of the program, for the manifest
	// Hashes lists the contents that the consortium of the transaction refers
	// to, with their sizes.
	Hashes func(tx *db.Tx) (map[string]int64, error)
	// Skip names tables whose rows are not backed up: sessions would let old
	// cookies in again.
	Skip []string
}

// Manifest says what an archive holds.
type Manifest struct {
	Format  int       `json:"format"`
	Program string    `json:"program"`
	Schema  int64     `json:"schema"`
	Engine  db.Engine `json:"engine"` // of the database that was backed up
	At      time.Time `json:"at"`
	Tables  []Table   `json:"tables"` // each after those that its foreign keys need
	Files   []File    `json:"files"`
	Missing []string  `json:"missing,omitempty"` // contents that the data folder had lost
}

// Table is one part of an archive.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	Bytes   int64    `json:"bytes"`
	SHA256  string   `json:"sha256"`
}

// File is the content of an uploaded file.
type File struct {
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Rows is the number of rows of all tables.
func (m Manifest) Rows() int64 {
	var n int64
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

const manifestName = "manifest.json"

func (t Table) path() string { return "tables/" + t.Name + ".ndjson" }

func (f File) path() string { return "files/" + f.SHA256 }
