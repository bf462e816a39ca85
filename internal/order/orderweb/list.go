package orderweb

import (
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var list = table.Spec[order.Row]{
	Path: Path, Caption: "order.list.caption", Search: "order.list.search",
	Columns: []table.Column[order.Row]{
		{Key: "title", Title: "order.field.title", Sortable: true, Cell: func(r order.Row) templ.Component {
			return ui.Titled(ui.Link{Text: r.Title, Path: path(*r.Order)}, r.Number)
		}},
		{Key: "enterprise", Title: "order.field.enterprise", Cell: func(r order.Row) templ.Component { return ui.Text(r.EnterpriseName) }},
		{Key: "kind", Title: "order.field.kind", Nowrap: true, Cell: func(r order.Row) templ.Component { return kindTag(*r.Order) }},
		{Key: "quantity", Title: "order.field.quantity_short", Numeric: true, Sortable: true, Cell: quantityCell},
		{Key: "responses", Title: "order.field.responses", Nowrap: true, Cell: tallyCell},
		{Key: "waits", Title: "order.field.waits", Nowrap: true, Cell: func(r order.Row) templ.Component { return word("enum.order_waits", r.Waits()) }},
		{Key: "confirmed", Title: "order.field.confirmed", Sortable: true, Nowrap: true, Cell: confirmedCell},
		{Key: "valid", Title: "order.field.valid_until", Sortable: true, Nowrap: true, Cell: func(r order.Row) templ.Component { return ui.Date(r.ValidUntil) }},
		{Key: "state", Title: "order.field.state", Nowrap: true, Cell: func(r order.Row) templ.Component { return stateTag(r.State) }},
		{Key: "industry", Title: "order.field.industry", Nowrap: true, Hidden: true, Cell: func(r order.Row) templ.Component { return word("enum.industry", r.Industry) }},
		{Key: "created", Title: "order.field.created", Sortable: true, Hidden: true, Nowrap: true, Cell: func(r order.Row) templ.Component { return ui.Instant(r.CreatedAt) }},
	},
	Filters: []table.Filter{
		{Key: "kind", Label: "order.field.kind"},
		{Key: "mode", Label: "order.field.mode"},
		{Key: "industry", Label: "order.field.industry"},
		{Key: "state", Label: "order.field.state", Kind: table.Many},
		{Key: "waits", Label: "order.field.waits"},
	},
	Sum:      map[string]func(int64) templ.Component{"quantity": ui.Number[int64]},
	NewLabel: "order.action.new",
}

// answers is the list for schools: how the own school has answered in place of
// how all have.
var answers = func() table.Spec[order.Row] {
	s := list
	s.Path, s.Caption = AnswersPath, "order.answers.caption"
	s.Columns = []table.Column[order.Row]{list.Columns[0], list.Columns[1], list.Columns[2], list.Columns[3], list.Columns[7]}
	s.Columns = append(s.Columns, table.Column[order.Row]{Key: "mine", Title: "order.field.mine", Nowrap: true, Cell: mineCell})
	s.Filters = []table.Filter{list.Filters[0], list.Filters[1], list.Filters[2], {Key: "mine", Label: "order.field.mine"}}
	return s
}()

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.
		WithOptions("kind", recordweb.Options(ctx, "order_kind", order.Kinds)).
		WithOptions("mode", recordweb.Options(ctx, "order_mode", order.Modes)).
		WithOptions("industry", recordweb.Options(ctx, "industry", organisation.Industries)).
		WithOptions("state", recordweb.States(ctx, order.OrderKind, order.States)).
		WithOptions("waits", recordweb.Options(ctx, "order_waits", order.Waits))
	if p.service.Reaches(a, order.ActPlace) {
		spec.New, spec.Template, spec.Import = Path+"/new", "/imports/order/template", "/imports/order/new"
	}
	spec.Export = "/exports/order"
	spec.RowID = func(r order.Row) string { return string(r.ID) }
	spec.Bulk = p.chosen(a)
	return p.rows(w, r, spec, spec.Read(r), web.Meta{Title: i18n.T(ctx, "order.list.title"), Lead: i18n.T(ctx, "order.list.lead")})
}

func (p *Pages) answers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	spec := answers.
		WithOptions("kind", recordweb.Options(ctx, "order_kind", order.Kinds)).
		WithOptions("mode", recordweb.Options(ctx, "order_mode", order.Modes)).
		WithOptions("industry", recordweb.Options(ctx, "industry", organisation.Industries)).
		WithOptions("mine", recordweb.Options(ctx, "order_mine", order.Mine))
	state := spec.Read(r)
	if !r.URL.Query().Has("mine") {
		state.Filter["mine"] = []string{order.MineOpen}
	}
	return p.rows(w, r, spec, state, web.Meta{Title: i18n.T(ctx, "order.answers.title"), Lead: i18n.T(ctx, "order.answers.lead")})
}

// rows shows a list of orders.
func (p *Pages) rows(w http.ResponseWriter, r *http.Request, spec table.Spec[order.Row], state table.State, meta web.Meta) error {
	ctx := r.Context()
	page, err := p.service.List(ctx, access.Must(ctx), state.Query)
	if err != nil {
		return err
	}
	page.Sums = map[string]int64{"quantity": 0}
	for _, row := range page.Rows {
		if row.Kind.Counts() {
			page.Sums["quantity"] += row.Quantity
		}
	}
	meta.Actions = spec.Actions(ctx, state)
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}
