package metric

import (
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
)

// A rollup keeps, for each slice of a metric, sums by day from which the figure
// of any period is a few rows added up. Sums of quantities are added as they
// come. A distinct count is kept as its changes: +1 on the day from which a
// subject counts, -1 on the day from which it no longer does, so that the sum of
// the changes up to a day is the count on that day. A flow of subjects begins
// anew with every period, so it has such changes for each kind of period.

// Series tells what the cells of a slice add up to. The names are short,
// because they stand in every row of the rollup.
type Series string

// The running series: a span is the sum of its cells.
const (
	Days       Series = "d"  // by day, from the beginning
	Months     Series = "m"  // Days by month; a cell stands on the first day
	YearDays   Series = "yd" // distinct subjects of a flow, anew from each 1 January
	YearMonths Series = "ym" // YearDays by month
)

// The series with one cell for each period, on its first day: distinct subjects
// of a flow within that period alone. A year is the sum of its YearMonths.
const (
	OneDay     Series = "od"
	OneMonth   Series = "om"
	OneQuarter Series = "oq"
	OneHalf    Series = "oh"
	OneTerm    Series = "ot"
)

var whole = []struct {
	series Series
	grain  calendar.Grain
}{
	{OneDay, calendar.Day}, {OneMonth, calendar.Month}, {OneQuarter, calendar.Quarter}, {OneHalf, calendar.Half}, {OneTerm, calendar.Term},
}

// Cell is one place of a rollup.
type Cell struct {
	Slice  Slice
	Series Series
	On     calendar.Date
}

// Amount is what stands in a cell. Facts and Reversals are counted in Days and
// Months alone.
type Amount struct {
	Value     int64
	Facts     int64
	Reversals int64
}

// Zero tells whether nothing is there.
func (m Amount) Zero() bool { return m == Amount{} }

// Plus adds two amounts.
func (m Amount) Plus(o Amount) Amount {
	return Amount{m.Value + o.Value, m.Facts + o.Facts, m.Reversals + o.Reversals}
}

// Cells are the content of a rollup, or what has to be added to it.
type Cells map[Cell]Amount

func (c Cells) add(s Slice, series Series, on calendar.Date, m Amount) {
	at := Cell{s, series, on}
	c[at] = c[at].Plus(m)
}

// Distinct tells whether the metric counts subjects.
func (d Definition) Distinct() bool { return d.Measure != Sum }

// Counts tells whether a fact counts for the definition at all.
func (d Definition) Counts(f fact.Fact) bool {
	return slices.Contains(d.Scopes, f.Scope) && d.Matches(groupOf(f), Slice{Scope: f.Scope})
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
	for _, f := range facts {
		if !d.Counts(f) {
			continue
		}
		m := Amount{Facts: 1}
		if d.Measure == Sum {
			m.Value = f.Quantity
		}
		if f.Reverses != "" {
			m.Reversals = 1
		}
		month := calendar.Month.Start(f.On)
		for _, s := range d.SlicesOf(f) {
			into.add(s, Days, f.On, m)
			into.add(s, Months, month, m)
		}
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
		running := func(days, months Series) func(_, on calendar.Date, change int64) {
			return func(_, on calendar.Date, change int64) {
				into.add(s, days, on, Amount{Value: sign * change})
				into.add(s, months, calendar.Month.Start(on), Amount{Value: sign * change})
			}
		}
		d.changes(list, func(calendar.Date) calendar.Date { return calendar.Date{} }, running(Days, Months))
		if d.Stock {
			continue
		}
		d.changes(list, calendar.Year.Start, running(YearDays, YearMonths))
		for _, w := range whole {
			d.changes(list, w.grain.Start, func(start, _ calendar.Date, change int64) {
				into.add(s, w.series, start, Amount{Value: sign * change})
			})
		}
	}
}

// changes walks the facts of one subject, the oldest first, and tells on which
// days it comes to count (+1) or ceases to (-1). The tally begins anew in each
// period, which start names by its first day.
func (d Definition) changes(facts []fact.Fact, start func(calendar.Date) calendar.Date, tell func(start, on calendar.Date, change int64)) {
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
			tell(period, f.On, change)
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
