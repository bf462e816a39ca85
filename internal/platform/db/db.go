package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"tongpin/internal/platform/clock"
)

// Engine is the database behind the program.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgresql"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine  Engine
	pool    *sql.DB  // the writer of the embedded database, all connections of PostgreSQL
	readers *readers // of the embedded database
	clock   clock.Clock
	schema  fs.FS
	tenants map[string]bool // tenant tables by name
	texts   sync.Map        // statement text + mode -> *statement
	keeper  keeper          // of the writer
}

// Options of Open. Schema holds the migrations (see Migrate); Clock gives the
// instant that a transaction freezes.
type Options struct {
	Schema fs.FS
	Clock  clock.Clock
}

// Open opens the database that url names: sqlite:PATH, postgres://... or
// postgresql://... It does not migrate.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	d := &DB{clock: o.Clock, schema: o.Schema}
	var err error
	if d.tenants, err = tenantTables(o.Schema); err != nil {
		return nil, err
	}
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		err = d.openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		err = d.openPostgreSQL(ctx, url)
	default:
		err = errors.New("db: the database address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Engine tells which database this is.
func (d *DB) Engine() Engine { return d.engine }

// Close closes all connections.
func (d *DB) Close() error {
	if d.readers == nil {
		return d.pool.Close()
	}
	return errors.Join(d.readers.close(), d.pool.Close())
}

type tenantKey struct{}

// In returns a context for the work of one consortium.
func In(ctx context.Context, consortium int64) context.Context {
	return context.WithValue(ctx, tenantKey{}, consortium)
}

// Consortium returns the consortium of the context, and false if there is none.
func Consortium(ctx context.Context) (int64, bool) {
	id, ok := ctx.Value(tenantKey{}).(int64)
	return id, ok && id > 0
}

// errNoTenant is a mistake of the program: work without a consortium.
var errNoTenant = errors.New("db: the context names no consortium")

// Read runs fn in a read-only transaction of the context's consortium; all its
// statements see one snapshot.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	id, ok := Consortium(ctx)
	if !ok {
		return errNoTenant
	}
	return d.run(ctx, id, true, fn)
}

// Ask is Read for one answer.
func Ask[T any](ctx context.Context, d *DB, ask func(*Tx) (T, error)) (answer T, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		answer, err = ask(tx)
		return err
	})
	return answer, err
}

// Write runs fn in a transaction of the context's consortium: all or nothing.
// On PostgreSQL it is run again if the database asks for that (serialisation,
// deadlock), so fn must do nothing but talk to the transaction.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	id, ok := Consortium(ctx)
	if !ok {
		return errNoTenant
	}
	return d.retry(ctx, id, fn)
}

// System runs fn in a transaction for global tables only.
func (d *DB) System(ctx context.Context, fn func(*Tx) error) error {
	return d.retry(ctx, 0, fn)
}

// SystemRead runs fn in a read-only transaction for global tables only.
func (d *DB) SystemRead(ctx context.Context, fn func(*Tx) error) error {
	return d.run(ctx, 0, true, fn)
}

const maxTries = 4

func (d *DB) retry(ctx context.Context, consortium int64, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		err := d.run(ctx, consortium, false, fn)
		if err == nil || try == maxTries || !mayRetry(err) {
			return err
		}
	}
}

func (d *DB) run(ctx context.Context, consortium int64, readOnly bool, fn func(*Tx) error) (err error) {
	if readOnly && d.readers != nil {
		return d.look(ctx, consortium, fn)
	}
	options := &sql.TxOptions{}
	if readOnly {
		options = &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	}
	raw, err := d.pool.BeginTx(ctx, options)
	if err != nil {
		return translate(err)
	}
	tx := &Tx{db: d, ctx: ctx, raw: raw, consortium: consortium, now: d.clock.Now()}
	defer func() {
		if p := recover(); p != nil {
			_ = raw.Rollback()
			panic(p)
		}
	}()
	if err := tx.bind(); err != nil {
		return errors.Join(err, raw.Rollback())
	}
	if err := tx.all(fn); err != nil {
		if back := raw.Rollback(); back != nil && !errors.Is(back, sql.ErrTxDone) {
			return errors.Join(err, back)
		}
		return err
	}
	if err := raw.Commit(); err != nil {
		return translate(err)
	}
	d.keep(ctx, tx.used)
	return nil
}

// all runs fn. If a statement failed, the transaction has, whatever fn makes of
// it: of an insertion of many rows some may stand.
func (tx *Tx) all(fn func(*Tx) error) error {
	if err := fn(tx); err != nil {
		return err
	}
	return tx.failed
}

// bind tells PostgreSQL's row-level security whose transaction this is.
func (tx *Tx) bind() error {
	if tx.db.engine != PostgreSQL || tx.consortium == 0 {
		return nil
	}
	_, err := tx.raw.ExecContext(tx.ctx, "SELECT set_config('app.consortium', $1, true)", fmt.Sprint(tx.consortium))
	return translate(err)
}

// Now is the instant at which the transaction began, by the injected clock.
func (tx *Tx) Now() time.Time { return tx.now }
