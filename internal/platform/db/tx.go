package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"tongpin/internal/platform/fault"
)

// Tx is a transaction for one consortium. It holds its context, because both
// live exactly as long.
type Tx struct {
	db         *DB
	ctx        context.Context
	raw        *sql.Tx // nil of a reader
	lane       *reader
	consortium int64
	now        time.Time
	prepared   map[string]*held
	used       map[string]bool // texts that were run as they are
	failed     error           // of a statement: nothing after it counts
	across     bool            // may Enter other consortia
}

// Consortium is the id that $1 stands for.
func (tx *Tx) Consortium() int64 { return tx.consortium }

// Engine tells which database this is, for ByEngine.
func (tx *Tx) Engine() Engine { return tx.db.engine }

// Context is the context that the transaction lives in.
func (tx *Tx) Context() context.Context { return tx.ctx }

// ByEngine chooses between two texts where no portable SQL exists. A test
// counts its uses.
func (tx *Tx) ByEngine(lite, postgres string) string {
	if tx.db.engine == SQLite {
		return lite
	}
	return postgres
}

// Exec runs a statement and returns the number of rows that it touched.
func (tx *Tx) Exec(statement string, args ...any) (int64, error) {
	text, values, err := tx.ready(statement, args)
	if err != nil {
		return 0, err
	}
	if tx.lane != nil {
		return 0, tx.fail(errReader)
	}
	var res sql.Result
	if stmt := tx.stmt(text); stmt != nil {
		res, err = stmt.ExecContext(tx.ctx, values...)
	} else {
		res, err = tx.raw.ExecContext(tx.ctx, text, values...)
	}
	if err != nil {
		return 0, tx.fail(err)
	}
	return res.RowsAffected()
}

// ExecOne runs a statement that must touch exactly one row: the compare-and-swap
// of a version. None means that somebody was faster: a Stale fault.
func (tx *Tx) ExecOne(statement string, args ...any) error {
	n, err := tx.Exec(statement, args...)
	switch {
	case err != nil:
		return err
	case n == 0:
		return fault.New(fault.Stale, "record.stale")
	case n > 1:
		return errors.New("db: a statement for one row touched several: " + statement)
	}
	return nil
}

// Each calls fn for every row of the answer.
func (tx *Tx) Each(fn func(Row) error, statement string, args ...any) error {
	text, values, err := tx.ready(statement, args)
	if err != nil {
		return err
	}
	if tx.lane != nil {
		return tx.lane.each(tx, fn, text, values)
	}
	var rows *sql.Rows
	if stmt := tx.stmt(text); stmt != nil {
		stmt.busy = true
		defer func() { stmt.busy = false }()
		rows, err = stmt.QueryContext(tx.ctx, values...)
	} else {
		rows, err = tx.raw.QueryContext(tx.ctx, text, values...)
	}
	if err != nil {
		return tx.fail(err)
	}
	defer rows.Close()
	at := &row{s: rows}
	for rows.Next() {
		if err := fn(at); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return tx.fail(err)
	}
	return nil
}

// fail notes that a statement failed. The transaction is over then, as
// PostgreSQL has it: see run.
func (tx *Tx) fail(err error) error {
	tx.failed = translate(err)
	return tx.failed
}

// All returns every row of the answer.
func All[T any](tx *Tx, scan func(Row) (T, error), statement string, args ...any) ([]T, error) {
	return gather[T](nil, tx, scan, statement, args)
}

func gather[T any](list []T, tx *Tx, scan func(Row) (T, error), statement string, args []any) ([]T, error) {
	err := Walk(tx, scan, func(v T) error {
		list = append(list, v)
		return nil
	}, statement, args...)
	return list, err
}

// Walk calls fn with every row of the answer, one after the other, and stops at
// its first error: for answers that need not be kept, such as an export.
func Walk[T any](tx *Tx, scan func(Row) (T, error), fn func(T) error, statement string, args ...any) error {
	return tx.Each(func(r Row) error {
		v, err := scan(r)
		if err != nil {
			return err
		}
		return fn(v)
	}, statement, args...)
}

// One returns the only row of the answer; a NotFound fault if there is none.
func One[T any](tx *Tx, scan func(Row) (T, error), statement string, args ...any) (T, error) {
	list, err := All(tx, scan, statement, args...)
	var none T
	switch {
	case err != nil:
		return none, err
	case len(list) == 0:
		return none, fault.New(fault.NotFound, "record.not_found")
	}
	return list[0], nil
}

// Value scans the single column of a single row; a NotFound fault if there is none.
func Value[T any](tx *Tx, statement string, args ...any) (T, error) {
	return One(tx, func(r Row) (v T, err error) { return v, r.Scan(&v) }, statement, args...)
}

// ready checks the statement, turns it into the engine's form and its arguments
// into values that the driver takes.
func (tx *Tx) ready(statement string, args []any) (string, []any, error) {
	s := tx.db.compile(statement, tx.consortium != 0)
	if s.err != nil {
		return "", nil, s.err
	}
	values := make([]any, 0, len(args)+1)
	if tx.consortium != 0 {
		values = append(values, tx.consortium)
	}
	for _, a := range args {
		v, err := tx.db.value(a)
		if err != nil {
			return "", nil, err
		}
		values = append(values, v)
	}
	values, err := s.arranged(values)
	return s.text, values, err
}
