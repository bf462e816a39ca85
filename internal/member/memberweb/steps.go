package memberweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/member"
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
	s := p.service
	return []stepPage{
		{
			name: "assign", verb: member.VerbAssign, act: member.ActCheck, main: true, fields: p.assignFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Assign(ctx, a, t, ids(v.All("assessors")))
			},
		},
		{
			name: "return", verb: member.VerbReturn, act: member.ActCheck, fields: plain(returnFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Return(ctx, a, t, member.ReturnCommand{Reason: v.Text("reason")})
			},
		},
		{
			name: "assess", verb: member.VerbAssess, act: member.ActAssess, main: true, when: asked, fields: plain(assessFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Assess(ctx, a, t, member.AssessCommand{Verdict: v.Text("verdict"), Comment: v.Text("comment")})
			},
		},
		{
			name: "decide", verb: member.VerbAdmit, act: member.ActDecide, main: true, fields: plain(decideFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Decide(ctx, a, t, member.DecideCommand{
					Admit: v.Text("outcome") == "admit", Tier: member.Tier(v.Text("tier")), Meeting: v.Text("meeting"), Words: v.Text("words"),
					On: form.Read(v, "on", "web.fault.date", calendar.ParseDate),
				})
			},
		},
		{
			name: "review", verb: member.VerbReview, act: member.ActReview, fields: plain(reviewFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Judge(ctx, a, t, member.ReviewCommand{Year: v.Int("year"), Result: v.Text("result"), Comment: v.Text("comment")})
			},
		},
		{
			name: "promote", verb: member.VerbPromote, act: member.ActDecide, fields: plain(promoteFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Promote(ctx, a, t, member.PromoteCommand{Tier: member.Tier(v.Text("tier")), Meeting: v.Text("meeting")})
			},
		},
		{
			name: "reinstate", verb: member.VerbReinstate, act: member.ActDecide, fields: plain(reinstateFields()),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.Reinstate(ctx, a, t, member.ReinstateCommand{Meeting: v.Text("meeting"), Note: v.Text("note")})
			},
		},
		{
			name: "withdraw", verb: member.VerbWithdraw, act: member.ActApply, danger: true, fields: plain(templ.NopComponent),
			take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (member.Membership, error) {
				return s.Withdraw(ctx, a, t)
			},
		},
		{
			name: "leave", verb: member.VerbLeave, act: member.ActLeave, danger: true, fields: plain(endFields(false)),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.End(ctx, a, t, member.EndCommand{Reasons: v.All("reasons"), Note: v.Text("note")})
			},
		},
		{
			name: "remove", verb: member.VerbRemove, act: member.ActRemove, danger: true, fields: plain(endFields(true)),
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (member.Membership, error) {
				return s.End(ctx, a, t, member.EndCommand{Removal: true, Reasons: v.All("reasons"), Note: v.Text("note"), Meeting: v.Text("meeting")})
			},
		},
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

func ids(words []string) []record.ID {
	list := make([]record.ID, len(words))
	for i, w := range words {
		list[i] = record.ID(w)
	}
	return list
}

func (p *Pages) assignFields(ctx context.Context, m member.Membership) (templ.Component, error) {
	list, err := p.service.Assessors(ctx, m)
	options := make([]ui.Option, len(list))
	for i, x := range list {
		options[i] = ui.Option{Value: string(x.Person), Text: x.Name, Note: x.EmployerName}
	}
	return assignForm(options), err
}

func (p *Pages) stepForm(s stepPage) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := p.view(r)
		if err != nil {
			return err
		}
		values := form.New().SetInt(form.VersionField, v.m.Version).Set("year", strconv.Itoa(v.m.UpdatedAt.Year())).Set("tier", string(v.m.Tier))
		return p.renderStep(w, r, s, v.m, values, http.StatusOK)
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
		if err == nil {
			err = v.Err()
		}
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
