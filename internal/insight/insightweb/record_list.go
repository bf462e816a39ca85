package insightweb

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/insight"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// recordsShown is how many records a page shows.
const recordsShown = 50

// behind is one record behind a figure, as its row shows it.
type behind struct {
	insight.RecordSum
	title, path, facts string
}

// records lists the records behind a figure: the classes of which it is the
// number, the agreements, the people. From each the way leads to its page and to
// its facts.
func (p *Pages) records(w http.ResponseWriter, r *http.Request) error {
	ctx, a, key := r.Context(), access.Must(r.Context()), r.PathValue("key")
	question := listing.Parse(r.URL.Query(), insight.FactFilters, nil)
	question.Filter["metric"] = []string{key}
	ask, err := p.service.Ask(question)
	if err != nil {
		return err
	}
	ask.Slice = p.service.Narrow(a, ask.Slice)
	if done, err := p.groups(w, r, ask); done || err != nil {
		return err
	}
	sums, next, err := p.service.Records(ctx, a, key, ask.Slice, ask.Period, markOf(r.URL.Query().Get("after")), recordsShown)
	if err != nil {
		return err
	}
	rows, err := p.rows(ctx, a, ask, sums)
	if err != nil {
		return err
	}
	var more ui.Link
	if next != (insight.Mark{}) {
		path := recordsPath(key, ask.Slice, ask.Period, next)
		if r.URL.Query().Has(eachField) {
			path += "&" + eachField + "=on"
		}
		more = ui.Link{Text: i18n.T(ctx, "figure.records.more"), Path: path}
	}
	return web.Render(w, r, http.StatusOK, recordList(p.recordsMeta(ctx, a, ask), rows, more))
}

// eachField asks for the records themselves where groups come first.
const eachField = "each"

// recordsMeta is the head of a list of records or groups.
func (p *Pages) recordsMeta(ctx context.Context, a access.Actor, ask insight.Ask) web.Meta {
	l, key := i18n.From(ctx), ask.Definition.Key
	return web.Meta{
		Title: l.T("figure.records.title", "name", metricName(ctx, key)),
		Lead:  l.T("figure.records.lead", "scope", p.scopeText(ctx, a, ask.Slice), "span", p.spanText(ctx, ask.Definition, ask.Period)),
		Crumbs: []ui.Link{
			{Text: l.T("nav.figures"), Path: withQuery(FiguresPath, "period", ask.Period.Name)},
			{Text: metricName(ctx, key), Path: figurePath(key, ask.Period)}, {Text: l.T("figure.records.crumb")},
		},
		Actions: []ui.Action{{Text: l.T("figure.records.facts"), Path: factsPath(key, ask.Slice, ask.Period)}},
	}
}

// groups shows what stands between a figure and its records, if anything does
// and the records themselves are not asked for.
func (p *Pages) groups(w http.ResponseWriter, r *http.Request, ask insight.Ask) (done bool, err error) {
	ctx, a := r.Context(), access.Must(r.Context())
	if p.o.Groups == nil || r.URL.Query().Has(eachField) {
		return false, nil
	}
	if err := p.service.MayOpen(a, ask.Definition.Key, ask.Slice); err != nil {
		return false, err
	}
	from, err := strconv.Atoi(r.URL.Query().Get("from"))
	if err != nil || from < 0 {
		from = 0
	}
	list, further, grouped, err := p.o.Groups(ctx, a, ask, from, recordsShown)
	if err != nil || !grouped {
		return false, err
	}
	refs := make([]record.Ref, len(list))
	for i, g := range list {
		refs[i] = g.Record
	}
	titles, err := p.titles(ctx, a, refs)
	if err != nil {
		return false, err
	}
	rows := make([]behind, len(list))
	for i, g := range list {
		rows[i] = behind{g.RecordSum, titles[g.Record], g.Path, ""}
	}
	base := recordsPath(ask.Definition.Key, ask.Slice, ask.Period, insight.Mark{})
	meta := p.recordsMeta(ctx, a, ask)
	meta.Lead = i18n.T(ctx, "figure.records.grouped", "scope", p.scopeText(ctx, a, ask.Slice), "span", p.spanText(ctx, ask.Definition, ask.Period))
	meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "figure.records.each"), Path: base + "&" + eachField + "=on"})
	var more ui.Link
	if further {
		more = ui.Link{Text: i18n.T(ctx, "figure.records.more"), Path: base + "&from=" + strconv.Itoa(from+recordsShown)}
	}
	return true, web.Render(w, r, http.StatusOK, recordList(meta, rows, more))
}

func (p *Pages) rows(ctx context.Context, a access.Actor, ask insight.Ask, sums []insight.RecordSum) ([]behind, error) {
	refs := make([]record.Ref, len(sums))
	for i, s := range sums {
		refs[i] = s.Record
	}
	titles, err := p.titles(ctx, a, refs)
	rows := make([]behind, len(sums))
	for i, s := range sums {
		facts := withQuery(FiguresPath+"/"+ask.Definition.Key+"/facts", "period", ask.Period.Name, "scope", ask.Slice.Scope,
			"owner", string(ask.Slice.Owner), "part", insight.Part(ask.Slice.Dimension, ask.Slice.Value), "record", recordPart(s.Record))
		rows[i] = behind{s, titles[s.Record], recordweb.Link(ctx, s.Record), facts}
	}
	return rows, err
}

// titles names records; one that has no title is named by its kind.
func (p *Pages) titles(ctx context.Context, a access.Actor, refs []record.Ref) (map[record.Ref]string, error) {
	titles := map[record.Ref]string{}
	if p.o.Titles != nil && len(refs) > 0 {
		found, err := p.o.Titles(ctx, a, refs)
		if err != nil {
			return nil, err
		}
		titles = found
	}
	for _, ref := range refs {
		if titles[ref] == "" {
			titles[ref] = i18n.From(ctx).Word("kind", string(ref.Kind))
		}
	}
	return titles, nil
}

func (p *Pages) titleOf(ctx context.Context, a access.Actor, ref record.Ref) (string, error) {
	titles, err := p.titles(ctx, a, []record.Ref{ref})
	return titles[ref], err
}

// recordPart is a record as it stands in addresses.
func recordPart(ref record.Ref) string { return string(ref.Kind) + ":" + string(ref.ID) }

// recordsPath is the list of the records behind a figure, from a place on.
func recordsPath(key string, s metric.Slice, p calendar.Period, after insight.Mark) string {
	mark := ""
	if after != (insight.Mark{}) {
		mark = fmt.Sprintf("%s.%d", after.On, after.Seq)
	}
	return withQuery(FiguresPath+"/"+key+"/records", "period", p.Name, "scope", s.Scope, "owner", string(s.Owner),
		"part", insight.Part(s.Dimension, s.Value), "after", mark)
}

// markOf reads a place; anything else is the beginning, so that an old bookmark
// still opens.
func markOf(given string) insight.Mark {
	day, seq, _ := strings.Cut(given, ".")
	on, err := calendar.ParseDate(day)
	n, wrong := strconv.ParseInt(seq, 10, 64)
	if err != nil || wrong != nil {
		return insight.Mark{}
	}
	return insight.Mark{On: on, Seq: n}
}
