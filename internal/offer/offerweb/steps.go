package offerweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// named is what the page of a step must know of its record.
type named struct {
	name    string
	school  record.ID
	version int64
	path    string
}

// stepPage is one step of a programme or cohort; the verb is the last part of
// the address and of the keys "offer.step.<verb>", ".lead", "offer.stepped.<verb>".
type stepPage struct {
	base string // Path or CohortsPath
	verb string
	find func(context.Context, access.Actor, record.ID) (named, error)
	take func(context.Context, access.Actor, step.Target, string) error
}

func (p *Pages) steps() []stepPage {
	s := p.service
	programme := func(ctx context.Context, a access.Actor, id record.ID) (named, error) {
		x, err := s.Programme(ctx, a, id)
		return named{name: x.Name, school: x.School, version: x.Version}, err
	}
	cohort := func(ctx context.Context, a access.Actor, id record.ID) (named, error) {
		c, err := s.Cohort(ctx, a, id)
		return named{name: c.ProgrammeName + " " + c.Name, school: c.School, version: c.Version}, err
	}
	return []stepPage{
		{Path, offer.VerbConfirm, programme, func(ctx context.Context, a access.Actor, t step.Target, _ string) error {
			_, err := s.ConfirmProgramme(ctx, a, t)
			return err
		}},
		{Path, offer.VerbClose, programme, func(ctx context.Context, a access.Actor, t step.Target, reason string) error {
			_, err := s.CloseProgramme(ctx, a, t, reason)
			return err
		}},
		{Path, offer.VerbReopen, programme, func(ctx context.Context, a access.Actor, t step.Target, _ string) error {
			_, err := s.ReopenProgramme(ctx, a, t)
			return err
		}},
		{CohortsPath, offer.VerbConfirm, cohort, func(ctx context.Context, a access.Actor, t step.Target, _ string) error {
			_, err := s.ConfirmCohort(ctx, a, t)
			return err
		}},
		{CohortsPath, offer.VerbClose, cohort, func(ctx context.Context, a access.Actor, t step.Target, reason string) error {
			_, err := s.CloseCohort(ctx, a, t, reason)
			return err
		}},
		{CohortsPath, offer.VerbReopen, cohort, func(ctx context.Context, a access.Actor, t step.Target, _ string) error {
			_, err := s.ReopenCohort(ctx, a, t)
			return err
		}},
	}
}

// stepRoutes are the addresses of the steps.
func (p *Pages) stepRoutes() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[named]{
			Ready: func(r *http.Request) (named, *form.Values, error) {
				x, err := s.open(r)
				if err == nil && !p.service.CanKeep(access.Must(r.Context()), x.school) {
					err = fault.New(fault.Forbidden, "record.forbidden")
				}
				return x, form.New().SetInt(form.VersionField, x.version), err
			},
			Again: s.open,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x named, v *form.Values) error {
				m := formMeta(r.Context(), "offer.step."+s.verb, ui.Link{Text: x.name, Path: x.path})
				spec := form.Spec{Action: x.path + "/" + s.verb, Values: v, Submit: "offer.step." + s.verb, Cancel: x.path}
				return web.Render(w, r, status, stepPageForm(m, spec, s.verb == offer.VerbClose))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				return recordweb.Done{Path: s.base + "/" + string(t.ID), Message: "offer.stepped." + s.verb}, s.take(ctx, a, t, v.Text("reason"))
			},
		}.Routes(s.base+"/{id}/"+s.verb, offer.ActKeep)...)
	}
	return routes
}

// open is the record in the address, if the actor may see it.
func (s stepPage) open(r *http.Request) (named, error) {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return named{}, err
	}
	x, err := s.find(r.Context(), access.Must(r.Context()), id)
	x.path = s.base + "/" + string(id)
	return x, err
}

// bulks are the steps that can be taken on several programmes or cohorts.
func (p *Pages) bulks() (list []recordweb.Bulk) {
	for _, s := range p.steps() {
		if s.verb != offer.VerbConfirm {
			continue
		}
		list = append(list, recordweb.Bulk{
			Name: s.verb, Step: "offer.step." + s.verb, Back: s.base, Nav: "nav.programmes", Act: offer.ActKeep,
			Look: func(ctx context.Context, a access.Actor, id record.ID) (ui.Link, int64, error) {
				x, err := s.find(ctx, a, id)
				return ui.Link{Text: x.name, Path: s.base + "/" + string(id)}, x.version, err
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) error {
				return s.take(ctx, a, t, "")
			},
		})
	}
	return list
}

// chosen adds to a list what its keeper does to several rows at once.
func chosen[R any](p *Pages, a access.Actor, spec table.Spec[R], id func(R) string) table.Spec[R] {
	spec.RowID, spec.Bulk = id, []table.Bulk{{Label: "record.bulk.export", Path: spec.Export}}
	for _, b := range p.bulks() {
		if b.Back == spec.Path && p.service.Reaches(a, offer.ActKeep) {
			spec.Bulk = append(spec.Bulk, b.Button())
		}
	}
	return spec
}
