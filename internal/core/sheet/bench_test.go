package sheet

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongpin/internal/core/calendar"
)

// wide has 14 columns, as a workbook of enterprises does.
func wide() Layout {
	l := Layout{Kind: "t", Columns: shape.Columns}
	for i := range 6 {
		l.Columns = append(l.Columns[:8+i:8+i], Column{Key: fmt.Sprintf("more%d", i)})
	}
	return l
}

const benchRows = 50_000

func benchRecords(yield func(Values, error) bool) {
	for i := range benchRows {
		r := record{fmt.Sprint("Company number ", i), fmt.Sprintf("91652824QQ%08d", i), int64(i), 480050,
			calendar.On(2026, 1, 1).AddDays(i % 365), "hire", i%2 == 0, []string{"a"}}
		v := append(r.values(), "some text", "13912345678", "another text", "x", "y", fmt.Sprint("note ", i%100))
		if !yield(v, nil) {
			return
		}
	}
}

func benchFile(b *testing.B) []byte {
	b.Helper()
	var out bytes.Buffer
	if err := Export(&out, wide(), load(b, "zh"), benchRecords); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkRead reads 50,000 rows with all their cells typed.
func BenchmarkRead(b *testing.B) {
	file := benchFile(b)
	zh := load(b, "zh")
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open("a.xlsx", bytes.NewReader(file), int64(len(file)), wide(), zh)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for row, err := range r.Rows() {
			if err != nil || row.Err() != nil {
				b.Fatal(err, row.Problems)
			}
			take(row)
			n++
		}
		if n != benchRows {
			b.Fatal(n)
		}
	}
}

// BenchmarkBareRead is the measure: the same file read by excelize, no more.
func BenchmarkBareRead(b *testing.B) {
	file := benchFile(b)
	b.ReportAllocs()
	for b.Loop() {
		f, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows(f.GetSheetName(0))
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			if _, err := rows.Columns(); err != nil {
				b.Fatal(err)
			}
		}
		_ = f.Close()
	}
}

func BenchmarkExport(b *testing.B) {
	zh := load(b, "zh")
	b.ReportAllocs()
	for b.Loop() {
		if err := Export(io.Discard, wide(), zh, benchRecords); err != nil {
			b.Fatal(err)
		}
	}
}
