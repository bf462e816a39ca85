package trainingweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

// formMeta is the head of a form page below the list of classes.
func formMeta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.classes"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

// permitted are the occupations that the actor's organisation may teach, for the
// proposals of the form.
func (p *Pages) permitted(ctx context.Context, organisation record.ID) ([]string, error) {
	provider, err := p.service.ProviderOf(ctx, organisation)
	var names []string
	for _, x := range provider.Permitted {
		if o, ok := code.FindOccupation(x.Occupation); ok {
			names = append(names, o.Title)
		}
	}
	return names, err
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.renderContent(w, r, http.StatusOK, contentForm{title: "training.new.title", action: Path, submit: "training.action.save_draft", back: Path}, form.New().Set("category", training.ByOccupation), access.Must(r.Context()).Organisation)
}

// contentForm is one of the two forms that hold what is said of a class.
type contentForm struct {
	title, action, submit, back string
	crumbs                      []ui.Link
}

func (p *Pages) renderContent(w http.ResponseWriter, r *http.Request, status int, f contentForm, v *form.Values, provider record.ID) error {
	names, err := p.permitted(r.Context(), provider)
	if err != nil {
		return err
	}
	spec := form.Spec{Action: f.action, Values: v, Submit: f.submit, Cancel: f.back}
	return web.Render(w, r, status, contentPage(formMeta(r.Context(), f.title, f.crumbs...), spec, names))
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	cmd := training.DraftCommand{ID: recordweb.NewID(v, "class"), Content: contentOf(v)}
	var k training.Class
	if err = v.Err(); err == nil {
		k, err = p.service.Start(ctx, a, cmd)
	}
	if fault.Is(err, fault.Conflict) { // sent twice: what it made is there
		return web.Redirect(w, r, Path+"/"+string(cmd.ID), "")
	}
	if v.Mend(err) {
		return p.renderContent(w, r, http.StatusUnprocessableEntity, contentForm{title: "training.new.title", action: Path, submit: "training.action.save_draft", back: Path}, v, a.Organisation)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(k)+"/timetable", "training.drafted", "name", k.Name)
}

// contentOf reads what is said of a class.
func contentOf(v *form.Values) training.Content {
	date := func(name string) calendar.Date { return form.Read(v, name, "web.fault.date", calendar.ParseDate) }
	return training.Content{
		Name: v.Text("name"), Category: v.Text("category"), Occupation: v.Text("occupation"), Level: code.SkillLevel(v.Text("level")),
		Subsidised: v.Bool("subsidised"), Fund: v.Text("fund"), Industry: v.Text("industry"), Opens: date("opens"), Closes: date("closes"),
		Hours: int64(v.Int("hours")), Seats: int64(v.Int("seats")), Place: v.Text("place"), Plan: v.Text("plan"), ExamOn: date("exam_on"),
	}
}

func filled(k training.Class) *form.Values {
	occupation := k.Occupation
	if o, ok := code.FindOccupation(k.Occupation); ok {
		occupation = o.Title
	}
	return form.New().SetInt(form.VersionField, k.Version).Set("name", k.Name).Set("category", k.Category).Set("occupation", occupation).Set("level", string(k.Level)).
		SetBool("subsidised", k.Subsidised).Set("fund", k.Fund).Set("industry", k.Industry).Set("opens", k.Opens.String()).Set("closes", k.Closes.String()).
		SetInt("hours", k.Hours).SetInt("seats", k.Seats).Set("place", k.Place).Set("plan", k.Plan).Set("exam_on", k.ExamOn.String())
}

// edit changes what a class plans.
func (p *Pages) edit() recordweb.Step[training.Class] {
	return recordweb.Step[training.Class]{
		Ready: func(r *http.Request) (training.Class, *form.Values, error) {
			k, err := p.ready(r, training.ActFile, training.VerbEdit)
			return k, filled(k), err
		},
		Again: p.find,
		Now:   filled,
		Render: func(w http.ResponseWriter, r *http.Request, status int, k training.Class, v *form.Values) error {
			f := contentForm{title: "training.edit.title", action: path(k) + "/edit", submit: "training.action.save", back: path(k), crumbs: []ui.Link{{Text: k.Name, Path: path(k)}}}
			return p.renderContent(w, r, status, f, v, k.Provider)
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			x := contentOf(v)
			if err := v.Err(); err != nil {
				return recordweb.Done{}, err
			}
			_, err := p.service.Edit(ctx, a, t, x)
			return recordweb.Done{Path: Path + "/" + string(t.ID), Message: "training.edited"}, err
		},
	}
}

// find is the class in the address, if the actor may see it.
func (p *Pages) find(r *http.Request) (training.Class, error) {
	return recordweb.Find(r, p.service.Class)
}

// ready is the class in the address, if the actor may take the step now.
func (p *Pages) ready(r *http.Request, act access.Action, verb string) (training.Class, error) {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return training.Class{}, err
	}
	return p.service.Ready(r.Context(), access.Must(r.Context()), id, act, verb)
}
