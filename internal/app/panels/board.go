package panels

import (
	"context"
	"slices"

	"tongpin/internal/board"
	"tongpin/internal/core/access"
	"tongpin/internal/core/metric"
	"tongpin/internal/platform/fault"
	"tongpin/internal/workplan"
)

// Targets hands the targets of work plans to the dashboard.
type Targets struct {
	Plans   *workplan.Service
	Metrics []metric.Definition
	// People are the words by which targets of which the owner reports count
	// persons, in all languages.
	People []string
}

// Targets tells how the targets of a year stand, what is behind first.
func (t Targets) Targets(ctx context.Context, a access.Actor, year int) ([]board.Target, error) {
	_, aims, err := t.Plans.Aims(ctx, a, year)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	list := make([]board.Target, len(aims))
	for i, s := range aims {
		list[i] = board.Target{
			Record: s.Item.Ref(), Number: s.Item.Number, Title: s.Item.Title, Owner: s.Item.OwnerName,
			Operator: string(s.Item.Target.Operator), Low: s.Item.Target.Low, High: s.Item.Target.High,
			Unit: s.Item.Unit, Counts: t.counts(s.Item),
			Known: s.Actual.Known, Actual: s.Actual.Value, Expected: s.Expected, Light: string(s.Light),
		}
	}
	return list, err
}

// counts is the unit of an item's metric, or what its own word for it says.
func (t Targets) counts(i workplan.Item) string {
	if at := slices.IndexFunc(t.Metrics, func(d metric.Definition) bool { return d.Key == i.Meter.Metric }); at >= 0 {
		return t.Metrics[at].Unit
	}
	if slices.Contains(t.People, i.Unit) {
		return board.Person
	}
	return ""
}
