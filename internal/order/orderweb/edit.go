package orderweb

import (
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

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
	d := data(v, o.Kind)
	if err = v.Err(); err == nil {
		if o.State == order.Open {
			_, err = p.service.Amend(ctx, a, t, d)
		} else {
			_, err = p.service.Edit(ctx, a, t, d)
		}
	}
	if v.Mend(err) {
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
