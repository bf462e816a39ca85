package agreementdb_test

import (
	"context"
	"testing"
	"time"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

// TestDeliveryIsTakenBackOnce goes the way of a signed agreement through the
// database: delivery, correction, the end of its term.
func TestDeliveryIsTakenBackOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		if _, err := service.Register(ctx, secretary, agreement.RegisterCommand{ID: agreementID, Number: "P-1", Content: content(), SignedOn: today}); err != nil {
			t.Fatal(err)
		}
		evidence := file.File{ID: someID, Record: record.Ref{Kind: agreement.Kind, ID: agreementID}, Name: "f.pdf", Media: "application/pdf", Size: 1, Hash: "h", At: now.Now()}
		cmd := agreement.FulfilCommand{Obligation: plant, Quantity: 20, On: today, Evidence: evidence, FactID: record.NewID()}
		g, err := service.Fulfil(ctx, hr, step.Target{ID: agreementID}, cmd)
		if rate, _ := g.Landing(); err != nil || rate != 500 {
			t.Fatalf("landing %d, %v", rate, err)
		}
		for a, want := range map[access.Actor]agreement.LandingSum{secretary: {Agreements: 1, Obligations: 2, Rate: 500}, rival: {}} {
			if sum, err := service.Landing(ctx, a); err != nil || sum != want {
				t.Errorf("landing for the %s: %+v, %v", a.Role, sum, err)
			}
		}
		for n, want := range []bool{true, false} {
			_, err := service.Correct(ctx, secretary, step.Target{ID: agreementID}, cmd.FactID, "why")
			if (err == nil) != want {
				t.Errorf("correction %d: %v", n+1, err)
			}
			if !want && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Refused) {
				t.Errorf("the second correction is told as %v, no fault", err)
			}
		}
		if g, err = store.Find(ctx, agreementID); err != nil || g.Obligations[0].Delivered != 0 {
			t.Errorf("delivered %d after the correction, %v", g.Obligations[0].Delivered, err)
		}
		robot := access.With(ctx, access.Robot(dbtest.Home))
		now.Advance(366 * 24 * time.Hour)
		for range 2 { // the second round of a day finds nothing to do
			if err := service.Daily(robot); err != nil {
				t.Fatal(err)
			}
		}
		g, err = store.Find(ctx, agreementID)
		facts, _ := store.Facts(ctx, g)
		sum := int64(0)
		for _, f := range facts {
			if f.Kind == agreement.FactSigned || f.Kind == agreement.FactEnterprise || f.Kind == agreement.FactTopic || f.Kind == agreement.FactDelivered || f.Kind == agreement.FactMet {
				sum += f.Quantity
			}
		}
		if err != nil || g.State != agreement.Expired || sum != 0 {
			t.Errorf("state %s, facts sum up to %d, %v", g.State, sum, err)
		}
	})
}

// TestARenewalIsOfOnesOwn: a renewal takes the to-do of the old agreement off
// the lists and stands in its story; others can't begin one.
func TestARenewalIsOfOnesOwn(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		if _, err := service.Register(ctx, secretary, agreement.RegisterCommand{ID: agreementID, Number: "P-1", Content: content(), SignedOn: today}); err != nil {
			t.Fatal(err)
		}
		now.Advance(310 * 24 * time.Hour)
		if err := service.Daily(access.With(ctx, access.Robot(dbtest.Home))); err != nil {
			t.Fatal(err)
		}
		if n := open(t, d, ctx, "renew"); n != 2 {
			t.Errorf("%d parties are told of the end, want 2", n)
		}
		old, err := store.Find(ctx, agreementID)
		if err != nil {
			t.Fatal(err)
		}
		cmd := agreement.DraftCommand{ID: otherID, Content: agreement.Renewal(old), Renews: agreementID}
		for i := range cmd.Content.Obligations {
			cmd.Content.Obligations[i].ID = record.NewID()
		}
		if _, err := service.Start(ctx, rival, cmd); !fault.Is(err, fault.NotFound) {
			t.Errorf("a rival renews it: %v", err)
		}
		if _, err := service.Start(ctx, hr, cmd); err != nil {
			t.Fatal(err)
		}
		story, err := store.Timeline(ctx, old)
		if next, e := store.Successor(ctx, agreementID); e != nil || err != nil || next.ID != otherID || story[0].Verb != agreement.VerbRenew || open(t, d, ctx, "renew") != 0 {
			t.Errorf("the renewal %q, %v, %v; story %v", next.ID, e, err, story)
		}
		if next, err := store.Find(ctx, otherID); err != nil || next.FromOn != old.ToOn.AddDays(1) || next.FromOn.DaysUntil(next.ToOn) != old.FromOn.DaysUntil(old.ToOn) {
			t.Errorf("the renewal runs from %s to %s", next.FromOn, next.ToOn)
		}
	})
}

// TestEveryObligationIsReminded: an obligation that is overdue does not hide the
// next one.
func TestEveryObligationIsReminded(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		_, service := house(t, d, now)
		if _, err := service.Register(ctx, secretary, agreement.RegisterCommand{ID: agreementID, Number: "P-1", Content: content(), SignedOn: today}); err != nil {
			t.Fatal(err)
		}
		robot := access.With(ctx, access.Robot(dbtest.Home))
		for _, c := range []struct{ days, want int }{{0, 0}, {10, 1}, {16, 2}} {
			now.Advance(time.Duration(c.days) * 24 * time.Hour)
			if err := service.Daily(robot); err != nil {
				t.Fatal(err)
			}
			if got := open(t, d, ctx, "deliver"); got != c.want {
				t.Errorf("on %s %d reminders are open, want %d", calendar.DateOf(now.Now()), got, c.want)
			}
		}
		cmd := agreement.FulfilCommand{Obligation: plant, Quantity: 20, FactID: record.NewID()}
		if _, err := service.Fulfil(ctx, hr, step.Target{ID: agreementID}, cmd); err != nil {
			t.Fatal(err)
		}
		if got := open(t, d, ctx, "deliver"); got != 1 {
			t.Errorf("%d reminders are open after one of two was met, want 1", got)
		}
	})
}

// open counts the open steps of the agreement with a name.
func open(t *testing.T, d *db.DB, ctx context.Context, name string) int {
	t.Helper()
	n := 0
	err := d.Read(ctx, func(tx *db.Tx) error {
		list, err := ledger.TodosOf(tx, record.Ref{Kind: agreement.Kind, ID: agreementID})
		for _, i := range list {
			if i.Step == name {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
