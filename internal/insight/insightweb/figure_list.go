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
	var lines []line
	for _, d := range p.service.Definitions() {
		of := slices.DeleteFunc(slices.Clone(totals), func(f metric.Figure) bool { return f.Key != d.Key })
		lines = append(lines, line{p.spanText(ctx, d, period), of})
	}
	l := i18n.From(ctx)
	meta := web.Meta{
		Title: l.T("figure.list.title"), Lead: l.T("figure.list.lead", "period", periodText(ctx, period)),
		Actions: []ui.Action{{Text: l.T("figure.export"), Path: withQuery("/exports/"+insight.FiguresSheet, "period", period.Name), Icon: "download"}},
	}
	return web.Render(w, r, http.StatusOK, figureList(meta, lines, period, periodOptions(ctx, p.service.Today(), period), p.service.Oversees(access.Must(ctx))))
}

func askedPeriod(r *http.Request) (calendar.Period, error) {
	given := r.URL.Query().Get("period")
	period, err := calendar.ParsePeriod(given)
	if err != nil {
		return period, fault.Wrong("period", given, "figure.period")
	}
	return period, nil
}
