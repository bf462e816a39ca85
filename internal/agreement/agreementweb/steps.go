package agreementweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// stepPage is one step of an agreement: a button on its page, a small form that
// says what the step does, and what is done when the form comes back. Name is
// the last part of the address and of the keys "agreement.step.<name>" (button),
// ".lead", "agreement.stepped.<name>".
type stepPage struct {
	name   string
	verb   string // of agreement.Flow, for the button
	act    access.Action
	main   bool
	danger bool
	turn   bool // only in one's own turn
	files  bool
	silent bool // has no button of its own: something on the page leads to it
	when   func(access.Actor, agreement.Agreement) bool
	fields func(view, *form.Values) templ.Component
	take   func(context.Context, access.Actor, step.Target, *form.Values) (agreement.Agreement, error)
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{
			name: "approve", verb: agreement.VerbApprove, act: agreement.ActAct, main: true, turn: true, fields: approveFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
				return s.Approve(ctx, a, t, v.Text("message"))
			},
		},
		{
			name: "send", verb: agreement.VerbSend, act: agreement.ActAct, turn: true, fields: sendFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
				return s.Send(ctx, a, t, agreement.SendCommand{To: record.ID(v.Text("to")), Message: v.Text("message")})
			},
		},
		{name: "sign", verb: agreement.VerbSign, act: agreement.ActAct, main: true, files: true, fields: signFields, take: p.sign},
		{name: "fulfil", verb: agreement.VerbFulfil, act: agreement.ActFulfil, main: true, files: true, when: promises, fields: fulfilFields, take: p.fulfil},
		{
			name: "correct", verb: agreement.VerbCorrect, act: agreement.ActCorrect, danger: true, silent: true, fields: correctFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
				return s.Correct(ctx, a, t, record.ID(v.Text("fact")), v.Text("reason"))
			},
		},
		{
			name: "reopen", verb: agreement.VerbReopen, act: agreement.ActAct, when: party, fields: reasonFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
				return s.Reopen(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "withdraw", verb: agreement.VerbWithdraw, act: agreement.ActAct, danger: true, when: party, fields: reasonFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
				return s.Withdraw(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "end", verb: agreement.VerbEnd, act: agreement.ActAct, danger: true, fields: endFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
				on := form.Read(v, "on", "web.fault.date", calendar.ParseDate)
				if err := v.Err(); err != nil {
					return agreement.Agreement{}, err
				}
				return s.End(ctx, a, t, v.Text("reason"), on)
			},
		},
	}
}

// promises tells whether there is anything to deliver.
func promises(_ access.Actor, g agreement.Agreement) bool { return len(g.Obligations) > 0 }

// party tells whether the actor acts for a party.
func party(a access.Actor, g agreement.Agreement) bool { return g.Acting(a) != "" }

func (p *Pages) sign(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
	cmd := agreement.SignCommand{On: form.Read(v, "signed_on", "web.fault.date", calendar.ParseDate)}
	cmd.File, _ = p.upload(a, v, "signed_file", t)
	if err := v.Err(); err != nil {
		return agreement.Agreement{}, err
	}
	return p.service.Sign(ctx, a, t, cmd)
}

func (p *Pages) fulfil(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (agreement.Agreement, error) {
	cmd := agreement.FulfilCommand{
		Obligation: record.ID(v.Text("obligation")), Quantity: int64(v.Int("quantity")), Note: v.Text("note"),
		On: form.Read(v, "on", "web.fault.date", calendar.ParseDate), FactID: recordweb.NewID(v, "delivery"),
	}
	cmd.Evidence, _ = p.upload(a, v, "evidence", t)
	if err := v.Err(); err != nil {
		return agreement.Agreement{}, err
	}
	return p.service.Fulfil(ctx, a, t, cmd)
}

func (p *Pages) upload(a access.Actor, v *form.Values, name string, t step.Target) (file.File, bool) {
	return recordweb.Upload(p.options.Intake, a, v, name, record.Ref{Kind: agreement.Kind, ID: t.ID})
}

// stepRoutes are the addresses of the steps.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[view]{
			Ready: func(r *http.Request) (view, *form.Values, error) { return p.ready(r, s) },
			Again: p.view,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x view, v *form.Values) error {
				meta := formMeta(r.Context(), "agreement.step."+s.name, "agreement.step."+s.name+".lead", ui.Link{Text: x.g.Title, Path: path(x.g)})
				spec := form.Spec{Action: path(x.g) + "/" + s.name, Values: v, Submit: "agreement.step." + s.name, Cancel: path(x.g), Files: s.files}
				return web.Render(w, r, status, recordweb.StepPage(meta, spec, s.fields(x, v)))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				g, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: path(g), Message: "agreement.stepped." + s.name, Args: []any{"title", g.Title}}, err
			},
		}.Routes(Path+"/{id}/"+s.name, s.act)...)
	}
	return routes
}

// ready is the agreement in the address and the form of a step as it opens, if
// the actor may take the step now.
func (p *Pages) ready(r *http.Request, s stepPage) (view, *form.Values, error) {
	v, err := p.view(r)
	if err != nil {
		return v, nil, err
	}
	if !p.service.May(v.actor, s.act, v.g) {
		return v, nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	if _, err := agreement.Flow.Next(v.g.State, s.verb); err != nil {
		return v, nil, err
	}
	values := form.New().SetInt(form.VersionField, v.g.Version)
	for _, name := range []string{"obligation", "fact"} {
		values.Set(name, r.URL.Query().Get(name))
	}
	if others := v.otherParties(); len(others) == 1 {
		values.Set("to", others[0].Value)
	}
	return v, values, nil
}

// accepted are the endings of files that are taken.
func accepted() string { return strings.Join(file.Extensions(), ",") }
