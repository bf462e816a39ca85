package insight

import (
	"context"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Behind lists a page of the facts behind a figure, the newest first; size 0
// lists all of them. With a record, only its facts are listed.
func (s *Service) Behind(ctx context.Context, a access.Actor, key string, slice metric.Slice, p calendar.Period, of record.Ref, page, size int) (listing.Page[fact.Fact], error) {
	q, err := s.query(a, key, slice, p)
	if err != nil {
		return listing.Page[fact.Fact]{}, err
	}
	q.Record, q.Limit, q.Offset = of, size, max(page-1, 0)*size
	return s.store.Facts(ctx, q)
}

// MayOpen refuses who may not see what is behind a figure.
func (s *Service) MayOpen(a access.Actor, key string, slice metric.Slice) error {
	_, err := s.query(a, key, slice, calendar.Period{})
	return err
}

// Records lists the records behind a figure from a place on, those with the
// newest facts first, at most size; and the place of the next, zero if there are
// no more.
func (s *Service) Records(ctx context.Context, a access.Actor, key string, slice metric.Slice, p calendar.Period, after Mark, size int) ([]RecordSum, Mark, error) {
	q, err := s.query(a, key, slice, p)
	if err != nil {
		return nil, Mark{}, err
	}
	q.Limit = size
	return s.store.Records(ctx, q, after)
}

// Corrections lists a page of the reversals among the facts behind a figure.
func (s *Service) Corrections(ctx context.Context, a access.Actor, key string, slice metric.Slice, p calendar.Period, page, size int) (listing.Page[fact.Fact], error) {
	q, err := s.query(a, key, slice, p)
	if err != nil {
		return listing.Page[fact.Fact]{}, err
	}
	q.Reversals, q.Limit, q.Offset = true, size, max(page-1, 0)*size
	return s.store.Facts(ctx, q)
}

func (s *Service) query(a access.Actor, key string, slice metric.Slice, p calendar.Period) (FactQuery, error) {
	d, err := s.Definition(key)
	if err != nil {
		return FactQuery{}, err
	}
	if s.table.Reach(a, ActView) == access.None || !s.sees(a, slice) {
		return FactQuery{}, fault.New(fault.Forbidden, "figure.facts.forbidden")
	}
	return FactQuery{Definition: d, Slice: slice, Span: d.Span(p)}, nil
}

// Fact returns one fact and the id of the fact that takes it back, if any.
func (s *Service) Fact(ctx context.Context, a access.Actor, id record.ID) (fact.Fact, record.ID, error) {
	f, reversal, err := s.store.Fact(ctx, id)
	if err != nil {
		return f, "", err
	}
	if !s.table.Can(a, ActView, access.Subject{Owner: f.Owner}) {
		return fact.Fact{}, "", fault.New(fault.NotFound, "record.not_found")
	}
	return f, reversal, nil
}

// CanCorrect tells whether the actor may take facts back.
func (s *Service) CanCorrect(a access.Actor) bool {
	return s.table.Can(a, ActCorrect, access.Subject{})
}

// AtRecord tells whether a fact is taken back at its record alone, because the
// record keeps the sum of such facts.
func (s *Service) AtRecord(f fact.Fact) bool { return slices.Contains(s.kept, f.Kind) }

// Uses lists the metrics that count the fact.
func (s *Service) Uses(f fact.Fact) []metric.Definition {
	var list []metric.Definition
	g := metric.Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims}
	for _, d := range s.definitions {
		if d.Matches(g, metric.Slice{Scope: f.Scope}) {
			list = append(list, d)
		}
	}
	return list
}
