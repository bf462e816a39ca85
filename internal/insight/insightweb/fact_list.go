package insightweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

func totalPath(v opened, f metric.Figure) string {
	if !v.facts || f.Facts == 0 {
		return ""
	}
	return factsPath(f.Key, f.Slice, f.Period)
}

func correctionsPath(v opened, f metric.Figure) string {
	return withQuery(FiguresPath+"/"+v.definition.Key+"/facts", "period", v.period.Name, "scope", f.Slice.Scope, "reversals", "yes")
}

func countFacts(v opened) (n int64) {
	for _, f := range v.totals {
		n += f.Facts
	}
	return n
}

// facts lists the facts behind a figure.
func (p *Pages) facts(w http.ResponseWriter, r *http.Request) error {
	ctx, a, key := r.Context(), access.Must(r.Context()), r.PathValue("key")
	spec := factTable
	spec.Path = FiguresPath + "/" + key + "/facts"
	state := spec.Read(r)
	question := state.Query
	question.Filter["metric"] = []string{key}
	ask, err := p.service.Ask(question)
	if err != nil {
		return err
	}
	delete(state.Filter, "metric")
	ask.Slice = p.service.Narrow(a, ask.Slice)
	page, names, err := p.page(ctx, a, ask, state)
	if err != nil {
		return err
	}
	if spec, err = p.options(ctx, a, ask, spec); err != nil {
		return err
	}
	spec.Columns = p.columns(ask, names)
	l := i18n.From(ctx)
	meta := web.Meta{
		Title: l.T("fact.list.title", "name", metricName(ctx, key)),
		Lead:  l.T("fact.list.lead", "scope", p.scopeText(ctx, a, ask.Slice), "span", p.spanText(ctx, ask.Definition, ask.Period)),
		Crumbs: []ui.Link{
			{Text: l.T("nav.figures"), Path: withQuery(FiguresPath, "period", ask.Period.Name)},
			{Text: metricName(ctx, key), Path: figurePath(key, ask.Period)}, {Text: l.T("fact.list.crumb")},
		},
		Actions: []ui.Action{
			{Text: l.T("figure.records.open"), Path: recordsPath(key, ask.Slice, ask.Period, insight.Mark{})},
			{Text: l.T("fact.export"), Path: exportPath(key, ask.Slice, ask.Period), Icon: "download"},
		},
	}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// scopeText says whose facts are listed.
func (p *Pages) scopeText(ctx context.Context, a access.Actor, slice metric.Slice) string {
	if !p.service.Oversees(a) {
		return i18n.T(ctx, "home.kpi.own")
	}
	return scopeName(ctx, slice.Scope)
}

// page reads one page of facts; the sum stands under it where it is the figure.
func (p *Pages) page(ctx context.Context, a access.Actor, ask insight.Ask, state table.State) (listing.Page[fact.Fact], map[record.ID]string, error) {
	page, err := p.read(ctx, a, ask, state)
	if err != nil {
		return page, nil, err
	}
	if ask.Definition.Measure == metric.Sum && !ask.Reversals && ask.Record.Zero() {
		f, err := p.service.Figure(ctx, a, ask.Definition.Key, ask.Slice, ask.Period)
		if err != nil {
			return page, nil, err
		}
		page.Sums = map[string]int64{"quantity": f.Value}
	}
	var ids []record.ID
	for _, f := range page.Rows {
		for _, id := range []record.ID{f.Owner, f.Subject} {
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	names, err := p.service.Names(ctx, ids)
	return page, names, err
}

func (p *Pages) read(ctx context.Context, a access.Actor, ask insight.Ask, state table.State) (listing.Page[fact.Fact], error) {
	if ask.Reversals {
		return p.service.Corrections(ctx, a, ask.Definition.Key, ask.Slice, ask.Period, state.Page, state.Size)
	}
	return p.service.Behind(ctx, a, ask.Definition.Key, ask.Slice, ask.Period, ask.Record, state.Page, state.Size)
}

// factTable is the list of facts; address, options and cells depend on the
// request.
var factTable = table.Spec[fact.Fact]{
	Caption: "fact.list.caption",
	Filters: []table.Filter{
		{Key: "period", Label: "figure.field.period"},
		{Key: "scope", Label: "figure.field.scope"},
		{Key: "owner", Label: "figure.field.owner"},
		{Key: "part", Label: "figure.field.part"},
		{Key: "record", Label: "figure.field.record"},
		{Key: "reversals", Label: "figure.field.reversals"},
	},
	Columns: []table.Column[fact.Fact]{{Key: "on"}, {Key: "kind"}, {Key: "owner"}, {Key: "subject"}, {Key: "dims"}, {Key: "quantity"}, {Key: "record"}},
	Sum:     map[string]func(int64) templ.Component{"quantity": func(n int64) templ.Component { return ui.Number(n) }},
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "fact.list.empty"), Next: i18n.T(ctx, "fact.list.empty_next")}
	},
}

// options fills the choices of the filters from what the metric has, and from what
// is asked, which may have nothing in the period.
func (p *Pages) options(ctx context.Context, a access.Actor, ask insight.Ask, spec table.Spec[fact.Fact]) (table.Spec[fact.Fact], error) {
	figures, err := p.service.Breakdown(ctx, a, ask.Definition.Key, ask.Period)
	if err != nil {
		return spec, err
	}
	var list []metric.Slice
	for _, f := range figures {
		if f.Slice.Scope == ask.Slice.Scope {
			list = append(list, f.Slice)
		}
	}
	owners, parts, err := p.sliceOptions(ctx, ask.Definition.Key, append(list, ask.Slice))
	if err != nil {
		return spec, err
	}
	var scopes, records []ui.Option
	for _, s := range ask.Definition.Scopes {
		scopes = append(scopes, ui.Option{Value: s, Text: scopeName(ctx, s)})
	}
	if !ask.Record.Zero() {
		title, err := p.titleOf(ctx, a, ask.Record)
		if err != nil {
			return spec, err
		}
		records = []ui.Option{{Value: recordPart(ask.Record), Text: title}}
	}
	return spec.WithOptions("record", records).WithOptions("period", periodOptions(ctx, p.service.Today(), ask.Period)[1:]).WithOptions("scope", scopes).
		WithOptions("owner", owners).WithOptions("part", parts).
		WithOptions("reversals", []ui.Option{{Value: "yes", Text: i18n.T(ctx, "figure.field.reversals.only")}}), nil
}

// sliceOptions are the owners and the parts that slices of a metric name, each once.
func (p *Pages) sliceOptions(ctx context.Context, key string, list []metric.Slice) (owners, parts []ui.Option, err error) {
	var ids []record.ID
	for _, s := range list {
		if s.Owner != "" {
			ids = append(ids, s.Owner)
		}
	}
	names, err := p.service.Names(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range list {
		if s.Owner != "" {
			owners = append(owners, ui.Option{Value: string(s.Owner), Text: names[s.Owner]})
		}
		if s.Dimension != "" {
			word := insight.DimensionWord(i18n.From(ctx), key, s.Dimension, s.Value)
			parts = append(parts, ui.Option{Value: insight.Part(s.Dimension, s.Value), Text: dimensionName(ctx, s.Dimension) + " " + word})
		}
	}
	return once(owners), once(parts), nil
}

// once are options without those that came before, in their order.
func once(list []ui.Option) (kept []ui.Option) {
	for _, o := range list {
		if !slices.Contains(kept, o) {
			kept = append(kept, o)
		}
	}
	return kept
}

// columns are the cells of the list; names are of the organisations in it.
func (p *Pages) columns(ask insight.Ask, names map[record.ID]string) []table.Column[fact.Fact] {
	return []table.Column[fact.Fact]{
		{Key: "on", Title: "fact.column.on", Nowrap: true, Cell: func(f fact.Fact) templ.Component {
			return dayLink(f)
		}},
		{Key: "kind", Title: "fact.column.kind", Cell: func(f fact.Fact) templ.Component { return factWord(f) }},
		{Key: "owner", Title: "fact.column.owner", Cell: func(f fact.Fact) templ.Component { return ui.Text(names[f.Owner]) }},
		{Key: "subject", Title: "fact.column.subject", Cell: func(f fact.Fact) templ.Component { return ui.Text(names[f.Subject]) }},
		{Key: "dims", Title: "fact.column.dimensions", Cell: func(f fact.Fact) templ.Component { return dims(ask.Definition.Key, f) }},
		{Key: "quantity", Title: "fact.column.quantity", Numeric: true, Cell: func(f fact.Fact) templ.Component { return ui.Text(signed(f.Quantity)) }},
		{Key: "record", Title: "fact.column.record", Nowrap: true, Cell: func(f fact.Fact) templ.Component { return recordLink(f.Record) }},
	}
}

// signed shows a quantity with its sign, so that gains and losses differ.
func signed(n int64) string {
	if n > 0 {
		return "+" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}
