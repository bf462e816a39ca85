package insight

import (
	"context"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
)

// Published is one value as a bulletin stated it.
type Published struct {
	Key    string
	Slice  metric.Slice
	Period calendar.Period
	Value  int64
	In     string     // the number of the bulletin: "2026-1"
	Ref    record.Ref // the bulletin
}

// Publications tells what was published; a feature above fulfils it.
type Publications interface {
	// Published lists the values of these metrics that stand in published
	// bulletins, the newest bulletin first.
	Published(ctx context.Context, keys []string) ([]Published, error)
}

// Changed is a published value that is no longer what the facts say.
type Changed struct {
	Published
	Now int64
}

// Heed makes figures say where a published value differs from them now.
func (s *Service) Heed(p Publications) { s.publications = p }

// Changed lists the published values that differ from the figures, in the order
// of the figures. Two periods are the same where the metric counts the same
// days: the stock of a quarter is that up to its last day.
func (s *Service) Changed(ctx context.Context, figures []metric.Figure) ([]Changed, error) {
	if s.publications == nil || len(figures) == 0 {
		return nil, nil
	}
	var keys []string
	for _, f := range figures {
		if !slices.Contains(keys, f.Key) {
			keys = append(keys, f.Key)
		}
	}
	published, err := s.publications.Published(ctx, keys)
	if err != nil {
		return nil, err
	}
	type place struct {
		key      string
		slice    metric.Slice
		from, to calendar.Date
	}
	at := func(key string, slice metric.Slice, p calendar.Period) place {
		span := s.byKey[key].Span(p)
		return place{key, slice, span.From, span.To}
	}
	of := map[place][]Published{}
	for _, p := range published {
		k := at(p.Key, p.Slice, p.Period)
		of[k] = append(of[k], p)
	}
	var list []Changed
	for _, f := range figures {
		for _, p := range of[at(f.Key, f.Slice, f.Period)] {
			if p.Value != f.Value {
				list = append(list, Changed{p, f.Value})
			}
		}
	}
	return list, nil
}
