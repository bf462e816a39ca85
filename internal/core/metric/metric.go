// Package metric defines figures over facts: which kinds, which measure, which
// dimensions, in which scope, with which wording of the count. Nothing but a
// definition applied to facts may feed a report.
package metric

import (
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
)

// Measure is how facts become a number.
type Measure string

// The measures.
const (
	Sum            Measure = "sum"             // sum of quantities
	Subjects       Measure = "subjects"        // distinct subjects whose sum is positive
	SubjectsHaving Measure = "subjects_having" // distinct subjects positive for every value of Having
)

// Definition is one metric. The catalogues hold its name under
// "metric.<key>" and its wording of the count under "metric.<key>.wording".
type Definition struct {
	Key        string
	Kinds      []fact.Kind
	Where      map[string][]string // dimension -> accepted values; empty accepts all
	Measure    Measure
	Having     Having
	Stock      bool // running sum up to the end of the period; else sum within it
	Scopes     []string
	PerOwner   bool     // also one row for each owning organisation
	Dimensions []string // each also gives rows of its own
	Unit       string
}

// Having names a dimension and the values that one subject must have all of.
type Having struct {
	Dimension string
	Values    []string
}

// Group is facts that agree in everything that a definition can tell apart,
// with the sum of their quantities and their number.
type Group struct {
	Kind      fact.Kind
	Scope     string
	Owner     record.ID
	Subject   record.ID
	Dims      map[string]string
	Quantity  int64
	Facts     int64
	Reversals int64 // how many of the facts take another back
}

// Figure is a computed value.
type Figure struct {
	Key       string
	Slice     Slice
	Period    calendar.Period
	Value     int64
	Unit      string
	Facts     int64
	Reversals int64 // how many of the facts take another back
}

// Span returns the dates whose facts count for the period: a stock counts from
// the beginning.
func (d Definition) Span(p calendar.Period) calendar.Period {
	if d.Stock {
		p.From = calendar.Date{}
	}
	return p
}

// Matches tells whether a group counts for the definition in the slice.
func (d Definition) Matches(g Group, s Slice) bool {
	if !slices.Contains(d.Kinds, g.Kind) || g.Scope != s.Scope || (s.Owner != "" && g.Owner != s.Owner) {
		return false
	}
	return d.lets(g.Dims) && (s.Dimension == "" || g.Dims[s.Dimension] == s.Value)
}

// lets tells whether the filter lets dimensions through.
func (d *Definition) lets(dims map[string]string) bool {
	for dimension, values := range d.Where {
		if !slices.Contains(values, dims[dimension]) {
			return false
		}
	}
	return true
}

// Compute returns the figure of one slice from groups that lie in Span.
func (d Definition) Compute(groups []Group, s Slice, p calendar.Period) Figure {
	f := Figure{Key: d.Key, Slice: s, Period: p, Unit: d.Unit}
	subjects, bySubject := map[record.ID]int64{}, map[record.ID]map[string]int64{}
	for _, g := range groups {
		if !d.Matches(g, s) {
			continue
		}
		f.Facts += g.Facts
		f.Reversals += g.Reversals
		switch d.Measure {
		case Sum:
			f.Value += g.Quantity
		case Subjects:
			subjects[g.Subject] += g.Quantity
		default:
			if bySubject[g.Subject] == nil {
				bySubject[g.Subject] = map[string]int64{}
			}
			bySubject[g.Subject][g.Dims[d.Having.Dimension]] += g.Quantity
		}
	}
	for _, sum := range subjects {
		if sum > 0 {
			f.Value++
		}
	}
	for _, sums := range bySubject {
		if d.holds(sums) {
			f.Value++
		}
	}
	return f
}

func (d Definition) holds(sums map[string]int64) bool {
	for _, v := range d.Having.Values {
		if sums[v] <= 0 {
			return false
		}
	}
	return true
}
