package metric

import "tongpin/internal/core/calendar"

// Range is the cells of one series that stand on the days of a span; a zero
// From or To is open.
type Range struct {
	Series Series
	From   calendar.Date
	To     calendar.Date
}

// Reads are the ranges of a rollup that add up to the figure of a period: their
// values, and the numbers of facts. It is false for a period that no series
// answers: distinct subjects of a flow in a span that is none of the known kinds
// of periods, such as two years.
func (d Definition) Reads(p calendar.Period) (values, facts []Range, ok bool) {
	span := d.Span(p)
	facts = cut(span, Days, Months)
	switch {
	case !d.Distinct() || span.From.Zero():
		return facts, facts, true
	case span.From == calendar.Year.Start(span.To):
		return cut(span, YearDays, YearMonths), facts, true
	}
	for _, w := range whole {
		if of := w.grain.Of(span.From); of.From == span.From && of.To == span.To {
			return []Range{{w.series, span.From, span.From}}, facts, true
		}
	}
	return nil, nil, false
}

// cut covers a span with whole months and, before and after them, with days.
func cut(span calendar.Period, days, months Series) []Range {
	first, last := span.From, span.To // of the whole months
	if !first.Zero() && first.Day != 1 {
		first = calendar.Month.Of(first).To.AddDays(1)
	}
	if !last.Zero() && calendar.Month.Of(last).To != last {
		last = calendar.Month.Start(last).AddDays(-1)
	}
	if !first.Zero() && !last.Zero() && last.Before(first) {
		return []Range{{days, span.From, span.To}}
	}
	list := []Range{{months, first, last}}
	if first != span.From {
		list = append(list, Range{days, span.From, first.AddDays(-1)})
	}
	if last != span.To {
		list = append(list, Range{days, last.AddDays(1), span.To})
	}
	return list
}
