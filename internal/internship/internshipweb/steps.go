package internshipweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/internship"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// stepPage is one step of an internship; the verb is the last part of the
// address and of the keys "internship.step.<verb>", ".lead", "internship.stepped.<verb>".
type stepPage struct {
	verb   string
	act    access.Action
	fields templ.Component
	take   func(context.Context, access.Actor, step.Target, *form.Values) error
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{internship.VerbEndEarly, internship.ActKeep, endFields(), func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) error {
			cmd := internship.EndCommand{On: form.Read(v, "on", "web.fault.date", calendar.ParseDate), Reason: v.Text("reason")}
			if err := v.Err(); err != nil {
				return err
			}
			_, err := s.EndEarly(ctx, a, t, cmd)
			return err
		}},
		{internship.VerbCallOff, internship.ActKeep, reasonField(), func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) error {
			_, err := s.CallOff(ctx, a, t, v.Text("reason"))
			return err
		}},
		{internship.VerbErase, internship.ActErase, reasonField(), func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) error {
			return s.Erase(ctx, a, t.ID, v.Text("reason"))
		}},
	}
}

// allowed tells whether the actor may take the step now.
func (p *Pages) allowed(a access.Actor, s stepPage, x internship.Internship) bool {
	if s.verb == internship.VerbErase {
		return !x.Student.Erased() && p.service.May(a, s.act, x)
	}
	return internship.Flow.Can(x.State, s.verb) && p.service.May(a, s.act, x)
}

// stepRoutes are the addresses of the steps.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[internship.Internship]{
			Ready: func(r *http.Request) (internship.Internship, *form.Values, error) {
				x, err := p.find(r)
				if err == nil && s.verb != internship.VerbErase {
					_, err = internship.Flow.Next(x.State, s.verb)
				}
				if err == nil && !p.allowed(access.Must(r.Context()), s, x) {
					err = fault.New(fault.Forbidden, "record.forbidden")
				}
				return x, form.New().SetInt(form.VersionField, x.Version).Set("on", p.service.Today().String()), err
			},
			Again: p.find,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x internship.Internship, v *form.Values) error {
				m := formMeta(r.Context(), "internship.step."+s.verb, ui.Link{Text: name(r.Context(), x.Student), Path: path(x)})
				spec := form.Spec{Action: path(x) + "/" + s.verb, Values: v, Submit: "internship.step." + s.verb, Cancel: path(x)}
				return web.Render(w, r, status, recordweb.StepPage(m, spec, s.fields))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				return recordweb.Done{Path: Path + "/" + string(t.ID), Message: "internship.stepped." + s.verb}, s.take(ctx, a, t, v)
			},
		}.Routes(Path+"/{id}/"+s.verb, s.act)...)
	}
	return routes
}
