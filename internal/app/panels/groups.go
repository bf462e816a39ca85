package panels

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/training"
)

// Groups puts classes between a figure about people in them and the people.
type Groups struct{ Training *training.Service }

// rosterTab is the part of the page of a class that lists its people, masked.
const rosterTab = "?tab=roster"

// Of lists the classes behind a figure from a place on; grouped is false of a
// figure that is not about people in classes, or for somebody who sees no
// classes.
func (g Groups) Of(ctx context.Context, a access.Actor, ask insight.Ask, from, size int) (list []insightweb.Group, more, grouped bool, err error) {
	if !training.Classed(ask.Definition) || !g.Training.Reaches(a, training.ActView) {
		return nil, false, false, nil
	}
	sums, err := g.Training.Behind(ctx, a, training.Behind{
		Kind: ask.Definition.Kinds[0], Slice: ask.Slice, Where: ask.Definition.Where, From: ask.Period.From, To: ask.Period.To, Limit: size + 1, Leave: from,
	})
	for _, s := range sums[:min(size, len(sums))] {
		ref := record.Ref{Kind: training.ClassKind, ID: s.Class}
		list = append(list, insightweb.Group{
			RecordSum: insight.RecordSum{Record: ref, Quantity: s.Quantity, Facts: s.Facts, Oldest: s.Oldest, Newest: s.Newest},
			Path:      recordweb.Link(ctx, ref) + rosterTab,
		})
	}
	return list, len(sums) > size, true, err
}
