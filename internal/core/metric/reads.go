package metric

import "tongpin/internal/core/calendar"

// Range is the cells of one grain on the days of a span; a zero From or To is
// open.
type Range struct {
	Grain calendar.Grain
	From  calendar.Date
	To    calendar.Date
}

// Reads are the ranges of a rollup that add up to the figure of a period, and
// the count whose values do. It is false for a period that no count answers:
// distinct subjects of a flow in a span that is none of the known kinds of
// periods, such as two years.
func (d Definition) Reads(p calendar.Period) ([]Range, Count, bool) {
	span := d.Span(p)
	ranges := cut(span)
	switch {
	case !d.Distinct() || span.From.Zero():
		return ranges, Ever, true
	case span.From == calendar.Year.Start(span.To):
		return ranges, WithinYear, true
	case span.From == span.To:
		return ranges, Alone, true
	}
	for count := WithinHalf; count < Counts; count++ {
		if of := within[count].Of(span.From); of.From == span.From && of.To == span.To {
			return ranges, count, true
		}
	}
	return nil, Ever, false
}

// cut covers a span with whole months and, before and after them, with days.
func cut(span calendar.Period) []Range {
	first, last := span.From, span.To // of the whole months
	if !first.Zero() && first.Day != 1 {
		first = calendar.Month.Of(first).To.AddDays(1)
	}
	if !last.Zero() && calendar.Month.Of(last).To != last {
		last = calendar.Month.Start(last).AddDays(-1)
	}
	if !first.Zero() && !last.Zero() && last.Before(first) {
		return []Range{{calendar.Day, span.From, span.To}}
	}
	list := []Range{{calendar.Month, first, last}}
	if first != span.From {
		list = append(list, Range{calendar.Day, span.From, first.AddDays(-1)})
	}
	if last != span.To {
		list = append(list, Range{calendar.Day, last.AddDays(1), span.To})
	}
	return list
}
