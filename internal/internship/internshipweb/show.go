package internshipweb

import (
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/internship"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// find is the internship in the address, if the actor may see it.
func (p *Pages) find(r *http.Request) (internship.Internship, error) {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return internship.Internship{}, err
	}
	return p.service.Find(r.Context(), access.Must(r.Context()), id)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	x, err := p.find(r)
	if err != nil {
		return err
	}
	return p.renderShow(w, r, x, false)
}

// renderShow shows an internship, with the student as given.
func (p *Pages) renderShow(w http.ResponseWriter, r *http.Request, x internship.Internship, clear bool) error {
	ctx, a := r.Context(), access.Must(r.Context())
	story, err := p.service.Story(ctx, a, x.ID)
	if err != nil {
		return err
	}
	m := web.Meta{
		Title: name(ctx, x.Student), Lead: i18n.T(ctx, "internship.lead", "school", x.SchoolName, "host", x.HostName), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.internships"), Path: Path}, {Text: name(ctx, x.Student)}},
	}
	if internship.Flow.Can(x.State, internship.VerbEdit) && p.service.May(a, internship.ActKeep, x) {
		m.Actions = append(m.Actions, ui.Action{Text: i18n.T(ctx, "internship.action.edit"), Path: path(x) + "/edit", Icon: "edit"})
	}
	if !clear && !x.Student.Erased() && p.service.May(a, internship.ActReveal, x) {
		m.Actions = append(m.Actions, ui.Action{Text: i18n.T(ctx, "internship.reveal"), Path: path(x) + "/reveal"})
	}
	for _, s := range p.steps() {
		if p.allowed(a, s, x) {
			m.Actions = append(m.Actions, ui.Action{Text: i18n.T(ctx, "internship.step."+s.verb), Path: path(x) + "/" + s.verb, Danger: true})
		}
	}
	return web.Render(w, r, http.StatusOK, showPage(m, x, recordweb.Events(ctx, story)))
}

func (p *Pages) revealForm(w http.ResponseWriter, r *http.Request) error {
	x, err := p.find(r)
	if err != nil {
		return err
	}
	return p.renderReveal(w, r, http.StatusOK, x, form.New())
}

func (p *Pages) renderReveal(w http.ResponseWriter, r *http.Request, status int, x internship.Internship, v *form.Values) error {
	m := formMeta(r.Context(), "internship.reveal.title", ui.Link{Text: name(r.Context(), x.Student), Path: path(x)})
	return web.Render(w, r, status, recordweb.StepPage(m, form.Spec{Action: path(x) + "/reveal", Values: v, Submit: "internship.reveal", Cancel: path(x)}, purposeField()))
}

// reveal shows the student in clear once, and records that it did and why.
func (p *Pages) reveal(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	x, err := p.find(r)
	if err != nil {
		return err
	}
	student, err := p.service.Reveal(r.Context(), access.Must(r.Context()), x.ID, v.Text("purpose"))
	if v.Mend(err) {
		return p.renderReveal(w, r, http.StatusUnprocessableEntity, x, v)
	}
	if err != nil {
		return err
	}
	x.Student = student
	return p.renderShow(w, r, x, true)
}
