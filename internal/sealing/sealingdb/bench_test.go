package sealingdb_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"

	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
	"tongpin/internal/sealing"
)

// benchSize is how many facts the benchmarks seal; TONGPIN_TEST_SEAL_SIZE sets
// another number, for example 1000000.
func benchSize(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("TONGPIN_TEST_SEAL_SIZE"))
	if err != nil {
		n = 20_000
	}
	b.Logf("%d facts", n)
	return n
}

// record writes facts as they come from classes: 30 persons each, everybody
// attends about four times, each with a record of its own.
func recordMany(b *testing.B, d *db.DB, n int) {
	b.Helper()
	ctx := dbtest.Ctx(dbtest.Home)
	const at = 20_000
	for first := 0; first < n; first += at {
		err := d.Write(ctx, func(tx *db.Tx) error {
			for i := first; i < min(first+at, n); i++ {
				_, err := tx.Exec(`INSERT INTO facts (consortium_id, id, seq, kind, counts_on, recorded_at, quantity, unit, scope,
					owner_id, subject_id, dims, record_kind, record_id, evidence_id, person_id, reverses_id, reason)
					VALUES ($1, $2, $3, 'training.attended', $4, $5, 1, 'person_time', 'consortium', $6, $7, $8, 'enrolment', $9, NULL, $10, NULL, '')`,
					record.NewID(), i+1, quarter.From.AddDays(i*700/n), dbtest.Start, id(2, i/30%40), id(3, i*7919%(n/4+1)),
					fmt.Sprintf(`{"category":"occupation","level":"%d","occupation":"6-29-03-%02d","subsidised":"yes"}`, i/30%5, i/30%20), id(4, i), id(9, i/30%50))
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// spent is the processor time of this process, in microseconds; what else runs
// on the machine does not count.
func spent() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // never fails for oneself
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e3
}

// stored is how many bytes a column holds.
func stored(b *testing.B, d *db.DB, column, table string) float64 {
	b.Helper()
	var bytes int64
	err := d.Read(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) (err error) {
		bytes, err = db.Value[int64](tx, `SELECT sum(length(`+column+`)) FROM `+table+` WHERE consortium_id = $1`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return float64(bytes)
}

// BenchmarkSeal seals a log, checks the whole of it, and proves a quarter.
func BenchmarkSeal(b *testing.B) {
	n := benchSize(b)
	d, _ := dbtest.SQLite(b, schema.Files)
	recordMany(b, d, n)
	ctx, s := dbtest.Ctx(dbtest.Home), serviceOf(d)
	began := spent()
	sealAll(b, s, ctx, int64(n)) // once: a fact is sealed once
	took := (spent() - began) / float64(n)
	b.Run("seal", func(b *testing.B) {
		b.ReportMetric(took, "cpu-us/fact")
		b.ReportMetric(stored(b, d, "leaves", "seal_leaves")/float64(n), "leaf-B/fact")
		b.ReportMetric(stored(b, d, "hashes", "seal_tiles")/float64(n), "hash-B/fact")
	})
	b.Run("audit", func(b *testing.B) {
		began := spent()
		for b.Loop() {
			audit(b, s, ctx, int64(n))
		}
		b.ReportMetric((spent()-began)/float64(n)/float64(b.N), "cpu-us/fact")
	})
	var bundle seal.Bundle
	b.Run("prove", func(b *testing.B) {
		for b.Loop() {
			var err error
			if bundle, err = s.Prove(ctx, []sealing.Ask{{Definition: attended, Slice: whole, Period: quarter}}, nil); err != nil {
				b.Fatal(err)
			}
		}
		text, _ := json.Marshal(bundle)
		b.ReportMetric(float64(len(bundle.Leaves)), "leaves")
		b.ReportMetric(float64(len(text))/1024, "KiB")
		b.ReportMetric(float64(len(bundle.Proof))/1024, "KiB-of-proof")
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if _, err := sealing.Verify(bundle, sealing.Trust{Keys: key().Public, Known: []metric.Definition{attended}}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
