package internshipweb

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/internship"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// choices are what the form offers.
type choices struct {
	hosts, schools []ui.Option
	person         bool // asks for the student
	counted        bool // the first day stands already
}

// formMeta is the head of a form page.
func formMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true, Nav: Path,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.internships"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

func content(v *form.Values) internship.Content {
	day := func(name string) calendar.Date { return form.Read(v, name, "web.fault.date", calendar.ParseDate) }
	clock := func(name string) int64 { return form.Read(v, name, "internship.clock", calendar.ParseClock) }
	host, _ := record.ParseID(v.Text("host"))
	return internship.Content{
		Host: host, Nature: v.Text("nature"), Post: v.Text("post"), From: day("from"), Until: day("until"), Days: v.All("days"), Starts: clock("starts"), Ends: clock("ends"),
		Hours: int64(v.Int("hours")), Class: v.Text("class"), Agreement: v.Text("agreement"), Exception: v.Text("exception"),
	}
}

func filled(x internship.Internship) *form.Values {
	return form.New().SetInt(form.VersionField, x.Version).Set("host", string(x.Host)).Set("nature", x.Nature).Set("post", x.Post).
		Set("from", x.From.String()).Set("until", x.Until.String()).Set("days", x.Days...).Set("starts", calendar.Clock(x.Starts)).Set("ends", calendar.Clock(x.Ends)).
		SetInt("hours", x.Hours).Set("class", x.Class).Set("agreement", x.Agreement).Set("exception", x.Exception)
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	v := form.New().Set("nature", internship.AtPost).Set("days", internship.Weekdays[:5]...).Set("hours", "8")
	return p.renderNew(w, r, v, http.StatusOK)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, v *form.Values, status int) error {
	ctx := r.Context()
	c := choices{person: true}
	if p.service.KeepsAll(access.Must(ctx)) {
		schools, err := p.service.Schools(ctx)
		if err != nil {
			return err
		}
		c.schools = units(schools)
	}
	spec := form.Spec{Action: Path, Values: v, Submit: "internship.action.register", Cancel: Path}
	return p.render(w, r, status, formMeta(ctx, "internship.register.title"), spec, c)
}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, m web.Meta, s form.Spec, c choices) error {
	hosts, err := p.service.Hosts(r.Context())
	if err != nil {
		return err
	}
	c.hosts = units(hosts)
	return web.Render(w, r, status, formPage(m, s, c))
}

// sentTwice tells whether the form was sent before.
func sentTwice(err error) bool {
	return slices.ContainsFunc(fault.All(err), func(f *fault.Fault) bool { return f.Key == "record.once" })
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	school, _ := record.ParseID(v.Text("school"))
	if p.service.KeepsAll(a) {
		v.Required("school")
	} else {
		school = ""
	}
	cmd := internship.RegisterCommand{
		ID: recordweb.NewID(v, "internship"), Student: record.NewID(), School: school,
		PersonData: internship.PersonData{Name: v.Text("name"), IDNumber: v.Text("id_number")}, Content: content(v),
	}
	if err = v.Err(); err == nil {
		_, err = p.service.Register(ctx, a, cmd)
	}
	if err != nil && !sentTwice(err) {
		if v.Mend(err) {
			return p.renderNew(w, r, v, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.Redirect(w, r, Path+"/"+string(cmd.ID), "internship.saved")
}

// editable is the internship of an address that the person may change.
func (p *Pages) editable(r *http.Request) (internship.Internship, error) {
	x, err := p.find(r)
	if err == nil && !p.service.May(access.Must(r.Context()), internship.ActKeep, x) {
		err = fault.New(fault.Forbidden, "record.forbidden")
	}
	if err == nil {
		_, err = internship.Flow.Next(x.State, internship.VerbEdit)
	}
	return x, err
}

// edit changes what an internship says.
func (p *Pages) edit() recordweb.Step[internship.Internship] {
	return recordweb.Step[internship.Internship]{
		Ready: func(r *http.Request) (internship.Internship, *form.Values, error) {
			x, err := p.editable(r)
			return x, filled(x), err
		},
		Again: p.editable,
		Now:   filled,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x internship.Internship, v *form.Values) error {
			m := formMeta(r.Context(), "internship.edit.title", ui.Link{Text: name(r.Context(), x.Student), Path: path(x)})
			spec := form.Spec{Action: path(x) + "/edit", Values: v, Submit: "internship.action.save", Cancel: path(x)}
			return p.render(w, r, status, m, spec, choices{counted: x.State == internship.UnderWay})
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			entered := content(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			x, err := p.service.Edit(ctx, a, t, entered)
			return recordweb.Done{Path: path(x), Message: "internship.saved"}, err
		},
	}
}

// timesLead says under the heading that the first day stands, if it does.
func timesLead(c choices) string {
	if c.counted {
		return "internship.form.times.counted"
	}
	return ""
}
