package accountweb

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

func formMeta(ctx context.Context, key, lead string, crumbs ...ui.Link) web.Meta {
	title := i18n.T(ctx, key)
	return web.Meta{
		Title: title, Lead: i18n.T(ctx, lead), Narrow: true,
		Crumbs: slices.Concat([]ui.Link{{Text: i18n.T(ctx, "nav.people"), Path: PeoplePath}}, crumbs, []ui.Link{{Text: title}}),
	}
}

// organisations are the choices of a form.
func (p *Pages) organisations(ctx context.Context) ([]ui.Option, error) {
	list, err := p.service.Organisations(ctx)
	options := make([]ui.Option, len(list))
	for i, o := range list {
		options[i] = ui.Option{Value: string(o.ID), Text: o.Name}
	}
	return options, err
}

// roles are the roles that the actor may give.
func roles(ctx context.Context) []ui.Option {
	list := slices.Clone(access.Roles)
	if access.Must(ctx).Role != access.Admin {
		list = slices.DeleteFunc(list, func(r access.Role) bool { return r == access.Admin })
	}
	return recordweb.Options(ctx, "role", list)
}

func (p *Pages) createForm(w http.ResponseWriter, r *http.Request) error {
	return p.showCreate(w, r, http.StatusOK, form.New())
}

func (p *Pages) showCreate(w http.ResponseWriter, r *http.Request, status int, v *form.Values) error {
	options, err := p.organisations(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, status, createPage(formMeta(r.Context(), "account.create.title", "account.create.title.lead"), v, options))
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	seat := readSeat(v)
	cmd := account.CreateCommand{
		ID: recordweb.NewID(v, "person"), Contact: identity.Contact{Name: v.Text("name"), Phone: v.Text("phone"), Email: v.Text("email")},
		Login: v.Text("login"), Role: seat.Role, Organisation: seat.Organisation, From: seat.From, To: seat.To,
	}
	var card account.Card
	var password string
	if err = v.Err(); err == nil {
		card, password, err = p.service.Create(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return p.showCreate(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	if password == "" {
		return web.Redirect(w, r, personPath(card), "account.created", "name", card.Person.Name)
	}
	return p.handOver(w, r, card, password)
}

// handOver shows a made-up password, this once: it is stored nowhere, so there
// is no page to redirect to.
func (p *Pages) handOver(w http.ResponseWriter, r *http.Request, card account.Card, password string) error {
	ctx := r.Context()
	m := formMeta(ctx, "account.hand_over.title", "account.hand_over.title.lead", ui.Link{Text: card.Person.Name, Path: personPath(card)})
	return web.Render(w, r, http.StatusOK, handOverPage(m, card, password))
}

// readSeat reads the fields of a role.
func readSeat(v *form.Values) account.AssignCommand {
	organisation, _ := record.ParseID(v.Text("organisation")) // none is told at the field
	return account.AssignCommand{
		Role: access.Role(v.Text("role")), Organisation: organisation,
		From: form.Read(v, "from", "web.fault.date", calendar.ParseDate), To: form.Read(v, "to", "web.fault.date", calendar.ParseDate),
	}
}

func (p *Pages) assignForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAssign(w, r, http.StatusOK, form.New())
}

func (p *Pages) showAssign(w http.ResponseWriter, r *http.Request, status int, v *form.Values) error {
	options, err := p.organisations(r.Context())
	if err != nil {
		return err
	}
	return web.Render(w, r, status, assignPage(formMeta(r.Context(), "account.assign.title", "account.assign.title.lead"), v, options))
}

// assign gives a role to somebody whom another consortium keeps.
func (p *Pages) assign(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	v.Required("login")
	cmd := readSeat(v)
	cmd.ID, cmd.Login = recordweb.NewID(v, "assignment"), v.Text("login")
	var person identity.Person
	if err = v.Err(); err == nil {
		person, err = p.service.Assign(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return p.showAssign(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, PeoplePath+"/"+string(person.ID), "account.assigned", "name", person.Name)
}
