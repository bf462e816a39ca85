package workplandb_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/schema"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplandb"
)

const (
	planID record.ID = "01900000-0000-7000-8000-0000000000c1"
	itemID record.ID = "01900000-0000-7000-8000-0000000000c2"
	headID record.ID = "01900000-0000-7000-8000-0000000000c3"
	school record.ID = "01900000-0000-7000-8000-0000000000b1"
	someID record.ID = "01900000-0000-7000-8000-0000000000f1"
)

var (
	secretary = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "S", Role: access.Secretariat}
	dean      = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "D", Role: access.Dean, Organisation: school}
	rival     = access.Actor{Consortium: dbtest.Home, Person: someID, Name: "R", Role: access.Dean, Organisation: planID}
	stamps    = cmpopts.IgnoreFields(workplan.Plan{}, "Version")
)

// meter stands for the figures of the program: one metric, whose value it is.
type meter int64

func (m meter) Figure(_ context.Context, _ access.Actor, key string, _ metric.Slice, p calendar.Period) (metric.Figure, error) {
	return metric.Figure{Key: key, Period: p, Value: int64(m), Facts: int64(m)}, nil
}

func (meter) Definitions() []metric.Definition {
	return []metric.Definition{{Key: "people", Scopes: []string{fact.ScopeConsortium}}}
}

func items(year int) []workplan.Item {
	from, to := calendar.On(year, 1, 1), calendar.On(year, 12, 31)
	return []workplan.Item{
		{ID: headID, Number: "1", Title: "Heading", FromOn: from, ToOn: to},
		{
			ID: itemID, Number: "1.1", Title: "Item", Text: "t", Owner: school, OwnerName: "School", FromOn: from, ToOn: to, Aim: true, Unit: "u",
			Target: workplan.Target{Operator: workplan.Range, Low: 4, High: 9, Milestones: []workplan.Milestone{{On: calendar.On(year, 6, 30), Value: 1}}},
		},
	}
}

// whole is a plan with every column filled.
func whole(title string, now time.Time) workplan.Plan {
	d := workplan.Decision{Body: "council", On: calendar.On(2026, 1, 20), Minutes: "m", File: someID}
	return workplan.Plan{
		ID: planID, Year: 2026, Title: title, Items: items(2026), State: workplan.Revising, Reason: "r", Result: workplan.Fulfilled, Concluded: d, Sample: true,
		Editions:  []workplan.Edition{{No: 1, Decision: d, Reason: "", Title: "first", Items: items(2026)[:1]}, {No: 2, Decision: d, Reason: "why", Title: "second", Items: items(2026)}},
		CreatedAt: now, UpdatedAt: now,
	}
}

func TestPlansAreKeptWholeAndApart(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, twin := workplandb.New(d), dbtest.Ctx(dbtest.Twin)
		for title, where := range map[string]context.Context{"Home": ctx, "TWIN": twin} {
			if err := store.Save(where, whole(title, now.Now()), change.By(secretary, now.Now())); err != nil {
				t.Fatal(err)
			}
		}
		got, err := store.Find(ctx, planID)
		if diff := cmp.Diff(whole("Home", now.Now()), got, stamps); diff != "" || err != nil {
			t.Fatalf("what was written and what was read, %v (-wrote +read):\n%s", err, diff)
		}
		w := workplan.Watch{Item: itemID, Plan: planID, Light: workplan.Red, Why: "behind", Since: calendar.On(2026, 2, 1), Said: "s", SaidBy: "p", SaidOn: calendar.On(2026, 2, 2)}
		r := workplan.Report{ID: someID, Item: itemID, On: calendar.On(2026, 2, 1), Value: 3, Note: "n", File: someID, By: someID, ByName: "S", At: now.Now()}
		if err := store.SaveWatch(ctx, w, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		if err := store.AddReport(ctx, r, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		got.Title, got.State = "Changed", workplan.Adopted
		if err := store.Save(ctx, got, change.By(secretary, now.Now())); err != nil {
			t.Fatal(err)
		}
		watches, err := store.Watches(ctx, planID)
		if diff := cmp.Diff(map[record.ID]workplan.Watch{itemID: w, headID: {Item: headID, Plan: planID}}, watches); diff != "" || err != nil {
			t.Errorf("watches, %v:\n%s", err, diff)
		}
		reports, err := store.Reports(ctx, planID)
		if diff := cmp.Diff([]workplan.Report{r}, reports); diff != "" || err != nil {
			t.Errorf("reports, %v:\n%s", err, diff)
		}
		other, err := store.Find(twin, planID)
		if diff := cmp.Diff(whole("TWIN", now.Now()), other, stamps); diff != "" || err != nil || other.Version != 1 {
			t.Errorf("the twin changed, %v:\n%s", err, diff)
		}
		if list, err := store.Reports(twin, planID); len(list) != 0 || err != nil {
			t.Errorf("the twin has reports: %v, %v", list, err)
		}
		if all, err := store.Watches(twin, planID); all[itemID].Light != "" || err != nil {
			t.Errorf("the twin is watched: %v, %v", all, err)
		}
		if err := store.Save(ctx, got, change.By(secretary, now.Now())); !fault.Is(err, fault.Stale) {
			t.Errorf("a stale plan was saved: %v", err)
		}
		second := whole("Second", now.Now())
		second.ID = someID
		if err := store.Save(ctx, second, change.By(secretary, now.Now())); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second plan of the year: %v", err)
		}
	})
}

// house is a service with a plan in force, and the value that its metric has.
func house(t *testing.T, d *db.DB, now *clock.Set, value meter) (*workplandb.Store, *workplan.Service) {
	t.Helper()
	err := d.Write(dbtest.Ctx(dbtest.Home), func(tx *db.Tx) error {
		return organisationdb.Save(tx, organisation.Organisation{ID: school, Name: "School", Kind: organisation.School})
	})
	if err != nil {
		t.Fatal(err)
	}
	book, err := rule.Load(workplan.Rules())
	if err != nil {
		t.Fatal(err)
	}
	store := workplandb.New(d)
	return store, workplan.NewService(store, access.NewTable(workplan.Grants()), now, book, value)
}

// TestFromDraftToDaily: only the secretariat sees a draft; once adopted members
// see it, its owner alone reports, and the daily round asks the owner once.
func TestFromDraftToDaily(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		now.Move(time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC))
		store, s := house(t, d, now, 0)
		target := step.Target{ID: planID}
		if _, err := s.Start(ctx, dean, workplan.DraftCommand{ID: planID, Year: 2026, Title: "T"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a dean began a plan: %v", err)
		}
		if _, err := s.Start(ctx, secretary, workplan.DraftCommand{ID: planID, Year: 2026, Title: "T", Items: items(2026)}); err != nil {
			t.Fatal(err)
		}
		metered := items(2026)[1]
		metered.ID, metered.Number, metered.Meter, metered.Owner = someID, "2", workplan.Meter{Metric: "people", Slice: metric.Slice{Scope: "nobody"}}, ""
		if _, err := s.Put(ctx, secretary, target, metered); err == nil {
			t.Error("an unknown scope was taken")
		}
		metered.Meter.Slice.Scope = fact.ScopeConsortium
		if _, err := s.Put(ctx, secretary, target, metered); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Find(ctx, dean, planID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a dean sees a draft: %v", err)
		}
		if page, err := s.List(ctx, dean, listing.Query{Page: 1, Size: 10}); err != nil || len(page.Rows) != 0 {
			t.Errorf("a dean lists a draft: %v, %v", page, err)
		}
		if _, err := s.Adopt(ctx, secretary, target, workplan.AdoptCommand{Decision: workplan.Decision{Body: "council", On: calendar.On(2026, 1, 20), Minutes: "m"}}); err != nil {
			t.Fatal(err)
		}
		if page, err := s.List(ctx, dean, listing.Query{Page: 1, Size: 10}); err != nil || len(page.Rows) != 1 {
			t.Errorf("a dean does not list an adopted plan: %v, %v", page, err)
		}
		report := workplan.ReportCommand{ID: someID, Item: itemID, On: calendar.On(2026, 2, 1), Value: 0, File: file.File{ID: someID, Record: record.Ref{Kind: workplan.ItemKind, ID: itemID}, Name: "f", Media: "m", Hash: "h", At: now.Now()}}
		if err := s.Report(ctx, rival, report); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another school reported: %v", err)
		}
		now.Move(time.Date(2026, 7, 10, 2, 0, 0, 0, time.UTC))
		if err := s.Report(ctx, dean, report); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.Daily(access.With(ctx, access.Robot(dbtest.Home))); err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range map[record.ID]bool{itemID: true, someID: true, headID: false} {
			if waits, err := store.Waits(ctx, record.Ref{Kind: workplan.ItemKind, ID: id}, workplan.StepExplain); waits != want || err != nil {
				t.Errorf("%s waits for an explanation: %v, %v", id, waits, err)
			}
		}
		if err := s.Explain(ctx, dean, itemID, "because"); err != nil {
			t.Fatal(err)
		}
		plan, _, err := s.FindItem(ctx, dean, itemID)
		if err != nil {
			t.Fatal(err)
		}
		g, err := s.Progress(ctx, plan)
		if err != nil || g.Watches[itemID].Said != "because" || g.Count(workplan.Red) != 2 {
			t.Errorf("%+v, %v", g, err)
		}
		story, err := s.Story(ctx, record.Ref{Kind: workplan.ItemKind, ID: itemID})
		if err != nil || len(story) != 3 { // report, red, explanation
			t.Errorf("%+v, %v", story, err)
		}
	})
}

// TestTwoAdoptAtOnce: of people who record the adoption at the same moment one
// has the effect.
func TestTwoAdoptAtOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		now.Move(time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC))
		store, s := house(t, d, now, 0)
		if _, err := s.Start(ctx, secretary, workplan.DraftCommand{ID: planID, Year: 2026, Title: "T", Items: items(2026)}); err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 5)
		var group sync.WaitGroup
		for n := range errs {
			group.Go(func() {
				_, errs[n] = s.Adopt(ctx, secretary, step.Target{ID: planID, Version: 1}, workplan.AdoptCommand{Decision: workplan.Decision{Body: "council", On: calendar.On(2026, 1, 20), Minutes: "m"}})
			})
		}
		group.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if !fault.Is(err, fault.Stale) && !fault.Is(err, fault.Refused) {
				t.Error(err)
			}
		}
		if p, err := store.Find(ctx, planID); done != 1 || len(p.Editions) != 1 || err != nil {
			t.Errorf("%d had the effect: %+v, %v", done, p.Editions, err)
		}
	})
}
