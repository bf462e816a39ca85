package offerweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
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
	if err != nil && !ledger.Repeated(err) {
		if v.Mend(err) {
			return p.renderCohortNew(w, r, x, v, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.Redirect(w, r, CohortsPath+"/"+string(id), "offer.saved")
}

// cohort is the cohort of an address; keep asks that the person may change it.
func (p *Pages) cohort(r *http.Request, keep bool) (offer.Cohort, error) {
	a := access.Must(r.Context())
	c, err := recordweb.Find(r, p.service.Cohort)
	if err == nil && keep && !p.service.CanKeep(a, c.School) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return c, err
}

// cohortEdit changes what a cohort says.
func (p *Pages) cohortEdit() recordweb.Step[offer.Cohort] {
	mine := func(r *http.Request) (offer.Cohort, error) { return p.cohort(r, true) }
	return recordweb.Step[offer.Cohort]{
		Ready: func(r *http.Request) (offer.Cohort, *form.Values, error) {
			c, err := mine(r)
			return c, cohortFilled(c), err
		},
		Again: mine,
		Now:   cohortFilled,
		Render: func(w http.ResponseWriter, r *http.Request, status int, c offer.Cohort, v *form.Values) error {
			m := formMeta(r.Context(), "offer.edit_cohort.title", ui.Link{Text: c.ProgrammeName, Path: Path + "/" + string(c.Programme)}, ui.Link{Text: c.Name, Path: cohortPath(c)})
			return web.Render(w, r, status, cohortForm(m, form.Spec{Action: cohortPath(c) + "/edit", Values: v, Submit: "offer.action.save", Cancel: cohortPath(c)}))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			d := cohortData(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			c, err := p.service.EditCohort(ctx, a, t, d)
			return recordweb.Done{Path: cohortPath(c), Message: "offer.saved"}, err
		},
	}
}
