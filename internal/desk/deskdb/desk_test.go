package deskdb_test

import (
	"context"
	"testing"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/desk"
	"tongpin/internal/desk/deskdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

var (
	ref       = record.Ref{Kind: "agreement", ID: "01900000-0000-7000-8000-000000000001"}
	school    = record.ID("01900000-0000-7000-8000-0000000000aa")
	dean      = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000bb", Name: "D", Role: access.Dean, Organisation: school}
	secretary = access.Actor{Consortium: dbtest.Home, Person: "01900000-0000-7000-8000-0000000000cc", Name: "S", Role: access.Secretariat}
)

func commit(t *testing.T, d *db.DB, ctx context.Context, c change.Change) {
	t.Helper()
	if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
		t.Fatal(err)
	}
}

func TestEscalationReachesTheRoleOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := desk.NewService(deskdb.New(d), now)
		c := change.By(dean, now.Now())
		c.Open(todo.Item{Record: ref, Step: "file", Args: map[string]string{"title": "T"}, Organisation: school, Role: access.Dean,
			DueOn: s.Today().AddDays(3), EscalateTo: access.Secretariat})
		c.Open(todo.Item{Record: ref, Step: "inform", Organisation: school, Role: access.Teacher, DueOn: s.Today().AddDays(3), EscalateTo: access.Dean})
		commit(t, d, ctx, c)
		for day, want := range []int{0, 0, 0, 0, 1, 1} { // due on day 3, overdue from day 4
			now.Move(dbtest.Start.AddDate(0, 0, day))
			if err := s.Daily(ctx); err != nil {
				t.Fatal(err)
			}
			if got := count(t, s.UnreadCount, ctx, secretary); got != want {
				t.Errorf("day %d: the secretariat has %d notices, want %d", day, got, want)
			}
		}
		list, unread, err := s.Notices(ctx, secretary)
		if err != nil || unread != 1 || len(list) != 1 || list[0].Key != desk.OverdueNotice || list[0].Args["title"] != "T" || list[0].Args["due"] != "2026-04-13" {
			t.Fatalf("%v, %d unread, %+v", err, unread, list)
		}
		if _, unread, _ = s.Notices(ctx, secretary); unread != 0 {
			t.Errorf("%d unread after reading", unread)
		}
		other := dean
		other.Organisation, other.Person = "01900000-0000-7000-8000-0000000000dd", "01900000-0000-7000-8000-0000000000ee"
		if mine, theirs := count(t, s.UnreadCount, ctx, dean), count(t, s.UnreadCount, ctx, other); mine != 1 || theirs != 0 {
			t.Errorf("the dean has %d notices, want 1; the dean of another school %d, want 0", mine, theirs)
		}
	})
}

func TestEscalationStaysInItsConsortium(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s, twin := desk.NewService(deskdb.New(d), now), dbtest.Ctx(dbtest.Twin)
		c := change.By(dean, now.Now())
		c.Open(todo.Item{Record: ref, Step: "file", Role: access.Secretariat, DueOn: calendar.On(2026, 1, 1), EscalateTo: access.Secretariat})
		commit(t, d, twin, c)
		if err := s.Daily(ctx); err != nil {
			t.Fatal(err)
		}
		if n := count(t, s.UnreadCount, twin, secretary); n != 0 {
			t.Errorf("the round of one consortium told %d in another", n)
		}
		if here, there := count(t, s.TodoCount, ctx, secretary), count(t, s.TodoCount, twin, secretary); here != 0 || there != 1 {
			t.Errorf("%d to-dos here, %d there, want 0 and 1", here, there)
		}
		if err := s.Daily(context.Background()); err == nil {
			t.Error("a round of no consortium was accepted")
		}
	})
}

func TestNoticesThatComeWhileReadingStayNew(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := desk.NewService(deskdb.New(d), now)
		tell := func() {
			c := change.By(dean, now.Now())
			c.Tell(notify.Notice{Record: ref, Key: "x", Role: access.Secretariat})
			commit(t, d, ctx, c)
		}
		tell()
		if _, unread, err := s.Notices(ctx, secretary); err != nil || unread != 1 {
			t.Fatalf("%d unread, %v", unread, err)
		}
		now.Advance(time.Second)
		tell()
		list, unread, err := s.Notices(ctx, secretary)
		if err != nil || unread != 1 || len(list) != 2 {
			t.Errorf("%d of %d unread, %v", unread, len(list), err)
		}
	})
}

func TestAPersonSeesOwnJobs(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := desk.NewService(deskdb.New(d), now)
		c := change.By(dean, now.Now())
		c.Start(job.New{Kind: "x"})
		commit(t, d, ctx, c)
		mine, err := s.Jobs(ctx, dean)
		if err != nil || len(mine) != 1 {
			t.Errorf("%d jobs, %v", len(mine), err)
		}
		for name, a := range map[string]access.Actor{"another": secretary, "nobody": access.Robot(dbtest.Home)} {
			if list, err := s.Jobs(ctx, a); err != nil || len(list) != 0 {
				t.Errorf("%s sees %d jobs, %v", name, len(list), err)
			}
		}
	})
}

func count(t *testing.T, of func(context.Context, access.Actor) (int, error), ctx context.Context, a access.Actor) int {
	t.Helper()
	n, err := of(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
