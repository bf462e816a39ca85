package insightweb

import (
	"cmp"
	"context"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// divide sorts the figures of one metric into totals and the tables that
// divide them.
func divide(ctx context.Context, d metric.Definition, figures []metric.Figure, names map[record.ID]string) ([]metric.Figure, []group) {
	var totals []metric.Figure
	var groups []group
	for _, f := range figures {
		if f.Slice.Owner == "" && f.Slice.Dimension == "" {
			totals = append(totals, f)
			continue
		}
		total, title := totals[len(totals)-1], i18n.T(ctx, "figure.by_owner")
		name := names[f.Slice.Owner]
		if f.Slice.Dimension != "" {
			title = i18n.T(ctx, "figure.by_dimension", "dimension", dimensionName(ctx, f.Slice.Dimension))
			name = insight.DimensionWord(i18n.From(ctx), d.Key, f.Slice.Dimension, f.Slice.Value)
		}
		last := len(groups) - 1
		if last < 0 || groups[last].title != title || groups[last].total.Slice != total.Slice {
			groups = append(groups, group{title: title, note: scopeName(ctx, f.Slice.Scope), total: total, adds: d.Measure == metric.Sum && f.Slice.Dimension != ""})
			last++
		}
		groups[last].rows = append(groups[last].rows, row{name, f})
	}
	return totals, groups
}

// total is the card of a figure over all its parts.
func total(ctx context.Context, v opened, f metric.Figure) ui.KPI {
	number, unit := amount(ctx, f.Value, f.Unit)
	return ui.KPI{Text: scopeName(ctx, f.Slice.Scope), Figure: number, Unit: unit, Path: totalPath(v, f), Note: v.span}
}

// checks say how the figure is counted, whether its parts add up, where it
// comes from and what was corrected.
func checks(ctx context.Context, v opened) []ui.Item {
	l := i18n.From(ctx)
	wide := func(term, text string) ui.Item { return ui.Item{Term: term, Value: ui.Text(text), Wide: true} }
	items := []ui.Item{
		wide(l.T("figure.wording"), l.Word("metric", v.definition.Key+".wording")),
		wide(l.T("figure.counted"), l.Word("figure.measure", string(v.definition.Measure))),
		wide(l.T("figure.column.span"), v.span),
	}
	for _, g := range v.groups {
		if g.adds {
			items = append(items, ui.Item{Term: l.T("figure.adds.term", "title", g.title, "scope", g.note), Value: equation(g), Wide: true})
		}
	}
	switch {
	case !v.facts:
		return append(items, wide(l.T("figure.source.term"), l.T("figure.own_only")))
	case v.latest.ID == "":
		items = append(items, wide(l.T("figure.source.term"), l.T("figure.source.none")))
	default:
		items = append(items, wide(l.T("figure.source.term"), l.T("figure.source", "facts", countFacts(v), "at", v.latest.At)))
	}
	return append(items, ui.Item{Term: l.T("figure.corrections.term"), Value: corrections(v), Wide: true})
}

// changedText says what was published, where, and what it is now.
func changedText(ctx context.Context, v opened, c insight.Changed) string {
	l, part := i18n.From(ctx), scopeName(ctx, c.Slice.Scope)
	if c.Slice.Owner != "" {
		part += " / " + v.names[c.Slice.Owner]
	}
	if c.Slice.Dimension != "" {
		part += " / " + insight.DimensionWord(l, c.Key, c.Slice.Dimension, c.Slice.Value)
	}
	return l.T("figure.changed.value", "part", part, "in", c.In,
		"was", withUnit(ctx, c.Value, v.definition.Unit), "now", withUnit(ctx, c.Now, v.definition.Unit))
}

// listedParts is how many rows of a group a page shows, the largest first.
const listedParts = 50

// shown are the rows that a page shows.
func (g group) shown() []row {
	rows := slices.SortedStableFunc(slices.Values(g.rows), func(a, b row) int { return cmp.Compare(b.figure.Value, a.figure.Value) })
	return rows[:min(len(rows), listedParts)]
}

// rest is how many rows the page leaves out.
func (g group) rest() int { return max(len(g.rows)-listedParts, 0) }

// spanText says which dates a metric counts: a stock up to the end of the
// period, but no further than today.
func (p *Pages) spanText(ctx context.Context, d metric.Definition, period calendar.Period) string {
	l, today := i18n.From(ctx), p.service.Today()
	switch {
	case !d.Stock:
		return periodText(ctx, period)
	case period.To.Zero() || !period.To.Before(today):
		return l.T("figure.stock_today")
	}
	return l.T("figure.stock_until", "day", l.Date(i18n.Day(period.To)))
}

func share(part, whole int64) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
