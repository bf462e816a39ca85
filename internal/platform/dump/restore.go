package dump

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Target is where an archive is restored to: an empty database.
type Target struct {
	DB    *db.DB
	Blobs Blobs
}

// Restore reads an archive twice: first it checks every part, then it writes the
// files and, in one transaction, all rows. Afterwards the database has the
// schema of this program.
func Restore(ctx context.Context, to Target, archive io.ReadSeeker) (Manifest, error) {
	m, err := walk(archive, func(part, io.Reader) error { return nil })
	if err != nil {
		return m, err
	}
	has, knows, err := to.DB.SchemaVersion(ctx)
	switch {
	case err != nil:
		return m, err
	case m.Schema > knows:
		return m, fault.Refuse("dump.newer", "program", m.Program, "schema", m.Schema, "knows", knows)
	case has > m.Schema:
		// The tables are there, perhaps empty, in a newer form than the rows.
		return m, fault.Refuse("dump.migrated", "has", has, "schema", m.Schema)
	}
	if err := to.DB.MigrateTo(ctx, m.Schema); err != nil {
		return m, err
	}
	if _, err := archive.Seek(0, io.SeekStart); err != nil {
		return m, err
	}
	err = to.DB.Across(ctx, false, func(tx *db.Tx) error {
		tables, err := empty(tx)
		if err != nil {
			return err
		}
		l := loader{tx: tx, tables: tables, blobs: to.Blobs}
		_, err = walk(archive, l.load)
		return err
	})
	if err != nil {
		return m, err
	}
	return m, to.DB.Migrate(ctx)
}

// empty returns the tables of a database that holds nothing, else a refusal.
func empty(tx *db.Tx) (map[string]db.Table, error) {
	tables, consortia, err := survey(tx)
	if err != nil {
		return nil, err
	}
	if len(consortia) > 0 {
		return nil, fault.Refuse("dump.not_empty", "consortia", len(consortia))
	}
	byName := map[string]db.Table{}
	for _, t := range tables {
		byName[t.Name] = t
	}
	return byName, nil
}

// loader writes the parts of an archive. Every row hangs on a consortium by a
// foreign key or is reached through one, so no consortia means empty.
type loader struct {
	tx     *db.Tx
	tables map[string]db.Table
	blobs  Blobs
}

func (l loader) load(p part, content io.Reader) error {
	if p.file != nil {
		return l.blobs.Restore(p.file.SHA256, content, p.bytes)
	}
	t, ok := l.tables[p.table.Name]
	if !ok {
		return refuse(p.table.path(), "dump.why.table")
	}
	columns, err := l.columns(t, p.table.Columns)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(content)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	statement, rows := insertion(t, p.table.Columns), int64(0)
	for lines.Scan() {
		if err := l.row(t, columns, statement, rows+1, bytes.TrimSpace(lines.Bytes())); err != nil {
			return fmt.Errorf("%s, row %d: %w", p.table.path(), rows+1, err)
		}
		rows++
	}
	if err := lines.Err(); err != nil {
		return unread(p.table.path(), err)
	}
	if rows != p.table.Rows {
		return refuse(p.table.path(), "dump.why.rows", "has", rows, "says", p.table.Rows)
	}
	return l.tx.Enter(0)
}

// columns finds the archive's columns in the table.
func (l loader) columns(t db.Table, wanted []string) ([]db.Column, error) {
	list := make([]db.Column, len(wanted))
	for i, name := range wanted {
		at := slices.IndexFunc(t.Columns, func(c db.Column) bool { return c.Name == name })
		if at < 0 {
			return nil, refuse("tables/"+t.Name+".ndjson", "dump.why.no_column", "name", name)
		}
		list[i] = t.Columns[at]
	}
	if t.Tenant && (len(wanted) == 0 || wanted[0] != tenantColumn) {
		return nil, refuse("tables/"+t.Name+".ndjson", "dump.why.tenant")
	}
	return list, nil
}

func (l loader) row(t db.Table, columns []db.Column, statement string, number int64, line []byte) error {
	values, err := decode(line, columns)
	if err != nil {
		return refuse("tables/"+t.Name+".ndjson", "dump.why.row", "row", number, "problem", err.Error())
	}
	if t.Tenant {
		consortium, ok := values[0].(int64)
		if !ok || consortium <= 0 {
			return refuse("tables/"+t.Name+".ndjson", "dump.why.tenant")
		}
		if err := l.tx.Enter(consortium); err != nil {
			return err
		}
		values = values[1:] // $1 is the consortium that was entered
	}
	_, err = l.tx.Exec(statement, values...)
	return err
}
