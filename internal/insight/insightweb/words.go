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

// withUnit shows a number with its unit.
func withUnit(ctx context.Context, n int64, unit string) string {
	l := i18n.From(ctx)
	return l.T("figure.with_unit", "number", l.Number(n), "unit", l.Word("unit", unit))
}

func dimensionName(ctx context.Context, dimension string) string {
	return i18n.From(ctx).Word("dimension", dimension)
}

func scopeName(ctx context.Context, scope string) string {
	return i18n.From(ctx).Word("enum.scope", scope)
}

// periods are the periods that a page offers, all of them with dates up to
// today or around it.
func periods(today calendar.Date) []calendar.Period {
	month, year := today.AddMonths(-1), today.Year
	half := 1 + (int(today.Month)-1)/6
	names := []string{
		"", fmt.Sprintf("%04d-%02d", year, today.Month), fmt.Sprintf("%04d-%02d", month.Year, month.Month),
		calendar.QuarterOf(today).Name, calendar.QuarterOf(today.AddMonths(-3)).Name, fmt.Sprintf("%04d-H%d", year, half),
		fmt.Sprint(year), fmt.Sprint(year - 1), term(today), term(today.AddMonths(-6)),
	}
	list := make([]calendar.Period, 0, len(names))
	for _, n := range names {
		if p, err := calendar.ParsePeriod(n); err == nil {
			list = append(list, p)
		}
	}
	return list
}

// term names the school term of a day: the first one runs from September to
// January.
func term(d calendar.Date) string {
	switch {
	case d.Month >= 9:
		return fmt.Sprintf("%d-%d-1", d.Year, d.Year+1)
	case d.Month == 1:
		return fmt.Sprintf("%d-%d-1", d.Year-1, d.Year)
	}
	return fmt.Sprintf("%d-%d-2", d.Year-1, d.Year)
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
	case len(p.Name) == 4:
		return l.T("period.year", "year", p.Name)
	case p.From == p.To:
		return l.Date(i18n.Day(p.From))
	}
	return p.Name
}

// periodOptions are the offered periods, with the asked one among them.
func periodOptions(ctx context.Context, today calendar.Date, asked calendar.Period) []ui.Option {
	list, found := make([]ui.Option, 0, 12), false
	for _, p := range periods(today) {
		list = append(list, ui.Option{Value: p.Name, Text: periodText(ctx, p)})
		found = found || p.Name == asked.Name
	}
	if !found {
		list = append(list, ui.Option{Value: asked.Name, Text: periodText(ctx, asked)})
	}
	return list
}

// figurePath is the page of a figure.
func figurePath(key string, p calendar.Period) string {
	return withQuery(FiguresPath+"/"+key, "period", p.Name)
}

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
