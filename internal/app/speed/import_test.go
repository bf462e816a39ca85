package speed_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
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
	"tongpin/internal/platform/i18n"
	"tongpin/internal/training"
)

// importedRows is how many rows the workbooks hold at size 100; smaller runs
// import fewer.
const importedRows = 50_000

// book is a workbook that is imported.
type book struct {
	kind, file string
	layout     sheet.Layout
	content    []byte
	rows       int
}

// BenchmarkImport reads workbooks from end to end, and in the same run their
// measure: reading the workbook and no more, and inserting the same rows into the
// same tables, one by one by prepared statements, in transactions of the same
// size. Each is done once a round. "ratio" is against all rows that the import
// writes, "records-ratio" leaves the rollups of figures out of the measure.
func BenchmarkImport(b *testing.B) {
	n := importedRows * size(b) / 100
	b.Run("members", func(b *testing.B) { measureImport(b, n, members) })
	b.Run("roster", func(b *testing.B) { measureImport(b, n, roster) })
	b.Run("orders", func(b *testing.B) { measureImport(b, n, orders) })
	b.Run("agreements", func(b *testing.B) { measureImport(b, n, agreements) })
	b.Run("cohorts", func(b *testing.B) { measureImport(b, n, cohorts) })
}

func measureImport(b *testing.B, n int, write func(*testing.B, *app.House, int) book) {
	for b.Loop() {
		h, _, err := house(b.TempDir())
		if err != nil {
			b.Fatal(err)
		}
		_, ctx := found(b, h)
		w := write(b, h, n)
		before := written(b, ctx, h)
		read, readCPU := timed(b, func() { readBare(b, h, w) })
		whole, wholeCPU := timed(b, func() { importAll(b, ctx, h, w) })
		all := since(before, written(b, ctx, h))
		insert, insertCPU := insertBare(b, before, all, n)
		records, recordsCPU := insertBare(b, before, slices.DeleteFunc(all, func(t copied) bool { return strings.HasPrefix(t.name, "rollup") }), n)
		b.ReportMetric(float64(whole.Microseconds())/float64(n), "us/row")
		b.ReportMetric(float64(wholeCPU.Microseconds())/float64(n), "cpu-us/row")
		b.ReportMetric(float64(read.Microseconds())/float64(n), "read-us/row")
		b.ReportMetric(float64(insert.Microseconds())/float64(n), "insert-us/row")
		b.ReportMetric(float64(whole)/float64(read+insert), "ratio")
		b.ReportMetric(float64(wholeCPU)/float64(readCPU+insertCPU), "cpu-ratio")
		b.ReportMetric(float64(whole)/float64(read+records), "records-ratio")
		b.ReportMetric(float64(wholeCPU)/float64(readCPU+recordsCPU), "records-cpu-ratio")
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
func members(b *testing.B, h *app.House, n int) book {
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
	return book{"member", "m.xlsx", member.Layout, out.Bytes(), n}
}

// roster is a text file of n people in classes of fifty that closed a while ago.
func roster(b *testing.B, h *app.House, n int) book {
	b.Helper()
	provider, err := code.CompleteCredit("52652824QQ0000063")
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	err = sheet.ExportCSV(&out, training.RosterLayout, h.Texts(i18n.Chinese), func(yield func(sheet.Values, error) bool) {
		for i := range n {
			number, err := code.CompleteIdentity(fmt.Sprintf("659999%04d%02d01%03d", 1970+i/12000, 1+i/1000%12, i%1000))
			v := make(sheet.Values, 15, 25)
			v[0] = fmt.Sprintf("K-%d", i/50)
			if i%50 == 0 {
				opened := calendar.DateOf(when).AddDays(-30 - i/50%200)
				copy(v[1:], sheet.Values{"Class", provider, "College", training.BasicQuality, "", "", i%100 == 0, "employment_fund", "", opened, opened.AddDays(10), 24, 0, "Hall"})
			}
			v = append(v, fmt.Sprint("Person ", i), number, "13800001234", "farmer", "employed", "", "passed", 80, "", calendar.Date{})
			if !yield(v, err) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return book{"training_roster", "r.csv", training.RosterLayout, out.Bytes(), n}
}

// readBare types every cell and throws the rows away.
func readBare(b *testing.B, h *app.House, w book) {
	r, err := sheet.Open(w.file, bytes.NewReader(w.content), int64(len(w.content)), w.layout, h.Texts(i18n.Chinese))
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	n := 0
	for row, err := range r.Rows() {
		if err != nil || row.Err() != nil {
			b.Fatal(err, row.Err())
		}
		n++
	}
	if n != w.rows {
		b.Fatalf("%d rows were read", n)
	}
}

func importAll(b *testing.B, ctx context.Context, h *app.House, w book) {
	i, err := h.Intake.Run(ctx, access.Must(ctx), intake.Direct{Upload: intake.Upload{Kind: w.kind, Lang: i18n.Chinese, FileName: w.file, Content: bytes.NewReader(w.content)}})
	if err != nil || i.Counts.Created != int64(w.rows) {
		b.Fatalf("%v %+v", err, i.Counts)
	}
}
