package metricdb_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// factsVariable is the largest number of facts that the benchmarks make.
const factsVariable = "TONGPIN_TEST_SPEED_FACTS"

const usualFacts = 100_000

// training is what is measured: ten years of trainees, of whom each is counted
// a few times, by 50 providers in 60 occupations.
var training = []metric.Definition{
	{Key: "person_times", Kinds: kinds[:1], Measure: metric.Sum, Scopes: scopes[:1], PerOwner: true, Dimensions: []string{"occupation", "subsidised"}, Unit: "x"},
	{Key: "persons", Kinds: kinds[:1], Measure: metric.Subjects, Scopes: scopes[:1], PerOwner: true, Dimensions: []string{"occupation", "subsidised"}, Unit: "x"},
	{Key: "persons.ever", Kinds: kinds[:1], Measure: metric.Subjects, Stock: true, Scopes: scopes[:1], PerOwner: true, Dimensions: []string{"occupation"}, Unit: "x"},
}

// attended is the n-th fact of many.
func attended(n, of int) fact.Fact {
	return fact.Fact{
		ID: record.ID(fmt.Sprintf("01900000-0000-7000-8000-%012d", n)), Kind: kinds[0], On: calendar.On(2016, 1, 1).AddDays(n * 3650 / of), Quantity: 1, Unit: "x", Scope: scopes[0],
		Owner:   record.ID(fmt.Sprintf("01900000-0000-7000-8001-%012d", n%50)),
		Subject: record.ID(fmt.Sprintf("01900000-0000-7000-8002-%012d", (n*7919)%max(of/4, 1))),
		Dims:    map[string]string{"occupation": fmt.Sprint(n / 40 % 60), "subsidised": []string{"yes", "no"}[n%2]},
		Record:  record.Ref{Kind: "class", ID: record.ID(fmt.Sprintf("01900000-0000-7000-8003-%012d", n/40))},
	}
}

var insertFacts = db.Inserting("facts", `id, seq, kind, counts_on, recorded_at, quantity, unit, scope, owner_id, subject_id, dims, record_kind, record_id, reason = ''`, "")

// fill writes facts without their rollups.
func fill(b *testing.B, ctx context.Context, d *db.DB, from, to, of int) {
	b.Helper()
	for ; from < to; from += 100_000 {
		err := d.Write(ctx, func(tx *db.Tx) error {
			rows := insertFacts.Into(tx)
			for n := from; n < min(from+100_000, to); n++ {
				f := attended(n, of)
				rows.Add(f.ID, n+1, f.Kind, f.On, tx.Now(), f.Quantity, f.Unit, f.Scope, f.Owner, f.Subject, db.JSON(f.Dims), f.Record.Kind, f.Record.ID)
			}
			if err := rows.Done(); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO numbers (consortium_id, series, last) VALUES ($1, 'fact', $2)
				ON CONFLICT (consortium_id, series) DO UPDATE SET last = excluded.last`, min(from+100_000, to))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// fillAtOnce is fill for millions: the index by subject, whose order is not that of
// the facts, is made when they are there.
func fillAtOnce(b *testing.B, ctx context.Context, d *db.DB, n int) {
	b.Helper()
	run := func(statement string) {
		if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
			b.Fatal(err)
		}
	}
	run(`DROP INDEX facts_subject`)
	fill(b, ctx, d, 0, n, n)
	run(`CREATE INDEX facts_subject ON facts (consortium_id, subject_id, kind)`)
}

// largest is how many facts are made at most.
func largest(b *testing.B) int {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv(factsVariable))
	if err != nil {
		n = usualFacts
	}
	return n
}

func figure(b *testing.B, ctx context.Context, d *db.DB, q metric.Question) int64 {
	b.Helper()
	var value int64
	err := d.Read(ctx, func(tx *db.Tx) error {
		answers, err := metricdb.Figures(tx, []metric.Question{q})
		if err == nil {
			value = answers[0][0].Value
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return value
}

// BenchmarkFigure is one figure against the number of facts, from its rollup and
// by a plain statement over the facts.
func BenchmarkFigure(b *testing.B) {
	whole := metric.Slice{Scope: scopes[0]}
	occupation := metric.Slice{Scope: scopes[0], Dimension: "occupation", Value: "7"}
	quarter, _ := calendar.ParsePeriod("2020-Q1")
	sum := `SELECT CAST(sum(quantity) AS BIGINT) FROM facts WHERE consortium_id = $1 AND kind = 'a' AND scope = 'consortium' AND counts_on >= $2 AND counts_on <= $3`
	persons := `SELECT count(*) FROM (SELECT subject_id FROM facts WHERE consortium_id = $1 AND kind = 'a' AND scope = 'consortium'
		AND counts_on >= $2 AND counts_on <= $3 GROUP BY subject_id HAVING sum(quantity) > 0) AS counted`
	cases := []struct {
		name string
		metric.Question
		scan     string
		from, to calendar.Date
	}{
		{"sum/quarter", metric.Question{Definition: training[0], Period: quarter, Slices: []metric.Slice{whole}}, sum, quarter.From, quarter.To},
		{"sum/ten-years", metric.Question{Definition: training[0], Period: calendar.UpTo(calendar.On(2026, 3, 20)), Slices: []metric.Slice{whole}}, sum, calendar.On(1, 1, 1), calendar.On(2026, 3, 20)},
		{"sum/occupation", metric.Question{Definition: training[0], Period: quarter, Slices: []metric.Slice{occupation}}, sum + ` AND replace(dims, '"occupation":"7"', '') <> dims`, quarter.From, quarter.To},
		{"persons/quarter", metric.Question{Definition: training[1], Period: quarter, Slices: []metric.Slice{whole}}, persons, quarter.From, quarter.To},
		{"persons/ten-years", metric.Question{Definition: training[2], Period: calendar.UpTo(calendar.On(2026, 3, 20)), Slices: []metric.Slice{whole}}, persons, calendar.On(1, 1, 1), calendar.On(2026, 3, 20)},
	}
	for n := 10_000; n <= largest(b); n *= 10 {
		b.Run(fmt.Sprintf("facts=%d", n), func(b *testing.B) { // of each its own, so that its database goes before the next comes
			d, _ := dbtest.SQLite(b, schema.Files)
			ctx := dbtest.Ctx(dbtest.Home)
			built := rolledUp(b, ctx, d, n)
			for _, c := range cases {
				var rolled, counted int64
				b.Run(c.name+"/rolled", func(b *testing.B) {
					began := processor(b)
					for range b.N {
						rolled = figure(b, ctx, d, c.Question)
					}
					b.ReportMetric(float64((processor(b)-began).Microseconds())/float64(b.N), "cpu-µs/op")
					b.ReportMetric(built.Seconds(), "built-cpu-s")
				})
				b.Run(c.name+"/scan", func(b *testing.B) {
					began, rounds := processor(b), b.N
					if n > 1_000_000 {
						rounds = 1 // a minute each
					}
					for range rounds {
						counted = scanned(b, ctx, d, c.scan, c.from, c.to)
					}
					b.ReportMetric(float64((processor(b)-began).Microseconds())/float64(rounds), "cpu-µs/op")
				})
				if rolled != counted {
					b.Errorf("%s: %d from the rollup, %d from the facts", c.name, rolled, counted)
				}
			}
		})
	}
}

// rolledUp makes facts, builds their rollups and checks them; it returns what
// building computed.
func rolledUp(b *testing.B, ctx context.Context, d *db.DB, n int) time.Duration {
	b.Helper()
	fillAtOnce(b, ctx, d, n)
	began := processor(b)
	if _, err := metricdb.Rebuild(ctx, d, training); err != nil {
		b.Fatal(err)
	}
	built := processor(b) - began
	err := d.Read(ctx, func(tx *db.Tx) error {
		differences, err := metricdb.Compare(tx, training)
		if len(differences) > 0 {
			b.Errorf("%d differences, the first %+v", len(differences), differences[0])
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return built
}

func scanned(b *testing.B, ctx context.Context, d *db.DB, statement string, from, to calendar.Date) (counted int64) {
	b.Helper()
	err := d.Read(ctx, func(tx *db.Tx) (err error) {
		counted, err = db.Value[int64](tx, statement, from, to)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return counted
}

// BenchmarkCommit is what the rollups add to a commit of one fact and to a batch
// of an import; the three metrics count every fact.
func BenchmarkCommit(b *testing.B) {
	for _, kept := range []bool{false, true} {
		for _, size := range []int{1, 500} {
			b.Run(fmt.Sprintf("rolled=%v/facts=%d", kept, size), func(b *testing.B) {
				d, now := dbtest.SQLite(b, schema.Files)
				ctx := dbtest.Ctx(dbtest.Home)
				fill(b, ctx, d, 0, 10_000, 100_000)
				if kept {
					if _, err := metricdb.Rebuild(ctx, d, training); err != nil {
						b.Fatal(err)
					}
				}
				next := 10_000
				began := processor(b)
				for b.Loop() {
					commitNext(b, ctx, d, now, &next, size)
				}
				b.ReportMetric(float64((processor(b)-began).Microseconds())/float64(b.N*size), "cpu-µs/fact")
			})
		}
	}
}

func commitNext(b *testing.B, ctx context.Context, d *db.DB, now *clock.Set, next *int, size int) {
	facts := make([]fact.Fact, size)
	for i := range facts {
		facts[i] = attended(*next, 100_000)
		*next++
	}
	if err := commit(ctx, d, now, facts); err != nil {
		b.Fatal(err)
	}
}

// processor is the time that this process has computed: on a shared machine it
// means more than the time that has passed.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
