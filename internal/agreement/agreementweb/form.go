package agreementweb

import (
	"cmp"
	"context"
	"net/http"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// Origin returns what a new agreement takes over from a settled response that
// the actor may see.
type Origin func(ctx context.Context, a access.Actor, response record.ID) (agreement.Origin, error)

// sheetOf is one of the three forms that hold the content of an agreement.
type sheetOf struct {
	title    string // key
	lead     string // key of the sentence under it
	action   string
	submit   string
	back     string
	register bool // with the fields of a paper
	crumbs   []ui.Link
}

func (p *Pages) renderForm(w http.ResponseWriter, r *http.Request, status int, s sheetOf, v *form.Values) error {
	ctx := r.Context()
	names, err := p.partyNames(ctx)
	if err != nil {
		return err
	}
	meta := formMeta(ctx, s.title, s.lead, s.crumbs...)
	return web.Render(w, r, status, contentPage(meta, s, v, rowsOf(v), names))
}

// formMeta is the head of a form page.
func formMeta(ctx context.Context, key, lead string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, lead), Narrow: true,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.agreements"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

// mostNames is how many organisations the form proposes while a party is typed;
// any other is found by its whole name or credit code.
const mostNames = 300

// partyNames are the proposals; "the consortium" comes first, for its body.
func (p *Pages) partyNames(ctx context.Context) ([]string, error) {
	list, err := p.service.Candidates(ctx)
	names := []string{i18n.T(ctx, "agreement.party.consortium")}
	for _, o := range list[:min(len(list), mostNames)] {
		names = append(names, o.Name)
	}
	return names, err
}

var draftSheet = sheetOf{title: "agreement.new.title", lead: "agreement.new.title.lead", action: Path, submit: "agreement.action.draft", back: Path}

// newForm begins empty, from a settled response (?response=), or from the
// agreement that it renews (?renews=).
func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	v := form.New().Set("type", "cooperation").Set("party.0.name", a.OrganisationName)
	if id, ok := record.ParseID(r.URL.Query().Get("renews")); ok {
		g, err := p.service.Find(ctx, a, id)
		if err != nil {
			return err
		}
		v = filled(agreement.Renewal(g)).Set("renews", string(g.ID))
	}
	if id, ok := record.ParseID(r.URL.Query().Get("response")); ok && p.options.Origin != nil {
		o, err := p.options.Origin(ctx, a, id)
		if err != nil {
			return err
		}
		v = filled(o.Content).Set("response", string(o.Response)).Set("order", string(o.Order))
	}
	return p.renderForm(w, r, http.StatusOK, draftSheet, v)
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, x, done, err := p.read(w, r, draftSheet)
	if err != nil || done {
		return err
	}
	cmd := agreement.DraftCommand{
		ID: recordweb.NewID(v, "agreement"), Content: x,
		Order: optionalID(v, "order"), Response: optionalID(v, "response"), Renews: optionalID(v, "renews"),
	}
	var g agreement.Agreement
	if err = v.Err(); err == nil {
		g, err = p.service.Start(r.Context(), access.Must(r.Context()), cmd)
	}
	if p.made(r, cmd.ID, err) {
		return web.Redirect(w, r, Path+"/"+string(cmd.ID), "")
	}
	if v.Mend(err) {
		return p.renderForm(w, r, http.StatusUnprocessableEntity, draftSheet, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(g), "agreement.drafted", "title", g.Title)
}

func optionalID(v *form.Values, name string) record.ID {
	id, _ := record.ParseID(v.Text(name))
	return id
}

func editSheet(g agreement.Agreement) sheetOf {
	return sheetOf{
		title: "agreement.edit.title", lead: "agreement.edit.title.lead", action: path(g) + "/edit", submit: "agreement.action.save", back: path(g),
		crumbs: []ui.Link{{Text: g.Title, Path: path(g)}},
	}
}

// edit changes the content of an agreement.
func (p *Pages) edit() recordweb.Step[agreement.Agreement] {
	now := func(g agreement.Agreement) *form.Values {
		return filled(agreement.ContentOf(g)).SetInt(form.VersionField, g.Version)
	}
	return recordweb.Step[agreement.Agreement]{
		Ready: func(r *http.Request) (agreement.Agreement, *form.Values, error) {
			g, err := p.find(r)
			if err == nil {
				err = g.MayEdit(access.Must(r.Context()))
			}
			return g, now(g), err
		},
		Again: p.find,
		Now:   now,
		Only:  onlyRows,
		Render: func(w http.ResponseWriter, r *http.Request, status int, g agreement.Agreement, v *form.Values) error {
			asManyRows(v.Now(), v)
			return p.renderForm(w, r, status, editSheet(g), v)
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			x, err := p.content(ctx, v)
			if err = cmp.Or(err, v.Err()); err != nil {
				return recordweb.Done{}, err
			}
			g, err := p.service.Edit(ctx, a, t, agreement.EditCommand{Content: x})
			return recordweb.Done{Path: path(g), Message: "agreement.edited"}, err
		},
	}
}

// made tells whether a form was refused only because it was sent before (a
// double click): then what it made is there.
func (p *Pages) made(r *http.Request, id record.ID, err error) bool {
	if !fault.Is(err, fault.Conflict) {
		return false
	}
	_, err = p.service.Find(r.Context(), access.Must(r.Context()), id)
	return err == nil
}

// find returns the agreement of the address, if the actor may see it.
func (p *Pages) find(r *http.Request) (agreement.Agreement, error) {
	return recordweb.Find(r, p.service.Find)
}

// field is the name of a field of a row.
func field(group string, i int, name string) string { return form.RowField(group, i, name) }
