package insightweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// opened is one metric with everything that its page shows.
type opened struct {
	definition metric.Definition
	period     calendar.Period
	totals     []metric.Figure
	groups     []group // by owner and by dimension, each within one scope
	latest     fact.Fact
	corrected  int64
	changed    []insight.Changed // published values that are others now
	names      map[record.ID]string
	facts      bool // the actor may see the facts behind the totals
	periods    []periodGroup
	span       string // which dates count, in words
}

// group is a table of figures that divide one total.
type group struct {
	title string
	note  string
	total metric.Figure
	rows  []row
	adds  bool // the rows have to add up to the total
}

// row is one part of a total.
type row struct {
	name   string
	figure metric.Figure
}

// sum is what the rows add up to.
func (g group) sum() (n int64) {
	for _, r := range g.rows {
		n += r.figure.Value
	}
	return n
}

func (p *Pages) figure(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	period, err := askedPeriod(r)
	if err != nil {
		return err
	}
	v, err := p.open(ctx, access.Must(ctx), r.PathValue("key"), period)
	if err != nil {
		return err
	}
	l, key := i18n.From(ctx), v.definition.Key
	meta := web.Meta{
		Title:  l.T("figure.title", "name", metricName(ctx, key), "period", periodText(ctx, period)),
		Lead:   l.T("figure.lead"),
		Crumbs: []ui.Link{{Text: l.T("nav.figures"), Path: withQuery(FiguresPath, "period", period.Name)}, {Text: metricName(ctx, key)}},
	}
	if v.facts {
		meta.Actions = []ui.Action{{Text: l.T("figure.records.open"), Path: recordsPath(key, v.totals[0].Slice, period, insight.Mark{})}, {Text: l.T("fact.export"), Path: exportPath(key, v.totals[0].Slice, period), Icon: "download"}}
	}
	return web.Render(w, r, http.StatusOK, figurePage(meta, v))
}

func exportPath(key string, s metric.Slice, p calendar.Period) string {
	return withQuery("/exports/"+insight.FactsSheet, "metric", key, "period", p.Name, "scope", s.Scope, "owner", string(s.Owner), "part", insight.Part(s.Dimension, s.Value))
}

// open computes the metric in all its slices and reads what the right side of
// the page says about its facts.
func (p *Pages) open(ctx context.Context, a access.Actor, key string, period calendar.Period) (opened, error) {
	d, err := p.service.Definition(key)
	if err != nil {
		return opened{}, err
	}
	figures, err := p.service.Breakdown(ctx, a, key, period)
	if err != nil {
		return opened{}, err
	}
	names, err := p.service.Names(ctx, insight.Owners(figures))
	if err != nil {
		return opened{}, err
	}
	v := opened{definition: d, period: period, periods: periodGroups(ctx, p.service.Today(), period), span: p.spanText(ctx, d, period)}
	if v.changed, err = p.service.Changed(ctx, figures); err != nil {
		return opened{}, err
	}
	v.names = names
	v.totals, v.groups = divide(ctx, d, figures, names)
	return v, p.behind(ctx, a, &v)
}

// behind reads the newest fact and the number of corrections, of all scopes.
func (p *Pages) behind(ctx context.Context, a access.Actor, v *opened) error {
	if !p.service.Oversees(a) {
		return nil
	}
	v.facts = true
	for _, total := range v.totals {
		v.corrected += total.Reversals
		page, err := p.service.Behind(ctx, a, v.definition.Key, total.Slice, v.period, record.Ref{}, 1, 1)
		if err != nil {
			return err
		}
		for _, f := range page.Rows {
			if f.At.After(v.latest.At) {
				v.latest = f
			}
		}
	}
	return nil
}
