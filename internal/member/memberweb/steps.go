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

func (p *Pages) stepForm(s stepPage) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		m, err := p.ready(r, s.act, s.verb)
		if err != nil {
			return err
		}
		if s.when != nil && !s.when(access.Must(r.Context()), m) {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		values := form.New().SetInt(form.VersionField, m.Version).SetInt("year", int64(p.service.Today().Year)).Set("tier", string(m.Tier))
		return p.renderStep(w, r, s, m, values, http.StatusOK)
	}
}

func (p *Pages) renderStep(w http.ResponseWriter, r *http.Request, s stepPage, m member.Membership, v *form.Values, status int) error {
	ctx := r.Context()
	fields, err := s.fields(ctx, m)
	if err != nil {
		return err
	}
	meta := formMeta(ctx, "member.step."+s.name, ui.Link{Text: m.Organisation.Name, Path: path(m)})
	return web.Render(w, r, status, stepForm(meta, form.Spec{Action: path(m) + "/" + s.name, Values: v, Submit: "member.step." + s.name, Cancel: path(m)}, fields))
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
		m, err := s.take(ctx, a, t, v)
		if v.Mend(err) {
			if m, err = p.service.Find(ctx, a, t.ID); err != nil {
				return err
			}
			return p.renderStep(w, r, s, m, v, http.StatusUnprocessableEntity)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, path(m), "member.stepped."+s.name, "name", i18n.T(ctx, "record.quoted", "text", m.Organisation.Name))
	}
}
