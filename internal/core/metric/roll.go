package metric

import (
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
)

// A rollup keeps, for each slice of a metric, amounts by day and by month, of
// which the figure of any period is a few added up. Sums of quantities are added
// as they come. A distinct count is kept as its changes: +1 on the day from
// which a subject counts, -1 on the day from which it no longer does, so that
// the sum of the changes up to a day is the count on that day. A flow of
// subjects begins anew with every period, so it has such changes for each kind
// of period.

// Count names what an amount counts from.
type Count int

// The counts. A sum of quantities, and subjects of a stock, have Ever alone.
const (
	Ever          Count = iota // from the beginning
	WithinYear                 // from 1 January
	WithinHalf                 // from the beginning of the half-year; by month only, as the next two
	WithinQuarter              // of the quarter
	WithinTerm                 // of the school term
	Alone                      // on that day, or in that month, alone
	Counts                     // how many there are
)

// within are the periods with which the counts of a flow begin anew.
var within = [Counts]calendar.Grain{WithinYear: calendar.Year, WithinHalf: calendar.Half, WithinQuarter: calendar.Quarter, WithinTerm: calendar.Term, Alone: calendar.Month}

// Cell is one place of a rollup.
type Cell struct {
	Slice Slice
	Moment
}

// Amount is what stands in a cell.
type Amount struct {
	Facts     int64
	Reversals int64
	Values    [Counts]int64
}

// Zero tells whether nothing is there.
func (m Amount) Zero() bool { return m == Amount{} }

// Plus adds two amounts.
func (m Amount) Plus(o Amount) Amount {
	m.Facts += o.Facts
	m.Reversals += o.Reversals
	for c := range m.Values {
		m.Values[c] += o.Values[c]
	}
	return m
}

// Moment is a day, or a month by its first day.
type Moment struct {
	Grain calendar.Grain
	On    calendar.Date
}

// Series is what a rollup holds of one slice.
type Series map[Moment]*Amount

// At returns the amount of the day or month around a date, to be added to.
func (s Series) At(grain calendar.Grain, on calendar.Date) *Amount {
	at := Moment{grain, grain.Start(on)}
	m := s[at]
	if m == nil {
		m = &Amount{}
		s[at] = m
	}
	return m
}

// Cells are the content of a rollup, or what has to be added to it.
type Cells map[Slice]Series

// Of returns the series of a slice, to be added to.
func (c Cells) Of(s Slice) Series {
	series := c[s]
	if series == nil {
		series = Series{}
		c[s] = series
	}
	return series
}

// Distinct tells whether the metric counts subjects.
func (d *Definition) Distinct() bool { return d.Measure != Sum }

// Counts tells whether a fact counts for the definition at all.
func (d *Definition) Counts(f *fact.Fact) bool {
	return slices.Contains(d.Kinds, f.Kind) && slices.Contains(d.Scopes, f.Scope) && d.lets(f.Dims)
}

// Roll adds to the cells what simply adds up: the number of facts, and for a sum
// their quantities.
func (d *Definition) Roll(into Cells, facts []fact.Fact) {
	var list []Slice
	for i := range facts {
		f := &facts[i]
		if !d.Counts(f) {
			continue
		}
		list = d.slicesOf(list[:0], f.Scope, f.Owner, f.Dims)
		for _, s := range list {
			series := into.Of(s)
			for _, m := range []*Amount{series.At(calendar.Day, f.On), series.At(calendar.Month, f.On)} {
				m.Facts++
				if f.Reverses != "" {
					m.Reversals++
				}
				if d.Measure == Sum {
					m.Values[Ever] += f.Quantity
				}
			}
		}
	}
}

// Subjects lists the subjects whose distinct counts the facts may change.
func (d *Definition) Subjects(facts []fact.Fact) []record.ID {
	met := map[record.ID]bool{}
	for i := range facts {
		if d.Counts(&facts[i]) {
			met[facts[i].Subject] = true
		}
	}
	return sorted(met)
}
