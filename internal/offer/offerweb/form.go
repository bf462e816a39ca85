package offerweb

import (
	"context"
	"net/http"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// words splits what a person typed at commas, semicolons, the enumeration comma
// and new lines, in Chinese and Latin forms.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;\n\r\u3001\uff0c\uff1b", r) })
}

func data(v *form.Values) offer.ProgrammeData {
	return offer.ProgrammeData{
		Code: v.Text("code"), Name: v.Text("name"), Years: int64(v.Int("years")), Occupations: words(v.Text("occupations")), Skills: words(v.Text("skills")),
	}
}

func filled(p offer.Programme) *form.Values {
	return form.New().SetInt(form.VersionField, p.Version).Set("code", p.Code).Set("name", p.Name).SetInt("years", p.Years).
		Set("occupations", strings.Join(p.Occupations, ", ")).Set("skills", strings.Join(p.Skills, ", "))
}

func cohortData(v *form.Values) offer.CohortData {
	day := func(name string) calendar.Date { return form.Read(v, name, "web.fault.date", calendar.ParseDate) }
	return offer.CohortData{
		Name: v.Text("name"), StartOn: day("start_on"), GraduateOn: day("graduate_on"), Students: int64(v.Int("students")), Available: int64(v.Int("available")),
		PracticeFrom: day("practice_from"), PracticeTo: day("practice_to"),
	}
}

func cohortFilled(c offer.Cohort) *form.Values {
	return form.New().SetInt(form.VersionField, c.Version).Set("name", c.Name).Set("start_on", c.StartOn.String()).Set("graduate_on", c.GraduateOn.String()).
		SetInt("students", c.Students).SetInt("available", c.Available).Set("practice_from", c.PracticeFrom.String()).Set("practice_to", c.PracticeTo.String())
}

// formMeta is the head of a form page.
func formMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true, Nav: Path,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.programmes"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.renderNew(w, r, form.New().Set("years", "3"), http.StatusOK)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, v *form.Values, status int) error {
	ctx, a := r.Context(), access.Must(r.Context())
	var schools []ui.Option
	if p.service.KeepsAll(a) {
		options, err := p.options(ctx)
		if err != nil {
			return err
		}
		schools = options["school"]
	}
	return web.Render(w, r, status, programmeForm(formMeta(ctx, "offer.new_programme.title"), form.Spec{Action: Path, Values: v, Submit: "offer.action.save", Cancel: Path}, schools))
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	id, d := recordweb.NewID(v, "programme"), data(v)
	school, _ := record.ParseID(v.Text("school"))
	if school == "" && p.service.KeepsAll(a) {
		v.Wrong("school", "offer.required")
	}
	if err = v.Err(); err == nil {
		_, err = p.service.AddProgramme(ctx, a, id, school, d)
	}
	if err != nil && !ledger.Repeated(err) {
		if v.Mend(err) {
			return p.renderNew(w, r, v, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.Redirect(w, r, Path+"/"+string(id), "offer.saved")
}

// keepable is the programme of an address that the person may change.
func (p *Pages) keepable(r *http.Request) (offer.Programme, error) {
	a := access.Must(r.Context())
	x, err := recordweb.Find(r, p.service.Programme)
	if err == nil && !p.service.CanKeep(a, x.School) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	return x, err
}

// edit changes what a programme says.
func (p *Pages) edit() recordweb.Step[offer.Programme] {
	return recordweb.Step[offer.Programme]{
		Ready: func(r *http.Request) (offer.Programme, *form.Values, error) {
			x, err := p.keepable(r)
			return x, filled(x), err
		},
		Again: p.keepable,
		Now:   filled,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x offer.Programme, v *form.Values) error {
			m := formMeta(r.Context(), "offer.edit_programme.title", ui.Link{Text: x.Name, Path: path(x)})
			return web.Render(w, r, status, programmeForm(m, form.Spec{Action: path(x) + "/edit", Values: v, Submit: "offer.action.save", Cancel: path(x)}, nil))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			d := data(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			x, err := p.service.EditProgramme(ctx, a, t, d)
			return recordweb.Done{Path: path(x), Message: "offer.saved"}, err
		},
	}
}
