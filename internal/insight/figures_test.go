package insight_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/insight"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// ledger keeps facts in memory and answers as the database does: grouped.
type ledger struct {
	facts []fact.Fact
	names map[record.ID]string
}

func (l *ledger) groups(_ context.Context, kinds []fact.Kind, span calendar.Period) ([]metric.Group, error) {
	var list []metric.Group
	for _, f := range l.facts {
		if !slices.Contains(kinds, f.Kind) || !span.Contains(f.On) {
			continue
		}
		g := metric.Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims}
		at := slices.IndexFunc(list, func(o metric.Group) bool {
			o.Quantity, o.Facts = 0, 0
			return cmp.Equal(o, g)
		})
		if at < 0 {
			list, at = append(list, g), len(list)
		}
		list[at].Quantity += f.Quantity
		list[at].Facts++
	}
	return list, nil
}

func (l *ledger) Figures(ctx context.Context, questions []metric.Question) ([][]metric.Figure, error) {
	answers := make([][]metric.Figure, len(questions))
	for i, q := range questions {
		groups, err := l.groups(ctx, q.Definition.Kinds, q.Definition.Span(q.Period))
		if err != nil {
			return nil, err
		}
		answers[i] = q.Answer(groups)
	}
	return answers, nil
}

func (l *ledger) Fact(_ context.Context, id record.ID) (found fact.Fact, reversal record.ID, err error) {
	err = fault.New(fault.NotFound, "record.not_found")
	for _, f := range l.facts {
		if f.ID == id {
			found, err = f, nil
		}
		if f.Reverses == id {
			reversal = f.ID
		}
	}
	return found, reversal, err
}

func (l *ledger) Facts(context.Context, insight.FactQuery) (listing.Page[fact.Fact], error) {
	return listing.Page[fact.Fact]{}, errors.New("proved on the databases")
}

func (l *ledger) Records(context.Context, insight.FactQuery, insight.Mark) ([]insight.RecordSum, insight.Mark, error) {
	return nil, insight.Mark{}, errors.New("proved on the databases")
}

func (l *ledger) Keep(context.Context, []metric.Definition, bool) ([]string, error) {
	return nil, errors.New("proved on the databases")
}

func (l *ledger) Compare(context.Context, []metric.Definition) ([]metric.Difference, error) {
	return nil, errors.New("proved on the databases")
}

func (l *ledger) Names(context.Context, []record.ID) (map[record.ID]string, error) {
	return l.names, nil
}

func (l *ledger) Todos(context.Context, access.Actor, int) ([]todo.Item, int, error) {
	return nil, 0, nil
}

func (l *ledger) Commit(_ context.Context, c change.Change) error {
	for _, f := range c.Facts {
		if slices.ContainsFunc(l.facts, func(o fact.Fact) bool { return f.Reverses != "" && o.Reverses == f.Reverses }) {
			return fault.New(fault.Conflict, "record.conflict")
		}
		l.facts = append(l.facts, f)
	}
	return nil
}

var (
	now         = time.Date(2026, 4, 10, 1, 0, 0, 0, time.UTC)
	secretariat = access.Actor{Consortium: 1, Person: "p", Role: access.Secretariat, Organisation: "body"}
	dean        = access.Actor{Consortium: 1, Person: "d", Role: access.Dean, Organisation: "o1"}
	scopes      = []string{fact.ScopeConsortium, fact.ScopeSchools}
	definitions = []metric.Definition{
		{Key: "signed", Kinds: []fact.Kind{"a"}, Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"type", "level"}, Unit: "x"},
		{Key: "stock", Kinds: []fact.Kind{"a", "b"}, Measure: metric.Sum, Stock: true, Scopes: scopes, Dimensions: []string{"type"}, Unit: "x"},
		{Key: "enterprises", Kinds: []fact.Kind{"a"}, Measure: metric.Subjects, Stock: true, Scopes: scopes, PerOwner: true, Unit: "x"},
		{Key: "bases", Kinds: []fact.Kind{"a", "b"}, Measure: metric.SubjectsHaving, Having: metric.Having{Dimension: "type", Values: []string{"t1", "t2"}}, Stock: true, Scopes: scopes, PerOwner: true, Unit: "x"},
		{Key: "filtered", Kinds: []fact.Kind{"b"}, Where: map[string][]string{"level": {"", "l2"}}, Measure: metric.Sum, Scopes: scopes[:1], Dimensions: []string{"type"}, Unit: "x"},
	}
)

func service(l *ledger) *insight.Service {
	return insight.NewService(l, definitions, access.NewTable(insight.Grants()), clock.At(now))
}

// recount counts facts one by one, by the words of the definition.
func recount(d metric.Definition, facts []fact.Fact, s metric.Slice, p calendar.Period) (value, count int64) {
	sums := map[string]int64{}
	for _, f := range facts {
		counts := slices.Contains(d.Kinds, f.Kind) && f.Scope == s.Scope && !f.On.After(p.To) && (d.Stock || !f.On.Before(p.From))
		counts = counts && (s.Owner == "" || f.Owner == s.Owner) && (s.Dimension == "" || f.Dims[s.Dimension] == s.Value)
		for dimension, accepted := range d.Where {
			counts = counts && slices.Contains(accepted, f.Dims[dimension])
		}
		if !counts {
			continue
		}
		count++
		value += f.Quantity
		sums[string(f.Subject)+"/"+f.Dims[d.Having.Dimension]] += f.Quantity
		if d.Measure == metric.Subjects {
			sums[string(f.Subject)+"/all"] += f.Quantity
		}
	}
	if d.Measure == metric.Sum {
		return value, count
	}
	value = 0
	wanted := []string{"all"}
	if d.Measure == metric.SubjectsHaving {
		wanted = d.Having.Values
	}
	for _, subject := range []string{"s1", "s2", "s3"} {
		if !slices.ContainsFunc(wanted, func(v string) bool { return sums[subject+"/"+v] <= 0 }) {
			value++
		}
	}
	return value, count
}

func drawFact(t *rapid.T, facts []fact.Fact) fact.Fact {
	if len(facts) > 0 && rapid.IntRange(0, 4).Draw(t, "reverses") == 0 {
		f := rapid.SampledFrom(facts).Draw(t, "reversed")
		taken := slices.ContainsFunc(facts, func(o fact.Fact) bool { return o.Reverses == f.ID })
		if f.Reverses == "" && !taken {
			back := f.Reverse(f.On, "mistake")
			back.ID = record.ID("r" + string(f.ID))
			return back
		}
	}
	dims := map[string]string{"type": rapid.SampledFrom([]string{"t1", "t2", "t3"}).Draw(t, "type")}
	if level := rapid.SampledFrom([]string{"", "l1", "l2"}).Draw(t, "level"); level != "" {
		dims["level"] = level
	}
	return fact.Fact{
		ID: record.ID(rapid.StringMatching(`[a-z]{12}`).Draw(t, "id")), Dims: dims,
		Kind:     rapid.SampledFrom([]fact.Kind{"a", "b", "c"}).Draw(t, "kind"),
		On:       calendar.On(2026, 1, rapid.IntRange(1, 120).Draw(t, "day")),
		Quantity: rapid.Int64Range(-3, 5).Draw(t, "quantity"),
		Scope:    rapid.SampledFrom(scopes).Draw(t, "scope"),
		Owner:    rapid.SampledFrom([]record.ID{"", "o1", "o2"}).Draw(t, "owner"),
		Subject:  rapid.SampledFrom([]record.ID{"s1", "s2", "s3"}).Draw(t, "subject"),
	}
}

// TestFiguresEqualANaiveRecount holds every figure of every slice against a
// count of the facts one by one.
func TestFiguresEqualANaiveRecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &ledger{}
		for range rapid.IntRange(0, 40).Draw(t, "facts") {
			l.facts = append(l.facts, drawFact(t, l.facts))
		}
		p, err := calendar.ParsePeriod(rapid.SampledFrom([]string{"2026-Q1", "2026-02", "2026", "2026-01-15"}).Draw(t, "period"))
		if err != nil {
			t.Fatal(err)
		}
		figures, err := service(l).Figures(context.Background(), secretariat, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range figures {
			d := definitions[slices.IndexFunc(definitions, func(d metric.Definition) bool { return d.Key == f.Key })]
			value, count := recount(d, l.facts, f.Slice, p)
			if f.Value != value || f.Facts != count {
				t.Fatalf("%s %+v: computed %d of %d facts, counted %d of %d", f.Key, f.Slice, f.Value, f.Facts, value, count)
			}
		}
	})
}

func TestReportNamesOwnersAndKeepsScopesApart(t *testing.T) {
	l := &ledger{names: map[record.ID]string{"o1": "College"}, facts: []fact.Fact{
		{ID: "1", Kind: "a", On: calendar.On(2026, 1, 5), Quantity: 2, Scope: fact.ScopeSchools, Owner: "o1", Subject: "s1", Dims: map[string]string{"type": "t1"}},
		{ID: "2", Kind: "a", On: calendar.On(2026, 1, 6), Quantity: 5, Scope: fact.ScopeConsortium, Subject: "s1"},
	}}
	rows, err := service(l).Report(context.Background(), secretariat, calendar.Period{})
	if err != nil {
		t.Fatal(err)
	}
	var got []insight.Row
	for _, r := range rows {
		if r.Key == "signed" {
			got = append(got, r)
		}
	}
	none := map[string]string{}
	want := []insight.Row{
		{"signed", "consortium", none, insight.ToDate, 5, "x", 1, nil},
		{"signed", "schools", none, insight.ToDate, 2, "x", 1, nil},
		{"signed", "schools:College", none, insight.ToDate, 2, "x", 1, nil},
		{"signed", "schools", map[string]string{"type": "t1"}, insight.ToDate, 2, "x", 1, nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestWhoSeesWhat(t *testing.T) {
	l := &ledger{facts: []fact.Fact{
		{ID: "1", Kind: "a", On: calendar.On(2026, 1, 5), Quantity: 2, Scope: fact.ScopeSchools, Owner: "o1", Subject: "s1"},
		{ID: "2", Kind: "a", On: calendar.On(2026, 1, 6), Quantity: 3, Scope: fact.ScopeSchools, Owner: "o2", Subject: "s2"},
	}}
	s, ctx := service(l), context.Background()
	figures, err := s.Breakdown(ctx, dean, "signed", calendar.Period{})
	if err != nil {
		t.Fatal(err)
	}
	if owners := insight.Owners(figures); !slices.Equal(owners, []record.ID{"o1"}) {
		t.Errorf("the dean sees the owners %v, want only the own school", owners)
	}
	if _, err := s.Behind(ctx, dean, "signed", metric.Slice{Scope: fact.ScopeSchools}, calendar.Period{}, record.Ref{}, 1, 20); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the dean read the facts of all schools: %v", err)
	}
	if _, _, err := s.Fact(ctx, dean, "2"); !fault.Is(err, fault.NotFound) {
		t.Errorf("the dean read a fact of another school: %v", err)
	}
	if _, _, err := s.Fact(ctx, dean, "1"); err != nil {
		t.Errorf("the dean did not see the own fact: %v", err)
	}
	student := access.Actor{Consortium: 1, Role: access.Student, Organisation: "o1"}
	if _, err := s.Figures(ctx, student, calendar.Period{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a student saw figures: %v", err)
	}
}

func TestCorrect(t *testing.T) {
	l := &ledger{facts: []fact.Fact{{ID: "01900000-0000-7000-8000-000000000001", Kind: "a", On: calendar.On(2026, 1, 5), Quantity: 2, Scope: fact.ScopeSchools, Owner: "o1", Subject: "s1"}}}
	s, ctx, id := service(l), context.Background(), l.facts[0].ID
	cases := []struct {
		name, reason string
		by           access.Actor
		kind         fault.Kind
	}{
		{"without a reason", " ", secretariat, fault.Invalid},
		{"with too long a reason", strings.Repeat("a", insight.MaxReason+1), secretariat, fault.Invalid},
		{"by a dean", "twice", dean, fault.Forbidden},
	}
	for _, c := range cases {
		if _, err := s.Correct(ctx, c.by, id, c.reason); !fault.Is(err, c.kind) {
			t.Errorf("correction %s: %v, want %v", c.name, err, c.kind)
		}
	}
	back, err := s.Correct(ctx, secretariat, id, "entered twice")
	if err != nil {
		t.Fatal(err)
	}
	p, _ := calendar.ParsePeriod("2026-01")
	f, err := s.Figure(ctx, secretariat, "signed", metric.Slice{Scope: fact.ScopeSchools}, p)
	if err != nil || f.Value != 0 || f.Facts != 2 {
		t.Errorf("after the correction the figure is %d of %d facts (%v), want 0 of 2", f.Value, f.Facts, err)
	}
	if _, err := s.Correct(ctx, secretariat, id, "again"); !fault.Is(err, fault.Conflict) {
		t.Errorf("a fact was reversed twice: %v", err)
	}
	if _, err := s.Correct(ctx, secretariat, back, "back again"); !fault.Is(err, fault.Refused) {
		t.Errorf("a reversal was reversed: %v", err)
	}
}
