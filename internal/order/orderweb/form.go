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
	o, done, err := p.kept(ctx, a, id, v)
	if v.Mend(err) {
		return p.renderEdit(w, r, http.StatusUnprocessableEntity, o, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, done.Path, done.Message)
}

// kept says where a form leads whose content is kept: it hands the order in,
// unless a draft was asked for. If it can't be handed in yet, the form goes on
// from what is kept, and says what is missing.
func (p *Pages) kept(ctx context.Context, a access.Actor, id record.ID, v *form.Values) (order.Order, recordweb.Done, error) {
	if v.Text("do") == "draft" {
		return order.Order{}, recordweb.Done{Path: Path + "/" + string(id), Message: "order.drafted"}, nil
	}
	o, err := p.service.Submit(ctx, a, step.Target{ID: id})
	v.SetInt(form.VersionField, o.Version)
	return o, recordweb.Done{Path: path(o), Message: "order.submitted"}, err
}

// edit changes a kept order: one that is not handed in is rewritten, and handed
// in unless a draft is asked for; an open one is amended.
func (p *Pages) edit() recordweb.Step[order.Order] {
	return recordweb.Step[order.Order]{
		Ready: p.readyEdit, Again: p.find, Now: filled, Render: p.renderEdit,
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			o, err := p.service.Find(ctx, a, t.ID)
			if err != nil {
				return recordweb.Done{}, err
			}
			d := data(v, o.Kind)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			if o.State == order.Open {
				o, err = p.service.Amend(ctx, a, t, d)
				return recordweb.Done{Path: path(o), Message: "order.amended"}, err
			}
			if _, err = p.service.Edit(ctx, a, t, d); err != nil {
				return recordweb.Done{}, err
			}
			_, done, err := p.kept(ctx, a, t.ID, v)
			return done, err
		},
	}
}

// submit hands a kept draft in, by the button of its page; what is missing is
// said in its form.
func (p *Pages) submit() recordweb.Step[order.Order] {
	return recordweb.Step[order.Order]{
		Ready: p.readyEdit, Again: p.find, Now: filled, Direct: true, Render: p.renderEdit,
		Take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (recordweb.Done, error) {
			o, err := p.service.Submit(ctx, a, t)
			if o.State == order.Submitted && fault.Is(err, fault.Stale) {
				err = nil // pressed twice: it is handed in
			}
			return recordweb.Done{Path: path(o), Message: "order.submitted"}, err
		},
	}
}

// find is the order in the address, if the actor may see it.
func (p *Pages) find(r *http.Request) (order.Order, error) { return recordweb.Find(r, p.service.Find) }

// readyEdit is the order in the address and its form, if the actor may change it
// now.
func (p *Pages) readyEdit(r *http.Request) (order.Order, *form.Values, error) {
	o, err := p.find(r)
	if err != nil {
		return o, nil, err
	}
	a := access.Must(r.Context())
	switch {
	case !p.service.May(a, order.ActPlace, o.Subject(a)):
		err = fault.New(fault.Forbidden, "record.forbidden")
	case !editable(o.State):
		err = fault.Refuse("state.refused", "kind", string(order.OrderKind), "verb", order.VerbEdit, "state", string(o.State))
	}
	return o, filled(o), err
}

func editable(s order.State) bool {
	return order.Flow.Can(s, order.VerbEdit) || order.Flow.Can(s, order.VerbAmend)
}

// renderEdit shows the form of a kept order; an open one is amended.
func (p *Pages) renderEdit(w http.ResponseWriter, r *http.Request, status int, o order.Order, v *form.Values) error {
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
