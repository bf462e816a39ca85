package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

var insertNumbers = db.Inserting("numbers", "series, last", "")

// TestInsertion writes as many rows as full and other statements take, one
// constant in each, for one consortium alone.
func TestInsertion(t *testing.T) {
	insertKinds := db.Inserting("numbers", "last = 7, series", "ON CONFLICT DO NOTHING")
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		for _, n := range []int{0, 1, 4, 16, 23, 100} {
			err := d.Write(ctx, func(tx *db.Tx) error {
				rows := insertKinds.Into(tx)
				for i := range n {
					rows.Add(fmt.Sprint(n, ".", i))
				}
				if err := rows.Done(); err != nil {
					return err
				}
				stored, err := db.Value[int](tx, `SELECT count(*) FROM numbers WHERE consortium_id = $1 AND last = 7 AND series LIKE $2`, fmt.Sprint(n, ".%"))
				if stored != n {
					t.Errorf("%d rows of %d", stored, n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		err := d.Read(dbtest.Ctx(dbtest.Twin), func(tx *db.Tx) error {
			n, err := db.Value[int](tx, `SELECT count(*) FROM numbers WHERE consortium_id = $1`)
			if n != 0 {
				t.Errorf("the other consortium has %d rows", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestInsertionWithTooFewValues is refused before anything is written.
func TestInsertionWithTooFewValues(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		rows := insertNumbers.Into(tx)
		rows.Add("a")
		rows.Add("b", 1, 2)
		return rows.Done()
	})
	if err == nil {
		t.Error("a row with a missing value was written")
	}
}

// TestNothingStandsAfterAFailedStatement: of an insertion whose last row fails,
// the first ones may stand until the end of the transaction, which fails even if
// the error is thrown away.
func TestNothingStandsAfterAFailedStatement(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		for _, careless := range []bool{false, true} {
			err := d.Write(ctx, func(tx *db.Tx) error {
				rows := insertNumbers.Into(tx)
				for _, series := range []string{"a", "b", "c", "a"} {
					rows.Add(series, 1)
				}
				if err := rows.Done(); err == nil {
					return errors.New("the same series was written twice")
				} else if careless {
					return nil
				}
				return errors.New("as it should be")
			})
			if err == nil {
				t.Error("a transaction with a failed statement was committed")
			}
			err = d.Read(ctx, func(tx *db.Tx) error {
				n, err := db.Value[int](tx, `SELECT count(*) FROM numbers WHERE consortium_id = $1`)
				if n != 0 {
					t.Errorf("%d rows stand", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestKeptStatementsOfTheWriter repeats a step until its statements are kept: a
// question may run inside itself, and a step that fails leaves nothing behind.
func TestKeptStatementsOfTheWriter(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	ctx := dbtest.Ctx(dbtest.Home)
	const ask = `SELECT series FROM numbers WHERE consortium_id = $1 ORDER BY series`
	refused := errors.New("refused")
	for n := range 30 {
		pairs := 0
		err := d.Write(ctx, func(tx *db.Tx) error {
			rows := insertNumbers.Into(tx)
			rows.Add(fmt.Sprint(n), 1)
			if err := rows.Done(); err != nil {
				return err
			}
			err := tx.Each(func(db.Row) error { return tx.Each(func(db.Row) error { pairs++; return nil }, ask) }, ask)
			if err == nil && n%3 == 2 {
				err = refused
			}
			return err
		})
		if err != nil && !errors.Is(err, refused) {
			t.Fatal(err)
		}
		if there := n - n/3 + 1; pairs != there*there { // of each three steps before, two stand
			t.Errorf("step %d: %d pairs of %d", n, pairs, there)
		}
	}
}
