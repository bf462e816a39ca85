package insightweb

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

func metricName(ctx context.Context, key string) string {
	return i18n.From(ctx).Word("metric", key)
}

// amount is a number and its unit in words; money is counted in fen and shown in
// yuan.
func amount(ctx context.Context, n int64, unit string) (number, word string) {
	l := i18n.From(ctx)
	if unit == "fen" { // people read yuan
		return l.Yuan(n), l.Word("unit", "yuan")
	}
	return l.Number(n), l.Word("unit", unit)
}

// withUnit shows a number with its unit.
func withUnit(ctx context.Context, n int64, unit string) string {
	number, word := amount(ctx, n, unit)
	return i18n.T(ctx, "figure.with_unit", "number", number, "unit", word)
}

func dimensionName(ctx context.Context, dimension string) string {
	return i18n.From(ctx).Word("dimension", dimension)
}

func scopeName(ctx context.Context, scope string) string {
	return i18n.From(ctx).Word("enum.scope", scope)
}

// periodGroup is the offered periods of one kind.
type periodGroup struct {
	title   string
	options []ui.Option
}

// offered is how many periods of each kind a page offers, the running one first.
var offered = []struct {
	grain calendar.Grain
	count int
}{
	{calendar.Month, 13}, {calendar.Quarter, 9}, {calendar.Half, 5}, {calendar.Year, 6}, {calendar.Term, 5},
}

// periodGroups are the offered periods by kind, with the asked one among them.
func periodGroups(ctx context.Context, today calendar.Date, asked calendar.Period) []periodGroup {
	l, found := i18n.From(ctx), false
	option := func(p calendar.Period) ui.Option {
		found = found || p.Name == asked.Name
		return ui.Option{Value: p.Name, Text: periodText(ctx, p)}
	}
	spans := periodGroup{l.T("period.group.span"), []ui.Option{option(calendar.Period{}), option(calendar.YearUpTo(today))}}
	groups := []periodGroup{spans}
	for _, o := range offered {
		g, at := periodGroup{title: l.T("period.group." + string(o.grain))}, today
		for range o.count {
			g.options = append(g.options, option(o.grain.Of(at)))
			at = o.grain.Start(at).AddDays(-1)
		}
		groups = append(groups, g)
	}
	if !found {
		groups[0].options = append(groups[0].options, option(asked))
	}
	return groups
}

var (
	monthName = regexp.MustCompile(`^(\d{4})-0?(\d{1,2})$`)
	partName  = regexp.MustCompile(`^(\d{4})-([HQ])(\d)$`)
	termName  = regexp.MustCompile(`^(\d{4}-\d{4})-([12])$`)
)

// periodText is a period as people say it.
func periodText(ctx context.Context, p calendar.Period) string {
	l := i18n.From(ctx)
	if m := partName.FindStringSubmatch(p.Name); m != nil {
		return l.T("period."+strings.ToLower(m[2])+m[3], "year", m[1])
	}
	if m := termName.FindStringSubmatch(p.Name); m != nil {
		return l.T("period.term"+m[2], "years", m[1])
	}
	if m := monthName.FindStringSubmatch(p.Name); m != nil {
		return l.T("period.month", "year", m[1], "month", m[2])
	}
	switch {
	case p.Name == "":
		return l.T("period.to_date")
	case p.From.Zero():
		return l.T("period.until", "day", l.Date(i18n.Day(p.To)))
	case p == calendar.YearUpTo(p.To):
		return l.T("period.year_until", "year", fmt.Sprint(p.To.Year), "day", l.Date(i18n.Day(p.To)))
	case len(p.Name) == 4:
		return l.T("period.year", "year", p.Name)
	case p.From == p.To:
		return l.Date(i18n.Day(p.From))
	}
	return p.Name
}

// periodOptions are the offered periods in one list.
func periodOptions(ctx context.Context, today calendar.Date, asked calendar.Period) []ui.Option {
	var list []ui.Option
	for _, g := range periodGroups(ctx, today, asked) {
		list = append(list, g.options...)
	}
	return list
}

// figurePath is the page of a figure.
func figurePath(key string, p calendar.Period) string {
	return withQuery(FiguresPath+"/"+key, "period", p.Name)
}

// FigurePath is the page of a figure in a period, by its name.
func FigurePath(key, period string) string { return withQuery(FiguresPath+"/"+key, "period", period) }

// factsPath is the list of the facts behind a figure.
func factsPath(key string, s metric.Slice, p calendar.Period) string {
	return withQuery(FiguresPath+"/"+key+"/facts", "period", p.Name, "scope", s.Scope, "owner", string(s.Owner), "part", insight.Part(s.Dimension, s.Value))
}

// withQuery adds name, value pairs to an address; empty values are left out.
func withQuery(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
