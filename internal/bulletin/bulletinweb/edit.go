package bulletinweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// The repeated parts of the editor.
var (
	sectionRows = form.Rows{Name: "section", Most: bulletin.MaxSections, Fields: []string{"heading", "text"}, Meaning: []string{"heading", "text"}}
	eventRows   = form.Rows{Name: "event", Most: bulletin.MaxEvents, Fields: []string{"on", "text", "kind", "record"}, Meaning: []string{"text"}}
)

// editor is all that the page of the editor shows.
type editor struct {
	b        bulletin.Bulletin
	values   *form.Values
	sections int
	events   int
	tokens   []offer
	preview  *surface
}

// offer is a token that can be put into the text.
type offer struct{ name, token, by string }

// filled is the form with a content.
func filled(x bulletin.Content) *form.Values {
	v := form.New().Set("language", x.Language).Set("title", x.Title).Set("editor", x.Editor).Set("checks", strings.Join(x.Checks, "\n"))
	for i, s := range x.Sections {
		v.Set(form.RowField("section", i, "heading"), s.Heading).Set(form.RowField("section", i, "text"), s.Text)
	}
	for i, e := range x.Events {
		v.Set(form.RowField("event", i, "on"), e.On.String()).Set(form.RowField("event", i, "text"), e.Text).
			Set(form.RowField("event", i, "kind"), string(e.Record.Kind)).Set(form.RowField("event", i, "record"), string(e.Record.ID))
	}
	return v
}

// read is the content that a form holds.
func read(v *form.Values) bulletin.Content {
	sections, events := len(sectionRows.Compact(v)), len(eventRows.Compact(v))
	x := bulletin.Content{Language: v.Text("language"), Title: v.Text("title"), Editor: v.Text("editor")}
	for i := range sections {
		x.Sections = append(x.Sections, bulletin.Section{Heading: v.Text(form.RowField("section", i, "heading")), Text: v.Text(form.RowField("section", i, "text"))})
	}
	for i := range events {
		id, _ := record.ParseID(v.Text(form.RowField("event", i, "record")))
		x.Events = append(x.Events, bulletin.Event{
			On: form.Read(v, form.RowField("event", i, "on"), "web.fault.date", calendar.ParseDate), Text: v.Text(form.RowField("event", i, "text")),
			Record: record.Ref{Kind: record.Kind(v.Text(form.RowField("event", i, "kind"))), ID: id},
		})
	}
	for line := range strings.Lines(v.Text("checks")) {
		if line = strings.TrimSpace(line); line != "" {
			x.Checks = append(x.Checks, line)
		}
	}
	return x
}

// edit changes the text of a bulletin.
func (p *Pages) edit() recordweb.Step[bulletin.Bulletin] {
	now := func(b bulletin.Bulletin) *form.Values { return filled(b.Content).SetInt(form.VersionField, b.Version) }
	return recordweb.Step[bulletin.Bulletin]{
		Ready: func(r *http.Request) (bulletin.Bulletin, *form.Values, error) {
			b, err := p.ready(r, bulletin.ActKeep, bulletin.VerbEdit)
			return b, now(b), err
		},
		Again: p.find,
		Now:   now,
		Only: func(v *form.Values) bool { // another row, a row less, or only the preview
			sectionRows.Dropped(v)
			eventRows.Dropped(v)
			return v.Text("do") != ""
		},
		Render: p.renderEditor,
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			x := read(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			b, err := p.service.Edit(ctx, a, t, x)
			return recordweb.Done{Path: path(b), Message: "bulletin.edited"}, err
		},
	}
}

func (p *Pages) renderEditor(w http.ResponseWriter, r *http.Request, status int, b bulletin.Bulletin, v *form.Values) error {
	ctx, x := r.Context(), read(v)
	e := editor{b: b, values: v, sections: sectionRows.Shown(v, 1), events: eventRows.Shown(v, 0), tokens: p.offers(ctx)}
	if paper, err := p.service.Preview(ctx, access.Must(ctx), b, x); err == nil {
		e.preview = &surface{paper: paper, texts: p.textsOf(b), figure: p.options.Figure}
	}
	m := meta(ctx, "bulletin.edit.title", ui.Link{Text: b.Content.Title, Path: path(b)})
	m.Narrow = false
	return web.Render(w, r, status, editPage(m, e))
}

// preview answers the editor while somebody types: the paper as it would be, or
// what is wrong.
func (p *Pages) preview(w http.ResponseWriter, r *http.Request) error {
	b, err := p.find(r)
	if err != nil {
		return err
	}
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	paper, err := p.service.Preview(ctx, access.Must(ctx), b, read(v))
	if faults := fault.All(err); len(faults) > 0 {
		return web.Render(w, r, http.StatusOK, previewFaults(faults))
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, surface{paper: paper, texts: p.textsOf(b), figure: p.options.Figure}.sheet())
}

// offers are the tokens that the program knows: each metric in each scope, with
// the dimensions by which it can be listed.
func (p *Pages) offers(ctx context.Context) []offer {
	l := i18n.From(ctx)
	var list []offer
	for _, d := range p.service.Definitions() {
		for _, scope := range d.Scopes {
			o := offer{name: l.Word("metric", d.Key), token: bulletin.Token{Key: d.Key, Scope: scope}.String()}
			if scope != fact.ScopeConsortium {
				o.name = l.T("bulletin.sliced", "name", o.name, "part", l.Word("enum.scope", scope))
			}
			var by []string
			for _, dimension := range d.Dimensions {
				by = append(by, bulletin.Token{Key: d.Key, Scope: scope, By: dimension}.String())
			}
			o.by = strings.Join(by, " ")
			list = append(list, o)
		}
	}
	return list
}
