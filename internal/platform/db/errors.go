package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"tongpin/internal/platform/fault"
)

// Result codes of SQLite (sqlite.org/rescode.html) and SQLSTATEs of PostgreSQL
// (appendix A of its manual) that mean something to a person.
const (
	liteBusy, liteFull, liteIO   = 5, 13, 10
	liteConstraintUnique         = 2067
	liteConstraintPrimary        = 1555
	pgUnique, pgSerial, pgLocked = "23505", "40001", "40P01"
	pgDiskFull, pgCrowded        = "53100", "53300"
	pgConnection                 = "08" // a class of them
	pgShutdown, pgCrashed        = "57P01", "57P02"
	pgStarting                   = "57P03"
)

// translate turns what a driver says into a fault where a person can do
// something about it; other errors stay as they are.
func translate(err error) error {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch code := lite.Code(); {
		case code == liteConstraintUnique, code == liteConstraintPrimary:
			return &taken{fault.New(fault.Conflict, "record.exists"), err}
		case code&0xff == liteFull, code&0xff == liteIO:
			return &taken{fault.New(fault.Unavailable, "db.disk"), err}
		case code&0xff == liteBusy:
			return &taken{fault.New(fault.Unavailable, "db.busy"), err}
		}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case pgUnique:
			return &taken{fault.New(fault.Conflict, "record.exists"), err}
		case pgDiskFull:
			return &taken{fault.New(fault.Unavailable, "db.disk"), err}
		case pgCrowded:
			return &taken{fault.New(fault.Unavailable, "db.busy"), err}
		}
	}
	if gone(err) {
		return &taken{fault.New(fault.Unavailable, "db.gone"), err}
	}
	return err
}

// gone tells whether the server went away or can't be reached. Whether a commit
// under way came through is not known then; the words say so. A person who went
// away is something else.
func gone(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return slices.Contains([]string{pgShutdown, pgCrashed, pgStarting}, pg.Code) || strings.HasPrefix(pg.Code, pgConnection)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return pgconn.SafeToRetry(err) || errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// taken is a fault with the driver's words behind it, for the log and for
// Violates.
type taken struct {
	fault *fault.Fault
	cause error
}

func (t *taken) Error() string   { return t.fault.Error() + ": " + t.cause.Error() }
func (t *taken) Unwrap() []error { return []error{t.fault, t.cause} }

// Violates tells whether err comes from the unique constraint or index of that
// name. SQLite names the columns instead, so give those too:
// Violates(err, "orders_number", "orders.number").
func Violates(err error, names ...string) bool {
	if !fault.Is(err, fault.Conflict) {
		return false
	}
	for _, n := range names {
		if strings.Contains(err.Error(), n) {
			return true
		}
	}
	return false
}

// Unique is a unique constraint on rows that people write, and what they are told
// when they break it.
type Unique[T any] struct {
	Names      []string       // as Violates takes them
	Key, Field string         // of the fault
	Value      func(T) string // nil: the fault concerns the whole
}

// Broken is err, or the Conflict fault of a broken constraint. The value is named if
// only one row was saved: of several the database does not say which it was.
func (u Unique[T]) Broken(err error, saved ...T) error {
	if !Violates(err, u.Names...) {
		return err
	}
	f := &fault.Fault{Kind: fault.Conflict, Key: u.Key, Field: u.Field}
	if len(saved) == 1 && u.Value != nil {
		f.Value = u.Value(saved[0])
	}
	return f
}

func mayRetry(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == pgSerial || pg.Code == pgLocked)
}
