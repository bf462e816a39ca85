package insight_test

import (
	"context"
	"slices"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/insight"
	"tongpin/internal/platform/clock"
)

// archive is bulletins that were published.
type archive []insight.Published

// Published lists those of some metrics.
func (list archive) Published(_ context.Context, keys []string) ([]insight.Published, error) {
	return slices.DeleteFunc(slices.Clone(list), func(p insight.Published) bool { return !slices.Contains(keys, p.Key) }), nil
}

// TestAPublishedValueThatChanged is told with both values and the number of the
// bulletin; one that is still true is not, nor one of another period.
func TestAPublishedValueThatChanged(t *testing.T) {
	l := &ledger{facts: []fact.Fact{
		{ID: "1", Kind: "a", On: calendar.On(2026, 3, 1), Quantity: 7, Scope: fact.ScopeSchools, Owner: "o1", Dims: map[string]string{"type": "t1"}},
	}}
	s := insight.NewService(l, definitions, access.NewTable(insight.Grants()), clock.At(now))
	quarter, half := calendar.Quarter.Of(calendar.On(2026, 3, 1)), calendar.Half.Of(calendar.On(2026, 3, 1))
	whole, part := metric.Slice{Scope: fact.ScopeSchools}, metric.Slice{Scope: fact.ScopeSchools, Dimension: "type", Value: "t1"}
	s.Heed(archive{
		{Key: "signed", Slice: whole, Period: quarter, Value: 7, In: "2026-2"},
		{Key: "signed", Slice: whole, Period: quarter, Value: 5, In: "2026-1"},
		{Key: "signed", Slice: part, Period: half, Value: 1, In: "2026-1"},
		{Key: "stock", Slice: whole, Period: quarter, Value: 6, In: "2026-1"},
	})
	figures, err := s.Figures(t.Context(), secretariat, quarter)
	if err != nil {
		t.Fatal(err)
	}
	changed, err := s.Changed(t.Context(), figures)
	if err != nil || len(changed) != 2 || changed[0].Value != 5 || changed[0].Now != 7 || changed[0].In != "2026-1" || changed[1].Key != "stock" {
		t.Errorf("changed: %+v (%v)", changed, err)
	}
	until := calendar.UpTo(quarter.To) // the same stock under another name
	figure, err := s.Figure(t.Context(), secretariat, "stock", whole, until)
	if err != nil {
		t.Fatal(err)
	}
	if changed, err = s.Changed(t.Context(), []metric.Figure{figure}); err != nil || len(changed) != 1 || changed[0].Now != 7 {
		t.Errorf("the stock on the last day: %+v (%v)", changed, err)
	}
	rows, err := s.Report(t.Context(), secretariat, quarter)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		switch {
		case r.Key == "signed" && r.Scope == fact.ScopeSchools && len(r.Dimensions) == 0:
			if !slices.Equal(r.Published, []insight.PublishedRow{{Value: 5, In: "2026-1"}}) {
				t.Errorf("the row says %+v", r)
			}
		case r.Key != "stock" && r.Published != nil:
			t.Errorf("%+v never was published", r)
		}
	}
}
