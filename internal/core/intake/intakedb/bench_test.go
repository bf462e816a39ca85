package intakedb_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// BenchmarkImport compares an import with the bare reading of the same file and
// the bare inserts of the same rows and facts in the same run. The inserts go in
// batches of the same size, each in one transaction. The ratio is the time of
// the import over the sum of both.
func BenchmarkImport(b *testing.B) {
	const rows = 10_000
	content := sheetOf(0, rows, nil)
	for b.Loop() {
		bare := readBare(b, content) + insertBare(b, rows)
		d, now := dbtest.SQLite(b, schema.Files)
		h := newHouse(b, d, now)
		ctx := dbtest.Ctx(dbtest.Home)
		began := time.Now()
		i, err := h.Run(ctx, clerk, intake.Direct{Upload: intake.Upload{Kind: "firms", FileName: "f.csv", Content: strings.NewReader(content)}})
		took := time.Since(began)
		if err != nil || i.Counts.Created != rows {
			b.Fatalf("%v %+v", err, i.Counts)
		}
		b.ReportMetric(float64(took.Microseconds())/rows, "us/row")
		b.ReportMetric(float64(bare.Microseconds())/rows, "bare-us/row")
		b.ReportMetric(float64(took)/float64(bare), "ratio")
	}
}

func readBare(b *testing.B, content string) time.Duration {
	began := time.Now()
	r, err := sheet.Open("f.csv", strings.NewReader(content), int64(len(content)), layout, words{})
	if err != nil {
		b.Fatal(err)
	}
	for _, err := range r.Rows() {
		if err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}

func insertBare(b *testing.B, rows int) time.Duration {
	d, now := dbtest.SQLite(b, schema.Files)
	ctx := db.In(context.Background(), dbtest.Home)
	began := time.Now()
	for from := 0; from < rows; from += intake.BatchRows {
		c := change.By(clerk, now.Now())
		err := d.Write(ctx, func(tx *db.Tx) error {
			for n := from; n < min(from+intake.BatchRows, rows); n++ {
				id := record.NewID()
				o := organisation.Organisation{ID: id, Name: fmt.Sprintf("Firm %05d", n), Kind: organisation.Enterprise, CreditCode: fmt.Sprintf("C%05d", n), StaffCount: int64(n)}
				if err := organisationdb.Save(tx, o); err != nil {
					return err
				}
				c.Count(fact.Fact{Kind: "firm.made", Quantity: 1, Unit: "firm", Scope: "all", Record: record.Ref{Kind: organisation.RecordKind, ID: id}})
			}
			return ledger.Commit(tx, c)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}
