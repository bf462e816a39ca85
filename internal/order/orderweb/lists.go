package orderweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// The three lists: talent needs and technology needs are views of orders, core
// products are records of their own.
var (
	talentList = table.Spec[order.Row]{
		Path: ListsPath + "/talent", Caption: "lists.talent", Search: "order.list.search",
		Columns: []table.Column[order.Row]{
			{Key: "title", Title: "order.field.post", Sortable: true, Cell: func(r order.Row) templ.Component {
				return ui.Titled(ui.Link{Text: r.Details.Post, Path: path(*r.Order)}, r.Number)
			}},
			{Key: "enterprise", Title: "order.field.enterprise", Cell: func(r order.Row) templ.Component { return ui.Text(r.EnterpriseName) }},
			{Key: "occupation", Title: "order.field.occupation", Nowrap: true, Cell: func(r order.Row) templ.Component { return ui.Text(r.Details.Occupation) }},
			{Key: "skill_level", Title: "order.field.skill_level", Cell: func(r order.Row) templ.Component { return word("enum.skill_level", r.Details.SkillLevel) }},
			{Key: "quantity", Title: "order.field.quantity_short", Numeric: true, Sortable: true, Cell: quantityCell},
			{Key: "places", Title: "order.field.places", Cell: func(r order.Row) templ.Component { return ui.Text(r.Details.Places) }},
			{Key: "pay", Title: "order.field.pay", Nowrap: true, Cell: payCell},
			{Key: "start", Title: "order.field.start_on", Nowrap: true, Cell: func(r order.Row) templ.Component { return ui.Date(r.StartOn) }},
			{Key: "kind", Title: "order.field.mode", Nowrap: true, Cell: func(r order.Row) templ.Component { return kindTag(*r.Order) }},
			{Key: "valid", Title: "order.field.valid_until", Sortable: true, Nowrap: true, Cell: func(r order.Row) templ.Component { return ui.Date(r.ValidUntil) }},
		},
		Filters: []table.Filter{{Key: "mode", Label: "order.field.mode"}, {Key: "state", Label: "order.field.state", Kind: table.Many}},
	}
	technologyList = table.Spec[order.Row]{
		Path: ListsPath + "/technology", Caption: "lists.technology", Search: "order.list.search",
		Columns: []table.Column[order.Row]{
			{Key: "title", Title: "order.field.title", Sortable: true, Cell: func(r order.Row) templ.Component {
				return ui.Titled(ui.Link{Text: r.Title, Path: path(*r.Order)}, r.Number)
			}},
			{Key: "enterprise", Title: "order.field.enterprise", Cell: func(r order.Row) templ.Component { return ui.Text(r.EnterpriseName) }},
			{Key: "field", Title: "order.field.field", Cell: func(r order.Row) templ.Component { return ui.Text(r.Details.Field) }},
			{Key: "budget", Title: "order.field.budget", Numeric: true, Nowrap: true, Cell: budgetCell},
			{Key: "deadline", Title: "order.field.deadline", Nowrap: true, Cell: func(r order.Row) templ.Component { return ui.Date(r.Deadline) }},
			{Key: "confidentiality", Title: "order.field.confidentiality", Cell: func(r order.Row) templ.Component {
				return word("enum.confidentiality", string(r.Details.Confidentiality))
			}},
			{Key: "state", Title: "order.field.state", Nowrap: true, Cell: func(r order.Row) templ.Component { return stateTag(r.State) }},
		},
		Filters: []table.Filter{{Key: "state", Label: "order.field.state", Kind: table.Many}},
	}
)

func (p *Pages) lists(w http.ResponseWriter, r *http.Request) error {
	return web.Redirect(w, r, ListsPath+"/talent", "")
}

func (p *Pages) talent(w http.ResponseWriter, r *http.Request) error {
	spec := talentList.WithOptions("mode", recordweb.Options(r.Context(), "order_mode", order.Modes))
	return p.needs(w, r, spec, order.People, "lists.talent")
}

func (p *Pages) technology(w http.ResponseWriter, r *http.Request) error {
	return p.needs(w, r, technologyList, order.Technology, "lists.technology")
}

// needs shows the orders of one kind as a list; import and export are those of
// orders, the export narrowed to the kind.
func (p *Pages) needs(w http.ResponseWriter, r *http.Request, spec table.Spec[order.Row], kind order.Kind, key string) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec = spec.WithOptions("state", recordweb.States(ctx, order.OrderKind, order.States))
	state := spec.Read(r)
	state.Filter["kind"] = []string{string(kind)}
	page, err := p.service.Detailed(ctx, a, state.Query)
	if err != nil {
		return err
	}
	actions := []ui.Action{{Text: i18n.T(ctx, "lists.export"), Path: state.Link("/exports/order")}}
	if p.service.Reaches(a, order.ActPlace) {
		actions = append(
			[]ui.Action{{Text: i18n.T(ctx, "lists.template"), Path: "/imports/order/template"}, {Text: i18n.T(ctx, "lists.import"), Path: "/imports/order/new"}},
			append(actions, ui.Action{Text: i18n.T(ctx, "order.new.of", "kind", string(kind)), Path: Path + "/new?kind=" + string(kind), Primary: true})...,
		)
	}
	delete(state.Filter, "kind") // it is the list itself, not a choice of the person
	meta := listsMeta(ctx, key)
	meta.Actions = actions
	return web.Render(w, r, http.StatusOK, web.With(meta, templ.Join(listTabs(ctx, p, a, spec.Path), table.View(spec, state, page))))
}

func listsMeta(ctx context.Context, key string) web.Meta {
	return web.Meta{Title: i18n.T(ctx, key), Lead: i18n.T(ctx, "lists.lead"), Nav: ListsPath}
}

func listTabs(ctx context.Context, p *Pages, a access.Actor, on string) templ.Component {
	list := []ui.Tab{
		{Text: i18n.T(ctx, "lists.talent"), Path: ListsPath + "/talent"},
		{Text: i18n.T(ctx, "lists.technology"), Path: ListsPath + "/technology"},
	}
	if p.service.Reaches(a, order.ActProductView) {
		list = append(list, ui.Tab{Text: i18n.T(ctx, "lists.products"), Path: ListsPath + "/products"})
	}
	for i := range list {
		list[i].On = list[i].Path == on
	}
	return ui.Tabs(list...)
}
