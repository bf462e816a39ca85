package db

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

var (
	tenantMark  = regexp.MustCompile(`(?m)^-- tenant: ([a-z_0-9, ]+)$`)
	columnType  = regexp.MustCompile(`\b(UUID|TIMESTAMPTZ|DATE|BOOLEAN|BIGINT)\b`)
	tableEnd    = regexp.MustCompile(`(?m)^\);$`)
	liteTypes   = map[string]string{"UUID": "TEXT", "TIMESTAMPTZ": "TEXT", "DATE": "TEXT", "BOOLEAN": "INTEGER", "BIGINT": "INTEGER"}
	policy      = "ALTER TABLE %[1]s ENABLE ROW LEVEL SECURITY;\nALTER TABLE %[1]s FORCE ROW LEVEL SECURITY;\nCREATE POLICY tenant ON %[1]s USING (consortium_id = (SELECT nullif(current_setting('app.consortium', true), '')::bigint));\n"
	policyPlace = "-- tenant:"
)

// Migrate brings the database to the newest schema. Migrations are written once,
// in PostgreSQL's types; on SQLite the types become INTEGER and TEXT and tables
// STRICT; on PostgreSQL a line "-- tenant: a, b" becomes row-level security on
// these tables. Released files never change.
func (d *DB) Migrate(ctx context.Context) error {
	provider, err := d.provider()
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return nil
}

// SchemaVersion returns the newest migration up to which the database has them
// all, and the newest that the program knows.
func (d *DB) SchemaVersion(ctx context.Context) (has, knows int64, err error) {
	provider, err := d.provider()
	if err != nil {
		return 0, 0, err
	}
	list, err := provider.Status(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("db: migrate: %w", err)
	}
	whole := true
	for _, m := range list { // by version
		knows = m.Source.Version
		if whole = whole && m.State == goose.StateApplied; whole {
			has = knows
		}
	}
	if has == knows { // or beyond: a newer program has migrated it
		has, err = provider.GetDBVersion(ctx)
	}
	return has, knows, err
}

func (d *DB) provider() (*goose.Provider, error) {
	// Features number their migrations each in a range of its own, so that one that
	// comes later can have a lower number.
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithAllowOutofOrder(true)}
	if d.engine == PostgreSQL {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(dialect, d.pool, translated{d.schema, d.engine}, options...)
}

// translated is the schema's files in one engine's form.
type translated struct {
	fs.FS
	engine Engine
}

// Open returns a migration in the engine's form.
func (t translated) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return f, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	out := []byte(dialectText(string(data), t.engine))
	return &memFile{bytes.NewReader(out), name, int64(len(out))}, nil
}

func dialectText(text string, engine Engine) string {
	if engine == SQLite {
		text = columnType.ReplaceAllStringFunc(text, func(s string) string { return liteTypes[s] })
		return tableEnd.ReplaceAllString(text, ") STRICT;")
	}
	return tenantMark.ReplaceAllStringFunc(text, func(line string) string {
		var b strings.Builder
		for _, table := range strings.Split(strings.TrimPrefix(line, policyPlace), ",") {
			fmt.Fprintf(&b, policy, strings.TrimSpace(table))
		}
		return b.String()
	})
}

// tenantTables reads the names of tenant tables off the schema.
func tenantTables(schema fs.FS) (map[string]bool, error) {
	names, err := fs.Glob(schema, "*.sql")
	if err != nil {
		return nil, err
	}
	tables := map[string]bool{}
	for _, name := range names {
		data, err := fs.ReadFile(schema, name)
		if err != nil {
			return nil, err
		}
		for _, m := range tenantMark.FindAllStringSubmatch(string(data), -1) {
			for _, t := range strings.Split(m[1], ",") {
				tables[strings.TrimSpace(t)] = true
			}
		}
	}
	return tables, nil
}

// memFile is a file whose content was made in memory.
type memFile struct {
	*bytes.Reader
	name string
	size int64
}

// Stat returns the file's description.
func (f *memFile) Stat() (fs.FileInfo, error) { return memInfo{f.name, f.size}, nil }

// Close does nothing: there is nothing to close.
func (f *memFile) Close() error { return nil }

type memInfo struct {
	name string
	size int64
}

func (i memInfo) Name() string     { return i.name }
func (i memInfo) Size() int64      { return i.size }
func (memInfo) Mode() fs.FileMode  { return 0o444 }
func (memInfo) ModTime() time.Time { return time.Time{} }
func (memInfo) IsDir() bool        { return false }
func (memInfo) Sys() any           { return nil }

// Empty takes every table away, with all that it holds: for a demonstration
// that begins anew.
func (d *DB) Empty(ctx context.Context) error {
	provider, err := d.provider()
	if err != nil {
		return err
	}
	if _, err := provider.DownTo(ctx, 0); err != nil {
		return fmt.Errorf("db: empty: %w", err)
	}
	return nil
}
