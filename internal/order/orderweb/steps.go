package orderweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

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

// stepPage is one step of an order: a button on its page, a small form, and what
// is done when the form comes back. Name is the last part of the address and of
// the keys "order.step.<name>" (button), ".lead", "order.stepped.<name>".
type stepPage struct {
	name   string
	verb   string
	act    access.Action
	main   bool
	danger bool
	direct bool // the button does it, without a form between
	fields func(order.Order) templ.Component
	take   func(context.Context, access.Actor, step.Target, *form.Values) (order.Order, error)
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{
			name: "publish", verb: order.VerbPublish, act: order.ActCheck, main: true, fields: checkFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (order.Order, error) {
				return s.Publish(ctx, a, t)
			},
		},
		{
			name: "return", verb: order.VerbReturn, act: order.ActCheck, fields: plain(reasonField("order.field.return_reason")),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Order, error) {
				return s.Return(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "confirm", verb: order.VerbConfirm, act: order.ActPlace, direct: true, fields: plain(templ.NopComponent),
			take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (order.Order, error) {
				return s.Confirm(ctx, a, t)
			},
		},
		{
			name: "take_back", verb: order.VerbTakeBack, act: order.ActPlace, fields: plain(templ.NopComponent),
			take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (order.Order, error) {
				return s.TakeBack(ctx, a, t)
			},
		},
		{
			name: "renew", verb: order.VerbRenew, act: order.ActPlace, main: true, fields: plain(renewFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Order, error) {
				until := day(v, "valid_until")
				if err := v.Err(); err != nil {
					return order.Order{}, err
				}
				return s.Renew(ctx, a, t, until)
			},
		},
		{
			name: "close", verb: order.VerbClose, act: order.ActPlace, danger: true, fields: plain(closeFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Order, error) {
				return s.Close(ctx, a, t, order.CloseCommand{Why: v.Text("why"), Text: v.Text("reason")})
			},
		},
	}
}

// plain makes fields that do not depend on the order.
func plain(c templ.Component) func(order.Order) templ.Component {
	return func(order.Order) templ.Component { return c }
}

// button leads to the step, or takes it at once.
func (s stepPage) button(ctx context.Context, o order.Order) ui.Action {
	b := ui.Action{Text: i18n.T(ctx, "order.step."+s.name), Path: path(o) + "/" + s.name, Primary: s.main, Danger: s.danger}
	if s.direct {
		b.Post, b.Fields = true, version(o.Version)
	}
	return b
}

func (p *Pages) stepForm(s stepPage) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := recordweb.Path(r, "id")
		if err != nil {
			return err
		}
		ctx, a := r.Context(), access.Must(r.Context())
		o, err := p.service.Find(ctx, a, id)
		if err != nil {
			return err
		}
		if !p.service.May(a, s.act, o.Subject(a)) {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return p.renderStep(w, r, s, o, form.New().SetInt(form.VersionField, o.Version), http.StatusOK)
	}
}

func (p *Pages) renderStep(w http.ResponseWriter, r *http.Request, s stepPage, o order.Order, v *form.Values, status int) error {
	m := formMeta(r.Context(), "order.step."+s.name, ui.Link{Text: o.Number, Path: path(o)})
	return web.Render(w, r, status, stepForm(m, form.Spec{Action: path(o) + "/" + s.name, Values: v, Submit: "order.step." + s.name, Cancel: path(o)}, s.fields(o)))
}

func (p *Pages) takeStep(s stepPage) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := form.Decode(r)
		if err != nil {
			return err
		}
		t, err := recordweb.Target(r, v)
		if err != nil {
			return err
		}
		ctx, a := r.Context(), access.Must(r.Context())
		o, err := s.take(ctx, a, t, v)
		if v.Mend(err) {
			if o, err = p.service.Find(ctx, a, t.ID); err != nil {
				return err
			}
			return p.renderStep(w, r, s, o, v, http.StatusUnprocessableEntity)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, path(o), "order.stepped."+s.name, "name", i18n.T(ctx, "record.quoted", "text", o.Title))
	}
}
