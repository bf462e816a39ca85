package orderweb

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// sheet is what the form of an order needs besides its values.
type sheet struct {
	meta        web.Meta
	spec        form.Spec
	kind        order.Kind
	enterprises []ui.Option // to choose from, for who places for others
	schools     []ui.Option
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	kind := order.Kind(r.URL.Query().Get("kind"))
	meta := formMeta(ctx, "order.new.title")
	if !slices.Contains(order.Kinds, kind) {
		return web.Render(w, r, http.StatusOK, kindsPage(meta))
	}
	v := form.New().Set("kind", string(kind)).Set("visibility", string(order.Members)).Set("confidentiality", string(order.ForMembers))
	return p.renderNew(w, r, kind, v, http.StatusOK)
}

// renderNew shows the form of a new order.
func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, kind order.Kind, v *form.Values, status int) error {
	ctx := r.Context()
	s := sheet{meta: formMeta(ctx, "order.new.title"), kind: kind, spec: form.Spec{
		Action: Path, Values: v, Submit: "order.action.submit", Cancel: Path, Buttons: []form.Button{{Label: "order.action.draft", Value: "draft"}},
	}}
	s.meta.Title = i18n.T(ctx, "order.new.of", "kind", string(kind))
	a := access.Must(ctx)
	if p.service.May(a, order.ActPlace, access.Subject{}) {
		list, err := p.service.Enterprises(ctx)
		if err != nil {
			return err
		}
		s.enterprises = named(list)
	}
	return p.renderForm(w, r, s, status)
}

func (p *Pages) renderForm(w http.ResponseWriter, r *http.Request, s sheet, status int) error {
	schools, err := p.service.Schools(r.Context())
	if err != nil {
		return err
	}
	s.schools = named(schools)
	return web.Render(w, r, status, formPage(s))
}

func named(list []organisation.Organisation) []ui.Option {
	options := make([]ui.Option, len(list))
	for i, o := range list {
		options[i] = ui.Option{Value: string(o.ID), Text: o.Name}
	}
	return options
}

// formMeta is the head of a form page.
func formMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.orders"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

// create drafts an order and, unless a draft is asked for, submits it. If it
// can't be submitted yet, the draft is kept and the form says what is missing.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	kind := order.Kind(v.Text("kind"))
	id, d := recordweb.NewID(v, "order"), data(v, kind)
	enterprise, _ := record.ParseID(v.Text("enterprise"))
	if err = v.Err(); err == nil {
		_, err = p.service.Create(ctx, a, id, enterprise, d)
	}
	if ledger.Repeated(err) {
		return web.Redirect(w, r, Path+"/"+string(id), "order.drafted")
	}
	if v.Mend(err) {
		return p.renderNew(w, r, kind, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if v.Text("do") == "draft" {
		return web.Redirect(w, r, Path+"/"+string(id), "order.drafted")
	}
	return p.hand(w, r, step.Target{ID: id})
}

// hand submits a kept draft; faults are shown in its form.
func (p *Pages) hand(w http.ResponseWriter, r *http.Request, t step.Target) error {
	ctx, a := r.Context(), access.Must(r.Context())
	o, err := p.service.Submit(ctx, a, t)
	if err == nil {
		return web.Redirect(w, r, path(o), "order.submitted")
	}
	kept, found := p.service.Find(ctx, a, t.ID)
	if found != nil {
		return err
	}
	v := filled(kept)
	if !v.Mend(err) {
		return err
	}
	return p.renderEdit(w, r, kept, v, http.StatusUnprocessableEntity)
}

func (p *Pages) submit(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	return p.hand(w, r, t)
}

func (p *Pages) editForm(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	o, err := p.service.Find(ctx, a, id)
	if err != nil {
		return err
	}
	switch {
	case !p.service.May(a, order.ActPlace, o.Subject(a)):
		return fault.New(fault.Forbidden, "record.forbidden")
	case !editable(o.State):
		return fault.Refuse("state.refused", "kind", string(order.OrderKind), "verb", order.VerbEdit, "state", string(o.State))
	}
	return p.renderEdit(w, r, o, filled(o), http.StatusOK)
}

func editable(s order.State) bool {
	return order.Flow.Can(s, order.VerbEdit) || order.Flow.Can(s, order.VerbAmend)
}

// renderEdit shows the form of a kept order; an open one is amended.
func (p *Pages) renderEdit(w http.ResponseWriter, r *http.Request, o order.Order, v *form.Values, status int) error {
	ctx := r.Context()
	s := sheet{kind: o.Kind, spec: form.Spec{Action: path(o) + "/edit", Values: v, Cancel: path(o)}}
	crumb := ui.Link{Text: i18n.T(ctx, "record.quoted", "text", o.Title), Path: path(o)}
	if o.State == order.Open {
		s.meta, s.spec.Submit = formMeta(ctx, "order.amend.title", crumb), "order.action.amend"
	} else {
		s.meta, s.spec.Submit = formMeta(ctx, "order.edit.title", crumb), "order.action.submit"
		s.spec.Buttons = []form.Button{{Label: "order.action.draft", Value: "draft"}}
	}
	return p.renderForm(w, r, s, status)
}

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	o, err := p.service.Find(ctx, a, t.ID)
	if err != nil {
		return err
	}
	kept, d := o, data(v, o.Kind)
	if err = v.Err(); err == nil {
		if o.State == order.Open {
			kept, err = p.service.Amend(ctx, a, t, d)
		} else {
			kept, err = p.service.Edit(ctx, a, t, d)
		}
	}
	if v.Reconcile(err, filled(kept)) {
		return p.renderEdit(w, r, o, v, http.StatusUnprocessableEntity)
	}
	switch {
	case err != nil:
		return err
	case o.State == order.Open:
		return web.Redirect(w, r, path(o), "order.amended")
	case v.Text("do") == "draft":
		return web.Redirect(w, r, path(o), "order.drafted")
	}
	return p.hand(w, r, step.Target{ID: o.ID})
}
