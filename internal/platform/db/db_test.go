package db_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/skiptest"
	"tongpin/internal/schema"
)

var insertOnceKeys = db.Inserting("once_keys", "key, at", "")

func TestWithoutAConsortiumThereIsNoWayIn(t *testing.T) {
	d, _ := dbtest.SQLite(t, schema.Files)
	nothing := func(*db.Tx) error { t.Error("the transaction ran"); return nil }
	if err := d.Read(context.Background(), nothing); err == nil {
		t.Error("a read without a consortium was let in")
	}
	if err := d.Write(db.In(context.Background(), 0), nothing); err == nil {
		t.Error("a write for consortium 0 was let in")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		err := d.Read(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, $2, $3)`, "k", tx.Now())
			return err
		})
		if err == nil {
			t.Error("a read transaction wrote")
		}
	})
}

// TestRowSecurityStandsBehindTheGuard speaks past the guard with a statement
// that it can't see through (the table's name comes from a view) and shows that
// PostgreSQL refuses all the same.
func TestRowSecurityStandsBehindTheGuard(t *testing.T) {
	dbtest.OnPostgreSQL(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		put := func(ctx context.Context) error {
			return d.Write(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, $2, $3)`, "k", tx.Now())
				return err
			})
		}
		if err := put(ctx); err != nil {
			t.Fatal(err)
		}
		if err := put(dbtest.Ctx(dbtest.Twin)); err != nil {
			t.Fatal(err)
		}
		err := d.System(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(`CREATE VIEW all_keys WITH (security_invoker = true) AS SELECT * FROM ONLY "once_keys"`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		count := func(run func(context.Context, func(*db.Tx) error) error, ctx context.Context) (n int) {
			err := run(ctx, func(tx *db.Tx) (err error) {
				if tx.Consortium() == 0 {
					n, err = db.Value[int](tx, `SELECT count(*) FROM all_keys`)
				} else {
					n, err = db.Value[int](tx, `SELECT count(*) FROM all_keys WHERE $1 > 0`)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count(d.Read, ctx); n != 1 {
			t.Errorf("a consortium sees %d rows past the guard, want its own 1", n)
		}
		if n := count(d.SystemRead, context.Background()); n != 0 {
			t.Errorf("nobody's transaction sees %d rows, want none", n)
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO all_keys SELECT $1 + 1, 'stolen', at FROM all_keys`)
			return err
		})
		if err == nil {
			t.Error("a row was written for another consortium")
		}
	})
}

// date is a type that stores itself as text, as calendar dates do.
type date struct{ text string }

func (d date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

func (d *date) UnmarshalText(b []byte) error { d.text = string(b); return nil }

func TestValuesComeBackAsTheyWent(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		type kind string
		day := date{"2026-02-28"}
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO todos (consortium_id, id, record_kind, record_id, step, args, organisation_id, role, due_on, escalate_to, escalated, opened_at)
				VALUES ($1, $2, $3, $2, '', $4, $5, '', $6, '', $7, $8)`,
				"01900000-0000-7000-8000-000000000001", kind("k"), db.JSON(map[string]int{"a": 1}), db.Null(""), day, true, now.Now())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(ctx, func(tx *db.Tx) error {
			return tx.Each(func(r db.Row) error {
				var k kind
				var args map[string]int
				var org string
				var due date
				var escalated bool
				at := now.Now().AddDate(1, 0, 0)
				closed := at
				if err := r.Scan(&k, db.JSON(&args), &org, &due, &escalated, &at, &closed); err != nil {
					return err
				}
				if k != "k" || args["a"] != 1 || org != "" || due != day || !escalated || !at.Equal(now.Now()) || !closed.IsZero() {
					t.Errorf("read %q %v %q %v %v %v %v", k, args, org, due, escalated, at, closed)
				}
				return nil
			}, `SELECT record_kind, args, organisation_id, due_on, escalated, opened_at, closed_at FROM todos WHERE consortium_id = $1`)
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestABrokenConstraintSaysWhatIsWrong: of one row its value, of several none.
func TestABrokenConstraintSaysWhatIsWrong(t *testing.T) {
	onlyKey := db.Unique[string]{Names: []string{"once_keys"}, Key: "key.exists", Field: "key", Value: func(key string) string { return key }}
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		exists := func(value string) []*fault.Fault {
			return []*fault.Fault{{Kind: fault.Conflict, Key: "key.exists", Field: "key", Value: value}}
		}
		for _, c := range []struct {
			keys []string
			want []*fault.Fault
		}{{[]string{"k"}, nil}, {[]string{"k"}, exists("k")}, {[]string{"j", "k"}, exists("")}} {
			err := d.Write(ctx, func(tx *db.Tx) error {
				rows := insertOnceKeys.Into(tx)
				for _, k := range c.keys {
					rows.Add(k, tx.Now())
				}
				return onlyKey.Broken(rows.Done(), c.keys...)
			})
			if diff := cmp.Diff(c.want, fault.All(err)); diff != "" {
				t.Error(c.keys, diff)
			}
		}
		if other := fault.New(fault.Stale, "record.stale"); onlyKey.Broken(other, "k") != error(other) {
			t.Error("another error was changed")
		}
	})
}

func TestErrorsThatPeopleCanMendAreFaults(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		put := func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, 'k', $2)`, tx.Now())
			return err
		}
		if err := d.Write(ctx, put); err != nil {
			t.Fatal(err)
		}
		if err := d.Write(ctx, put); !fault.Is(err, fault.Conflict) || !db.Violates(err, "once_keys") {
			t.Errorf("the same key again: %v", err)
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			_, err := db.Value[string](tx, `SELECT key FROM once_keys WHERE consortium_id = $1 AND key = 'none'`)
			return err
		})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("no row: %v", err)
		}
		err = d.Write(ctx, func(tx *db.Tx) error {
			return tx.ExecOne(`UPDATE once_keys SET at = $2 WHERE consortium_id = $1 AND key = 'none'`, tx.Now())
		})
		if !fault.Is(err, fault.Stale) {
			t.Errorf("nobody to update: %v", err)
		}
	})
}

func TestATransactionIsAllOrNothing(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		stop := fmt.Errorf("stop")
		for _, end := range []func(){func() {}, func() { panic(stop) }} {
			func() {
				defer func() { _ = recover() }()
				_ = d.Write(ctx, func(tx *db.Tx) error {
					if _, err := tx.Exec(`INSERT INTO once_keys (consortium_id, key, at) VALUES ($1, 'k', $2)`, tx.Now()); err != nil {
						t.Error(err)
					}
					end()
					return stop
				})
			}()
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			n, err := db.Value[int](tx, `SELECT count(*) FROM once_keys WHERE consortium_id = $1`)
			if n != 0 {
				t.Errorf("%d rows are left of transactions that failed", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestWritersQueue(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
		var all sync.WaitGroup
		const writers, each = 8, 20
		for w := range writers {
			all.Go(func() {
				for range each {
					err := d.Write(ctx, func(tx *db.Tx) error {
						_, err := tx.Exec(`INSERT INTO numbers (consortium_id, series, last) VALUES ($1, 's', 1)
							ON CONFLICT (consortium_id, series) DO UPDATE SET last = numbers.last + 1`)
						return err
					})
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		all.Wait()
		_ = d.Read(ctx, func(tx *db.Tx) error {
			if n, err := db.Value[int](tx, `SELECT last FROM numbers WHERE consortium_id = $1`); n != writers*each || err != nil {
				t.Errorf("%d (%v), want %d", n, err, writers*each)
			}
			return nil
		})
	})
}

// TestBothSchemasAreOne compares tables, columns and nullability, and that every
// tenant table begins its key with the consortium.
func TestBothSchemasAreOne(t *testing.T) {
	var mu sync.Mutex
	found := map[db.Engine][]string{}
	t.Run("read", func(t *testing.T) {
		dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, ctx context.Context) {
			columns := columnsOf(t, d)
			mu.Lock()
			defer mu.Unlock()
			found[d.Engine()] = columns
		})
	})
	if len(found) < 2 {
		skiptest.Lacking(t, "no PostgreSQL to compare with")
	}
	if diff := cmp.Diff(found[db.SQLite], found[db.PostgreSQL]); diff != "" {
		t.Errorf("the schemas differ (-sqlite +postgresql):\n%s", diff)
	}
}

func columnsOf(t *testing.T, d *db.DB) []string {
	var list []string
	err := d.SystemRead(context.Background(), func(tx *db.Tx) error {
		return tx.Each(func(r db.Row) error {
			var table, column string
			var required bool
			if err := r.Scan(&table, &column, &required); err != nil {
				return err
			}
			if !strings.HasPrefix(table, "goose") && !strings.HasPrefix(table, "sqlite") {
				list = append(list, fmt.Sprintf("%s.%s required=%v", table, column, required))
			}
			return nil
		}, tx.ByEngine(
			`SELECT m.name, c.name, c."notnull" FROM sqlite_master m JOIN pragma_table_info(m.name) c ON 1 = 1 WHERE m.type = 'table'`,
			`SELECT table_name, column_name, is_nullable = 'NO' FROM information_schema.columns WHERE table_schema = 'public'`,
		))
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(list)
	return list
}

func TestTheSchemaGoesDownAndUpAgain(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, _ *clock.Set, _ context.Context) {
		before := columnsOf(t, d)
		if err := d.Empty(context.Background()); err != nil {
			t.Fatal(err)
		}
		if left := columnsOf(t, d); len(left) != 0 {
			t.Errorf("left over: %v", left)
		}
		if err := d.Migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, columnsOf(t, d)); diff != "" {
			t.Error(diff)
		}
	})
}
