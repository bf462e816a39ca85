package sealingdb_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
	"tongpin/internal/sealing"
	"tongpin/internal/sealing/sealingdb"
)

var (
	attended = metric.Definition{Key: "training.person_times", Kinds: []fact.Kind{"training.attended"}, Measure: metric.Sum,
		Scopes: []string{fact.ScopeConsortium}, Dimensions: []string{"level"}, Unit: "person_time"}
	persons = metric.Definition{Key: "training.persons", Kinds: []fact.Kind{"training.attended"}, Measure: metric.Subjects,
		Scopes: []string{fact.ScopeConsortium}, Stock: true, Unit: "person"}
	whole   = metric.Slice{Scope: fact.ScopeConsortium}
	quarter = calendar.QuarterOf(calendar.On(2026, 3, 1))
)

// id makes ids that tests can name.
func id(family, n int) record.ID {
	return record.ID(fmt.Sprintf("0190000%d-0000-7000-8000-%012d", family, n))
}

// attend records facts from number first on: person i%7 attends in month i%5.
func attend(t testing.TB, d *db.DB, ctx context.Context, now time.Time, first, count int) {
	t.Helper()
	a := access.Robot(dbtest.Home)
	a.Person = id(9, 1)
	c := change.By(a, now)
	for i := first; i < first+count; i++ {
		c.Count(fact.Fact{
			ID: id(1, i), Kind: "training.attended", On: calendar.On(2026, time.Month(1+i%5), 1+i%28), Quantity: 1, Unit: "person_time",
			Scope: fact.ScopeConsortium, Owner: id(2, i%3), Subject: id(3, i%7), Dims: map[string]string{"level": fmt.Sprint(i % 4), "category": "occupation"},
			Record: record.Ref{Kind: "enrolment", ID: id(4, i)},
		})
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
		t.Fatal(err)
	}
}

var key = sync.OnceValue(func() *seal.Key {
	k, err := seal.NewKey()
	if err != nil {
		panic(err)
	}
	return k
})

func serviceOf(d *db.DB) *sealing.Service {
	return sealing.NewService(sealingdb.New(d), func() (sealing.Keys, error) {
		return sealing.Keys{Signer: key(), Public: key().Public}, nil
	})
}

func sealAll(t testing.TB, s *sealing.Service, ctx context.Context, want int64) {
	t.Helper()
	n, err := s.Seal(ctx)
	if err != nil || n != want {
		t.Fatalf("sealed %d (%v), want %d", n, err, want)
	}
}

func prove(t testing.TB, s *sealing.Service, ctx context.Context) seal.Bundle {
	t.Helper()
	b, err := s.Prove(ctx, []sealing.Ask{
		{Definition: attended, Slice: whole, Period: quarter},
		{Definition: attended, Slice: metric.Slice{Scope: fact.ScopeConsortium, Dimension: "level", Value: "2"}, Period: quarter},
		{Definition: persons, Slice: whole, Period: quarter},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSealsProvesAndAudits(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := serviceOf(d)
		sealAll(t, s, ctx, 0)
		attend(t, d, ctx, now.Now(), 0, 1)
		sealAll(t, s, ctx, 1)
		attend(t, d, ctx, now.Now(), 1, 599)
		sealAll(t, s, ctx, 599)
		sealAll(t, s, ctx, 0)
		attend(t, d, dbtest.Ctx(dbtest.Twin), now.Now(), 0, 40) // the same ids, elsewhere
		b := prove(t, s, ctx)
		if got := []int64{b.Figures[0].Value, b.Figures[1].Value, b.Figures[2].Value}; got[0] != 360 || got[1] != 90 || got[2] != 7 {
			t.Errorf("values %v, want 360, 90 and 7", got)
		}
		if _, err := sealing.Verify(b, sealing.Trust{Keys: key().Public, Known: []metric.Definition{attended, persons}}); err != nil {
			t.Errorf("the bundle does not hold: %v", err)
		}
		a, err := s.Audit(ctx)
		if err != nil || a.Facts != 600 || a.Heads != 2 || a.Unsealed != 0 || a.Last.Origin != "tongpin/home" {
			t.Errorf("audit %+v: %v", a, err)
		}
		twin := prove(t, s, dbtest.Ctx(dbtest.Twin))
		if twin.Figures[0].Value != 24 || twin.Consortium != "twin" {
			t.Errorf("the twin proves %+v of %s", twin.Figures[0], twin.Consortium)
		}
		if b.Leaves[0].Hidden.Subject == twin.Leaves[0].Hidden.Subject {
			t.Error("the same id has the same commitment in two consortia")
		}
	})
}

func TestAChangedFactIsFound(t *testing.T) {
	cases := map[string]struct{ statement, says string }{
		"quantity": {`UPDATE facts SET quantity = 2 WHERE consortium_id = $1 AND seq = 77`, `quantity "1" -> "2"`},
		"day":      {`UPDATE facts SET counts_on = '2026-03-30' WHERE consortium_id = $1 AND seq = 77`, "counts_on"},
		"kind":     {`UPDATE facts SET kind = 'training.planned' WHERE consortium_id = $1 AND seq = 77`, "kind"},
		"level":    {`UPDATE facts SET dims = '{"category":"occupation","level":"9"}' WHERE consortium_id = $1 AND seq = 77`, "dims"},
		"subject":  {`UPDATE facts SET subject_id = '01900003-0000-7000-8000-000000000099' WHERE consortium_id = $1 AND seq = 77`, "subject"},
		"reason":   {`UPDATE facts SET reason = 'x' WHERE consortium_id = $1 AND seq = 77`, "reason"},
		"gone":     {`DELETE FROM facts WHERE consortium_id = $1 AND seq = 77`, ""},
	}
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := serviceOf(d)
		attend(t, d, ctx, now.Now(), 0, 300)
		sealAll(t, s, ctx, 300)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				undo(t, d, ctx, c.statement, func(ctx context.Context, s *sealing.Service) {
					_, err := s.Audit(ctx)
					if !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "seq=77") || !strings.Contains(err.Error(), c.says) {
						t.Errorf("audit says %v, want fact 77 and %q", err, c.says)
					}
					if _, err := s.Prove(ctx, []sealing.Ask{{Definition: persons, Slice: whole}}, nil); !fault.Is(err, fault.Refused) {
						t.Errorf("a figure was proved over it: %v", err)
					}
				})
			})
		}
	})
}

// undo runs a statement, looks, and runs everything back by a backup of the row.
func undo(t *testing.T, d *db.DB, ctx context.Context, statement string, look func(context.Context, *sealing.Service)) {
	t.Helper()
	var before sealing.Numbered
	s := serviceOf(d)
	store := sealingdb.New(d)
	if err := store.Read(ctx, func(r sealing.Reader) error {
		list, _, err := r.Between(77, 77)
		before = list[0]
		return err
	}); err != nil {
		t.Fatal(err)
	}
	exec(t, d, ctx, statement)
	look(ctx, s)
	exec(t, d, ctx, `DELETE FROM facts WHERE consortium_id = $1 AND seq = 77`)
	f := before
	if err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO facts (consortium_id, id, seq, kind, counts_on, recorded_at, quantity, unit, scope,
			owner_id, subject_id, dims, record_kind, record_id, evidence_id, person_id, reverses_id, reason)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
			f.ID, f.Seq, f.Kind, f.On, f.At, f.Quantity, f.Unit, f.Scope, db.Null(f.Owner), db.Null(f.Subject), db.JSON(f.Dims),
			f.Record.Kind, f.Record.ID, db.Null(f.Evidence), db.Null(f.By), db.Null(f.Reverses), f.Reason)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Audit(ctx); err != nil {
		t.Fatalf("the row was not put back as it was: %v", err)
	}
}

func exec(t testing.TB, d *db.DB, ctx context.Context, statement string, args ...any) {
	t.Helper()
	err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err })
	if err != nil {
		t.Fatal(err)
	}
}

func TestForgettingLeavesTheTreeWhole(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := serviceOf(d)
		attend(t, d, ctx, now.Now(), 0, 300)
		before := prove(t, s, ctx)
		if n, err := s.Forget(ctx, id(3, 2)); err != nil || n != 1 {
			t.Fatalf("forgot %d salts: %v", n, err)
		}
		if n, _ := s.Forget(ctx, id(3, 2)); n != 0 {
			t.Errorf("forgot %d salts again", n)
		}
		attend(t, d, ctx, now.Now(), 300, 14) // the same persons again
		after := prove(t, s, ctx)
		if _, err := sealing.Verify(before, sealing.Trust{Keys: key().Public}); err != nil {
			t.Errorf("a bundle from before does not hold: %v", err)
		}
		if after.Figures[2].Value != 8 {
			t.Errorf("%d persons, want 8: whoever was forgotten comes back as another", after.Figures[2].Value)
		}
		a, err := s.Audit(ctx)
		if err != nil || a.Erased == 0 || a.Facts != 314 {
			t.Errorf("audit %+v: %v", a, err)
		}
		for _, l := range before.Leaves {
			if l.Hidden.Subject == seal.Commit("", seal.Subject, string(id(3, 2))) {
				t.Error("a commitment can be recomputed without its salt")
			}
		}
	})
}
