package insightweb

import (
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/insight"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// line is one metric in the list, with its figure in each scope.
type line struct {
	span    string // which dates count, in words
	figures []metric.Figure
	changed map[metric.Slice]insight.Changed // the newest published value that is another now
}

// figures shows every metric with its totals in a period.
func (p *Pages) figures(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	period, err := askedPeriod(r)
	if err != nil {
		return err
	}
	totals, err := p.service.Totals(ctx, access.Must(ctx), period)
	if err != nil {
		return err
	}
	changed, err := p.service.Changed(ctx, totals)
	if err != nil {
		return err
	}
	var lines []line
	for _, d := range p.service.Definitions() {
		of := slices.DeleteFunc(slices.Clone(totals), func(f metric.Figure) bool { return f.Key != d.Key })
		ln := line{p.spanText(ctx, d, period), of, map[metric.Slice]insight.Changed{}}
		for _, c := range slices.Backward(changed) { // the newest bulletin comes first
			if c.Key == d.Key {
				ln.changed[c.Slice] = c
			}
		}
		lines = append(lines, ln)
	}
	l := i18n.From(ctx)
	meta := web.Meta{
		Title: l.T("figure.list.title"), Lead: l.T("figure.list.lead", "period", periodText(ctx, period)),
		Actions: []ui.Action{{Text: l.T("figure.export"), Path: withQuery("/exports/"+insight.FiguresSheet, "period", period.Name), Icon: "download"}},
	}
	return web.Render(w, r, http.StatusOK, figureList(meta, lines, period, periodGroups(ctx, p.service.Today(), period), p.service.Oversees(access.Must(ctx))))
}

// askedPeriod reads the period that an address names. A day to count up to goes
// before: from 1 January where the period is a year up to a day, else from the
// beginning.
func askedPeriod(r *http.Request) (calendar.Period, error) {
	given := r.URL.Query().Get("period")
	period, err := calendar.ParsePeriod(given)
	if err != nil {
		return period, fault.Wrong("period", given, "figure.period")
	}
	until := r.URL.Query().Get("until")
	if until == "" {
		return period, nil
	}
	day, err := calendar.ParseDate(until)
	if err != nil {
		return period, fault.Wrong("until", until, "figure.period")
	}
	if !period.To.Zero() && period == calendar.YearUpTo(period.To) {
		return calendar.YearUpTo(day), nil
	}
	return calendar.UpTo(day), nil
}
