package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// series are the numbers of one series, of many.
const series = `SELECT last FROM numbers WHERE consortium_id = $1 AND series >= $2 ORDER BY series`

func numbered(t *testing.T, n int) (*db.DB, context.Context) {
	t.Helper()
	d, _ := dbtest.SQLite(t, schema.Files)
	ctx := dbtest.Ctx(dbtest.Home)
	err := d.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			if _, err := tx.Exec(`INSERT INTO numbers (consortium_id, series, last) VALUES ($1, $2, $3)`, fmt.Sprintf("s%03d", i), i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d, ctx
}

func sum(d *db.DB, ctx context.Context, text string, args ...any) (total int, err error) {
	return total, d.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(r db.Row) error {
			var n int
			err := r.Scan(&n)
			total += n
			return err
		}, text, args...)
	})
}

// More texts come often than a connection keeps: each still answers for itself,
// with the values of each time.
func TestMoreStatementsThanAreKept(t *testing.T) {
	d, ctx := numbered(t, 4)
	for range 20 {
		for limit := range 200 {
			want := []int{6, 6, 5, 3, 0}[min(limit, 4)]
			got, err := sum(d, ctx, fmt.Sprintf("%s LIMIT %d", series, 10+limit), fmt.Sprintf("s%03d", limit))
			if err != nil || got != want {
				t.Fatalf("from %d: %d, %v, want %d", limit, got, err, want)
			}
		}
	}
}

// Whatever ends a reading transaction in the middle, the next one is right.
func TestReadersSurviveWhatEndsThem(t *testing.T) {
	d, ctx := numbered(t, 300)
	const all = 300 * 299 / 2
	boom := errors.New("boom")
	ends := map[string]func(context.Context) error{
		"an error": func(ctx context.Context) error {
			return d.Read(ctx, func(tx *db.Tx) error { return tx.Each(func(db.Row) error { return boom }, series, "") })
		},
		"somebody who leaves": func(ctx context.Context) error {
			ctx, leave := context.WithCancel(ctx)
			return d.Read(ctx, func(tx *db.Tx) error { return tx.Each(func(db.Row) error { leave(); return nil }, series, "") })
		},
		"somebody who has left": func(ctx context.Context) error {
			ctx, leave := context.WithCancel(ctx)
			leave()
			return d.Read(ctx, func(*db.Tx) error { return nil })
		},
		"a wrong statement": func(ctx context.Context) error {
			return d.Read(ctx, func(tx *db.Tx) error {
				_ = tx.Each(func(db.Row) error { return nil }, `SELECT nothing FROM numbers WHERE consortium_id = $1`)
				return nil
			})
		},
		"too few destinations": func(ctx context.Context) error {
			return d.Read(ctx, func(tx *db.Tx) error { return tx.Each(func(r db.Row) error { return r.Scan() }, series, "") })
		},
		"a panic": func(ctx context.Context) (err error) {
			defer func() { err = recover().(error) }()
			return d.Read(ctx, func(tx *db.Tx) error { return tx.Each(func(db.Row) error { panic(boom) }, series, "") })
		},
	}
	for range 10 { // also when the statement is kept
		for name, end := range ends {
			if err := end(ctx); err == nil {
				t.Errorf("%s: no error", name)
			}
			if got, err := sum(d, ctx, series, ""); err != nil || got != all {
				t.Fatalf("after %s: %d, %v, want %d", name, got, err, all)
			}
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := sum(d, ctx, series, ""); err == nil {
		t.Error("a closed database answers")
	}
}
