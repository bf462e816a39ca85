package sealing

import (
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/engine/seal"
)

// Ask is a figure to be proved: a metric in a slice and a period.
type Ask struct {
	Definition metric.Definition
	Slice      metric.Slice
	Period     calendar.Period
}

// definitionOf is how a bundle states a metric.
func definitionOf(d metric.Definition) seal.Definition {
	s := seal.Definition{Key: d.Key, Where: d.Where, Measure: string(d.Measure), Stock: d.Stock, Unit: d.Unit}
	for _, k := range d.Kinds {
		s.Kinds = append(s.Kinds, string(k))
	}
	if d.Having.Dimension != "" {
		s.Having = &seal.Having{Dimension: d.Having.Dimension, Values: d.Having.Values}
	}
	return s
}

// metricOf is the metric that a bundle states.
func metricOf(s seal.Definition) metric.Definition {
	d := metric.Definition{Key: s.Key, Where: s.Where, Measure: metric.Measure(s.Measure), Stock: s.Stock, Unit: s.Unit}
	for _, k := range s.Kinds {
		d.Kinds = append(d.Kinds, fact.Kind(k))
	}
	if s.Having != nil {
		d.Having = metric.Having{Dimension: s.Having.Dimension, Values: s.Having.Values}
	}
	return d
}

func sliceOf(s metric.Slice) seal.Slice {
	return seal.Slice{Scope: s.Scope, Owner: string(s.Owner), Dimension: s.Dimension, Value: s.Value}
}

func metricSlice(s seal.Slice) metric.Slice {
	return metric.Slice{Scope: s.Scope, Owner: record.ID(s.Owner), Dimension: s.Dimension, Value: s.Value}
}

func periodOf(p calendar.Period) seal.Period {
	return seal.Period{Name: p.Name, From: p.From.String(), To: p.To.String()}
}

// groups are leaves as metrics count them: the commitment stands for the
// subject, because the same subject has the same one.
func groups(leaves []seal.Leaf) []metric.Group {
	list := make([]metric.Group, len(leaves))
	for i, l := range leaves {
		list[i] = metric.Group{
			Kind: fact.Kind(l.Kind), Scope: l.Scope, Owner: record.ID(l.Owner), Subject: record.ID(l.Hidden.Subject),
			Dims: l.Dims, Quantity: l.Quantity, Facts: 1,
		}
	}
	return list
}

// compute is the value of a figure by the leaves, and how many of them count.
func compute(d seal.Definition, f seal.Figure, leaves []seal.Leaf, all []metric.Group) (value, facts int64) {
	span := d.Span(f.Period)
	var within []metric.Group
	for i, l := range leaves {
		if span.Contains(l.On) {
			within = append(within, all[i])
		}
	}
	got := metricOf(d).Compute(within, metricSlice(f.Slice), calendar.Period{})
	return got.Value, got.Facts
}
