package trainingweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

// stepPage is one step of a class: a button on its page, a small form, and what
// is done when the form comes back. The verb is the last part of the address and
// of the keys "training.step.<verb>" (button), ".lead", "training.stepped.<verb>".
type stepPage struct {
	verb   string
	act    access.Action
	main   bool
	danger bool
	fields templ.Component
	take   func(context.Context, access.Actor, step.Target, *form.Values) (training.Class, error)
}

type (
	withReason func(context.Context, access.Actor, step.Target, string) (training.Class, error)
	without    func(context.Context, access.Actor, step.Target) (training.Class, error)
)

// reasoned takes a step with what the person wrote.
func reasoned(do withReason) func(context.Context, access.Actor, step.Target, *form.Values) (training.Class, error) {
	return func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (training.Class, error) {
		return do(ctx, a, t, v.Text("reason"))
	}
}

// plain takes a step that asks for nothing.
func plain(do without) func(context.Context, access.Actor, step.Target, *form.Values) (training.Class, error) {
	return func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (training.Class, error) {
		return do(ctx, a, t)
	}
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{verb: training.VerbFile, act: training.ActFile, main: true, fields: fileFields(), take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (training.Class, error) {
			return s.File(ctx, a, t, training.FileCommand{Exception: v.Text("exception"), Message: v.Text("reason")})
		}},
		{verb: training.VerbCheck, act: training.ActCheck, main: true, fields: messageField(), take: reasoned(s.Check)},
		{verb: training.VerbApprove, act: training.ActApprove, main: true, fields: messageField(), take: reasoned(s.Approve)},
		{verb: training.VerbReturn, act: training.ActView, fields: reasonField(), take: reasoned(s.Return)},
		{verb: training.VerbBegin, act: training.ActKeep, main: true, fields: templ.NopComponent, take: plain(s.Begin)},
		{verb: training.VerbEnd, act: training.ActKeep, main: true, fields: templ.NopComponent, take: plain(s.End)},
		{verb: training.VerbComplete, act: training.ActKeep, main: true, fields: templ.NopComponent, take: plain(s.Complete)},
		{verb: training.VerbCertify, act: training.ActKeep, fields: templ.NopComponent, take: plain(s.Certify)},
		{verb: training.VerbRecall, act: training.ActFile, fields: reasonField(), take: reasoned(s.Recall)},
		{verb: training.VerbReopen, act: training.ActCorrect, fields: reasonField(), take: reasoned(s.Reopen)},
		{verb: training.VerbCancel, act: training.ActKeep, danger: true, fields: reasonField(), take: reasoned(s.Cancel)},
		{verb: training.VerbReverse, act: training.ActCorrect, danger: true, fields: reasonField(), take: reasoned(s.Reverse)},
	}
}

// allowed tells whether the actor may take the step now. Who returns a class is
// who has it: the secretariat what is filed, the government what is checked.
func (p *Pages) allowed(a access.Actor, s stepPage, k training.Class) bool {
	act := s.act
	if s.verb == training.VerbReturn {
		act = training.ActCheck
		if k.State == training.Checked {
			act = training.ActApprove
		}
	}
	return training.Flow.Can(k.State, s.verb) && p.service.May(a, act, k)
}

// possible lists the steps that the state and the person allow, as buttons.
func (p *Pages) possible(ctx context.Context, a access.Actor, d training.Details) []ui.Action {
	var list []ui.Action
	k := d.Class
	for _, s := range p.steps() {
		if !p.allowed(a, s, k) || s.verb == training.VerbCertify && !due(d.Roster) {
			continue
		}
		list = append(list, ui.Action{Text: i18n.T(ctx, "training.step."+s.verb), Path: path(k) + "/" + s.verb, Primary: s.main, Danger: s.danger})
	}
	for _, x := range []struct {
		verb, text, path, icon string
		act                    access.Action
	}{
		{training.VerbEdit, "training.action.edit", "/edit", "edit", training.ActFile},
		{training.VerbTable, "training.action.timetable", "/timetable", "", training.ActKeep},
		{training.VerbEnrol, "training.action.enrol", "/people", "plus", training.ActKeep},
		{training.VerbGrade, "training.action.results", "/results", "", training.ActKeep},
	} {
		if training.Flow.Can(k.State, x.verb) && p.service.May(a, x.act, k) && !(x.verb == training.VerbEnrol && k.Taken()) {
			list = append(list, ui.Action{Text: i18n.T(ctx, x.text), Path: path(k) + x.path, Icon: x.icon})
		}
	}
	return list
}

// due tells whether somebody passed and has no certificate yet.
func due(roster []training.Entry) bool {
	for _, e := range roster {
		if e.State == training.Passed && !e.Certified() {
			return true
		}
	}
	return false
}

// stepRoutes are the addresses of the steps of classes, places, people and
// admissions.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[training.Class]{
			Ready: func(r *http.Request) (training.Class, *form.Values, error) {
				k, err := p.find(r)
				if err == nil {
					_, err = training.Flow.Next(k.State, s.verb)
				}
				if err == nil && !p.allowed(access.Must(r.Context()), s, k) {
					err = fault.New(fault.Forbidden, "record.forbidden")
				}
				return k, form.New().SetInt(form.VersionField, k.Version).Set("exception", k.Exception), err
			},
			Again: p.find,
			Render: func(w http.ResponseWriter, r *http.Request, status int, k training.Class, v *form.Values) error {
				m := formMeta(r.Context(), "training.step."+s.verb, ui.Link{Text: k.Name, Path: path(k)})
				spec := form.Spec{Action: path(k) + "/" + s.verb, Values: v, Submit: "training.step." + s.verb, Cancel: path(k)}
				return web.Render(w, r, status, recordweb.StepPage(m, spec, s.fields))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				k, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: path(k), Message: "training.stepped." + s.verb, Args: []any{"name", k.Name}}, err
			},
		}.Routes(Path+"/{id}/"+s.verb, s.act)...)
	}
	routes = append(routes, p.placeSteps()...)
	return append(routes, p.providerSteps()...)
}
