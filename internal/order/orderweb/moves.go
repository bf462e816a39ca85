package orderweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// move is one step of a negotiation. Name is the last part of the address and of
// the keys "response.move.<name>" (button), ".lead", "response.moved.<name>".
type move struct {
	name   string
	main   bool
	danger bool
	when   func(talkView) bool
	fields func(context.Context, talkView) (templ.Component, error)
	take   func(context.Context, access.Actor, step.Target, *form.Values) (order.Response, error)
}

func (p *Pages) moves() []move {
	s := p.service
	turn := func(v talkView) bool { return v.mine() && v.Order.State == order.Open }
	return []move{
		{
			name: "propose", when: turn, fields: p.proposeFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Response, error) {
				cmd := order.ProposeCommand{Terms: terms(v), Message: v.Text("message"), Approve: v.Bool("approve")}
				if err := v.Err(); err != nil {
					return order.Response{}, err
				}
				return s.Propose(ctx, a, t, cmd)
			},
		},
		{
			name: "send", when: turn, fields: wordsOnly("response.field.message", true),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Response, error) {
				return s.Send(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "approve", main: true, when: turn, fields: approveFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Response, error) {
				return s.Approve(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "decline", danger: true, fields: wordsOnly("response.field.end_reason", true),
			when: func(v talkView) bool {
				return v.Response.State.Live() && v.actor.Organisation == v.Response.Enterprise
			},
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Response, error) {
				return s.Decline(ctx, a, t, order.EndCommand{Reason: v.Text("reason")})
			},
		},
		{
			name: "withdraw", danger: true, fields: wordsOnly("response.field.end_reason", true),
			when: func(v talkView) bool {
				return v.Response.State.Live() && v.actor.Organisation == v.Response.School
			},
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (order.Response, error) {
				return s.Withdraw(ctx, a, t, order.EndCommand{Reason: v.Text("reason")})
			},
		},
	}
}

func wordsOnly(label string, required bool) func(context.Context, talkView) (templ.Component, error) {
	return func(context.Context, talkView) (templ.Component, error) { return wordsField(label, required), nil }
}

func approveFields(ctx context.Context, v talkView) (templ.Component, error) {
	return templ.Join(ui.Summary(termItems(ctx, v)...), wordsField("response.field.message", false)), nil
}

func (p *Pages) proposeFields(ctx context.Context, v talkView) (templ.Component, error) {
	supplies, err := p.service.OffersOf(ctx, v.actor, v.Response.School)
	return proposeForm(v.Order, offerOptions(ctx, supplies)), err
}

func (m move) button(ctx context.Context, r order.Response) ui.Action {
	return ui.Action{Text: i18n.T(ctx, "response.move."+m.name), Path: talkPath(r) + "/" + m.name, Primary: m.main, Danger: m.danger}
}

// moveRoutes are the addresses of the moves.
func (p *Pages) moveRoutes() (routes []web.Route) {
	for _, m := range p.moves() {
		routes = append(routes, recordweb.Step[talkView]{
			Ready: func(r *http.Request) (talkView, *form.Values, error) {
				v, err := p.talkOf(r)
				return v, proposed(v.Response.Terms).SetInt(form.VersionField, v.Response.Version).SetBool("approve", true), err
			},
			Again: p.talkOf,
			Now:   func(v talkView) *form.Values { return proposed(v.Response.Terms) },
			Render: func(w http.ResponseWriter, r *http.Request, status int, x talkView, v *form.Values) error {
				return p.renderMove(w, r, m, x, v, status)
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				x, err := m.take(ctx, a, t, v)
				return recordweb.Done{Path: talkPath(x), Message: "response.moved." + m.name}, err
			},
		}.Routes(ResponsesPath+"/{id}/"+m.name, order.ActNegotiate)...)
	}
	return routes
}

func (p *Pages) renderMove(w http.ResponseWriter, r *http.Request, m move, v talkView, values *form.Values, status int) error {
	ctx := r.Context()
	fields, err := m.fields(ctx, v)
	if err != nil {
		return err
	}
	meta := formMeta(ctx, "response.move."+m.name, ui.Link{Text: v.Order.Number, Path: path(v.Order)}, ui.Link{Text: v.Response.SchoolName, Path: talkPath(v.Response)})
	spec := form.Spec{Action: talkPath(v.Response) + "/" + m.name, Values: values, Submit: "response.move." + m.name, Cancel: talkPath(v.Response)}
	return web.Render(w, r, status, recordweb.StepPage(meta, spec, fields))
}
