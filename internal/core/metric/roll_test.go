package metric_test

import (
	"testing"

	"pgregory.net/rapid"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
)

// drawHistory draws facts over three years, some of which take others back, on
// the same day or another.
func drawHistory(t *rapid.T) []fact.Fact {
	var list []fact.Fact
	for range rapid.IntRange(0, 30).Draw(t, "facts") {
		on := calendar.On(2024, 12, 1).AddDays(rapid.IntRange(0, 800).Draw(t, "day"))
		if len(list) > 0 && rapid.IntRange(0, 3).Draw(t, "reverses") == 0 {
			back := rapid.SampledFrom(list).Draw(t, "taken back")
			if rapid.Bool().Draw(t, "same day") {
				on = back.On
			}
			list = append(list, back.Reverse(on, "mistake"))
			list[len(list)-1].Reverses = "x"
			continue
		}
		list = append(list, fact.Fact{
			Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), On: on, Quantity: rapid.Int64Range(-2, 3).Draw(t, "quantity"),
			Scope: rapid.SampledFrom(scopes).Draw(t, "scope"), Owner: rapid.SampledFrom(owners).Draw(t, "owner"),
			Subject: rapid.SampledFrom(append([]record.ID{""}, subjects...)).Draw(t, "subject"),
			Dims:    map[string]string{"mode": rapid.SampledFrom(modes).Draw(t, "mode")},
		})
	}
	return list
}

func drawDefinition(t *rapid.T) metric.Definition {
	d := metric.Definition{
		Key: "k", Unit: "u", Scopes: scopes[:rapid.IntRange(1, 2).Draw(t, "scopes")], Dimensions: []string{"mode"},
		Kinds:    kinds[:rapid.IntRange(1, 2).Draw(t, "kinds")],
		Measure:  rapid.SampledFrom([]metric.Measure{metric.Sum, metric.Subjects, metric.SubjectsHaving}).Draw(t, "measure"),
		Having:   metric.Having{Dimension: "mode", Values: []string{"order", "direct"}},
		PerOwner: rapid.Bool().Draw(t, "per owner"), Stock: rapid.Bool().Draw(t, "stock"),
	}
	if rapid.Bool().Draw(t, "filtered") {
		d.Where = map[string][]string{"mode": {"order", ""}}
	}
	return d
}

func drawPeriod(t *rapid.T) calendar.Period {
	day := calendar.On(2024, 12, 1).AddDays(rapid.IntRange(-10, 810).Draw(t, "on"))
	switch n := rapid.IntRange(0, len(calendar.Grains)+2).Draw(t, "period"); n {
	case len(calendar.Grains):
		return calendar.Period{}
	case len(calendar.Grains) + 1:
		return calendar.UpTo(day)
	case len(calendar.Grains) + 2:
		return calendar.YearUpTo(day)
	default:
		return calendar.Grains[n].Of(day)
	}
}

// TestRollupEqualsCompute: for random facts with corrections on any day, the
// cells that a period reads add up to the figure that all facts of the period
// give, for every measure, slice and kind of period.
func TestRollupEqualsCompute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, d, p := drawHistory(t), drawDefinition(t), drawPeriod(t)
		cells, of := metric.Cells{}, map[record.ID][]fact.Fact{}
		d.Roll(cells, facts)
		for _, f := range facts {
			of[f.Subject] = append(of[f.Subject], f)
		}
		for _, list := range of {
			if d.Distinct() {
				told := rapid.IntRange(0, len(list)).Draw(t, "told before")
				counter := d.Counter(cells)
				counter.Subject(nil, list[:told])
				counter.Subject(list[:told], list[told:])
			}
		}
		ranges, count, ok := d.Reads(p)
		if !ok {
			t.Fatalf("%q can't be answered", p.Name)
		}
		var groups []metric.Group
		for _, f := range facts {
			if d.Span(p).Contains(f.On) {
				g := metric.Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims, Quantity: f.Quantity, Facts: 1}
				if f.Reverses != "" {
					g.Reversals = 1
				}
				groups = append(groups, g)
			}
		}
		for _, s := range d.Slices(groups) {
			if !d.Rolled(s) {
				t.Fatalf("%+v is not rolled up", s)
			}
			want := d.Compute(groups, s, p)
			got := total(cells, s, ranges)
			if got.Values[count] != want.Value || got.Facts != want.Facts || got.Reversals != want.Reversals {
				t.Fatalf("%+v %q %+v: cells give %+v, facts %+v", d, p.Name, s, got, want)
			}
		}
	})
}

func total(cells metric.Cells, s metric.Slice, ranges []metric.Range) (sum metric.Amount) {
	for at, m := range cells[s] {
		for _, r := range ranges {
			if at.Grain == r.Grain && (calendar.Period{From: r.From, To: r.To}).Contains(at.On) {
				sum = sum.Plus(*m)
			}
		}
	}
	return sum
}

// TestReadsFewCells: a span of ten years is a few cells of each slice.
func TestReadsFewCells(t *testing.T) {
	d := metric.Definition{Measure: metric.Sum}
	span := calendar.Period{From: calendar.On(2016, 1, 15), To: calendar.On(2026, 3, 20)}
	ranges, _, ok := d.Reads(span)
	n := 0
	for _, r := range ranges {
		if r.Grain == calendar.Month {
			n += (r.To.Year-r.From.Year)*12 + int(r.To.Month-r.From.Month) + 1
		} else {
			n += r.From.DaysUntil(r.To) + 1
		}
	}
	if !ok || n > 160 {
		t.Errorf("%d cells", n)
	}
}
