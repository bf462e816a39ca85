package speed_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tongpin/internal/app"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/sheet"
	"tongpin/internal/member"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/i18n"
)

// importedRows is how many members the workbook holds at size 100; smaller runs
// import fewer.
const importedRows = 50_000

// BenchmarkImport reads a workbook of new members from end to end, and in the
// same run its measure: reading the workbook and no more, and inserting the same
// rows into the same tables in transactions of the same size. Each is done once
// a round.
func BenchmarkImport(b *testing.B) {
	n := importedRows * size(b) / 100
	for b.Loop() {
		h, _, err := house(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		_, ctx := found(b, h)
		workbook := members(b, h, n)
		read, readCPU := timed(b, func() { readBare(b, h, workbook, n) })
		whole, wholeCPU := timed(b, func() { importAll(b, ctx, h, workbook, n) })
		insert, insertCPU := insertBare(b, ctx, h)
		b.ReportMetric(float64(whole.Microseconds())/float64(n), "us/row")
		b.ReportMetric(float64(read.Microseconds())/float64(n), "read-us/row")
		b.ReportMetric(float64(insert.Microseconds())/float64(n), "insert-us/row")
		b.ReportMetric(float64(whole)/float64(read+insert), "ratio")
		b.ReportMetric(float64(wholeCPU)/float64(readCPU+insertCPU), "cpu-ratio")
		b.ReportMetric(float64(n), "rows")
		_ = h.Close()
	}
}

func timed(b *testing.B, fn func()) (passed, computed time.Duration) {
	began, at := processor(b), time.Now()
	fn()
	return time.Since(at), processor(b) - began
}

func found(b *testing.B, h *app.House) (int64, context.Context) {
	b.Helper()
	c, _, err := h.Found(context.Background(), app.Founding{Key: "speed", Name: "Speed", Body: "Body", Industries: organisation.Industries[:1], DeclaredOn: calendar.DateOf(when)})
	if err != nil {
		b.Fatal(err)
	}
	_, ctx, err := h.Consortium(context.Background(), c.Key)
	if err != nil {
		b.Fatal(err)
	}
	return c.ID, ctx
}

// members is a workbook of n enterprises with valid codes.
func members(b *testing.B, h *app.House, n int) []byte {
	b.Helper()
	var out bytes.Buffer
	err := sheet.Export(&out, member.Layout, h.Texts(i18n.Chinese), func(yield func(sheet.Values, error) bool) {
		for i := range n {
			credit, err := code.CompleteCredit(fmt.Sprintf("91652824R%07dX", i))
			v := sheet.Values{
				credit, fmt.Sprintf("Enterprise number %d", i), "", string(organisation.Enterprise), string(member.Ordinary), organisation.Industries[i%len(organisation.Industries)],
				"C3011", "652824", i%3 == 0, int64(i % 500), "Person", fmt.Sprintf("139%08d", i), calendar.On(2026, 1, 1).AddDays(i % 300),
			}
			if !yield(v, err) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// readBare types every cell and throws the rows away.
func readBare(b *testing.B, h *app.House, workbook []byte, n int) {
	r, err := sheet.Open("m.xlsx", bytes.NewReader(workbook), int64(len(workbook)), member.Layout, h.Texts(i18n.Chinese))
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for row, err := range r.Rows() {
		if err != nil || row.Err() != nil {
			b.Fatal(err, row.Err())
		}
		n--
	}
	if n != 0 {
		b.Fatalf("%d rows were not read", n)
	}
}

func importAll(b *testing.B, ctx context.Context, h *app.House, workbook []byte, n int) {
	i, err := h.Intake.Run(ctx, access.Must(ctx), intake.Direct{Upload: intake.Upload{Kind: "member", Lang: i18n.Chinese, FileName: "m.xlsx", Content: bytes.NewReader(workbook)}})
	if err != nil || i.Counts.Created != int64(n) {
		b.Fatalf("%v %+v", err, i.Counts)
	}
}

// insertBare copies what the import has written into an empty database of the
// same schema: as many rows a transaction as an import's batch writes.
func insertBare(b *testing.B, from context.Context, h *app.House) (passed, computed time.Duration) {
	to, _, err := house(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer to.Close()
	_, ctx := found(b, to)
	var tables []copied
	for _, name := range []string{"organisations", "memberships", "facts", "timeline", "todos", "notices", "once_keys"} {
		tables = append(tables, table(b, from, h, name))
	}
	tables[0].rows = tables[0].rows[1:] // the body, which the other consortium has of its own
	batches := max(1, len(tables[0].rows)/intake.BatchRows)
	return timed(b, func() {
		for i := range batches {
			err := to.DB.Write(ctx, func(tx *db.Tx) error {
				for _, t := range tables {
					for _, row := range t.rows[len(t.rows)*i/batches : len(t.rows)*(i+1)/batches] {
						if _, err := tx.Exec(t.insert, row...); err != nil {
							return err
						}
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// copied is a table in memory.
type copied struct {
	insert string
	rows   [][]any
}

func table(b *testing.B, ctx context.Context, h *app.House, name string) copied {
	b.Helper()
	var t copied
	err := h.DB.Read(ctx, func(tx *db.Tx) error {
		columns, err := db.All(tx, func(r db.Row) (c string, err error) { return c, r.Scan(&c) },
			`SELECT name FROM pragma_table_info('`+name+`') WHERE name <> 'consortium_id' AND $1 > 0 ORDER BY cid`)
		if err != nil {
			return err
		}
		marks := make([]string, len(columns))
		for i := range columns {
			marks[i] = fmt.Sprintf("$%d", i+2)
		}
		t.insert = `INSERT INTO ` + name + ` (consortium_id, ` + strings.Join(columns, ", ") + `) VALUES ($1, ` + strings.Join(marks, ", ") + `) ON CONFLICT DO NOTHING`
		t.rows, err = db.All(tx, func(r db.Row) ([]any, error) {
			values, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				dest[i] = &values[i]
			}
			return values, r.Scan(dest...)
		}, `SELECT `+strings.Join(columns, ", ")+` FROM `+name+` WHERE consortium_id = $1 ORDER BY rowid`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return t
}
