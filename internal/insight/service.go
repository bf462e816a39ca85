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
}

// NewService makes the service over the metrics of all features. Two metrics
// with the same key are a mistake of the program.
func NewService(store Store, definitions []metric.Definition, table *access.Table, c clock.Clock, kept ...fact.Kind) *Service {
	s := &Service{store, definitions, map[string]metric.Definition{}, table, c, kept}
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
	groups, err := s.groups(ctx, a, s.definitions, p)
	if err != nil {
		return nil, err
	}
	var list []metric.Figure
	for _, d := range s.definitions {
		list = append(list, s.slices(a, d, groups(d), p)...)
	}
	return list, nil
}

// Totals computes every metric in its scopes alone, without owners and
// dimensions.
func (s *Service) Totals(ctx context.Context, a access.Actor, p calendar.Period) ([]metric.Figure, error) {
	groups, err := s.groups(ctx, a, s.definitions, p)
	if err != nil {
		return nil, err
	}
	var list []metric.Figure
	for _, d := range s.definitions {
		for _, scope := range d.Scopes {
			list = append(list, d.Compute(groups(d), metric.Slice{Scope: scope}, p))
		}
	}
	return list, nil
}

// Breakdown computes one metric in every slice that the actor may see.
func (s *Service) Breakdown(ctx context.Context, a access.Actor, key string, p calendar.Period) ([]metric.Figure, error) {
	d, err := s.Definition(key)
	if err != nil {
		return nil, err
	}
	groups, err := s.groups(ctx, a, []metric.Definition{d}, p)
	if err != nil {
		return nil, err
	}
	return s.slices(a, d, groups(d), p), nil
}

// Figure computes one metric in one slice.
func (s *Service) Figure(ctx context.Context, a access.Actor, key string, slice metric.Slice, p calendar.Period) (metric.Figure, error) {
	d, err := s.Definition(key)
	if err != nil {
		return metric.Figure{}, err
	}
	groups, err := s.groups(ctx, a, []metric.Definition{d}, p)
	if err != nil {
		return metric.Figure{}, err
	}
	return d.Compute(groups(d), slice, p), nil
}

// slices computes a metric in all slices; rows of other owners are left out for
// whoever sees only the own organisation.
func (s *Service) slices(a access.Actor, d metric.Definition, groups []metric.Group, p calendar.Period) []metric.Figure {
	only := s.horizon(a)
	var list []metric.Figure
	for _, slice := range d.Slices(groups) {
		if slice.Owner != "" && only != "" && slice.Owner != only {
			continue
		}
		list = append(list, d.Compute(groups, slice, p))
	}
	return list
}

// groups reads what the definitions need in two questions: stocks count from
// the beginning, flows within the period. The answer hands each definition the
// groups of its kinds, so that a metric does not look through those of all.
func (s *Service) groups(ctx context.Context, a access.Actor, list []metric.Definition, p calendar.Period) (func(metric.Definition) []metric.Group, error) {
	if s.table.Reach(a, ActView) == access.None {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	var byKind [2]map[fact.Kind][]metric.Group
	for i, stock := range []bool{false, true} {
		kinds, span := ask(list, stock, p)
		byKind[i] = map[fact.Kind][]metric.Group{}
		if len(kinds) == 0 {
			continue
		}
		groups, err := s.store.Groups(ctx, kinds, span)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			byKind[i][g.Kind] = append(byKind[i][g.Kind], g)
		}
	}
	return func(d metric.Definition) []metric.Group {
		side := byKind[0]
		if d.Stock {
			side = byKind[1]
		}
		if len(d.Kinds) == 1 {
			return side[d.Kinds[0]]
		}
		var groups []metric.Group
		for _, k := range d.Kinds {
			groups = append(groups, side[k]...)
		}
		return groups
	}, nil
}

// ask joins the kinds of the stocks, or of the flows, with the span to read.
func ask(list []metric.Definition, stock bool, p calendar.Period) ([]fact.Kind, calendar.Period) {
	var kinds []fact.Kind
	span := metric.Definition{Stock: stock}.Span(p)
	for _, d := range list {
		if d.Stock != stock {
			continue
		}
		for _, k := range d.Kinds {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	return kinds, span
}

// Names returns the names of organisations, for figures of owners and facts.
func (s *Service) Names(ctx context.Context, ids []record.ID) (map[record.ID]string, error) {
	return s.store.Names(ctx, ids)
}

// Todos lists the open steps of the actor, at most limit, and their number.
func (s *Service) Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, int, error) {
	return s.store.Todos(ctx, a, limit)
}
