package memberweb

import (
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/member"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var list = table.Spec[member.Membership]{
	Path: Path, Caption: "member.list.caption", Search: "member.list.search",
	Columns: []table.Column[member.Membership]{
		{Key: "name", Title: "member.field.name", Sortable: true, Cell: func(m member.Membership) templ.Component {
			return ui.Titled(ui.Link{Text: m.Organisation.Name, Path: path(m)}, m.Organisation.CreditCode)
		}},
		{Key: "kind", Title: "member.field.kind", Nowrap: true, Cell: func(m member.Membership) templ.Component {
			return word("enum.organisation_kind", string(m.Organisation.Kind))
		}},
		{Key: "industry", Title: "member.field.industry", Nowrap: true, Cell: func(m member.Membership) templ.Component {
			return word("enum.industry", m.Organisation.Industry)
		}},
		{Key: "tier", Title: "member.field.tier", Nowrap: true, Cell: tierCell},
		{Key: "sme", Title: "member.field.sme_short", Hidden: true, Cell: smeCell},
		{Key: "staff", Title: "member.field.staff_count", Numeric: true, Sortable: true, Hidden: true, Cell: func(m member.Membership) templ.Component {
			return ui.Number(m.Organisation.StaffCount)
		}},
		{Key: "state", Title: "member.field.state", Nowrap: true, Cell: func(m member.Membership) templ.Component { return stateTag(m.State) }},
		{Key: "joined", Title: "member.field.joined_on", Sortable: true, Nowrap: true, Cell: func(m member.Membership) templ.Component { return ui.Date(m.JoinedOn) }},
		{Key: "applied", Title: "member.field.applied_at", Sortable: true, Hidden: true, Nowrap: true, Cell: func(m member.Membership) templ.Component { return ui.Instant(m.AppliedAt) }},
	},
	Filters: []table.Filter{
		{Key: "kind", Label: "member.field.kind"},
		{Key: "industry", Label: "member.field.industry"},
		{Key: "tier", Label: "member.field.tier"},
		{Key: "state", Label: "member.field.state", Kind: table.Many},
		{Key: "sme", Label: "member.field.sme_short"},
	},
	NewLabel: "member.action.register",
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.
		WithOptions("kind", recordweb.Options(ctx, "organisation_kind", organisation.Kinds)).
		WithOptions("industry", recordweb.Options(ctx, "industry", organisation.Industries)).
		WithOptions("tier", recordweb.Options(ctx, "tier", member.Tiers)).
		WithOptions("state", recordweb.States(ctx, member.Kind, member.Flow.States())).
		WithOptions("sme", []ui.Option{{Value: "yes", Text: i18n.T(ctx, "record.yes")}})
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	if p.service.Reaches(a, member.ActImport) {
		spec.Template, spec.Import = "/imports/member/template", "/imports/member/new"
	}
	if p.service.Reaches(a, member.ActExport) {
		spec.Export = "/exports/member"
		spec.RowID = func(m member.Membership) string { return string(m.ID) }
		spec.Bulk = []table.Bulk{{Label: "record.bulk.export", Path: spec.Export}}
	}
	if p.service.Reaches(a, member.ActRegister) {
		spec.New = Path + "/new"
	}
	meta := web.Meta{Title: i18n.T(ctx, "member.list.title"), Lead: i18n.T(ctx, "member.list.lead"), Actions: spec.Actions(ctx, state)}
	if p.mayApply(r) {
		meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "member.apply.title"), Path: Path + "/apply", Icon: "plus", Primary: spec.New == ""})
	}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// mayApply tells whether the actor can hand in an application now: its own
// organisation is no member and has none running, or it may apply for others.
func (p *Pages) mayApply(r *http.Request) bool {
	ctx, a := r.Context(), access.Must(r.Context())
	if !p.service.Reaches(a, member.ActApply) {
		return false
	}
	m, err := p.service.Applicant(ctx, a, "")
	return err == nil && member.MayApply(m)
}

// path is the address of a membership's page.
func path(m member.Membership) string { return Path + "/" + string(m.ID) }
