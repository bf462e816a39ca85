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
	"tongpin/internal/platform/web/ui"
)

// named is what the page of a step must know of its record.
type named struct {
	name    string
	school  record.ID
	version int64
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
		return named{x.Name, x.School, x.Version}, err
	}
	cohort := func(ctx context.Context, a access.Actor, id record.ID) (named, error) {
		c, err := s.Cohort(ctx, a, id)
		return named{c.ProgrammeName + " " + c.Name, c.School, c.Version}, err
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

func (p *Pages) stepForm(s stepPage) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, a := r.Context(), access.Must(r.Context())
		id, err := recordweb.Path(r, "id")
		if err != nil {
			return err
		}
		x, err := s.find(ctx, a, id)
		if err != nil {
			return err
		}
		if !p.service.CanKeep(a, x.school) {
			return fault.New(fault.Forbidden, "record.forbidden")
		}
		return renderStep(w, r, s, id, x, form.New().SetInt(form.VersionField, x.version), http.StatusOK)
	}
}

func renderStep(w http.ResponseWriter, r *http.Request, s stepPage, id record.ID, x named, v *form.Values, status int) error {
	back := s.base + "/" + string(id)
	m := formMeta(r.Context(), "offer.step."+s.verb, ui.Link{Text: x.name, Path: back})
	return web.Render(w, r, status, stepPageForm(m, form.Spec{Action: back + "/" + s.verb, Values: v, Submit: "offer.step." + s.verb, Cancel: back}, s.verb == offer.VerbClose))
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
		err = s.take(ctx, a, t, v.Text("reason"))
		if v.Mend(err) {
			x, err := s.find(ctx, a, t.ID)
			if err != nil {
				return err
			}
			return renderStep(w, r, s, t.ID, x, v, http.StatusUnprocessableEntity)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, s.base+"/"+string(t.ID), "offer.stepped."+s.verb)
	}
}
