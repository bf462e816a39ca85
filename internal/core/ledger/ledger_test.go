package ledger_test

import (
	"context"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

var (
	ref    = record.Ref{Kind: "agreement", ID: "01900000-0000-7000-8000-000000000001"}
	school = record.ID("01900000-0000-7000-8000-0000000000aa")
	dean   = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000bb", Name: "D", Role: access.Dean, Organisation: school}
)

func step(now time.Time, quantity int64) change.Change {
	c := change.By(dean, now)
	c.Log(ref, "signed", "title", "t").Message = "done"
	c.Count(fact.Fact{Kind: "agreement.signed", Quantity: quantity, Unit: "agreement", Scope: fact.ScopeSchools, Owner: school, Subject: school, Dims: map[string]string{"type": "x"}, Record: ref})
	c.Open(todo.Item{Record: ref, Step: "file", Organisation: school, Role: access.Dean, DueOn: calendar.On(2026, 4, 1), EscalateTo: access.Secretariat})
	c.Tell(notify.Notice{Record: ref, Key: "signed", Organisation: school})
	c.Start(job.New{Kind: "index", Args: map[string]int{"n": 1}, Unique: "index"})
	c.Pass(ref, turn.Turn{Parties: []record.ID{school}, With: school, LapsesOn: calendar.On(2026, 4, 20)})
	return c
}

func write(t *testing.T, d *db.DB, ctx context.Context, c change.Change) {
	t.Helper()
	if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
		t.Fatal(err)
	}
}

func read[T any](t *testing.T, d *db.DB, ctx context.Context, fn func(*db.Tx) (T, error)) T {
	t.Helper()
	var v T
	if err := d.Read(ctx, func(tx *db.Tx) (err error) { v, err = fn(tx); return err }); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestCommitWritesEverythingForItsConsortiumOnly(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		write(t, d, ctx, step(now.Now(), 1))
		write(t, d, dbtest.Ctx(dbtest.Twin), step(now.Now(), 40)) // the same ids elsewhere
		write(t, d, ctx, step(now.Now(), 2))

		groups := read(t, d, ctx, func(tx *db.Tx) ([]metric.Group, error) {
			return metricdb.Groups(tx, []fact.Kind{"agreement.signed"}, calendar.Period{To: calendar.On(2026, 4, 10)})
		})
		if len(groups) != 1 {
			t.Fatalf("%d groups, want 1", len(groups))
		}
		if g := groups[0]; g.Quantity != 3 || g.Facts != 2 || g.Dims["type"] != "x" || g.Owner != school {
			t.Errorf("group = %+v, want quantity 3 of 2 facts of the school", g)
		}
		if n := len(read(t, d, ctx, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })); n != 2 {
			t.Errorf("timeline has %d entries, want 2", n)
		}
		if n := read(t, d, ctx, func(tx *db.Tx) (int, error) { return ledger.CountTodos(tx, dean) }); n != 2 {
			t.Errorf("%d to-dos, want 2", n)
		}
		if n := read(t, d, ctx, func(tx *db.Tx) (int, error) { return ledger.CountUnread(tx, dean) }); n != 2 {
			t.Errorf("%d unread notices, want 2", n)
		}
		other := dean
		other.Organisation = "01900000-0000-7000-8000-0000000000cc"
		if n := read(t, d, ctx, func(tx *db.Tx) (int, error) { return ledger.CountTodos(tx, other) }); n != 0 {
			t.Errorf("a dean of another school sees %d to-dos", n)
		}
		if got := read(t, d, ctx, func(tx *db.Tx) ([]record.ID, error) { return ledger.Lapsed(tx, ref.Kind, calendar.On(2026, 4, 20)) }); len(got) != 1 {
			t.Errorf("lapsed = %v, want the one record", got)
		}
		if got := read(t, d, ctx, func(tx *db.Tx) (turn.Turn, error) { return ledger.TurnOf(tx, ref) }); got.With != school {
			t.Errorf("turn = %+v", got)
		}
	})
}

func TestOnceKeyCommitsOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		c := step(now.Now(), 1)
		c.Once = "form-1"
		write(t, d, ctx, c)
		err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
		if !fault.Is(err, fault.Conflict) {
			t.Fatalf("second commit: %v, want a conflict", err)
		}
		if n := len(read(t, d, ctx, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })); n != 1 {
			t.Errorf("timeline has %d entries, want 1", n)
		}
	})
}

func TestEscalationTellsOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		write(t, d, ctx, step(now.Now(), 1))
		for _, want := range []int{1, 0} {
			var got []todo.Item
			err := d.Write(ctx, func(tx *db.Tx) (err error) { got, err = ledger.Escalate(tx, calendar.On(2026, 4, 10)); return err })
			if err != nil || len(got) != want {
				t.Errorf("escalated %d (%v), want %d", len(got), err, want)
			}
		}
	})
}

func TestAJobOfADeadWorkerIsDoneByTheNext(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		write(t, d, ctx, step(now.Now(), 1))
		claim := func() (j job.Job, found bool) {
			if err := d.Write(ctx, func(tx *db.Tx) (err error) { j, found, err = ledger.ClaimJob(tx, time.Minute); return err }); err != nil {
				t.Fatal(err)
			}
			return j, found
		}
		first, found := claim()
		if !found || first.Kind != "index" {
			t.Fatalf("claimed %+v, %v", first, found)
		}
		if _, again := claim(); again {
			t.Fatal("a leased job was claimed twice")
		}
		now.Advance(2 * time.Minute)
		second, found := claim()
		if !found || second.ID != first.ID || second.Attempt != 2 {
			t.Fatalf("after the lease: %+v, %v", second, found)
		}
		if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.FinishJob(tx, second.ID) }); err != nil {
			t.Fatal(err)
		}
		if _, more := claim(); more {
			t.Fatal("a finished job was claimed")
		}
	})
}
