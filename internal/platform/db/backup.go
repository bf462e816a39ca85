package db

import (
	"context"
	"fmt"
	"slices"
)

// Across runs fn in one transaction that goes from consortium to consortium by
// Tx.Enter: backup reads all of them in one snapshot, restore writes all of them
// at once. Nothing else may use it. fn is run once.
func (d *DB) Across(ctx context.Context, readOnly bool, fn func(*Tx) error) error {
	return d.run(ctx, 0, readOnly, func(tx *Tx) error {
		tx.across = true
		return fn(tx)
	})
}

// Enter makes a consortium the one of the statements that follow; 0 leads back
// to global tables. Only a transaction of Across can enter.
func (tx *Tx) Enter(consortium int64) error {
	if !tx.across {
		return fmt.Errorf("db: this transaction belongs to one consortium")
	}
	if tx.consortium == consortium {
		return nil
	}
	tx.consortium = consortium
	return tx.bind()
}

// MigrateTo brings the database to a schema version that the program knows, to
// restore a backup of that version.
func (d *DB) MigrateTo(ctx context.Context, version int64) error {
	provider, err := d.provider()
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return nil
}

// Column is a column of a table and its type in PostgreSQL's words; on SQLite
// the type is "".
type Column struct{ Name, Type string }

// Table is a table of the schema as the database has it.
type Table struct {
	Name    string
	Tenant  bool // its rows belong to consortia
	Columns []Column
	Needs   []string // tables that its foreign keys point at
}

// Tables lists the tables of the schema, each after those that it needs.
func (tx *Tx) Tables() ([]Table, error) {
	names, err := All(tx, scanText, tx.ByEngine(
		`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name`,
		`SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'goose_db_version' ORDER BY tablename`))
	if err != nil {
		return nil, err
	}
	tables := make([]Table, len(names))
	for i, name := range names {
		tables[i] = Table{Name: name, Tenant: tx.db.tenants[name]}
		if tables[i].Columns, err = tx.columns(name); err != nil {
			return nil, err
		}
		if tables[i].Needs, err = tx.needs(name); err != nil {
			return nil, err
		}
	}
	return ordered(tables)
}

func (tx *Tx) columns(table string) ([]Column, error) {
	if tx.Engine() == SQLite {
		return All(tx, func(r Row) (c Column, err error) { return c, r.Scan(&c.Name) },
			`SELECT name FROM pragma_table_info($1) ORDER BY cid`, table)
	}
	return All(tx, func(r Row) (c Column, err error) { return c, r.Scan(&c.Name, &c.Type) },
		`SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`, table)
}

func (tx *Tx) needs(table string) ([]string, error) {
	return All(tx, scanText, tx.ByEngine(
		`SELECT DISTINCT "table" FROM pragma_foreign_key_list($1)`,
		`SELECT DISTINCT r.relname FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class r ON r.oid = k.confrelid
			WHERE k.contype = 'f' AND t.relname = $1 AND t.relnamespace = current_schema()::regnamespace`), table)
}

func scanText(r Row) (s string, err error) { return s, r.Scan(&s) }

// ordered puts each table after those that it needs; a table may need itself.
func ordered(tables []Table) ([]Table, error) {
	var list []Table
	placed := map[string]bool{}
	for len(list) < len(tables) {
		before := len(list)
		for _, t := range tables {
			waits := slices.ContainsFunc(t.Needs, func(n string) bool { return n != t.Name && !placed[n] })
			if !placed[t.Name] && !waits {
				placed[t.Name] = true
				list = append(list, t)
			}
		}
		if len(list) == before {
			return nil, fmt.Errorf("db: foreign keys run in a circle")
		}
	}
	return list, nil
}
