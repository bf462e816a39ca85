// Package filedb is the SQL of uploaded files. Feature stores call it in the
// transaction of the step that brings a file.
package filedb

import (
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

const (
	insertFile = `INSERT INTO files (consortium_id, id, record_kind, record_id, name, media, size, sha256, person_id, person_name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	selectFile = `SELECT id, record_kind, record_id, name, media, size, sha256, person_id, person_name, at FROM files WHERE consortium_id = $1`
	findFile   = selectFile + ` AND id = $2`
	filesOf    = selectFile + ` AND record_kind = $2 AND record_id = $3 ORDER BY at, id`
	deleteFile = `DELETE FROM files WHERE consortium_id = $1 AND id = $2 AND record_kind = $3 AND record_id = $4`
	hashes     = `SELECT DISTINCT sha256, size FROM files WHERE consortium_id = $1`
)

// Insert stores a file with its record.
func Insert(tx *db.Tx, f file.File) error {
	_, err := tx.Exec(insertFile, f.ID, f.Record.Kind, f.Record.ID, f.Name, f.Media, f.Size, f.Hash, db.Null(f.By), f.ByName, f.At)
	return err
}

// Delete takes a file off its record; a NotFound fault if it is gone already.
// The content stays until the sweep: other files may have the same.
func Delete(tx *db.Tx, f file.File) error {
	n, err := tx.Exec(deleteFile, f.ID, f.Record.Kind, f.Record.ID)
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "record.not_found")
	}
	return err
}

// Find returns a file by its id.
func Find(tx *db.Tx, id record.ID) (file.File, error) { return db.One(tx, scan, findFile, id) }

// Of lists the files of a record, the oldest first.
func Of(tx *db.Tx, ref record.Ref) ([]file.File, error) {
	return db.All(tx, scan, filesOf, ref.Kind, ref.ID)
}

func scan(r db.Row) (f file.File, err error) {
	return f, r.Scan(&f.ID, &f.Record.Kind, &f.Record.ID, &f.Name, &f.Media, &f.Size, &f.Hash, &f.By, &f.ByName, &f.At)
}

// Hashes lists the contents that the consortium refers to, with their sizes;
// for backups.
func Hashes(tx *db.Tx) (map[string]int64, error) {
	contents := map[string]int64{}
	err := tx.Each(func(r db.Row) error {
		var hash string
		var size int64
		err := r.Scan(&hash, &size)
		contents[hash] = size
		return err
	}, hashes)
	return contents, err
}
