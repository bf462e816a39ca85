package insight

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
)

// Pick names one figure for a page that shows a few.
type Pick struct {
	Key   string
	Slice metric.Slice
}

// Picked computes the figures of a page together. Metrics that this program
// does not have are left out; nothing comes back for somebody who sees no
// figures.
func (s *Service) Picked(ctx context.Context, a access.Actor, picks []Pick, p calendar.Period) ([]metric.Figure, error) {
	if s.table.Reach(a, ActView) == access.None {
		return nil, nil
	}
	var known []Pick
	var definitions []metric.Definition
	for _, pick := range picks {
		if d, ok := s.byKey[pick.Key]; ok {
			known, definitions = append(known, pick), append(definitions, d)
		}
	}
	groups, err := s.groups(ctx, a, definitions, p)
	if err != nil {
		return nil, err
	}
	figures := make([]metric.Figure, len(known))
	for i, pick := range known {
		figures[i] = definitions[i].Compute(groups(definitions[i]), pick.Slice, p)
	}
	return figures, nil
}

// Now is the instant up to which a page counts.
func (s *Service) Now() time.Time { return s.clock.Now() }
