package insightdb_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightdb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/schema"
)

var (
	owner       = []record.ID{"", "01900000-0000-7000-8000-0000000000a1", "01900000-0000-7000-8000-0000000000a2"}
	subject     = []record.ID{"01900000-0000-7000-8000-0000000000b1", "01900000-0000-7000-8000-0000000000b2"}
	kinds       = []fact.Kind{"a", "b", "c"}
	scopes      = []string{fact.ScopeConsortium, fact.ScopeSchools}
	definitions = []metric.Definition{
		{Key: "signed", Kinds: kinds[:1], Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"type"}, Unit: "x"},
		{Key: "stock", Kinds: kinds[:2], Where: map[string][]string{"type": {"T", "q\"%"}, "level": {"", "l1"}}, Measure: metric.Sum, Stock: true, Scopes: scopes, Dimensions: []string{"level"}, Unit: "x"},
	}
)

func actor(consortium int64) access.Actor {
	return access.Actor{Consortium: consortium, Person: "01900000-0000-7000-8000-0000000000c1", Role: access.Secretariat, Organisation: "01900000-0000-7000-8000-0000000000c2"}
}

// service is insight with its figures rolled up in both consortia.
func service(t *testing.T, d *db.DB, now clock.Clock) *insight.Service {
	t.Helper()
	s := insight.NewService(insightdb.New(d), definitions, access.NewTable(insight.Grants()), now)
	for _, consortium := range []int64{dbtest.Home, dbtest.Twin} {
		if err := s.Daily(dbtest.Ctx(consortium)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// fill writes random facts, a fifth of them reversals.
func fill(t *testing.T, d *db.DB, ctx context.Context, consortium int64, seed uint64, at time.Time) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	c := change.By(actor(consortium), at)
	ref := func() record.Ref {
		return record.Ref{Kind: record.Kind([]string{"x", "y"}[r.IntN(2)]), ID: record.ID(fmt.Sprintf("01900000-0000-7000-8000-0000000000d%d", r.IntN(9)))}
	}
	for i := range 200 {
		if i%5 == 4 {
			back := c.Facts[i-4].Reverse(c.Facts[i-4].On, "mistake")
			back.ID = record.NewID()
			c.Count(back)
			continue
		}
		dims := map[string]string{"type": []string{"T", "t", "q\"%", "qx%"}[r.IntN(4)]}
		if n := r.IntN(3); n > 0 {
			dims["level"] = fmt.Sprintf("l%d", n)
		}
		c.Count(fact.Fact{
			ID: record.NewID(), Kind: kinds[r.IntN(3)], On: calendar.On(2026, 1, 1+r.IntN(120)), Quantity: int64(r.IntN(5)) + 1, Unit: "x",
			Scope: scopes[r.IntN(2)], Owner: owner[r.IntN(3)], Subject: subject[r.IntN(2)], Dims: dims, Record: ref(),
		})
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) }); err != nil {
		t.Fatal(err)
	}
}

// TestFactsAreThoseOfTheFigure reads the facts behind every figure and adds
// them up; another consortium holds other facts meanwhile.
func TestFactsAreThoseOfTheFigure(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		fill(t, d, ctx, dbtest.Home, 7, now.Now())
		fill(t, d, dbtest.Ctx(dbtest.Twin), dbtest.Twin, 8, now.Now())
		s := service(t, d, now)
		p, err := calendar.ParsePeriod("2026-Q1")
		if err != nil {
			t.Fatal(err)
		}
		figures, err := s.Figures(ctx, actor(dbtest.Home), p)
		if err != nil {
			t.Fatal(err)
		}
		if len(figures) < 15 {
			t.Fatalf("only %d figures from 200 random facts", len(figures))
		}
		for _, f := range figures {
			behind, err := s.Behind(ctx, actor(dbtest.Home), f.Key, f.Slice, p, record.Ref{}, 1, 0)
			if err != nil {
				t.Fatal(err)
			}
			var sum int64
			for _, b := range behind.Rows {
				sum += b.Quantity
			}
			if sum != f.Value || int64(len(behind.Rows)) != f.Facts || behind.Total != len(behind.Rows) {
				t.Errorf("%s %+v is %d of %d facts, but its facts are %d and add up to %d", f.Key, f.Slice, f.Value, f.Facts, len(behind.Rows), sum)
			}
		}
	})
}

func TestAFactIsReversedOnce(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		fill(t, d, ctx, dbtest.Home, 7, now.Now())
		s, by, slice := service(t, d, now), actor(dbtest.Home), metric.Slice{Scope: fact.ScopeSchools}
		behind, err := s.Behind(ctx, by, "signed", slice, calendar.Period{}, record.Ref{}, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		before, err := s.Corrections(ctx, by, "signed", slice, calendar.Period{}, 1, 5)
		if err != nil {
			t.Fatal(err)
		}
		var target fact.Fact
		for _, f := range behind.Rows {
			if _, reversal, err := s.Fact(ctx, by, f.ID); err == nil && reversal == "" && f.Reverses == "" {
				target = f
			}
		}
		if _, err := s.Correct(dbtest.Ctx(dbtest.Twin), actor(dbtest.Twin), target.ID, "not ours"); !fault.Is(err, fault.NotFound) {
			t.Errorf("another consortium reversed our fact: %v", err)
		}
		was, err := s.Figure(ctx, by, "signed", slice, calendar.Period{})
		if err != nil {
			t.Fatal(err)
		}
		back, err := s.Correct(ctx, by, target.ID, "entered twice")
		if err != nil {
			t.Fatal(err)
		}
		is, err := s.Figure(ctx, by, "signed", slice, calendar.Period{})
		if err != nil || is.Value != was.Value-target.Quantity || is.Facts != was.Facts+1 {
			t.Errorf("the figure went from %d to %d, want %d less (%v)", was.Value, is.Value, target.Quantity, err)
		}
		if _, reversal, err := s.Fact(ctx, by, target.ID); err != nil || reversal != back {
			t.Errorf("the fact is reversed by %q, want %q (%v)", reversal, back, err)
		}
		if _, err := s.Correct(ctx, by, target.ID, "again"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a fact was reversed twice: %v", err)
		}
		c, err := insight.Reverse(target, "", "at the same time", by, now.Now()) // as if read before the first commit
		if err != nil {
			t.Fatal(err)
		}
		c.Facts[0].ID = record.NewID()
		if err := insightdb.New(d).Commit(ctx, c); !fault.Is(err, fault.Conflict) {
			t.Errorf("the database let a fact be reversed twice: %v", err)
		}
		after, err := s.Corrections(ctx, by, "signed", slice, calendar.Period{}, 1, 5)
		if err != nil || after.Total != before.Total+1 {
			t.Errorf("%d corrections, want one more than %d (%v)", after.Total, before.Total, err)
		}
	})
}

// TestPagesOfFacts: the pages of the facts of every figure, put together, are
// all of them in order, and their number is told; also where nothing is rolled
// up, and for an owner's part, which never is.
func TestPagesOfFacts(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		plain := insight.NewService(insightdb.New(d), definitions, access.NewTable(insight.Grants()), now)
		fill(t, d, ctx, dbtest.Home, 9, now.Now())
		before := pages(t, ctx, plain)
		if after := pages(t, ctx, service(t, d, now)); after != before || before < 20 {
			t.Errorf("%d pages without rollups, %d with them", before, after)
		}
	})
}

// pages walks all pages of all figures and returns how many there are.
func pages(t *testing.T, ctx context.Context, s *insight.Service) (count int) {
	t.Helper()
	by := actor(dbtest.Home)
	figures, err := s.Figures(ctx, by, calendar.Period{})
	if err != nil {
		t.Fatal(err)
	}
	figures = append(figures, metric.Figure{Key: "signed", Slice: metric.Slice{Scope: scopes[1], Owner: owner[1], Dimension: "type", Value: "T"}})
	for _, f := range figures {
		all, err := s.Behind(ctx, by, f.Key, f.Slice, calendar.Period{}, record.Ref{}, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		var ids []record.ID
		for n := 1; n == 1 || len(ids) < all.Total; n++ {
			page, err := s.Behind(ctx, by, f.Key, f.Slice, calendar.Period{}, record.Ref{}, n, 7)
			if err != nil || page.Total != all.Total || len(page.Rows) == 0 && all.Total > 0 {
				t.Fatalf("page %d of %s %+v: %d rows of %d, want of %d (%v)", n, f.Key, f.Slice, len(page.Rows), page.Total, all.Total, err)
			}
			for _, x := range page.Rows {
				ids = append(ids, x.ID)
			}
			count++
		}
		for i, x := range all.Rows {
			if ids[i] != x.ID {
				t.Fatalf("%s %+v: fact %d is another than in the whole list", f.Key, f.Slice, i)
			}
		}
		records(t, ctx, s, f, all.Rows)
	}
	return count
}

// records walks the records behind a figure and compares them with its facts.
func records(t *testing.T, ctx context.Context, s *insight.Service, f metric.Figure, facts []fact.Fact) {
	t.Helper()
	var want, got []insight.RecordSum
	for _, x := range facts { // the newest first
		at := slices.IndexFunc(want, func(b insight.RecordSum) bool { return b.Record == x.Record })
		if at < 0 {
			want, at = append(want, insight.RecordSum{Record: x.Record, Newest: x.On}), len(want)
		}
		want[at].Quantity += x.Quantity
		want[at].Facts++
		want[at].Oldest = x.On
	}
	for mark := (insight.Mark{}); ; {
		list, next, err := s.Records(ctx, actor(dbtest.Home), f.Key, f.Slice, calendar.Period{}, mark, 4)
		if err != nil || len(list) > 4 {
			t.Fatal(len(list), err)
		}
		got = append(got, list...)
		if mark = next; mark == (insight.Mark{}) {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s %+v: %s", f.Key, f.Slice, diff)
	}
	if len(want) > 0 {
		one, err := s.Behind(ctx, actor(dbtest.Home), f.Key, f.Slice, calendar.Period{}, want[0].Record, 1, 100)
		if err != nil || int64(one.Total) != want[0].Facts || len(one.Rows) != one.Total {
			t.Errorf("%d facts of one record, want %d (%v)", one.Total, want[0].Facts, err)
		}
	}
}
