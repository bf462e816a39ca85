package trainingweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

var providerTones = map[training.ProviderState]ui.Tone{training.Admitted: ui.Jade, training.Suspended: ui.Saffron, training.Struck: ui.Plain}

func providerPath(p training.Provider) string { return ProvidersPath + "/" + string(p.ID) }

var providerList = table.Spec[training.Provider]{
	Path: ProvidersPath, Caption: "training.providers.caption", Search: "training.providers.search",
	Columns: []table.Column[training.Provider]{
		{Key: "name", Title: "training.field.provider", Cell: func(p training.Provider) templ.Component {
			return ui.Titled(ui.Link{Text: p.Name, Path: providerPath(p)}, p.CreditCode)
		}},
		{Key: "permits", Title: "training.field.permits", Cell: permitsCell},
		{Key: "document", Title: "training.field.document", Cell: func(p training.Provider) templ.Component { return ui.Text(p.Document) }},
		{Key: "from", Title: "training.field.admitted_from", Nowrap: true, Cell: func(p training.Provider) templ.Component { return ui.Date(p.From) }},
		{Key: "state", Title: "training.field.state", Nowrap: true, Cell: func(p training.Provider) templ.Component { return providerTag(p.State) }},
	},
	Filters:  []table.Filter{{Key: "state", Label: "training.field.state", Kind: table.Many}},
	NewLabel: "training.action.admit", Export: "/exports/training_provider",
	RowID: func(p training.Provider) string { return string(p.ID) },
	Bulk:  []table.Bulk{{Label: "record.bulk.export", Path: "/exports/training_provider"}},
}

func (p *Pages) providers(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := providerList.WithOptions("state", recordweb.States(ctx, training.ProviderKind, training.ProviderFlow.States()))
	state := spec.Read(r)
	page, err := p.service.Providers(ctx, a, state.Query)
	if err != nil {
		return err
	}
	if p.service.Reaches(a, training.ActAdmit) {
		spec.New, spec.Template, spec.Import = ProvidersPath+"/new", "/imports/training_provider/template", "/imports/training_provider/new"
	}
	meta := web.Meta{Title: i18n.T(ctx, "training.providers.title"), Lead: i18n.T(ctx, "training.providers.lead"), Actions: spec.Actions(ctx, state)}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// providerView is what the page of an admission shows.
type providerView struct {
	training.Provider
	teachers []training.Teacher
	keeps    bool // may enter them
	story    []ui.Event
	steps    []ui.Action
	entered  *form.Values
}

func (p *Pages) providerView(r *http.Request) (v providerView, err error) {
	ctx, a := r.Context(), access.Must(r.Context())
	if v.Provider, err = p.findProvider(r); err != nil {
		return v, err
	}
	subject := v.Subject(a)
	v.keeps = p.service.MayKeep(a, subject.Owner)
	if v.teachers, err = p.service.Teachers(ctx, a, v.Organisation); err != nil {
		return v, err
	}
	story, err := p.service.AdmissionStory(ctx, a, v.ID)
	v.story = recordweb.Events(ctx, story)
	for _, verb := range rulings {
		if training.ProviderFlow.Can(v.State, verb) && p.service.Reaches(a, training.ActAdmit) {
			v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "training.step."+verb), Path: providerPath(v.Provider) + "/" + verb, Danger: verb != training.VerbRestore})
		}
	}
	if training.ProviderFlow.Can(v.State, training.VerbAmend) && p.service.Reaches(a, training.ActAdmit) {
		v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "training.action.edit"), Path: providerPath(v.Provider) + "/edit", Icon: "edit"})
	}
	v.entered = form.New()
	return v, err
}

func (p *Pages) findProvider(r *http.Request) (training.Provider, error) {
	return recordweb.Find(r, p.service.Provider)
}

func (p *Pages) provider(w http.ResponseWriter, r *http.Request) error {
	v, err := p.providerView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, providerPage(providerMeta(r.Context(), v), v))
}

func providerMeta(ctx context.Context, v providerView) web.Meta {
	return web.Meta{
		Title: v.Name, Lead: i18n.T(ctx, "training.provider.lead", "document", v.Document),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.providers"), Path: ProvidersPath}, {Text: v.Name}}, Actions: v.steps,
	}
}

// teacher enters a teacher, or notes that one teaches no more.
func (p *Pages) teacher(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Decode(r)
	if err != nil {
		return err
	}
	v, err := p.providerView(r)
	if err != nil {
		return err
	}
	t := training.Teacher{ID: recordweb.NewID(f, "teacher"), Provider: v.Organisation, Name: f.Text("name"), Qualification: f.Text("qualification"), Phone: f.Text("phone")}
	if at := slices.IndexFunc(v.teachers, func(x training.Teacher) bool { return string(x.ID) == f.Text("teacher") }); at >= 0 {
		t = v.teachers[at]
		t.Left = !t.Left
	}
	_, err = p.service.KeepTeacher(r.Context(), access.Must(r.Context()), t)
	if f.Mend(err) {
		v.entered = f
		return web.Render(w, r, http.StatusUnprocessableEntity, providerPage(providerMeta(r.Context(), v), v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, providerPath(v.Provider), "training.teacher.saved", "name", t.Name)
}

// mostPermits is how many occupations the form takes.
// permits are the rows of the form of an admission.
var permits = form.Rows{Name: "permit", Most: training.MaxPermits, Fields: []string{"occupation", "levels"}, Meaning: []string{"occupation"}}

// sparePermits are the empty rows at the end of the form.
const sparePermits = 3

func permit(i int, name string) string { return form.RowField(permits.Name, i, name) }

func admissionOf(v *form.Values) training.Admission {
	x := training.Admission{
		Basic: v.Bool("basic"), Document: v.Text("document"),
		From: form.Read(v, "from", "web.fault.date", calendar.ParseDate), Until: form.Read(v, "until", "web.fault.date", calendar.ParseDate),
	}
	for i := range permits.Last(v) {
		if v.Text(permit(i, "occupation")) == "" {
			continue
		}
		p := training.Permit{Occupation: v.Text(permit(i, "occupation"))}
		for _, l := range v.All(permit(i, "levels")) {
			p.Levels = append(p.Levels, code.SkillLevel(l))
		}
		x.Permitted = append(x.Permitted, p)
	}
	return x
}

func (p *Pages) admitForm(w http.ResponseWriter, r *http.Request) error {
	return p.renderAdmission(w, r, http.StatusOK, training.Provider{}, form.New().SetBool("basic", true))
}

func (p *Pages) renderAdmission(w http.ResponseWriter, r *http.Request, status int, x training.Provider, v *form.Values) error {
	ctx := r.Context()
	names, err := p.candidates(ctx)
	if err != nil {
		return err
	}
	title, action, back := "training.action.admit", ProvidersPath, ProvidersPath
	crumbs := []ui.Link{{Text: i18n.T(ctx, "nav.providers"), Path: ProvidersPath}}
	if x.ID != "" {
		title, action, back = "training.amend.title", providerPath(x)+"/edit", providerPath(x)
		crumbs = append(crumbs, ui.Link{Text: x.Name, Path: back})
	}
	m := web.Meta{Title: i18n.T(ctx, title), Lead: i18n.T(ctx, title+".lead"), Narrow: true, Crumbs: append(crumbs, ui.Link{Text: i18n.T(ctx, title)})}
	spec := form.Spec{Action: action, Values: v, Submit: "training.action.save", Cancel: back}
	return web.Render(w, r, status, admissionPage(m, spec, x, min(permits.Last(v)+sparePermits, permits.Most), names))
}

// candidates are the names of organisations that teach or could.
func (p *Pages) candidates(ctx context.Context) ([]string, error) {
	all, err := p.service.Candidates(ctx)
	var names []string
	for _, o := range all {
		if o.Kind == organisation.School || o.Kind == organisation.Institute || o.Kind == organisation.Enterprise {
			names = append(names, o.Name)
		}
	}
	return names[:min(len(names), 300)], err
}

func (p *Pages) admit(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	all, err := p.service.Candidates(ctx)
	if err != nil {
		return err
	}
	typed := v.Text("organisation")
	at := slices.IndexFunc(all, func(o organisation.Organisation) bool {
		return typed != "" && (o.Name == typed || o.CreditCode == typed)
	})
	if at < 0 {
		v.Wrong("organisation", "training.provider.unknown")
	}
	cmd := training.AdmitCommand{ID: recordweb.NewID(v, "provider"), Admission: admissionOf(v)}
	if err = v.Err(); err == nil {
		cmd.Organisation = all[at].ID
		_, err = p.service.Admit(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return p.renderAdmission(w, r, http.StatusUnprocessableEntity, training.Provider{}, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, ProvidersPath+"/"+string(cmd.ID), "training.admitted", "name", all[at].Name)
}

// admitted is the form of an admission as it stands.
func admitted(x training.Provider) *form.Values {
	v := form.New().SetInt(form.VersionField, x.Version).SetBool("basic", x.Basic).Set("from", x.From.String()).Set("until", x.Until.String()).Set("document", x.Document)
	for i, q := range x.Permitted {
		o, _ := code.FindOccupation(q.Occupation)
		levels := make([]string, len(q.Levels))
		for n, l := range q.Levels {
			levels[n] = string(l)
		}
		v.Set(permit(i, "occupation"), cmp.Or(o.Title, q.Occupation)).Set(permit(i, "levels"), levels...)
	}
	return v
}

// amend changes an admission.
func (p *Pages) amend() recordweb.Step[training.Provider] {
	return recordweb.Step[training.Provider]{
		Ready: func(r *http.Request) (training.Provider, *form.Values, error) {
			x, err := p.findProvider(r)
			return x, admitted(x), err
		},
		Again:  p.findProvider,
		Now:    admitted,
		Render: p.renderAdmission,
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			x := admissionOf(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			_, err := p.service.Amend(ctx, a, t, x)
			return recordweb.Done{Path: ProvidersPath + "/" + string(t.ID), Message: "training.amended"}, err
		},
	}
}

// rulings are the steps of an admission that need a reason.
var rulings = []string{training.VerbSuspend, training.VerbRestore, training.VerbStrikeOff}

func (p *Pages) providerSteps() (routes []web.Route) {
	for _, verb := range rulings {
		routes = append(routes, recordweb.Step[training.Provider]{
			Ready: func(r *http.Request) (training.Provider, *form.Values, error) {
				x, err := p.findProvider(r)
				if err == nil {
					_, err = training.ProviderFlow.Next(x.State, verb)
				}
				return x, form.New().SetInt(form.VersionField, x.Version), err
			},
			Again: p.findProvider,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x training.Provider, v *form.Values) error {
				ctx := r.Context()
				m := web.Meta{
					Title: i18n.T(ctx, "training.step."+verb), Lead: i18n.T(ctx, "training.step."+verb+".lead"), Narrow: true,
					Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.providers"), Path: ProvidersPath}, {Text: x.Name, Path: providerPath(x)}, {Text: i18n.T(ctx, "training.step."+verb)}},
				}
				spec := form.Spec{Action: providerPath(x) + "/" + verb, Values: v, Submit: "training.step." + verb, Cancel: providerPath(x)}
				return web.Render(w, r, status, recordweb.StepPage(m, spec, reasonField()))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				x, err := p.service.Rule(ctx, a, t, verb, v.Text("reason"))
				return recordweb.Done{Path: ProvidersPath + "/" + string(t.ID), Message: "training.stepped." + verb, Args: []any{"name", x.Name}}, err
			},
		}.Routes(ProvidersPath+"/{id}/"+verb, training.ActAdmit)...)
	}
	return routes
}
