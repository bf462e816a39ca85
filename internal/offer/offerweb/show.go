package offerweb

import (
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/timeline"
	"tongpin/internal/offer"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// below is how many cohorts the page of a programme shows.
const below = 100

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	x, err := p.service.Programme(ctx, a, id)
	if err != nil {
		return err
	}
	cohorts, err := p.service.Cohorts(ctx, a, listing.Query{Filter: map[string][]string{"programme": {string(id)}}, Size: below})
	if err != nil {
		return err
	}
	story, err := p.story(ctx, a, x.School, x.Ref())
	if err != nil {
		return err
	}
	m := web.Meta{
		Title: x.Name, Lead: i18n.T(ctx, "offer.programme.lead", "school", x.SchoolName, "code", x.Code), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.programmes"), Path: Path}, {Text: x.Name}},
	}
	if p.service.CanKeep(a, x.School) {
		m.Actions = p.actions(ctx, Path, x.ID, x.State, x.Version)
		if x.State == offer.Active {
			m.Actions = append(m.Actions, ui.Action{Text: i18n.T(ctx, "offer.action.new_cohort"), Path: path(x) + "/cohorts/new", Primary: true})
		}
	}
	return web.Render(w, r, http.StatusOK, programmePage(m, x, cohorts.Rows, story))
}

func (p *Pages) cohortShow(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	c, err := p.cohort(r, false)
	if err != nil {
		return err
	}
	story, err := p.story(ctx, a, c.School, c.Ref())
	if err != nil {
		return err
	}
	m := web.Meta{
		Title: c.ProgrammeName + " \u00b7 " + c.Name, Lead: i18n.T(ctx, "offer.programme.lead", "school", c.SchoolName, "code", c.ProgrammeCode), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.programmes"), Path: Path}, {Text: c.ProgrammeName, Path: Path + "/" + string(c.Programme)}, {Text: c.Name}},
	}
	if p.service.CanKeep(a, c.School) {
		m.Actions = p.actions(ctx, CohortsPath, c.ID, c.State, c.Version)
	}
	return web.Render(w, r, http.StatusOK, cohortPage(m, c, story))
}

// story is the timeline, for those who keep the school's offers and auditors:
// it names to whom students were promised.
func (p *Pages) story(ctx context.Context, a access.Actor, school record.ID, ref record.Ref) ([]timeline.Entry, error) {
	if a.Role != access.Auditor && !p.service.CanKeep(a, school) {
		return nil, nil
	}
	return p.service.Story(ctx, ref)
}

// actions are the buttons of a programme or cohort in its state.
func (p *Pages) actions(ctx context.Context, base string, id record.ID, state offer.State, version int64) []ui.Action {
	at := base + "/" + string(id) + "/"
	fields := [][2]string{{form.VersionField, strconv.FormatInt(version, 10)}}
	if state == offer.Closed {
		return []ui.Action{{Text: i18n.T(ctx, "offer.step.reopen"), Path: at + offer.VerbReopen, Post: true, Fields: fields}}
	}
	return []ui.Action{
		{Text: i18n.T(ctx, "offer.step.confirm"), Path: at + offer.VerbConfirm, Post: true, Fields: fields},
		{Text: i18n.T(ctx, "offer.action.edit"), Path: at + "edit", Icon: "edit"},
		{Text: i18n.T(ctx, "offer.step.close"), Path: at + offer.VerbClose, Danger: true},
	}
}
