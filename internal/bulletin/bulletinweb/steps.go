package bulletinweb

import (
	"context"
	"net/http"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// stepPage is one step of a bulletin: a button on its page, a small form that
// says what the step does. Name is the last part of the address and of the keys
// "bulletin.step.<name>" (button), ".lead", "bulletin.stepped.<name>".
type stepPage struct {
	name   string
	verb   string // of bulletin.Flow
	act    access.Action
	main   bool
	danger bool
	aside  bool // not in the bar of the turn
	needed bool // with a reason
	take   func(context.Context, access.Actor, step.Target, string) (bulletin.Bulletin, error)
}

func (p *Pages) steps() []stepPage {
	s := p.service
	publish := func(ctx context.Context, a access.Actor, t step.Target, _ string) (bulletin.Bulletin, error) {
		return s.Publish(ctx, a, t)
	}
	return []stepPage{
		{name: "submit", verb: bulletin.VerbSubmit, act: bulletin.ActKeep, main: true, take: s.Submit},
		{name: "approve", verb: bulletin.VerbApprove, act: bulletin.ActApprove, main: true, take: s.Approve},
		{name: "return", verb: bulletin.VerbReturn, act: bulletin.ActApprove, needed: true, take: s.Return},
		{name: "publish", verb: bulletin.VerbPublish, act: bulletin.ActKeep, main: true, take: publish},
		{name: "withdraw", verb: bulletin.VerbWithdraw, act: bulletin.ActKeep, danger: true, aside: true, needed: true, take: s.Withdraw},
	}
}

// possible lists the steps that the state and the person allow: those of the
// turn, and those beside it.
func (p *Pages) possible(ctx context.Context, a access.Actor, b bulletin.Bulletin) (turn, beside []ui.Action) {
	for _, s := range p.steps() {
		if !bulletin.Flow.Can(b.State, s.verb) || !p.service.May(a, s.act) {
			continue
		}
		action := ui.Action{Text: i18n.T(ctx, "bulletin.step."+s.name), Path: path(b) + "/" + s.name, Primary: s.main, Danger: s.danger}
		if s.aside {
			beside = append(beside, action)
		} else {
			turn = append(turn, action)
		}
	}
	if bulletin.Flow.Can(b.State, bulletin.VerbEdit) && p.service.May(a, bulletin.ActKeep) {
		turn = append(turn,
			ui.Action{Text: i18n.T(ctx, "bulletin.action.edit"), Path: path(b) + "/edit", Icon: "edit"},
			ui.Action{Text: i18n.T(ctx, "bulletin.action.events"), Path: path(b) + "/events", Icon: "plus"})
	}
	return turn, beside
}

// page is the form of a step and what it does.
func (p *Pages) page(s stepPage) recordweb.Step[bulletin.Bulletin] {
	return recordweb.Step[bulletin.Bulletin]{
		Ready: func(r *http.Request) (bulletin.Bulletin, *form.Values, error) {
			b, err := p.ready(r, s.act, s.verb)
			return b, form.New().SetInt(form.VersionField, b.Version), err
		},
		Again: p.find,
		Render: func(w http.ResponseWriter, r *http.Request, status int, b bulletin.Bulletin, v *form.Values) error {
			ctx, key := r.Context(), "bulletin.step."+s.name
			m := web.Meta{
				Title: i18n.T(ctx, key), Lead: b.Content.Title, Narrow: true,
				Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.bulletins"), Path: Path}, {Text: b.Content.Title, Path: path(b)}, {Text: i18n.T(ctx, key)}},
			}
			spec := form.Spec{Action: path(b) + "/" + s.name, Values: v, Submit: key, Cancel: path(b)}
			return web.Render(w, r, status, stepFrame(m, spec, i18n.T(ctx, key+".lead"), s.needed))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			b, err := s.take(ctx, a, t, v.Text("message"))
			return recordweb.Done{Path: path(b), Message: "bulletin.stepped." + s.name}, err
		},
	}
}

// ready is the bulletin of the address, if the actor may take a step of it now.
func (p *Pages) ready(r *http.Request, act access.Action, verb string) (bulletin.Bulletin, error) {
	b, err := p.find(r)
	if err == nil && !p.service.May(access.Must(r.Context()), act) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	if err == nil {
		_, err = bulletin.Flow.Next(b.State, verb)
	}
	return b, err
}
