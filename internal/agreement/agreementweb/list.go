package agreementweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var list = table.Spec[agreement.Agreement]{
	Path: Path, Caption: "agreement.list.caption", Search: "agreement.list.search",
	Columns: []table.Column[agreement.Agreement]{
		{Key: "title", Title: "agreement.field.title", Cell: func(g agreement.Agreement) templ.Component {
			return ui.Titled(ui.Link{Text: g.Title, Path: path(g)}, g.Number)
		}},
		{Key: "number", Title: "agreement.field.number", Sortable: true, Hidden: true, Nowrap: true, Cell: func(g agreement.Agreement) templ.Component { return ui.Text(g.Number) }},
		{Key: "type", Title: "agreement.field.type", Nowrap: true, Cell: func(g agreement.Agreement) templ.Component { return word("enum.agreement_type", g.Type) }},
		{Key: "parties", Title: "agreement.field.parties", Cell: partiesCell},
		{Key: "topics", Title: "agreement.field.topics", Hidden: true, Cell: topicsCell},
		{Key: "signed", Title: "agreement.field.signed_on", Sortable: true, Nowrap: true, Cell: func(g agreement.Agreement) templ.Component { return ui.Date(g.SignedOn) }},
		{Key: "to", Title: "agreement.field.to_on", Sortable: true, Nowrap: true, Cell: toCell},
		{Key: "landing", Title: "agreement.field.landing", Sortable: true, Numeric: true, Nowrap: true, Cell: landingCell},
		{Key: "turn", Title: "agreement.field.turn", Hidden: true, Cell: func(g agreement.Agreement) templ.Component { return ui.Text(nameOf(g, g.Turn.With)) }},
		{Key: "state", Title: "agreement.field.state", Nowrap: true, Cell: func(g agreement.Agreement) templ.Component { return StateTag(g.State) }},
		{Key: "created", Title: "agreement.field.created_at", Sortable: true, Hidden: true, Nowrap: true, Cell: func(g agreement.Agreement) templ.Component { return ui.Instant(g.CreatedAt) }},
	},
	Filters: []table.Filter{
		{Key: "type", Label: "agreement.field.type"},
		{Key: "state", Label: "agreement.field.state", Kind: table.Many},
		{Key: "turn", Label: "agreement.field.turn"},
		{Key: "party", Label: "agreement.field.party", Kind: table.Word},
		{Key: "topic", Label: "agreement.field.topics"},
		{Key: "within", Label: "agreement.filter.within"},
	},
	NewLabel: "agreement.action.new",
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "agreement.list.empty"), Next: i18n.T(ctx, "agreement.list.empty_next")}
	},
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.
		WithOptions("type", recordweb.Options(ctx, "agreement_type", agreement.Types)).
		WithOptions("state", recordweb.States(ctx, agreement.Kind, agreement.Flow.States())).
		WithOptions("turn", []ui.Option{{Value: "mine", Text: i18n.T(ctx, "agreement.filter.mine")}}).
		WithOptions("topic", recordweb.Options(ctx, "topic", agreement.Topics)).
		WithOptions("within", withinOptions(ctx))
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	lead, err := p.lead(ctx, a)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "agreement.list.title"), Lead: lead}
	spec = p.allow(spec, a)
	meta.Actions = spec.Actions(ctx, state)
	if p.service.Reaches(a, agreement.ActRegister) {
		meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "agreement.action.register"), Path: Path + "/register", Icon: "certificate"})
	}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// allow fills in the addresses that the actor may use.
func (p *Pages) allow(spec table.Spec[agreement.Agreement], a access.Actor) table.Spec[agreement.Agreement] {
	if p.service.Reaches(a, agreement.ActImport) {
		spec.Template, spec.Import = "/imports/agreement/template", "/imports/agreement/new"
	}
	if p.service.Reaches(a, agreement.ActExport) {
		spec.Export = "/exports/agreement"
		spec.RowID = func(g agreement.Agreement) string { return string(g.ID) }
		spec.Bulk = []table.Bulk{{Label: "record.bulk.export", Path: spec.Export}}
	}
	if p.service.Reaches(a, agreement.ActDraft) {
		spec.New = Path + "/new"
	}
	return spec
}

// lead says how much of what was signed has happened.
func (p *Pages) lead(ctx context.Context, a access.Actor) (string, error) {
	sum, err := p.service.Landing(ctx, a)
	if err != nil {
		return "", err
	}
	if sum.Agreements == 0 {
		return i18n.T(ctx, "agreement.list.lead"), nil
	}
	return i18n.T(ctx, "agreement.list.landing", "rate", percent(sum.Rate), "agreements", sum.Agreements, "obligations", sum.Obligations), nil
}

func withinOptions(ctx context.Context) []ui.Option {
	var options []ui.Option
	for _, days := range []string{"30", "60", "90", "180"} {
		options = append(options, ui.Option{Value: days, Text: i18n.T(ctx, "agreement.filter.days", "days", days)})
	}
	return options
}
