package insight

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
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
	var questions []metric.Question
	for _, pick := range picks {
		if d, ok := s.byKey[pick.Key]; ok {
			questions = append(questions, metric.Question{Definition: d, Period: p, Slices: []metric.Slice{pick.Slice}})
		}
	}
	return s.answers(ctx, a, questions)
}

// Now is the instant up to which a page counts.
func (s *Service) Now() time.Time { return s.clock.Now() }

// Stage is one stage of the way from order to employment; Text is the key of its
// name.
type Stage struct{ Key, Text, Scope string }

// Way is the flow from order to employment. A stage appears once a feature
// declares its metric.
var Way = []Stage{
	{"order.people_wanted", "home.stage.wanted", fact.ScopeConsortium},
	{"order.people_matched", "home.stage.matched", fact.ScopeConsortium},
	{"agreement.people", "home.stage.signed", fact.ScopeConsortium},
	{"agreement.people_sent", "home.stage.sent", fact.ScopeConsortium},
	{"agreement.people_hired", "home.stage.hired", fact.ScopeConsortium},
}
