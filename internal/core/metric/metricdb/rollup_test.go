package metricdb_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/metric/metricdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/schema"
)

var (
	kinds       = []fact.Kind{"a", "b", "c"}
	scopes      = []string{fact.ScopeConsortium, fact.ScopeSchools}
	owners      = []record.ID{"", "01900000-0000-7000-8000-0000000000a1", "01900000-0000-7000-8000-0000000000a2"}
	types       = []string{"", "t1", "t2", "q\"%"}
	definitions = []metric.Definition{
		{Key: "sum", Kinds: kinds[:1], Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"type", "level"}, Unit: "x"},
		{Key: "stock", Kinds: kinds[:2], Where: map[string][]string{"type": {"t1", "", "q\"%"}}, Measure: metric.Sum, Stock: true, Scopes: scopes[:1], Dimensions: []string{"level"}, Unit: "x"},
		{Key: "persons", Kinds: kinds[:2], Measure: metric.Subjects, Scopes: scopes, PerOwner: true, Dimensions: []string{"type"}, Unit: "x"},
		{Key: "enterprises", Kinds: kinds[1:], Measure: metric.Subjects, Stock: true, Scopes: scopes, PerOwner: true, Dimensions: []string{"type"}, Unit: "x"},
		{Key: "bases", Kinds: kinds[:1], Measure: metric.SubjectsHaving, Having: metric.Having{Dimension: "type", Values: types[1:3]}, Stock: true, Scopes: scopes, PerOwner: true, Unit: "x"},
		{Key: "bases.new", Kinds: kinds[:1], Measure: metric.SubjectsHaving, Having: metric.Having{Dimension: "type", Values: types[1:3]}, Scopes: scopes, Unit: "x"},
	}
	periods = []string{"", "2025", "2026", "2025-H2", "2026-H1", "2025-Q4", "2026-Q1", "2026-02", "2025-2026-1", "2025-2026-2", "2026-03-05", "to-2026-02-10", "year-to-2026-02-10", "2025-2026"}
)

// story writes a random history: facts of some days, out of order, a fifth of
// them corrections on the same day or another.
type story struct {
	*rand.Rand
	id    string
	facts []fact.Fact
}

func newStory(seed uint64) *story {
	return &story{rand.New(rand.NewPCG(seed, 1)), fmt.Sprintf("0190%04d", seed), nil}
}

func pick[T any](s *story, list []T) T { return list[s.IntN(len(list))] }

// next makes n more facts.
func (s *story) next(n int) []fact.Fact {
	for range n {
		on := calendar.On(2025, 6, 1).AddDays(s.IntN(400))
		if len(s.facts) > 0 && s.IntN(5) == 0 {
			at := s.IntN(len(s.facts))
			f := s.facts[at]
			if s.IntN(2) == 0 {
				on = f.On
			}
			if f.Reverses == "" && !slices.ContainsFunc(s.facts, func(o fact.Fact) bool { return o.Reverses == f.ID }) {
				back := f.Reverse(on, "mistake")
				back.ID = record.NewID()
				s.facts = append(s.facts, back)
				continue
			}
		}
		f := fact.Fact{
			ID: record.NewID(), Kind: pick(s, kinds), On: on, Quantity: int64(s.IntN(4)) - 1, Unit: "x", Scope: pick(s, scopes),
			Owner: pick(s, owners), Dims: map[string]string{"type": pick(s, types)}, Record: record.Ref{Kind: "x", ID: owners[1]},
		}
		if n := s.IntN(8); n > 0 { // a few facts are about nobody
			f.Subject = record.ID(fmt.Sprintf("%s-0000-7000-8000-00000000000%d", s.id, n))
		}
		if s.IntN(3) > 0 {
			f.Dims["level"] = fmt.Sprint("l", s.IntN(3))
		}
		s.facts = append(s.facts, f)
	}
	return s.facts[len(s.facts)-n:]
}

func commit(ctx context.Context, d *db.DB, now *clock.Set, facts []fact.Fact) error {
	id, _ := db.Consortium(ctx)
	c := change.By(access.Robot(id), now.Now())
	for _, f := range facts {
		c.Count(f)
	}
	return d.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}

func keep(t *testing.T, ctx context.Context, d *db.DB, list []metric.Definition) []string {
	t.Helper()
	built, err := metricdb.Keep(ctx, d, list)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func differences(t *testing.T, ctx context.Context, d *db.DB) (list []metric.Difference) {
	t.Helper()
	err := d.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = metricdb.Compare(tx, definitions)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// equal proves that every figure of every period is what the facts, counted one
// by one, give.
func equal(t *testing.T, ctx context.Context, d *db.DB, facts []fact.Fact) {
	t.Helper()
	for _, name := range periods {
		p, err := calendar.ParsePeriod(name)
		if err != nil {
			t.Fatal(err)
		}
		questions := make([]metric.Question, len(definitions))
		for i, def := range definitions {
			questions[i] = metric.Question{Definition: def, Period: p, Parts: true}
		}
		var got [][]metric.Figure
		if err := d.Read(ctx, func(tx *db.Tx) (err error) { got, err = metricdb.Figures(tx, questions); return err }); err != nil {
			t.Fatal(err)
		}
		for i, q := range questions {
			want := q.Answer(single(facts, q.Definition.Span(p)))
			if diff := cmp.Diff(want, got[i]); diff != "" {
				t.Fatalf("%s in %q: %s", q.Definition.Key, name, diff)
			}
			one := want[len(want)-1] // a single figure is the same as among all
			q.Parts, q.Slices = false, []metric.Slice{one.Slice}
			var alone [][]metric.Figure
			if err := d.Read(ctx, func(tx *db.Tx) (err error) { alone, err = metricdb.Figures(tx, []metric.Question{q}); return err }); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(one, alone[0][0]); diff != "" {
				t.Fatalf("%s in %q alone: %s", q.Definition.Key, name, diff)
			}
		}
	}
}

// single makes a group of each fact in the span.
func single(facts []fact.Fact, span calendar.Period) (list []metric.Group) {
	for _, f := range facts {
		if !span.Contains(f.On) {
			continue
		}
		g := metric.Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims, Quantity: f.Quantity, Facts: 1}
		if f.Reverses != "" {
			g.Reversals = 1
		}
		list = append(list, g)
	}
	return list
}

// TestFiguresEqualRecount: over random histories with backdated facts and
// corrections, in commits of any size, every figure of every period equals the
// naive recount, and the rollups equal the facts. Another consortium with the
// same ids has figures of its own.
func TestFiguresEqualRecount(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		twin := dbtest.Ctx(dbtest.Twin)
		keep(t, ctx, d, definitions)
		keep(t, twin, d, definitions)
		mine, theirs := newStory(1), newStory(2)
		for _, size := range []int{1, 1, 1, 2, 5, 80, 1, 30, 1, 1, 150} {
			if err := commit(ctx, d, now, mine.next(size)); err != nil {
				t.Fatal(err)
			}
			if err := commit(twin, d, now, theirs.next(size)); err != nil {
				t.Fatal(err)
			}
			if list := differences(t, ctx, d); len(list) > 0 {
				t.Fatalf("after %d facts: %+v", len(mine.facts), list[0])
			}
		}
		equal(t, ctx, d, mine.facts)
		equal(t, twin, d, theirs.facts)
	})
}

// TestWithoutRollups: figures are right where nothing is rolled up, or not yet.
func TestWithoutRollups(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		s := newStory(3)
		if err := commit(ctx, d, now, s.next(120)); err != nil {
			t.Fatal(err)
		}
		equal(t, ctx, d, s.facts)
		if list := differences(t, ctx, d); len(list) != 1+len(definitions) || list[0].Problem != metric.Behind {
			t.Errorf("%d differences: %+v", len(list), list)
		}
		if built := keep(t, ctx, d, definitions); len(built) != len(definitions) {
			t.Errorf("built %v", built)
		}
		if built := keep(t, ctx, d, definitions); len(built) != 0 {
			t.Errorf("built %v again", built)
		}
		if list := differences(t, ctx, d); len(list) > 0 {
			t.Errorf("built wrong: %+v", list[0])
		}
		equal(t, ctx, d, s.facts)
	})
}

// TestAChangedDefinition is built anew, the others stay; a program that still
// means the old one adds up facts.
func TestAChangedDefinition(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		keep(t, ctx, d, definitions)
		s := newStory(4)
		if err := commit(ctx, d, now, s.next(60)); err != nil {
			t.Fatal(err)
		}
		next := slices.Clone(definitions[1:])
		next[1].Dimensions = []string{"type", "level"}
		if built := keep(t, ctx, d, next); !slices.Equal(built, []string{next[1].Key}) {
			t.Errorf("built %v", built)
		}
		if err := commit(ctx, d, now, s.next(20)); err != nil {
			t.Fatal(err)
		}
		equal(t, ctx, d, s.facts)
		var problems []metric.Problem
		for _, x := range differences(t, ctx, d) {
			problems = append(problems, x.Problem)
		}
		if want := []metric.Problem{metric.Missing, metric.Missing, metric.Foreign}; !slices.Equal(problems, want) {
			t.Errorf("differences %v, want %v", problems, want)
		}
	})
}

// TestFactsBehindTheProgram: facts that a program without rollups wrote make
// them be left alone until they are built anew; an altered cell is named.
func TestFactsBehindTheProgram(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		keep(t, ctx, d, definitions)
		s := newStory(5)
		if err := commit(ctx, d, now, s.next(40)); err != nil {
			t.Fatal(err)
		}
		exec := func(statement string) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err != nil {
				t.Fatal(err)
			}
		}
		exec(`UPDATE numbers SET last = last + 1 WHERE consortium_id = $1 AND series = 'fact'`)
		if err := commit(ctx, d, now, s.next(3)); err != nil {
			t.Fatal(err)
		}
		equal(t, ctx, d, s.facts)
		if built := keep(t, ctx, d, definitions); len(built) != len(definitions) {
			t.Errorf("built %v", built)
		}
		exec(`UPDATE rollup_cells SET ever = ever + 1 WHERE consortium_id = $1 AND grain = 'day' AND slice_id = 1 AND starts_on =
			(SELECT min(starts_on) FROM rollup_cells WHERE rollup_cells.consortium_id = $1 AND grain = 'day' AND slice_id = 1)`)
		list := differences(t, ctx, d)
		if len(list) != 1 || list[0].Problem != metric.Wrong || list[0].Kept.Values[metric.Ever] != list[0].Counted.Values[metric.Ever]+1 {
			t.Errorf("differences %+v", list)
		}
		if _, err := metricdb.Rebuild(ctx, d, definitions); err != nil {
			t.Fatal(err)
		}
		if list := differences(t, ctx, d); len(list) > 0 {
			t.Errorf("rebuilt wrong: %+v", list)
		}
	})
}

// TestRacingWriters: writers that commit at the same time, about the same
// subjects, while the rollups are built again and again, lose nothing.
func TestRacingWriters(t *testing.T) {
	dbtest.Each(t, schema.Files, func(t *testing.T, d *db.DB, now *clock.Set, ctx context.Context) {
		keep(t, ctx, d, definitions)
		const writers, commits = 6, 12
		stories := make([]*story, writers)
		errs := make([]error, writers+1)
		var all sync.WaitGroup
		for w := range writers {
			stories[w] = newStory(uint64(10 + w))
			stories[w].id = "01900001" // the same subjects for all
			all.Go(func() {
				for range commits {
					if errs[w] = commit(ctx, d, now, stories[w].next(1+stories[w].IntN(6))); errs[w] != nil {
						return
					}
				}
			})
		}
		all.Go(func() {
			for range 4 {
				if _, errs[writers] = metricdb.Rebuild(ctx, d, definitions); errs[writers] != nil {
					return
				}
			}
		})
		all.Wait()
		var facts []fact.Fact
		for w, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
			if w < writers {
				facts = append(facts, stories[w].facts...)
			}
		}
		if list := differences(t, ctx, d); len(list) > 0 {
			t.Fatalf("%d differences: %+v", len(list), list[0])
		}
		equal(t, ctx, d, facts)
	})
}
