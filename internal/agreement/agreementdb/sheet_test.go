package agreementdb_test

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"testing"

	"tongpin/internal/agreement"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

// plain answers with the key: headers and options are recognised by their keys.
type plain struct{}

func (plain) T(key string, _ ...any) string { return key }

// line is a row of the sheet: two parties by their credit codes.
func line(number, title string, parties ...string) sheet.Values {
	return sheet.Values{number, title, "cooperation", parties, []string{"teacher_base", "training"}, today, today, today.AddDays(365), "p"}
}

// sent writes rows to a workbook and imports it; it returns what became of each.
func sent(t *testing.T, ctx context.Context, service *agreement.Service, now *clock.Set, lines ...sheet.Values) ([]intake.Result, []*sheet.Row) {
	t.Helper()
	var book bytes.Buffer
	values := iter.Seq2[sheet.Values, error](func(yield func(sheet.Values, error) bool) {
		for _, v := range lines {
			if !yield(v, nil) {
				return
			}
		}
	})
	if err := sheet.Export(&book, agreement.Layout, plain{}, values); err != nil {
		t.Fatal(err)
	}
	reader, err := sheet.Open("agreements.xlsx", bytes.NewReader(book.Bytes()), int64(book.Len()), agreement.Layout, plain{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var rows []*sheet.Row
	for r, err := range reader.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	batch, err := service.Sheet().Decide(ctx, secretary, rows)
	if err != nil {
		t.Fatal(err)
	}
	if batch.Save != nil {
		if err := batch.Save(ctx, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
	}
	results := make([]intake.Result, len(rows))
	for i, r := range rows {
		if r.Err() == nil {
			results[i] = batch.Outcomes[i].Result
		}
	}
	return results, rows
}

// TestTheSameSheetTwiceChangesNothing: nor does what was exported, nor the same
// parties in another order; other content under a known number is refused.
func TestTheSameSheetTwiceChangesNothing(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		_, service := house(t, d, now)
		file := []sheet.Values{
			line("P-1", "One", firms[0].CreditCode, firms[1].CreditCode),
			line("P-2", "Two", firms[0].CreditCode, firms[2].CreditCode),
		}
		if got, rows := sent(t, ctx, service, now, file...); !slices.Equal(got, []intake.Result{intake.Created, intake.Created}) {
			t.Fatalf("the first time: %v, %v, %v", got, rows[0].Problems, rows[1].Problems)
		}
		before := agreements(t, ctx, service)
		var exported []sheet.Values
		err := service.Sheet().Rows(ctx, secretary, listing.Query{Sort: "number"}, func(v sheet.Values) error {
			exported = append(exported, v)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		turned := []sheet.Values{line("P-1", "One", firms[1].CreditCode, firms[0].CreditCode)}
		for name, again := range map[string][]sheet.Values{"the same file": file, "the export": exported, "another order": turned} {
			got, rows := sent(t, ctx, service, now, again...)
			if !slices.Equal(got, slices.Repeat([]intake.Result{intake.Unchanged}, len(again))) {
				t.Errorf("%s: %v, %v", name, got, rows[0].Problems)
			}
		}
		got, rows := sent(t, ctx, service, now, line("P-1", "Other", firms[0].CreditCode, firms[1].CreditCode), line("P-3", "Three", firms[0].CreditCode, "91000000QQ0000099X"))
		if !slices.Equal(got, []intake.Result{intake.Failed, intake.Failed}) {
			t.Errorf("other content, and a party that nobody knows: %v", got)
		}
		for i, want := range []string{"agreement.import.signed", "agreement.import.party"} {
			if all := fault.All(rows[i].Err()); len(all) == 0 || all[0].Key != want {
				t.Errorf("row %d: %v, want %s", i, rows[i].Err(), want)
			}
		}
		if after := agreements(t, ctx, service); !slices.Equal(before, after) {
			t.Errorf("the sheets changed something: %v, before %v", after, before)
		}
	})
}

type version struct {
	number  string
	version int64
}

func agreements(t *testing.T, ctx context.Context, service *agreement.Service) []version {
	t.Helper()
	page, err := service.List(ctx, secretary, listing.Query{Sort: "number", Size: 50})
	if err != nil {
		t.Fatal(err)
	}
	var list []version
	for _, g := range page.Rows {
		list = append(list, version{g.Number, g.Version})
	}
	return list
}
