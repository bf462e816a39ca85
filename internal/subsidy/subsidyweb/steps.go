package subsidyweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

// stepPage is one step of a claim: a button, a small form, and what is done.
// Name is the last part of the address and of the keys "subsidy.step.<name>"
// (button), ".lead", "subsidy.stepped.<name>".
type stepPage struct {
	name   string
	verb   string // of subsidy.Flow
	act    access.Action
	main   bool
	danger bool
	silent bool // a row of the page leads to it
	when   func(view) bool
	fields func(view, *form.Values) templ.Component
	take   func(context.Context, access.Actor, step.Target, *form.Values) (subsidy.Claim, error)
}

// about are the fields by which a step names what of the claim it is about.
var about = []string{"line", "objection", "clawback"}

type taken = func(context.Context, access.Actor, step.Target, *form.Values) (subsidy.Claim, error)

// reasoned makes a step of a verb that asks for a reason.
func reasoned(do func(context.Context, access.Actor, step.Target, string) (subsidy.Claim, error)) taken {
	return func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
		return do(ctx, a, t, v.Text("reason"))
	}
}

// plain makes a step of a verb that asks for nothing.
func plain(do func(context.Context, access.Actor, step.Target) (subsidy.Claim, error)) taken {
	return func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (subsidy.Claim, error) {
		return do(ctx, a, t)
	}
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{name: "submit", verb: subsidy.VerbSubmit, act: subsidy.ActClaim, main: true, fields: sumFields, take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
			return s.Submit(ctx, a, t, v.Text("message"))
		}},
		{name: "withdraw", verb: subsidy.VerbWithdraw, act: subsidy.ActClaim, danger: true, fields: reasonFields, take: reasoned(s.Withdraw)},
		{name: "reopen", verb: subsidy.VerbReopen, act: subsidy.ActClaim, main: true, fields: sumFields, take: plain(s.Reopen)},
		{name: "publish", verb: subsidy.VerbPublish, act: subsidy.ActCheck, main: true, when: due, fields: publishFields, take: plain(s.Publish)},
		{name: "return", verb: subsidy.VerbReturn, act: subsidy.ActCheck, fields: reasonFields, take: reasoned(s.Return)},
		{name: "reject", verb: subsidy.VerbReject, act: subsidy.ActCheck, silent: true, danger: true, fields: lineReasonFields, take: p.reject},
		{name: "restore", verb: subsidy.VerbRestore, act: subsidy.ActCheck, silent: true, fields: lineFields, take: p.restore},
		{name: "decline", verb: subsidy.VerbDecline, act: subsidy.ActCheck, danger: true, when: func(v view) bool { return v.d.Due == 0 }, fields: reasonFields, take: reasoned(s.Decline)},
		{name: "object", verb: subsidy.VerbObject, act: subsidy.ActCheck, when: func(v view) bool { return v.d.OnNotice(v.d.Today) }, fields: objectFields, take: p.object},
		{name: "answer", verb: subsidy.VerbAnswer, act: subsidy.ActCheck, silent: true, fields: answerFields, take: p.answer},
		{name: "assure", verb: subsidy.VerbAssure, act: subsidy.ActCheck, main: true, when: func(v view) bool { return len(v.sampled) > 0 }, fields: assureFields, take: p.assure},
		{name: "approve", verb: subsidy.VerbConfirm, act: subsidy.ActApprove, main: true, when: due, fields: approveFields, take: plain(s.Approve)},
		{name: "approve-second", verb: subsidy.VerbApprove, act: subsidy.ActApprove, main: true, when: another, fields: approveFields, take: plain(s.Approve)},
		{name: "revert", verb: subsidy.VerbRevert, act: subsidy.ActApprove, danger: true, when: func(v view) bool { return v.d.ExportedAt.IsZero() }, fields: reasonFields, take: reasoned(s.Revert)},
		{name: "pay", verb: subsidy.VerbPay, act: subsidy.ActPay, main: true, when: func(v view) bool { return !v.d.ExportedAt.IsZero() }, fields: payFields, take: p.pay},
		{name: "claw", verb: subsidy.VerbClaw, act: subsidy.ActClaw, silent: true, danger: true, fields: clawFields, take: p.claw},
		{name: "decide", verb: subsidy.VerbGrant, act: subsidy.ActClaw, silent: true, fields: decideFields, take: p.decide},
	}
}

// due tells whether anybody is left to be paid for.
func due(v view) bool { return v.d.Due > 0 }

// another tells whether the actor has not approved yet.
func another(v view) bool {
	for _, x := range v.d.Approvals {
		if x.Person == v.actor.Person {
			return false
		}
	}
	return true
}

func id(v *form.Values, name string) record.ID {
	parsed, _ := record.ParseID(v.Text(name))
	return parsed
}

func (p *Pages) reject(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	return p.service.Reject(ctx, a, t, id(v, "line"), v.Text("reason"))
}

func (p *Pages) restore(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	return p.service.Restore(ctx, a, t, id(v, "line"))
}

func (p *Pages) object(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	return p.service.Object(ctx, a, t, recordweb.NewID(v, "objection"), v.Text("text"))
}

func (p *Pages) answer(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	return p.service.Answer(ctx, a, t, subsidy.AnswerCommand{Objection: id(v, "objection"), Text: v.Text("answer"), Upheld: v.Text("upheld") == "yes"})
}

func (p *Pages) assure(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	var list []subsidy.AssureCommand
	for _, line := range v.All("sampled") {
		if answer := v.Text("assured." + line); answer != "" {
			list = append(list, subsidy.AssureCommand{Line: record.ID(line), Yes: answer == "yes", Remark: v.Text("remark." + line)})
		}
	}
	return p.service.Assure(ctx, a, t, list)
}

func (p *Pages) pay(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	cmd := subsidy.PayCommand{On: form.Read(v, "on", "web.fault.date", calendar.ParseDate), Reference: v.Text("reference")}
	if err := v.Err(); err != nil {
		return subsidy.Claim{}, err
	}
	return p.service.Pay(ctx, a, t, cmd)
}

func (p *Pages) claw(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	cmd := subsidy.ClawCommand{ID: recordweb.NewID(v, "clawback"), Line: id(v, "line"), Amount: form.Read(v, "amount", "web.fault.money", money.Parse), Reason: v.Text("reason")}
	if err := v.Err(); err != nil {
		return subsidy.Claim{}, err
	}
	return p.service.Claw(ctx, a, t, cmd)
}

func (p *Pages) decide(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (subsidy.Claim, error) {
	v.Required("grant")
	if err := v.Err(); err != nil {
		return subsidy.Claim{}, err
	}
	return p.service.Decide(ctx, a, t, subsidy.DecideCommand{Clawback: id(v, "clawback"), Grant: v.Text("grant") == "yes", Reason: v.Text("reason")})
}

// stepRoutes are the addresses of the steps.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[view]{
			Ready: func(r *http.Request) (view, *form.Values, error) { return p.ready(r, s) },
			Again: p.view,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x view, v *form.Values) error {
				meta := formMeta(r.Context(), "subsidy.step."+s.name, ui.Link{Text: x.d.ClassName, Path: path(x.d.Claim)})
				spec := form.Spec{Action: path(x.d.Claim) + "/" + s.name, Values: v, Submit: "subsidy.step." + s.name, Cancel: path(x.d.Claim)}
				return web.Render(w, r, status, recordweb.StepPage(meta, spec, s.fields(x, v)))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				m, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: path(m), Message: "subsidy.stepped." + s.name, Args: []any{"name", m.ClassName}}, err
			},
		}.Routes(Path+"/{id}/"+s.name, s.act)...)
	}
	return routes
}

// ready is the claim in the address and the form of a step as it opens, if the
// actor may take the step now.
func (p *Pages) ready(r *http.Request, s stepPage) (view, *form.Values, error) {
	v, err := p.view(r)
	if err != nil {
		return v, nil, err
	}
	if !p.service.May(v.actor, s.act, v.d.Claim) {
		return v, nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	if _, err := subsidy.Flow.Next(v.d.State, s.verb); err != nil {
		return v, nil, err
	}
	values := form.New().SetInt(form.VersionField, v.d.Version)
	for _, name := range about {
		values.Set(name, r.URL.Query().Get(name))
	}
	return v, values, nil
}

// nameOf is the number and masked name of a line.
func nameOf(v view, line record.ID) string {
	for _, l := range v.d.Lines {
		if l.ID == line {
			return strconv.FormatInt(l.Place, 10) + ". " + v.d.Names[l.Enrolment]
		}
	}
	return ""
}
