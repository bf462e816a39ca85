package accountweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/account"
	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var people = table.Spec[account.Card]{
	Path: PeoplePath, Caption: "account.list.caption", Search: "account.list.search",
	Columns: []table.Column[account.Card]{
		{Key: "name", Title: "account.field.name", Sortable: true, Cell: func(c account.Card) templ.Component {
			return ui.Titled(ui.Link{Text: c.Person.Name, Path: personPath(c)}, c.Account.Login)
		}},
		{Key: "roles", Title: "account.field.roles", Cell: func(c account.Card) templ.Component { return rolesCell(c) }},
		{Key: "state", Title: "account.field.state", Nowrap: true, Cell: func(c account.Card) templ.Component { return stateTag(c) }},
		{Key: "created", Title: "account.field.created_at", Sortable: true, Nowrap: true, Cell: func(c account.Card) templ.Component { return ui.Instant(c.Person.CreatedAt) }},
	},
	Filters: []table.Filter{
		{Key: "role", Label: "account.field.role", Kind: table.Many},
		{Key: "kind", Label: "account.field.organisation_kind"},
		{Key: "state", Label: "account.field.state"},
	},
	NewLabel: "account.action.create",
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "account.list.empty"), Next: i18n.T(ctx, "account.list.empty.next")}
	},
}

// states of a person as the list tells them.
var states = []string{"active", "disabled", "no_role", "no_account"}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := people.
		WithOptions("role", recordweb.Options(ctx, "role", access.Roles)).
		WithOptions("kind", recordweb.Options(ctx, "organisation_kind", organisation.Kinds)).
		WithOptions("state", recordweb.Options(ctx, "account_state", states))
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	m := web.Meta{Title: i18n.T(ctx, "account.list.title"), Lead: i18n.T(ctx, "account.list.lead")}
	if p.service.Reaches(a, account.ActAssign) {
		m.Actions = append(m.Actions, ui.Action{Text: i18n.T(ctx, "account.action.assign_known"), Path: PeoplePath + "/assign"})
	}
	if p.service.Reaches(a, account.ActCreate) {
		spec.New, spec.Template, spec.Import = PeoplePath+"/new", "/imports/person/template", "/imports/person/new"
	}
	spec.Export = "/exports/person"
	spec.RowID = func(c account.Card) string { return string(c.Person.ID) }
	spec.Bulk = []table.Bulk{{Label: "record.bulk.export", Path: spec.Export}}
	m.Actions = append(m.Actions, spec.Actions(ctx, state)...)
	return web.Render(w, r, http.StatusOK, web.With(m, table.View(spec, state, page)))
}

func personPath(c account.Card) string { return PeoplePath + "/" + string(c.Person.ID) }

// stateOf says in a word how a person stands.
func stateOf(c account.Card) string {
	switch {
	case c.Account.ID == "":
		return "no_account"
	case c.Account.Disabled:
		return "disabled"
	case len(c.Assignments) == 0:
		return "no_role"
	}
	return "active"
}

var stateTones = map[string]ui.Tone{"active": ui.Jade, "disabled": ui.Brick, "no_role": ui.Saffron, "no_account": ui.Plain}
