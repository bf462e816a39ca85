package orderdb_test

import (
	"context"
	"sync"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

// Two schools offer all ten places and the enterprise approves both at once:
// one is agreed, the other ends, and ten persons are counted.
func TestTwoApprovalsAtOnceNeverOverfill(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := service(t, world(t, d, now), now)
		hr := access.Actor{Role: access.Enterprise, Organisation: plant, OrganisationKind: organisation.Enterprise}
		id := record.NewID()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.Create(ctx, hr, id, "", order.Data{
			Kind: order.Training, Title: "Safety", Quantity: 10, StartOn: calendar.On(2026, 6, 1), ValidUntil: calendar.On(2026, 7, 1),
			Details: order.Details{Topic: "Safety", Hours: 8},
		})
		must(err)
		_, err = s.Create(ctx, hr, id, "", order.Data{Kind: order.Training, Title: "Safety"})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("the same form twice: %v", err)
		}
		_, err = s.Submit(ctx, hr, step.Target{ID: id})
		must(err)
		_, err = s.Publish(ctx, clerk, step.Target{ID: id})
		must(err)
		for _, school := range []record.ID{college, academy} {
			_, err = s.Respond(ctx, dean(school).Actor, id, order.AnswerCommand{Answer: order.Yes, Terms: order.Terms{Quantity: 10, StartOn: calendar.On(2026, 6, 1)}})
			must(err)
		}
		errs := make([]error, 2)
		var both sync.WaitGroup
		for i, school := range []record.ID{college, academy} {
			both.Go(func() {
				_, errs[i] = s.Approve(ctx, hr, step.Target{ID: order.ResponseID(id, school), Version: 1}, "")
			})
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("approvals: %v, %v; want one", errs[0], errs[1])
		}
		o, err := s.Find(ctx, hr, id)
		if err != nil || o.Agreed != 10 || o.State != order.Agreed {
			t.Errorf("agreed %d, state %s, %v", o.Agreed, o.State, err)
		}
		var matched int64
		must(d.Read(ctx, func(tx *db.Tx) error {
			facts, err := ledger.Facts(tx, ledger.FactQuery{Kinds: []fact.Kind{order.FactMatched}})
			for _, f := range facts {
				matched += f.Quantity
			}
			return err
		}))
		if matched != 10 {
			t.Errorf("%d persons counted", matched)
		}
	})
}

// Daily ends, reminds and gives back, and running it again changes nothing more.
func TestDailyRunsOnceInEffect(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store := world(t, d, now)
		s := service(t, store, now)
		now.Move(now.Now().AddDate(0, 0, 40))
		for range 2 {
			if err := s.Daily(ctx); err != nil {
				t.Fatal(err)
			}
		}
		todos := func() (n int) {
			t.Helper()
			if err := d.Read(ctx, func(tx *db.Tx) error {
				list, err := ledger.TodosOf(tx, record.Ref{Kind: order.OrderKind, ID: orderID})
				n = len(list)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := todos(); n != 1 {
			t.Errorf("%d open steps after the reminder, want 1", n)
		}
		now.Move(now.Now().AddDate(0, 0, 60))
		for range 2 {
			if err := s.Daily(ctx); err != nil {
				t.Fatal(err)
			}
		}
		o, err := store.Find(ctx, orderID)
		if err != nil || o.State != order.Expired {
			t.Errorf("state %s, %v", o.State, err)
		}
		if n := todos(); n != 1 {
			t.Errorf("%d open steps after the expiry, want the one to renew", n)
		}
	})
}
