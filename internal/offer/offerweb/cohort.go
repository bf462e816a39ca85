package offerweb

import (
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

func (p *Pages) cohortNew(w http.ResponseWriter, r *http.Request) error {
	x, err := p.keepable(r)
	if err != nil {
		return err
	}
	return p.renderCohortNew(w, r, x, form.New(), http.StatusOK)
}

func (p *Pages) renderCohortNew(w http.ResponseWriter, r *http.Request, x offer.Programme, v *form.Values, status int) error {
	m := formMeta(r.Context(), "offer.new_cohort.title", ui.Link{Text: x.Name, Path: path(x)})
	return web.Render(w, r, status, cohortForm(m, form.Spec{Action: path(x) + "/cohorts", Values: v, Submit: "offer.action.save", Cancel: path(x)}))
}

func (p *Pages) cohortCreate(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	x, err := p.keepable(r)
	if err != nil {
		return err
	}
	ctx, id, d := r.Context(), recordweb.NewID(v, "cohort"), cohortData(v)
	if err = v.Err(); err == nil {
		_, err = p.service.AddCohort(ctx, access.Must(ctx), id, x.ID, d)
	}
	if err != nil && !sentTwice(err) {
		if v.Mend(err) {
			return p.renderCohortNew(w, r, x, v, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.Redirect(w, r, CohortsPath+"/"+string(id), "offer.saved")
}

// cohort is the cohort of an address; keep asks that the person may change it.
func (p *Pages) cohort(r *http.Request, keep bool) (offer.Cohort, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return offer.Cohort{}, err
	}
	c, err := p.service.Cohort(ctx, a, id)
	if err == nil && keep && !p.service.CanKeep(a, c.School) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return c, err
}

func (p *Pages) cohortEditForm(w http.ResponseWriter, r *http.Request) error {
	c, err := p.cohort(r, true)
	if err != nil {
		return err
	}
	return p.renderCohortEdit(w, r, c, cohortFilled(c), http.StatusOK)
}

func (p *Pages) renderCohortEdit(w http.ResponseWriter, r *http.Request, c offer.Cohort, v *form.Values, status int) error {
	m := formMeta(r.Context(), "offer.edit_cohort.title", ui.Link{Text: c.ProgrammeName, Path: Path + "/" + string(c.Programme)}, ui.Link{Text: c.Name, Path: cohortPath(c)})
	return web.Render(w, r, status, cohortForm(m, form.Spec{Action: cohortPath(c) + "/edit", Values: v, Submit: "offer.action.save", Cancel: cohortPath(c)}))
}

func (p *Pages) cohortEdit(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	c, err := p.cohort(r, true)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx, kept, d := r.Context(), c, cohortData(v)
	if err = v.Err(); err == nil {
		kept, err = p.service.EditCohort(ctx, access.Must(ctx), t, d)
	}
	if v.Reconcile(err, cohortFilled(kept)) {
		return p.renderCohortEdit(w, r, c, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, cohortPath(c), "offer.saved")
}
