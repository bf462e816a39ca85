package orderweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
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
	many   bool // can be taken on several of the list
	files  bool
	silent bool   // has no button of its own: something on the page leads to it
	back   string // the tab to which it leads back
	fields func(view, *form.Values) templ.Component
	take   func(context.Context, access.Actor, step.Target, *form.Values) (order.Order, error)
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{
			name: "publish", verb: order.VerbPublish, act: order.ActCheck, main: true, many: true, fields: checkFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (order.Order, error) {
				return s.Publish(ctx, a, t)
			},
		},
		{
			name: "return", verb: order.VerbReturn, act: order.ActCheck, many: true, fields: plain(reasonField("order.field.return_reason")),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Order, error) {
				return s.Return(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "confirm", verb: order.VerbConfirm, act: order.ActPlace, direct: true, many: true, fields: plain(templ.NopComponent),
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
		{name: "attach", verb: order.VerbAttach, act: order.ActPlace, files: true, silent: true, back: "?tab=files", fields: plain(attachFields()), take: p.attach},
		{
			name: "detach", verb: order.VerbDetach, act: order.ActPlace, danger: true, silent: true, back: "?tab=files", fields: detachFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Order, error) {
				return s.Detach(ctx, a, step.Target{ID: t.ID}, record.ID(v.Text("file")))
			},
		},
	}
}

// attach adds the file of the form. It does not depend on the content that the
// person saw, so an older version is no hindrance.
func (p *Pages) attach(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Order, error) {
	f, ok := recordweb.Upload(p.options.Intake, a, v, "file", record.Ref{Kind: order.OrderKind, ID: t.ID})
	if !ok && v.Err() == nil {
		v.Wrong("file", "web.fault.required")
	}
	if err := v.Err(); err != nil {
		return order.Order{}, err
	}
	return p.service.Attach(ctx, a, step.Target{ID: t.ID}, f)
}

// plain makes fields that do not depend on the order.
func plain(c templ.Component) func(view, *form.Values) templ.Component {
	return func(view, *form.Values) templ.Component { return c }
}

// button leads to the step, or takes it at once.
func (s stepPage) button(ctx context.Context, o order.Order) ui.Action {
	b := ui.Action{Text: i18n.T(ctx, "order.step."+s.name), Path: path(o) + "/" + s.name, Primary: s.main, Danger: s.danger}
	if s.direct {
		b.Post, b.Fields = true, version(o.Version)
	}
	return b
}

// stepRoutes are the addresses of the steps.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[view]{
			Ready: func(r *http.Request) (view, *form.Values, error) { return p.ready(r, s) },
			Again: p.view,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x view, v *form.Values) error {
				m := formMeta(r.Context(), "order.step."+s.name, ui.Link{Text: x.Order.Number, Path: path(x.Order)})
				spec := form.Spec{Action: path(x.Order) + "/" + s.name, Values: v, Submit: "order.step." + s.name, Cancel: path(x.Order), Files: s.files}
				return web.Render(w, r, status, recordweb.StepPage(m, spec, s.fields(x, v)))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				o, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: path(o) + s.back, Message: "order.stepped." + s.name, Args: []any{"name", i18n.T(ctx, "record.quoted", "text", o.Title)}}, err
			},
		}.Routes(Path+"/{id}/"+s.name, s.act)...)
	}
	return routes
}

// ready is the order in the address, if the actor may take the step.
func (p *Pages) ready(r *http.Request, s stepPage) (view, *form.Values, error) {
	v, err := p.view(r)
	if err == nil && !p.service.May(v.actor, s.act, v.Order.Subject(v.actor)) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return v, form.New().SetInt(form.VersionField, v.Order.Version).Set("file", r.URL.Query().Get("file")), err
}

// bulks are the steps that can be taken on several orders of the list.
func (p *Pages) bulks() []recordweb.Bulk {
	s := p.service
	of := func(name string, act access.Action, field templ.Component, take func(context.Context, access.Actor, step.Target, *form.Values) (order.Order, error)) recordweb.Bulk {
		return recordweb.Bulk{
			Name: name, Step: "order.step." + name, Back: Path, Nav: "nav.orders", Act: act, Field: field,
			Look: func(ctx context.Context, a access.Actor, id record.ID) (ui.Link, int64, error) {
				o, err := s.Find(ctx, a, id)
				return ui.Link{Text: o.Number + " " + o.Title, Path: path(o)}, o.Version, err
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) error {
				_, err := take(ctx, a, t, v)
				return err
			},
		}
	}
	fields := map[string]templ.Component{"return": reasonField("order.field.return_reason")}
	var list []recordweb.Bulk
	for _, x := range p.steps() {
		if x.many {
			list = append(list, of(x.name, x.act, fields[x.name], x.take))
		}
	}
	return list
}

// chosen are the buttons of the list for what the actor does to several orders
// at once.
func (p *Pages) chosen(a access.Actor) []table.Bulk {
	buttons := []table.Bulk{{Label: "record.bulk.export", Path: "/exports/order"}}
	for _, b := range p.bulks() {
		if p.service.Reaches(a, b.Act) {
			buttons = append(buttons, b.Button())
		}
	}
	return buttons
}
