package offerdb_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/sheet"
	"tongpin/internal/offer"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

// plain answers with the key: headers and options are recognised by their keys.
type plain struct{}

func (plain) T(key string, _ ...any) string { return key }

var dean = access.Actor{Role: access.Dean, Organisation: school, OrganisationKind: organisation.School}

// sent writes rows to a workbook and reads them again as an import does.
func sent(t *testing.T, layout sheet.Layout, rows ...sheet.Values) (list []*sheet.Row) {
	t.Helper()
	var book bytes.Buffer
	if err := sheet.Export(&book, layout, plain{}, func(yield func(sheet.Values, error) bool) {
		for _, v := range rows {
			if !yield(v, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	reader, err := sheet.Open("offers.xlsx", bytes.NewReader(book.Bytes()), int64(book.Len()), layout, plain{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for r, err := range reader.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func run(t *testing.T, ctx context.Context, kind intake.Kind, now *clock.Set, rows []*sheet.Row, want ...intake.Result) {
	t.Helper()
	b, err := kind.Decide(ctx, dean, rows)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range b.Outcomes {
		if o.Result != want[i] {
			t.Errorf("row %d: %v, want %v: %v", i, o.Result, want[i], rows[i].Err())
		}
	}
	if err := b.Save(ctx, change.By(dean, now.Now())); err != nil {
		t.Fatal(err)
	}
}

func TestOffersImportOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		kinds := offer.NewService(world(t, d, now), access.NewTable(offer.Grants()), now).Sheets()
		programmes := func() []*sheet.Row {
			return sent(
				t, offer.ProgrammeLayout, sheet.Values{nil, "660105", "Welding", int64(3), []string{"6-18-02-04"}, []string{"arc"}},
				sheet.Values{nil, "660105", "Welding again", int64(3), nil, nil}, sheet.Values{"unknown", "660103", "Milling", int64(3), nil, nil},
			)
		}
		run(t, ctx, kinds[0], now, programmes(), intake.Created, intake.Failed, intake.Failed)
		run(t, ctx, kinds[0], now, programmes(), intake.Unchanged, intake.Failed, intake.Failed)
		cohorts := func(available int64) []*sheet.Row {
			from, to := calendar.On(2024, 9, 1), calendar.On(2027, 6, 30)
			return sent(
				t, offer.CohortLayout, sheet.Values{nil, "660105", "2024", from, to, int64(40), available, nil, nil},
				sheet.Values{nil, "610112", "2024", from, to, int64(40), available, nil, nil},
			)
		}
		run(t, ctx, kinds[1], now, cohorts(30), intake.Created, intake.Failed)
		run(t, ctx, kinds[1], now, cohorts(30), intake.Unchanged, intake.Failed)
		run(t, ctx, kinds[1], now, cohorts(20), intake.Updated, intake.Failed)
		if got := capacity(t, ctx, d); got != 20 {
			t.Errorf("the stock of capacity is %d, want 20", got)
		}
	})
}

// A promise takes students off once, however often its job runs.
func TestPromiseIsKeptOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		s := offer.NewService(store, access.NewTable(offer.Grants()), now)
		args, err := json.Marshal(offer.Promise{Cohort: cohortID, Quantity: 12, Kind: "response", Behind: programmeID, Name: "XQ-2026-0001"})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := s.KeepPromise(ctx, job.Job{Args: args}); err != nil && !fault.Is(err, fault.Conflict) {
				t.Fatal(err)
			}
		}
		c, err := store.FindCohort(ctx, cohortID)
		if err != nil || c.Available != 18 || capacity(t, ctx, d) != -12 {
			t.Errorf("%d available, stock moved by %d, %v", c.Available, capacity(t, ctx, d), err)
		}
		if err := s.KeepPromise(ctx, job.Job{Args: args}); err != nil {
			t.Errorf("a promise that is kept already must end its job: %v", err)
		}
	})
}

func capacity(t *testing.T, ctx context.Context, d *db.DB) (sum int64) {
	t.Helper()
	if err := d.Read(ctx, func(tx *db.Tx) error {
		facts, err := ledger.Facts(tx, ledger.FactQuery{Kinds: []fact.Kind{offer.FactCapacity}})
		for _, f := range facts {
			sum += f.Quantity
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return sum
}
