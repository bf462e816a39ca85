package accountweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// step is something that is done to a person: a page that asks and explains,
// and what happens when it is sent.
type step struct {
	name   string // in the address and in the keys "account.step.<name>"
	act    access.Action
	danger bool
	bare   bool // needs nothing but the person: a button of the page
	when   func(a access.Actor, d account.Details) bool
	fields func(p *Pages, ctx context.Context, v *form.Values) (templ.Component, error)
	take   func(p *Pages, w http.ResponseWriter, r *http.Request, d account.Details, v *form.Values) error
}

// steps of the page of a person.
func steps() []step {
	return []step{
		{name: "assign", act: account.ActAssign, bare: true, when: always, fields: seatStep, take: (*Pages).takeAssign},
		{name: "reveal", act: account.ActReveal, bare: true, when: kept, fields: plain(revealFields()), take: (*Pages).takeReveal},
		{name: "reset", act: account.ActReset, bare: true, danger: true, when: keptOpen, fields: plain(explained("account.reset.explained")), take: (*Pages).takeReset},
		{name: "disable", act: account.ActReset, bare: true, danger: true, when: keptOpen, fields: plain(explained("account.disable.explained")), take: (*Pages).takeDisable},
		{name: "enable", act: account.ActReset, bare: true, when: keptClosed, fields: plain(explained("account.enable.explained")), take: (*Pages).takeEnable},
		{name: "end", act: account.ActAssign, danger: true, when: always, fields: func(_ *Pages, _ context.Context, v *form.Values) (templ.Component, error) {
			return endFields(v), nil
		}, take: (*Pages).takeEnd},
	}
}

func always(access.Actor, account.Details) bool { return true }

func kept(a access.Actor, d account.Details) bool { return d.Keeps(a) }

func keptOpen(a access.Actor, d account.Details) bool {
	return d.Keeps(a) && d.Account.ID != "" && !d.Account.Disabled
}

func keptClosed(a access.Actor, d account.Details) bool {
	return d.Keeps(a) && d.Account.ID != "" && d.Account.Disabled
}

func plain(c templ.Component) func(*Pages, context.Context, *form.Values) (templ.Component, error) {
	return func(*Pages, context.Context, *form.Values) (templ.Component, error) { return c, nil }
}

func seatStep(p *Pages, ctx context.Context, _ *form.Values) (templ.Component, error) {
	options, err := p.organisations(ctx)
	return seatFields(options), err
}

func (p *Pages) stepForm(s step) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := p.open(r)
		if err != nil {
			return err
		}
		return p.showStep(w, r, http.StatusOK, s, d, form.New().Set("role", r.URL.Query().Get("role")))
	}
}

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request, status int, s step, d account.Details, v *form.Values) error {
	ctx := r.Context()
	fields, err := s.fields(p, ctx, v)
	if err != nil {
		return err
	}
	title := i18n.From(ctx).Word("account.step", s.name)
	m := web.Meta{Title: title, Lead: i18n.T(ctx, "account.step.for", "name", d.Person.Name), Narrow: true, Crumbs: []ui.Link{
		{Text: i18n.T(ctx, "nav.people"), Path: PeoplePath}, {Text: d.Person.Name, Path: personPath(d.Card)}, {Text: title},
	}}
	spec := form.Spec{Action: personPath(d.Card) + "/" + s.name, Values: v, Submit: "account.step." + s.name, Cancel: personPath(d.Card)}
	return web.Render(w, r, status, stepPage(m, spec, fields))
}

func (p *Pages) takeStep(s step) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := form.Decode(r)
		if err != nil {
			return err
		}
		d, err := p.open(r)
		if err != nil {
			return err
		}
		if err = s.take(p, w, r, d, v); v.Mend(err) {
			return p.showStep(w, r, http.StatusUnprocessableEntity, s, d, v)
		}
		return err
	}
}

func (p *Pages) takeAssign(w http.ResponseWriter, r *http.Request, d account.Details, v *form.Values) error {
	cmd := readSeat(v)
	cmd.ID, cmd.Person = recordweb.NewID(v, "assignment"), d.Person.ID
	if err := v.Err(); err != nil {
		return err
	}
	if _, err := p.service.Assign(r.Context(), access.Must(r.Context()), cmd); err != nil {
		return err
	}
	return web.Redirect(w, r, personPath(d.Card), "account.assigned", "name", d.Person.Name)
}

// takeReveal shows telephone and e-mail in clear, this once.
func (p *Pages) takeReveal(w http.ResponseWriter, r *http.Request, d account.Details, v *form.Values) error {
	card, err := p.service.Reveal(r.Context(), access.Must(r.Context()), d.Person.ID, v.Text("reason"))
	if err != nil {
		return err
	}
	if d, err = p.open(r); err != nil { // with the new line of the story
		return err
	}
	return p.showPerson(w, r, d, card.Person.Phone, card.Person.Email)
}

func (p *Pages) takeReset(w http.ResponseWriter, r *http.Request, d account.Details, _ *form.Values) error {
	password, err := p.service.Reset(r.Context(), access.Must(r.Context()), d.Person.ID)
	if err != nil {
		return err
	}
	return p.handOver(w, r, d.Card, password)
}

func (p *Pages) takeDisable(w http.ResponseWriter, r *http.Request, d account.Details, _ *form.Values) error {
	if err := p.service.SetDisabled(r.Context(), access.Must(r.Context()), d.Person.ID, true); err != nil {
		return err
	}
	return web.Redirect(w, r, personPath(d.Card), "account.disabled", "name", d.Person.Name)
}

func (p *Pages) takeEnable(w http.ResponseWriter, r *http.Request, d account.Details, _ *form.Values) error {
	if err := p.service.SetDisabled(r.Context(), access.Must(r.Context()), d.Person.ID, false); err != nil {
		return err
	}
	return web.Redirect(w, r, personPath(d.Card), "account.enabled", "name", d.Person.Name)
}

func (p *Pages) takeEnd(w http.ResponseWriter, r *http.Request, d account.Details, v *form.Values) error {
	id, _ := record.ParseID(v.Text("role")) // none is not found
	cmd := account.EndCommand{Assignment: id, On: form.Read(v, "on", "web.fault.date", calendar.ParseDate), Reason: v.Text("reason")}
	if err := v.Err(); err != nil {
		return err
	}
	if err := p.service.End(r.Context(), access.Must(r.Context()), d.Person.ID, cmd); err != nil {
		return err
	}
	return web.Redirect(w, r, personPath(d.Card), "account.ended", "name", d.Person.Name)
}
