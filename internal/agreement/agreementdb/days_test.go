package agreementdb_test

import (
	"context"
	"testing"
	"time"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

// days lets days go by.
func days(now *clock.Set, n int) { now.Advance(time.Duration(n) * 24 * time.Hour) }

// round is the round of the day.
func round(t *testing.T, ctx context.Context, service *agreement.Service) {
	t.Helper()
	if err := service.Daily(access.With(ctx, access.Robot(dbtest.Home))); err != nil {
		t.Fatal(err)
	}
}

// target is the present version of an agreement.
func target(id record.ID) step.Target { return step.Target{ID: id} }

// start drafts an agreement; the plant approves it, so that it is the college's
// turn.
func start(t *testing.T, ctx context.Context, service *agreement.Service, id string) {
	t.Helper()
	g, err := service.Start(ctx, hr, agreement.DraftCommand{ID: record.ID(id), Content: content()})
	if err == nil {
		_, err = service.Approve(ctx, hr, target(g.ID), "")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestASilentTurnGoesBack: on the fifteenth day and not before, once, to who sent
// it; the round of the day leaves a turn that was answered alone.
func TestASilentTurnGoesBack(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		for _, id := range []string{string(agreementID), string(otherID)} {
			start(t, ctx, service, id)
		}
		if _, err := service.Approve(ctx, dean, target(otherID), ""); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			days int
			with string
		}{{13, string(college)}, {1, string(plant)}, {1, string(plant)}} {
			days(now, c.days)
			round(t, ctx, service)
			g, err := store.Find(ctx, agreementID)
			if err != nil || string(g.Turn.With) != c.with {
				t.Errorf("on %s the turn is with %s, want %s, %v", calendar.DateOf(now.Now()), g.Turn.With, c.with, err)
			}
		}
		g, err := store.Find(ctx, agreementID)
		if err != nil || g.Version != 3 || open(t, d, ctx, "confirm") != 1 {
			t.Errorf("version %d, want 3 (one lapse); %d to-dos, %v", g.Version, open(t, d, ctx, "confirm"), err)
		}
		if g, err = store.Find(ctx, otherID); err != nil || g.State != agreement.Approved {
			t.Errorf("the answered one is %s, %v", g.State, err)
		}
	})
}

// TestTheTermEnds: the day after it, once, and the figure of agreements in force
// goes with it.
func TestTheTermEnds(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		store, service := house(t, d, now)
		if _, err := service.Register(ctx, secretary, agreement.RegisterCommand{ID: agreementID, Number: "P-1", Content: content(), SignedOn: today}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			days  int
			state agreement.State
			sum   int64
		}{{365, agreement.Active, 1}, {1, agreement.Expired, 0}, {1, agreement.Expired, 0}} {
			days(now, c.days)
			round(t, ctx, service)
			g, err := store.Find(ctx, agreementID)
			if err != nil || g.State != c.state {
				t.Errorf("on %s it is %s, want %s, %v", calendar.DateOf(now.Now()), g.State, c.state, err)
			}
			facts, err := store.Facts(ctx, g)
			var sum int64
			for _, f := range facts {
				if f.Kind == agreement.FactSigned {
					sum += f.Quantity
				}
			}
			if sum != c.sum || err != nil {
				t.Errorf("on %s %d are in force, want %d, %v", calendar.DateOf(now.Now()), sum, c.sum, err)
			}
		}
		if left := open(t, d, ctx, "renew"); left != 0 {
			t.Errorf("%d to-dos of its end are left", left)
		}
	})
}
