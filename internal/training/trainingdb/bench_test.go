package trainingdb_test

import (
	"bytes"
	"fmt"
	"iter"
	"testing"

	"tongpin/internal/core/code"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
	"tongpin/internal/training"
)

// benchRows is the size of the workbook of BenchmarkRosterImport.
const benchRows = 50_000

// many are the rows of n people in classes of fifty.
func many(n int) iter.Seq[sheet.Values] {
	return func(yield func(sheet.Values) bool) {
		for i := range n {
			v := line(fmt.Sprintf("K-%d", i/50), 1, i%50 == 0)
			number, err := code.CompleteIdentity(fmt.Sprintf("659999%04d%02d01%03d", 1970+i/12000, 1+i/1000%12, i%1000))
			if err != nil {
				panic(err)
			}
			v[15], v[16] = fmt.Sprint("Person ", i), number
			if !yield(v) {
				return
			}
		}
	}
}

// BenchmarkRosterImport imports 50,000 people in 1,000 classes. "import" is the
// whole way; "read" only reads the workbook; "rows" only inserts as many bare
// rows into the tables that an import fills, 500 in a transaction: together what
// nobody can save.
func BenchmarkRosterImport(b *testing.B) {
	book := workbook(b, many(benchRows))
	ctx := dbtest.Ctx(dbtest.Home)
	b.Run("import", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			d, now := dbtest.SQLite(b, schema.Files)
			s, _ := desk(b, d, now)
			b.StartTimer()
			if got := run(b, ctx, s, book); got.Created != benchRows {
				b.Fatalf("%+v", got)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			reader, err := sheet.Open("r.csv", bytes.NewReader(book), int64(len(book)), training.RosterLayout, plain{})
			if err != nil {
				b.Fatal(err)
			}
			for _, err := range reader.Rows() {
				if err != nil {
					b.Fatal(err)
				}
			}
			reader.Close()
		}
	})
	b.Run("rows", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			d, now := dbtest.SQLite(b, schema.Files)
			_, _ = house(b, d, now)
			b.StartTimer()
			bare(b, d)
		}
	})
}

// bare inserts a person, an identity, a place and a fact a row, by statements
// alone.
func bare(b *testing.B, d *db.DB) {
	b.Helper()
	ctx := dbtest.Ctx(dbtest.Home)
	id := func(kind, n int) string { return fmt.Sprintf("00000000-0000-7000-800%d-%012d", kind, n) }
	for start := 0; start < benchRows; start += 500 {
		err := d.Write(ctx, func(tx *db.Tx) error {
			for n := start; n < start+500; n++ {
				class := id(1, n/50)
				if n%50 == 0 {
					if _, err := tx.Exec(`INSERT INTO training_classes (consortium_id, id, version, number, name, provider_id, category, occupation, level, subsidised, fund, industry, opens_on, closes_on,
							hours, seats, enrolled, place, plan, exception, findings, state, registered, end_reason, sample, created_at, updated_at)
						VALUES ($1, $2, 1, $2, 'C', $3, 'c', '', '', TRUE, '', '', $4, $4, 8, 0, 0, '', '', '', '[]', 'completed', TRUE, '', FALSE, $5, $5)`, class, college, today, tx.Now()); err != nil {
						return err
					}
				}
				if _, err := tx.Exec(`INSERT INTO trainees (consortium_id, id, version, kind_of_person, employment, sample, created_at) VALUES ($1, $2, 1, 'farmer', 'employed', FALSE, $3)`, id(2, n), tx.Now()); err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO trainee_identities (consortium_id, trainee_id, name, id_number, phone, sex, birth_on, bank_account) VALUES ($1, $2, 'P', $3, '13800001234', 'male', $4, '')`,
					id(2, n), fmt.Sprint(n), today); err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO training_enrolments (consortium_id, id, version, class_id, trainee_id, state, source, enrolled_on, hours, score, findings, reason, created_at, updated_at)
					VALUES ($1, $2, 1, $3, $4, 'passed', 'sheet', $5, -1, 80, '[]', '', $6, $6)`, id(3, n), class, id(2, n), today, tx.Now()); err != nil {
					return err
				}
				if _, err := tx.Exec(`INSERT INTO facts (consortium_id, id, seq, kind, counts_on, recorded_at, quantity, unit, scope, dims, record_kind, record_id, reason)
					VALUES ($1, $2, $3, 'training.attended', $4, $5, 1, 'person_time', 'consortium', '{}', 'training_enrolment', $6, '')`, id(4, n), n+1, today, tx.Now(), id(3, n)); err != nil {
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
