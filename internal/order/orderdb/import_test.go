package orderdb_test

import (
	"bytes"
	"context"
	"iter"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/order"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
)

// plain answers with the key: headers and options are recognised by their keys.
type plain struct{}

func (plain) T(key string, _ ...any) string { return key }

type nothing struct{}

func (nothing) Supplies(context.Context, access.Actor, record.ID) ([]order.Supply, error) {
	return nil, nil
}

func (nothing) Suiting(context.Context, access.Actor, record.ID, order.Need) ([]order.Supply, error) {
	return nil, nil
}

func (nothing) Cooperation(context.Context, record.ID) (order.Cooperation, error) { return nil, nil }

// service is the real service over the store.
func service(t *testing.T, store order.Store, now *clock.Set) *order.Service {
	t.Helper()
	book, err := rule.Load(order.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return order.NewService(store, access.NewTable(order.Grants()), now, book, nothing{}, nothing{})
}

// sent writes values to a workbook and reads them again as an import does.
func sent(t *testing.T, layout sheet.Layout, values ...sheet.Values) []*sheet.Row {
	t.Helper()
	var book bytes.Buffer
	rows := iter.Seq2[sheet.Values, error](func(yield func(sheet.Values, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	})
	if err := sheet.Export(&book, layout, plain{}, rows); err != nil {
		t.Fatal(err)
	}
	reader, err := sheet.Open("orders.xlsx", bytes.NewReader(book.Bytes()), int64(book.Len()), layout, plain{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var list []*sheet.Row
	for r, err := range reader.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// values is a row of a layout with the given cells.
func values(layout sheet.Layout, cells map[string]any) sheet.Values {
	v := make(sheet.Values, len(layout.Columns))
	for i, c := range layout.Columns {
		v[i] = cells[c.Key]
	}
	return v
}

// run decides and saves a batch, and returns the results.
func run(t *testing.T, ctx context.Context, kind intake.Kind, a access.Actor, now *clock.Set, rows []*sheet.Row) (results []intake.Result) {
	t.Helper()
	b, err := kind.Decide(ctx, a, rows)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range b.Outcomes {
		if rows[i].Err() != nil {
			o.Result = intake.Failed
		}
		results = append(results, o.Result)
	}
	if err := b.Save(ctx, change.By(a, now.Now())); err != nil {
		t.Fatal(err)
	}
	return results
}

func TestImportPlacesOnceAndExportsItself(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		kind := service(t, store, now).Sheets()[0]
		row := map[string]any{
			"enterprise": string(plant[20:]), "kind": "people", "title": "Fitters", "mode": "direct_hire", "post": "Fitter", "quantity": 5, "places": "Ruoqiang",
			"start_on": calendar.On(2026, 6, 1), "pay_from": money.Fen(480_000), "valid_until": calendar.On(2026, 7, 1), "programmes": []string{"660105"},
		}
		broken := map[string]any{"enterprise": "nobody", "kind": "people", "title": "X", "valid_until": calendar.On(2026, 7, 1)}
		rows := func() []*sheet.Row {
			return sent(t, order.Layout, values(order.Layout, row), values(order.Layout, row), values(order.Layout, broken))
		}
		list := rows()
		want := []intake.Result{intake.Created, intake.Failed, intake.Failed}
		for i, got := range run(t, ctx, kind, clerk, now, list) {
			if got != want[i] {
				t.Errorf("row %d: %v, want %v: %v", i, got, want[i], list[i].Err())
			}
		}
		if got := run(t, ctx, kind, clerk, now, rows()[:1]); got[0] != intake.Unchanged {
			t.Errorf("the same again: %v", got)
		}
		q := query()
		q.Text = "fitters"
		page, err := store.List(ctx, q, all)
		if err != nil || len(page.Rows) != 1 || page.Rows[0].State != order.Open || page.Rows[0].Number != "XQ-2026-0002" {
			t.Fatalf("placed %+v, %v", page.Rows, err)
		}
		row["quantity"] = 8
		if got := run(t, ctx, kind, clerk, now, rows()[:1]); got[0] != intake.Updated {
			t.Errorf("more people: %v", got)
		}
		exported := export(t, ctx, kind, clerk, q)
		if got := run(t, ctx, kind, clerk, now, sent(t, order.Layout, exported...)); len(got) != 1 || got[0] != intake.Unchanged {
			t.Errorf("its own export: %v", got)
		}
	})
}

func TestImportOfAnEnterpriseWaitsForTheCheck(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		kind := service(t, store, now).Sheets()[0]
		hr := access.Actor{Role: access.Enterprise, Organisation: plant, OrganisationKind: "enterprise"}
		row := map[string]any{"kind": "service", "title": "Land", "subject": "Land", "description": "More room", "deadline": calendar.On(2026, 7, 1), "valid_until": calendar.On(2026, 7, 1)}
		if got := run(t, ctx, kind, hr, now, sent(t, order.Layout, values(order.Layout, row))); got[0] != intake.Created {
			t.Fatalf("result %v", got)
		}
		page, err := store.List(ctx, listing.Query{Size: 20, Filter: map[string][]string{"kind": {"service"}}}, all)
		if err != nil || len(page.Rows) != 1 || page.Rows[0].State != order.Submitted {
			t.Errorf("placed %+v, %v", page.Rows, err)
		}
		row["enterprise"] = string(college[20:])
		if got := run(t, ctx, kind, hr, now, sent(t, order.Layout, values(order.Layout, row))); got[0] != intake.Failed {
			t.Errorf("for somebody else: %v", got)
		}
	})
}

func TestProductsImportOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		kind := service(t, world(t, d, now), now).Sheets()[1]
		row := map[string]any{"enterprise": string(plant[20:]), "name": "Cement", "year": 2026, "position": "midstream", "programmes": []string{"630701"}}
		rows := func() []*sheet.Row { return sent(t, order.ProductLayout, values(order.ProductLayout, row)) }
		for i, want := range []intake.Result{intake.Created, intake.Unchanged} {
			if got := run(t, ctx, kind, clerk, now, rows()); got[0] != want {
				t.Errorf("time %d: %v, want %v", i, got, want)
			}
		}
	})
}

func export(t *testing.T, ctx context.Context, kind intake.Kind, a access.Actor, q listing.Query) (list []sheet.Values) {
	t.Helper()
	if err := kind.Rows(ctx, a, q, func(v sheet.Values) error {
		list = append(list, v)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return list
}
