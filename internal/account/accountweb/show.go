package accountweb

import (
	"context"
	"net/http"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// person is all that the page of a person shows.
type person struct {
	account.Details
	phone, email string // masked unless shown for a reason
	mayEnd       bool
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	d, err := p.open(r)
	if err != nil {
		return err
	}
	return p.showPerson(w, r, d, identity.MaskPhone(d.Person.Phone), identity.MaskEmail(d.Person.Email))
}

func (p *Pages) open(r *http.Request) (account.Details, error) {
	return recordweb.Find(r, p.service.Open)
}

func (p *Pages) showPerson(w http.ResponseWriter, r *http.Request, d account.Details, phone, email string) error {
	ctx, a := r.Context(), access.Must(r.Context())
	m := web.Meta{
		Title: d.Person.Name, Lead: i18n.T(ctx, "account.show.lead"),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.people"), Path: PeoplePath}, {Text: d.Person.Name}},
	}
	for _, s := range steps() {
		if s.bare && p.service.Reaches(a, s.act) && s.when(a, d) {
			m.Actions = append(m.Actions, ui.Action{Text: i18n.From(ctx).Word("account.step", s.name), Path: personPath(d.Card) + "/" + s.name, Danger: s.danger})
		}
	}
	return web.Render(w, r, http.StatusOK, showPage(m, person{d, phone, email, p.service.Reaches(a, account.ActAssign)}))
}

func personSummary(ctx context.Context, p person) []ui.Item {
	l := i18n.From(ctx)
	items := []ui.Item{
		{Term: l.T("account.field.state"), Value: stateTag(p.today())},
		ui.Field(l.T("account.field.login"), p.Account.Login),
		ui.Field(l.T("account.field.phone"), p.phone),
		ui.Field(l.T("account.field.email"), p.email),
		{Term: l.T("account.field.created_at"), Value: ui.Instant(p.Person.CreatedAt)},
	}
	if p.Person.Sample {
		items = append(items, ui.Item{Term: l.T("account.field.sample"), Value: ui.Tag(ui.Plain, l.T("account.sample"))})
	}
	return items
}

// endable tells whether the actor may end a role that has not ended yet.
func (p person) endable(a identity.Assignment) bool {
	return p.mayEnd && (a.To.Zero() || !a.To.Before(p.Today))
}

// today is the card with the roles of today alone.
func (p person) today() account.Card {
	c := p.Card
	c.Assignments = c.Active(p.Today)
	return c
}

func endPath(c account.Card, assignment record.ID) string {
	return personPath(c) + "/end?role=" + string(assignment)
}
