package insight

import (
	"context"
	"fmt"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
)

// Service computes figures and leads from them to their facts.
type Service struct {
	store       Store
	definitions []metric.Definition
	byKey       map[string]metric.Definition
	table       *access.Table
	clock       clock.Clock
	kept        []fact.Kind // their record keeps their sum, so it must take them back

	publications Publications // nil until Heed
}

// NewService makes the service over the metrics of all features. Two metrics
// with the same key are a mistake of the program.
func NewService(store Store, definitions []metric.Definition, table *access.Table, c clock.Clock, kept ...fact.Kind) *Service {
	s := &Service{store: store, definitions: definitions, byKey: map[string]metric.Definition{}, table: table, clock: c, kept: kept}
	for _, d := range definitions {
		if _, twice := s.byKey[d.Key]; twice {
			panic(fmt.Sprintf("insight: two metrics with the key %q", d.Key))
		}
		s.byKey[d.Key] = d
	}
	return s
}

// Definitions lists the metrics in the order in which people see them.
func (s *Service) Definitions() []metric.Definition { return slices.Clone(s.definitions) }

// Definition returns one metric.
func (s *Service) Definition(key string) (metric.Definition, error) {
	d, ok := s.byKey[key]
	if !ok {
		return d, fault.New(fault.NotFound, "figure.unknown", "key", key)
	}
	return d, nil
}

// Today is the civil date, for the periods that a page offers.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// Figures computes every metric in every slice that the actor may see.
func (s *Service) Figures(ctx context.Context, a access.Actor, p calendar.Period) ([]metric.Figure, error) {
	questions := make([]metric.Question, len(s.definitions))
	for i, d := range s.definitions {
		questions[i] = metric.Question{Definition: d, Period: p, Parts: true}
	}
	return s.answers(ctx, a, questions)
}

// Totals computes every metric in its scopes alone, without owners and
// dimensions.
func (s *Service) Totals(ctx context.Context, a access.Actor, p calendar.Period) ([]metric.Figure, error) {
	questions := make([]metric.Question, len(s.definitions))
	for i, d := range s.definitions {
		questions[i] = metric.Question{Definition: d, Period: p}
		for _, scope := range d.Scopes {
			questions[i].Slices = append(questions[i].Slices, metric.Slice{Scope: scope})
		}
	}
	return s.answers(ctx, a, questions)
}

// Breakdown computes one metric in every slice that the actor may see.
func (s *Service) Breakdown(ctx context.Context, a access.Actor, key string, p calendar.Period) ([]metric.Figure, error) {
	d, err := s.Definition(key)
	if err != nil {
		return nil, err
	}
	return s.answers(ctx, a, []metric.Question{{Definition: d, Period: p, Parts: true}})
}

// Figure computes one metric in one slice.
func (s *Service) Figure(ctx context.Context, a access.Actor, key string, slice metric.Slice, p calendar.Period) (metric.Figure, error) {
	d, err := s.Definition(key)
	if err != nil {
		return metric.Figure{}, err
	}
	list, err := s.answers(ctx, a, []metric.Question{{Definition: d, Period: p, Slices: []metric.Slice{slice}}})
	if err != nil {
		return metric.Figure{}, err
	}
	return list[0], nil
}

// answers asks the store, in one snapshot. Of the parts of a figure, those of
// other owners are left out for whoever sees only the own organisation.
func (s *Service) answers(ctx context.Context, a access.Actor, questions []metric.Question) ([]metric.Figure, error) {
	if s.table.Reach(a, ActView) == access.None {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	answers, err := s.store.Figures(ctx, questions)
	if err != nil {
		return nil, err
	}
	only := s.horizon(a)
	var list []metric.Figure
	for i, q := range questions {
		for _, f := range answers[i] {
			if q.Parts && f.Slice.Owner != "" && only != "" && f.Slice.Owner != only {
				continue
			}
			list = append(list, f)
		}
	}
	return list, nil
}

// Names returns the names of organisations, for figures of owners and facts.
func (s *Service) Names(ctx context.Context, ids []record.ID) (map[record.ID]string, error) {
	return s.store.Names(ctx, ids)
}

// Todos lists the open steps of the actor, at most limit, and their number.
func (s *Service) Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, int, error) {
	return s.store.Todos(ctx, a, limit)
}
