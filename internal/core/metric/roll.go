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
	Grain calendar.Grain // Day or Month
	On    calendar.Date  // its first day
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

// Cells are the content of a rollup, or what has to be added to it.
type Cells map[Cell]Amount

func (c Cells) add(s Slice, grain calendar.Grain, on calendar.Date, m Amount) {
	at := Cell{s, grain, grain.Start(on)}
	c[at] = c[at].Plus(m)
}

func (c Cells) count(s Slice, grain calendar.Grain, on calendar.Date, count Count, change int64) {
	var m Amount
	m.Values[count] = change
	c.add(s, grain, on, m)
}

// Distinct tells whether the metric counts subjects.
func (d Definition) Distinct() bool { return d.Measure != Sum }

// Counts tells whether a fact counts for the definition at all.
func (d Definition) Counts(f fact.Fact) bool {
	return slices.Contains(d.Kinds, f.Kind) && slices.Contains(d.Scopes, f.Scope) && d.Matches(groupOf(f), Slice{Scope: f.Scope})
}

func groupOf(f fact.Fact) Group {
	return Group{Kind: f.Kind, Scope: f.Scope, Owner: f.Owner, Subject: f.Subject, Dims: f.Dims, Quantity: f.Quantity, Facts: 1}
}

// SlicesOf lists the slices of which the rollup keeps count of a fact.
func (d Definition) SlicesOf(f fact.Fact) []Slice {
	return d.slicesOf(f.Scope, f.Owner, f.Dims)
}

// Roll adds to the cells what simply adds up: the number of facts, and for a sum
// their quantities.
func (d Definition) Roll(into Cells, facts []fact.Fact) {
	days := Cells{}
	for _, f := range facts {
		if !d.Counts(f) {
			continue
		}
		m := Amount{Facts: 1}
		if d.Measure == Sum {
			m.Values[Ever] = f.Quantity
		}
		if f.Reverses != "" {
			m.Reversals = 1
		}
		for _, s := range d.SlicesOf(f) {
			days.add(s, calendar.Day, f.On, m)
		}
	}
	for c, m := range days { // of many facts on one day, months see one
		into.add(c.Slice, calendar.Day, c.On, m)
		into.add(c.Slice, calendar.Month, c.On, m)
	}
}

// RollSubject adds to the cells, times sign, how the distinct counts change with
// one subject. facts are all the facts of that subject, in any order: a change
// on one day moves what the later ones mean.
func (d Definition) RollSubject(into Cells, facts []fact.Fact, sign int64) {
	of := map[Slice][]fact.Fact{}
	for _, f := range facts {
		if d.Counts(f) {
			for _, s := range d.SlicesOf(f) {
				of[s] = append(of[s], f)
			}
		}
	}
	for s, list := range of {
		slices.SortFunc(list, func(a, b fact.Fact) int { return a.On.Compare(b.On) })
		d.changes(list, func(calendar.Date) calendar.Date { return calendar.Date{} }, func(on calendar.Date, change int64) {
			into.count(s, calendar.Day, on, Ever, sign*change)
			into.count(s, calendar.Month, on, Ever, sign*change)
		})
		if !d.Stock {
			d.rollFlow(into, s, list, sign)
		}
	}
}

// rollFlow adds what one subject changes in the counts that begin anew with each
// period. Days are told apart only within the year: no figure ends within a
// quarter.
func (d Definition) rollFlow(into Cells, s Slice, facts []fact.Fact, sign int64) {
	for count := WithinYear; count < Counts; count++ {
		d.changes(facts, within[count].Start, func(on calendar.Date, change int64) {
			into.count(s, calendar.Month, on, count, sign*change)
			if count == WithinYear {
				into.count(s, calendar.Day, on, count, sign*change)
			}
		})
	}
	d.changes(facts, calendar.Day.Start, func(on calendar.Date, change int64) {
		into.count(s, calendar.Day, on, Alone, sign*change)
	})
}

// changes walks the facts of one subject, the oldest first, and tells on which
// days it comes to count (+1) or ceases to (-1). The tally begins anew in each
// period, which start names by its first day.
func (d Definition) changes(facts []fact.Fact, start func(calendar.Date) calendar.Date, tell func(on calendar.Date, change int64)) {
	tally, counted, period := map[string]int64{}, false, calendar.Date{}
	for i, f := range facts {
		if p := start(f.On); i == 0 || p != period {
			clear(tally)
			counted, period = false, p
		}
		tally[d.tallyKey(f)] += f.Quantity
		if i+1 < len(facts) && facts[i+1].On == f.On {
			continue
		}
		now := d.countsWith(tally)
		if now != counted {
			change := int64(-1)
			if now {
				change = 1
			}
			tell(f.On, change)
			counted = now
		}
	}
}

func (d Definition) tallyKey(f fact.Fact) string {
	if d.Measure == SubjectsHaving {
		return f.Dims[d.Having.Dimension]
	}
	return ""
}

func (d Definition) countsWith(tally map[string]int64) bool {
	if d.Measure == SubjectsHaving {
		return d.holds(tally)
	}
	return tally[""] > 0
}

// Subjects lists the subjects whose distinct counts the facts may change.
func (d Definition) Subjects(facts []fact.Fact) []record.ID {
	met := map[record.ID]bool{}
	for _, f := range facts {
		if d.Counts(f) {
			met[f.Subject] = true
		}
	}
	return sorted(met)
}
