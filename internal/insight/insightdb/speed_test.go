package insightdb_test

import (
	"fmt"
	"testing"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightdb"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// BenchmarkBehind is a page of the 100,000 facts behind a figure, and of their
// 50,000 records: at the top, in the middle, of one part; against the plain way,
// a count and an offset.
func BenchmarkBehind(b *testing.B) {
	const facts, batch = 100_000, 1000
	d, now := dbtest.SQLite(b, schema.Files)
	ctx, by := dbtest.Ctx(dbtest.Home), actor(dbtest.Home)
	for n := 0; n < facts; {
		c := change.By(by, now.Now())
		for range batch {
			c.Count(fact.Fact{
				Kind: kinds[0], On: calendar.On(2024, 1, 1).AddDays(n / 120), Quantity: 1, Unit: "x", Scope: scopes[0], Owner: owner[1+n%2], Subject: subject[n%2],
				Dims:   map[string]string{"type": fmt.Sprint("t", n%500)},
				Record: record.Ref{Kind: "class", ID: record.ID(fmt.Sprintf("01900000-0000-7000-8003-%012d", n/2))},
			})
			n++
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
			b.Fatal(err)
		}
	}
	store := insightdb.New(d)
	if _, err := store.Keep(ctx, definitions, false); err != nil {
		b.Fatal(err)
	}
	whole := insight.FactQuery{Definition: definitions[0], Slice: metric.Slice{Scope: scopes[0]}, Limit: 50}
	middle, part := whole, whole
	middle.Offset = facts / 2
	part.Slice.Dimension, part.Slice.Value = "type", "t7"
	for name, q := range map[string]insight.FactQuery{"top": whole, "middle": middle, "part": part} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p, err := store.Facts(ctx, q)
				if err != nil || len(p.Rows) != 50 {
					b.Fatal(len(p.Rows), err)
				}
			}
		})
	}
	b.Run("middle/plain", func(b *testing.B) {
		for b.Loop() {
			err := d.Read(ctx, func(tx *db.Tx) error {
				n, err := db.Value[int](tx, `SELECT count(*) FROM facts WHERE consortium_id = $1 AND kind = 'a' AND scope = 'consortium'`)
				if err != nil || n != facts {
					b.Fatal(n, err)
				}
				list, err := db.All(tx, func(r db.Row) (id record.ID, err error) { return id, r.Scan(&id) },
					`SELECT id FROM facts WHERE consortium_id = $1 AND kind = 'a' AND scope = 'consortium' ORDER BY counts_on DESC, seq DESC LIMIT 50 OFFSET 50000`)
				if err == nil && len(list) != 50 {
					b.Fatal(len(list))
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	for name, mark := range map[string]insight.Mark{"records/top": {}, "records/middle": {On: calendar.On(2025, 2, 20)}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				list, _, err := store.Records(ctx, whole, mark)
				if err != nil || len(list) != 50 {
					b.Fatal(len(list), err)
				}
			}
		})
	}
}
