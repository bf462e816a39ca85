package memberweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/member"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// stepPage is one step of a membership: a button on its page, a small form, and
// what is done when the form comes back. Name is the last part of the address
// and of the keys "member.step.<name>" (button), ".lead", "member.stepped.<name>".
type stepPage struct {
	name   string
	verb   string // of member.Flow, for the button
	act    access.Action
	main   bool
	danger bool
	when   func(access.Actor, member.Membership) bool
	fields func(context.Context, member.Membership) (templ.Component, error)
	take   func(context.Context, access.Actor, step.Target, *form.Values) (member.Membership, error)
}

func (p *Pages) steps() []stepPage {
	const check, decide = member.ActCheck, member.ActDecide
	return []stepPage{
		{name: "assign", verb: member.VerbAssign, act: check, main: true, fields: p.assignFields, take: p.assign},
		{name: "return", verb: member.VerbReturn, act: check, fields: plain(returnFields()), take: p.giveBack},
		{name: "assess", verb: member.VerbAssess, act: member.ActAssess, main: true, when: asked, fields: plain(assessFields()), take: p.assess},
		{name: "decide", verb: member.VerbAdmit, act: decide, main: true, fields: plain(decideFields()), take: p.decide},
		{name: "review", verb: member.VerbReview, act: member.ActReview, fields: plain(reviewFields()), take: p.review},
		{name: "promote", verb: member.VerbPromote, act: decide, fields: plain(promoteFields()), take: p.promote},
		{name: "reinstate", verb: member.VerbReinstate, act: decide, fields: plain(reinstateFields()), take: p.reinstate},
		{name: "withdraw", verb: member.VerbWithdraw, act: member.ActApply, danger: true, fields: plain(templ.NopComponent), take: p.withdraw},
		{name: "leave", verb: member.VerbLeave, act: member.ActLeave, danger: true, fields: plain(endFields(false)), take: p.leave},
		{name: "remove", verb: member.VerbRemove, act: member.ActRemove, danger: true, fields: plain(endFields(true)), take: p.remove},
	}
}

// plain makes fields that need nothing but the form.
func plain(c templ.Component) func(context.Context, member.Membership) (templ.Component, error) {
	return func(context.Context, member.Membership) (templ.Component, error) { return c, nil }
}

// asked tells whether the actor's opinion is waited for.
func asked(a access.Actor, m member.Membership) bool {
	return slices.ContainsFunc(m.Assessments, func(s member.Assessment) bool { return s.Assessor == a.Person && s.Verdict == "" })
}

func (p *Pages) assignFields(ctx context.Context, m member.Membership) (templ.Component, error) {
	list, err := p.service.Assessors(ctx, m)
	options := make([]ui.Option, len(list))
	for i, x := range list {
		options[i] = ui.Option{Value: string(x.Person), Text: x.Name, Note: x.EmployerName}
	}
	return assignForm(options), err
}

// ready is the membership in the address, if the actor may take the step now.
func (p *Pages) ready(r *http.Request, act access.Action, verb string) (member.Membership, error) {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return member.Membership{}, err
	}
	return p.service.Ready(r.Context(), access.Must(r.Context()), id, act, verb)
}

// stepRoutes are the addresses of the steps.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[member.Membership]{
			Ready: func(r *http.Request) (member.Membership, *form.Values, error) { return p.begin(r, s) },
			Again: p.find,
			Render: func(w http.ResponseWriter, r *http.Request, status int, m member.Membership, v *form.Values) error {
				return p.renderStep(w, r, s, m, v, status)
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				m, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: path(m), Message: "member.stepped." + s.name, Args: []any{"name", i18n.T(ctx, "record.quoted", "text", m.Organisation.Name)}}, err
			},
		}.Routes(Path+"/{id}/"+s.name, s.act)...)
	}
	return routes
}

// begin is the membership in the address and the form of a step as it opens.
func (p *Pages) begin(r *http.Request, s stepPage) (member.Membership, *form.Values, error) {
	m, err := p.ready(r, s.act, s.verb)
	if err == nil && s.when != nil && !s.when(access.Must(r.Context()), m) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return m, form.New().SetInt(form.VersionField, m.Version).SetInt("year", int64(p.service.Today().Year)).Set("tier", string(m.Tier)), err
}

// find is the membership in the address, if the actor may see it.
func (p *Pages) find(r *http.Request) (member.Membership, error) {
	return recordweb.Find(r, p.service.Find)
}

func (p *Pages) renderStep(w http.ResponseWriter, r *http.Request, s stepPage, m member.Membership, v *form.Values, status int) error {
	ctx := r.Context()
	fields, err := s.fields(ctx, m)
	if err != nil {
		return err
	}
	meta := formMeta(ctx, "member.step."+s.name, ui.Link{Text: m.Organisation.Name, Path: path(m)})
	spec := form.Spec{Action: path(m) + "/" + s.name, Values: v, Submit: "member.step." + s.name, Cancel: path(m)}
	return web.Render(w, r, status, recordweb.StepPage(meta, spec, fields))
}
