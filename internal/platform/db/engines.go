package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite", pure Go

	"tongpin/internal/platform/fault"
)

const maxReaders = 4

// openSQLite opens one writer and several query-only readers on the file. The
// writer begins IMMEDIATE, so that two writers queue instead of failing, and
// syncs FULL, so that an acknowledged write survives a loss of power.
func (d *DB) openSQLite(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unopened(path, err)
	}
	d.engine = SQLite
	var err error
	if d.pool, err = sql.Open("sqlite", dsn(path, true)); err != nil {
		return err
	}
	d.pool.SetMaxOpenConns(1)
	if err := d.pool.PingContext(ctx); err != nil { // creates the file and sets WAL first
		return unopened(path, err)
	}
	d.readers, err = newReaders(dsn(path, false), maxReaders)
	return err
}

// root is the innermost reason of an error, the last one where there are several.
func root(err error) error {
	for {
		var inner error
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			inner = x.Unwrap()
		case interface{ Unwrap() []error }:
			if all := x.Unwrap(); len(all) > 0 {
				inner = all[len(all)-1]
			}
		}
		if inner == nil {
			return err
		}
		err = inner
	}
}

// unopened says that the file of an embedded database can't be opened or made.
func unopened(path string, err error) error {
	return fmt.Errorf("%w: %w", fault.Wrong("database", path, "db.unopened", "problem", err.Error()), err)
}

func dsn(path string, writer bool) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(ON)", "temp_store(MEMORY)", "cache_size(-16000)"} {
		q.Add("_pragma", p)
	}
	if writer {
		q.Add("_pragma", "synchronous(FULL)")
		q.Set("_txlock", "immediate")
	} else {
		q.Add("_pragma", "query_only(ON)")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

const pgConns = 12

func (d *DB) openPostgreSQL(ctx context.Context, address string) error {
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	pool.SetMaxOpenConns(pgConns)
	pool.SetMaxIdleConns(pgConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return fmt.Errorf("%w: %w", fault.New(fault.Unavailable, "db.unreachable", "problem", root(err).Error()), err)
	}
	d.engine, d.pool = PostgreSQL, pool
	return nil
}
