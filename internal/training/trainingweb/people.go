package trainingweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
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

// nameOf is the name of a person as it may be shown; words for one who was erased.
func nameOf(ctx context.Context, t training.Trainee) string {
	if t.Name == "" {
		return i18n.T(ctx, "training.person.erased")
	}
	return t.Name
}

func placePath(e training.Enrolment) string { return PlacesPath + "/" + string(e.ID) }

// person enters somebody into a class.
func (p *Pages) person() recordweb.Step[training.Class] {
	return recordweb.Step[training.Class]{
		Ready: func(r *http.Request) (training.Class, *form.Values, error) {
			k, err := p.ready(r, training.ActKeep, training.VerbEnrol)
			return k, form.New(), err
		},
		Again: p.find,
		Render: func(w http.ResponseWriter, r *http.Request, status int, k training.Class, v *form.Values) error {
			m := formMeta(r.Context(), "training.action.enrol", ui.Link{Text: k.Name, Path: path(k)})
			spec := form.Spec{Action: path(k) + "/people", Values: v, Submit: "training.action.enrol", Cancel: path(k) + "?tab=roster", Buttons: []form.Button{{Label: "training.action.enrol_next", Value: "next"}}}
			return web.Render(w, r, status, personPage(m, spec))
		},
		Take: p.enrol,
	}
}

func (p *Pages) enrol(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
	k, err := p.service.Class(ctx, a, t.ID)
	if err != nil {
		return recordweb.Done{}, err
	}
	v.Required("name", "id_number")
	cmd := training.EnrolCommand{ID: recordweb.NewID(v, "place"), TraineeID: record.NewID(), Sample: k.Sample, PersonData: training.PersonData{
		Name: v.Text("name"), IDNumber: v.Text("id_number"), Phone: v.Text("phone"), BankAccount: v.Text("bank_account"), Group: v.Text("group"), Employment: v.Text("employment"),
	}}
	if err := v.Err(); err != nil {
		return recordweb.Done{}, err
	}
	done := recordweb.Done{Path: path(k) + "?tab=roster", Message: "training.enrolled.one", Args: []any{"name", k.Name}}
	if v.Text("do") == "next" {
		done.Path = path(k) + "/people"
	}
	_, err = p.service.Enrol(ctx, a, k.ID, cmd)
	return done, err
}

// placeView is what the page of a place shows.
type placeView struct {
	training.Place
	Person training.Trainee
	others []training.Place // further classes of the person
	steps  []ui.Action
	reveal bool
}

func (p *Pages) placeView(r *http.Request) (placeView, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	x, err := recordweb.Find(r, p.service.Place)
	if err != nil {
		return placeView{}, err
	}
	v := placeView{Place: x}
	if v.Person, v.others, err = p.service.Places(ctx, a, x.Trainee); fault.Is(err, fault.NotFound) { // one's own
		me, e := p.service.Me(ctx, a)
		v.Person, err = me.Trainee.Masked(), e
	}
	if err != nil {
		return placeView{}, err
	}
	v.reveal = p.service.May(a, training.ActReveal, x.In) && !v.Person.Erased()
	for _, s := range p.placeForms() {
		if s.may(a, v) {
			v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "training.step."+s.name), Path: placePath(x.Enrolment) + "/" + s.name, Danger: true})
		}
	}
	if x.CertificateCode != "" {
		v.steps = append(v.steps, ui.Action{Text: i18n.T(ctx, "training.certificate.print"), Path: placePath(x.Enrolment) + "/certificate", Primary: true})
	}
	return v, nil
}

func (p *Pages) place(w http.ResponseWriter, r *http.Request) error {
	v, err := p.placeView(r)
	if err != nil {
		return err
	}
	story, err := p.service.Story(r.Context(), access.Must(r.Context()), v.Enrolment.ID)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, placePage(v.meta(r.Context()), v, recordweb.Events(r.Context(), story)))
}

func (v placeView) meta(ctx context.Context) web.Meta {
	return web.Meta{
		Title: nameOf(ctx, v.Person), Lead: i18n.T(ctx, "training.place.lead", "class", v.In.Name, "provider", v.In.ProviderName),
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "nav.classes"), Path: Path}, {Text: v.In.Number, Path: path(v.In)}, {Text: nameOf(ctx, v.Person)}},
		Actions: v.steps,
	}
}

// placeForm is one step of a place or of the person in it.
type placeForm struct {
	name string
	act  access.Action
	may  func(access.Actor, placeView) bool
	take func(context.Context, access.Actor, step.Target, placeView, *form.Values) error
}

func (p *Pages) placeForms() []placeForm {
	s := p.service
	return []placeForm{
		{"withdraw", training.ActKeep, func(a access.Actor, v placeView) bool {
			return training.EnrolmentFlow.Can(v.State, training.VerbWithdraw) && s.May(a, training.ActKeep, v.In) && v.In.State != training.Cancelled
		}, func(ctx context.Context, a access.Actor, t step.Target, _ placeView, f *form.Values) error {
			_, err := s.Withdraw(ctx, a, t, f.Text("reason"))
			return err
		}},
		{"strike", training.ActCorrect, func(a access.Actor, v placeView) bool {
			return training.EnrolmentFlow.Can(v.State, training.VerbStrike) && s.May(a, training.ActCorrect, v.In) && v.In.State != training.Cancelled
		}, func(ctx context.Context, a access.Actor, t step.Target, _ placeView, f *form.Values) error {
			_, err := s.Withdraw(ctx, a, t, f.Text("reason"))
			return err
		}},
		{"erase", training.ActErase, func(a access.Actor, v placeView) bool {
			return s.Reaches(a, training.ActErase) && !v.Person.Erased()
		}, func(ctx context.Context, a access.Actor, _ step.Target, v placeView, f *form.Values) error {
			return s.Erase(ctx, a, v.Person.ID, f.Text("reason"))
		}},
	}
}

// placeSteps are the addresses of the steps of places.
func (p *Pages) placeSteps() (routes []web.Route) {
	for _, s := range p.placeForms() {
		routes = append(routes, recordweb.Step[placeView]{
			Ready: func(r *http.Request) (placeView, *form.Values, error) {
				v, err := p.placeView(r)
				if err == nil && !s.may(access.Must(r.Context()), v) {
					err = fault.New(fault.Forbidden, "record.forbidden")
				}
				return v, form.New().SetInt(form.VersionField, v.Enrolment.Version), err
			},
			Again: p.placeView,
			Render: func(w http.ResponseWriter, r *http.Request, status int, v placeView, f *form.Values) error {
				m := formMeta(r.Context(), "training.step."+s.name, ui.Link{Text: v.In.Name, Path: path(v.In)})
				spec := form.Spec{Action: placePath(v.Enrolment) + "/" + s.name, Values: f, Submit: "training.step." + s.name, Cancel: placePath(v.Enrolment)}
				return web.Render(w, r, status, recordweb.StepPage(m, spec, reasonField()))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, f *form.Values) (recordweb.Done, error) {
				place, err := p.service.Place(ctx, a, t.ID)
				if err != nil {
					return recordweb.Done{}, err
				}
				v := placeView{Place: place, Person: training.Trainee{ID: place.Trainee}}
				return recordweb.Done{Path: path(place.In) + "?tab=roster", Message: "training.stepped." + s.name}, s.take(ctx, a, t, v, f)
			},
		}.Routes(PlacesPath+"/{id}/"+s.name, s.act)...)
	}
	return append(routes,
		web.Post(Path+"/{id}/reveal", training.ActReveal, p.revealRoster),
		web.Post(PlacesPath+"/{id}/reveal", training.ActReveal, p.revealOne),
	)
}

// revealOne shows one person in clear once, and records that it did and why.
func (p *Pages) revealOne(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, f)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	person, err := p.service.Reveal(ctx, a, t.ID, f.Text("purpose"))
	v, gone := p.placeView(r)
	if gone != nil {
		return gone
	}
	if f.Mend(err) {
		m := formMeta(ctx, "training.reveal.title", ui.Link{Text: v.In.Name, Path: path(v.In)})
		return web.Render(w, r, http.StatusUnprocessableEntity, revealPage(m, form.Spec{Action: placePath(v.Enrolment) + "/reveal", Values: f, Submit: "training.action.reveal", Cancel: placePath(v.Enrolment)}))
	}
	if err != nil {
		return err
	}
	v.Person, v.reveal = person, false
	story, err := p.service.Story(ctx, a, t.ID)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, placePage(v.meta(ctx), v, recordweb.Events(ctx, story)))
}

// trainee leads to the newest place of a person, whose page shows the others.
func (p *Pages) trainee(w http.ResponseWriter, r *http.Request) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	_, places, err := p.service.Places(r.Context(), access.Must(r.Context()), id)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, placePath(places[0].Enrolment), "")
}
