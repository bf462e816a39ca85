package metric_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
)

var (
	kinds    = []fact.Kind{"agreement.signed", "class.held"}
	scopes   = []string{fact.ScopeConsortium, fact.ScopeSchools}
	owners   = []record.ID{"", "school-1", "school-2"}
	subjects = []record.ID{"mine", "farm", "works"}
	modes    = []string{"order", "direct", ""}
)

// randomFacts draws facts with gains and losses.
func randomFacts(t *rapid.T) []metric.Group {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) metric.Group {
		return metric.Group{
			Kind:     rapid.SampledFrom(kinds).Draw(t, "kind"),
			Scope:    rapid.SampledFrom(scopes).Draw(t, "scope"),
			Owner:    rapid.SampledFrom(owners).Draw(t, "owner"),
			Subject:  rapid.SampledFrom(subjects).Draw(t, "subject"),
			Dims:     map[string]string{"mode": rapid.SampledFrom(modes).Draw(t, "mode")},
			Quantity: rapid.Int64Range(-3, 3).Draw(t, "quantity"),
			Facts:    1,
		}
	}), 0, 40).Draw(t, "facts")
}

// grouped joins facts that a definition can't tell apart, as the store does.
func grouped(facts []metric.Group) []metric.Group {
	var list []metric.Group
	for _, f := range facts {
		at := slices.IndexFunc(list, func(g metric.Group) bool {
			return g.Kind == f.Kind && g.Scope == f.Scope && g.Owner == f.Owner && g.Subject == f.Subject && g.Dims["mode"] == f.Dims["mode"]
		})
		if at < 0 {
			list = append(list, f)
			continue
		}
		list[at].Quantity += f.Quantity
		list[at].Facts++
	}
	return list
}

// recount is the definition in plain words: take the facts that count one by
// one; add them up, or ask each subject.
func recount(d metric.Definition, facts []metric.Group, s metric.Slice) (value, n int64) {
	counts := func(f metric.Group) bool {
		ok := slices.Contains(d.Kinds, f.Kind) && f.Scope == s.Scope
		if s.Owner != "" {
			ok = ok && f.Owner == s.Owner
		}
		if want := d.Where["mode"]; len(want) > 0 {
			ok = ok && slices.Contains(want, f.Dims["mode"])
		}
		if s.Dimension == "mode" {
			ok = ok && f.Dims["mode"] == s.Value
		}
		return ok
	}
	sum := func(keep func(metric.Group) bool) (total int64) {
		for _, f := range facts {
			if counts(f) && keep(f) {
				total += f.Quantity
			}
		}
		return total
	}
	for _, f := range facts {
		if counts(f) {
			n++
		}
	}
	if d.Measure == metric.Sum {
		return sum(func(metric.Group) bool { return true }), n
	}
	for _, subject := range subjects {
		has := d.Measure == metric.Subjects && sum(func(f metric.Group) bool { return f.Subject == subject }) > 0
		if d.Measure == metric.SubjectsHaving {
			has = !slices.ContainsFunc(d.Having.Values, func(v string) bool {
				return sum(func(f metric.Group) bool { return f.Subject == subject && f.Dims["mode"] == v }) <= 0
			})
		}
		if has {
			value++
		}
	}
	return value, n
}

// TestComputeEqualsRecount: for random facts, definitions and slices, the
// figure over groups equals the recount over single facts.
func TestComputeEqualsRecount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := randomFacts(t)
		d := metric.Definition{
			Key: "k", Unit: "u", Scopes: scopes, PerOwner: true, Dimensions: []string{"mode"},
			Kinds:   kinds[:rapid.IntRange(1, 2).Draw(t, "kinds")],
			Measure: rapid.SampledFrom([]metric.Measure{metric.Sum, metric.Subjects, metric.SubjectsHaving}).Draw(t, "measure"),
			Having:  metric.Having{Dimension: "mode", Values: []string{"order", "direct"}},
		}
		if rapid.Bool().Draw(t, "filtered") {
			d.Where = map[string][]string{"mode": {"order"}}
		}
		groups := grouped(facts)
		for _, s := range d.Slices(groups) {
			value, n := recount(d, facts, s)
			if got := d.Compute(groups, s, calendar.Period{}); got.Value != value || got.Facts != n || got.Unit != "u" || got.Slice != s {
				t.Fatalf("%+v: got %+v, want %d from %d facts", s, got, value, n)
			}
		}
	})
}

// TestSlices: every scope is there even without facts; owners and values only
// where facts are; the order is fixed.
func TestSlices(t *testing.T) {
	d := metric.Definition{Kinds: kinds[:1], Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"mode"}}
	group := func(kind fact.Kind, owner record.ID, mode string) metric.Group {
		return metric.Group{Kind: kind, Scope: fact.ScopeSchools, Owner: owner, Dims: map[string]string{"mode": mode}, Quantity: 1, Facts: 1}
	}
	got := d.Slices([]metric.Group{
		group(kinds[0], "school-2", "order"), group(kinds[0], "school-1", ""), group(kinds[0], "", "direct"), group(kinds[1], "school-3", "other"),
	})
	want := []metric.Slice{
		{Scope: fact.ScopeConsortium},
		{Scope: fact.ScopeSchools},
		{Scope: fact.ScopeSchools, Owner: "school-1"},
		{Scope: fact.ScopeSchools, Owner: "school-2"},
		{Scope: fact.ScopeSchools, Dimension: "mode", Value: "direct"},
		{Scope: fact.ScopeSchools, Dimension: "mode", Value: "order"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestSpan(t *testing.T) {
	quarter, err := calendar.ParsePeriod("2026-Q1")
	if err != nil {
		t.Fatal(err)
	}
	if got := (metric.Definition{}).Span(quarter); got != quarter {
		t.Errorf("a flow counts in %v", got)
	}
	stock := metric.Definition{Stock: true}.Span(quarter)
	if !stock.Contains(calendar.On(1999, 1, 1)) || !stock.Contains(quarter.To) || stock.Contains(quarter.To.AddDays(1)) {
		t.Errorf("a stock counts in %v", stock)
	}
}
