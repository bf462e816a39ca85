package subsidyweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

var list = table.Spec[subsidy.Claim]{
	Path: Path, Caption: "subsidy.list.caption", Search: "subsidy.list.search",
	Columns: []table.Column[subsidy.Claim]{
		{Key: "number", Title: "subsidy.field.class", Sortable: true, Cell: func(m subsidy.Claim) templ.Component {
			return ui.Titled(ui.Link{Text: m.ClassName, Path: path(m)}, m.Number)
		}},
		{Key: "provider", Title: "subsidy.field.provider", Cell: func(m subsidy.Claim) templ.Component { return ui.Text(m.ProviderName) }},
		{Key: "category", Title: "subsidy.field.category", Hidden: true, Nowrap: true, Cell: func(m subsidy.Claim) templ.Component { return word("enum.training_category", m.Category) }},
		{Key: "policy", Title: "subsidy.field.policy", Hidden: true, Cell: func(m subsidy.Claim) templ.Component { return ui.Text(m.Basis.Name) }},
		{Key: "closes", Title: "subsidy.field.closes", Sortable: true, Nowrap: true, Cell: func(m subsidy.Claim) templ.Component { return ui.Date(m.Closes) }},
		{Key: "notice", Title: "subsidy.field.notice_to", Sortable: true, Hidden: true, Nowrap: true, Cell: func(m subsidy.Claim) templ.Component { return ui.Date(m.NoticeTo) }},
		{Key: "due", Title: "subsidy.field.due", Numeric: true, Sortable: true, Nowrap: true, Cell: func(m subsidy.Claim) templ.Component { return ui.Yuan(int64(m.Due)) }},
		{Key: "back", Title: "subsidy.field.back", Numeric: true, Hidden: true, Nowrap: true, Cell: func(m subsidy.Claim) templ.Component { return ui.Yuan(int64(m.Back)) }},
		{Key: "state", Title: "subsidy.field.state", Nowrap: true, Cell: stateCell},
	},
	Filters: []table.Filter{
		{Key: "state", Label: "subsidy.field.state", Kind: table.Many},
		{Key: "category", Label: "subsidy.field.category"},
	},
	NewLabel: "subsidy.action.new",
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "subsidy.list.empty"), Next: i18n.T(ctx, "subsidy.list.empty_next")}
	},
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.WithOptions("category", recordweb.Options(ctx, "training_category", subsidy.Categories))
	if subsidy.Insider(a) {
		spec = spec.WithOptions("state", recordweb.States(ctx, subsidy.Kind, subsidy.Flow.States()))
	} else {
		spec.Filters = spec.Filters[1:] // a provider sees fewer states than there are
	}
	if p.service.Reaches(a, subsidy.ActClaim) {
		spec.New = Path + "/new"
	}
	if p.service.Reaches(a, subsidy.ActExport) {
		spec.Export = "/exports/subsidy_claim"
	}
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	sums, err := p.service.Sums(ctx, a, state.Query)
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	meta := web.Meta{Title: l.T("subsidy.list.title"), Lead: l.T("subsidy.list.lead", "n", sums.Claims, "due", l.Yuan(int64(sums.Due)), "paid", l.Yuan(int64(sums.Paid)), "back", l.Yuan(int64(sums.Back)))}
	meta.Actions = append(p.leads(ctx, a), spec.Actions(ctx, state)...)
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// leads are the ways from the list to policies, rounds and public notices.
func (p *Pages) leads(ctx context.Context, a access.Actor) []ui.Action {
	var list []ui.Action
	if p.service.Reaches(a, subsidy.ActPolicies) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "subsidy.policies.title"), Path: PoliciesPath})
	}
	if p.service.Reaches(a, subsidy.ActRounds) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "subsidy.rounds.title"), Path: RoundsPath})
	}
	if key, err := p.service.Own(ctx); err == nil {
		list = append(list, ui.Action{Text: i18n.T(ctx, "subsidy.notices.title"), Path: PublicPath(key)})
	}
	return list
}
