package workplanweb

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/workplan"
)

var list = table.Spec[workplan.Plan]{
	Path: Path, Caption: "workplan.list.caption", Search: "workplan.list.search",
	Columns: []table.Column[workplan.Plan]{
		{Key: "title", Title: "workplan.field.title", Sortable: true, Cell: func(p workplan.Plan) templ.Component {
			return ui.Titled(ui.Link{Text: p.Title, Path: path(p)}, strconv.Itoa(p.Year))
		}},
		{Key: "items", Title: "workplan.field.aims", Numeric: true, Cell: func(p workplan.Plan) templ.Component { return ui.Number(workplan.Aims(p.Items)) }},
		{Key: "state", Title: "workplan.field.state", Nowrap: true, Cell: func(p workplan.Plan) templ.Component { return stateTag(p.State) }},
		{Key: "result", Title: "workplan.field.result", Nowrap: true, Cell: func(p workplan.Plan) templ.Component { return resultTag(p.Result) }},
		{Key: "updated", Title: "workplan.field.updated", Sortable: true, Nowrap: true, Cell: func(p workplan.Plan) templ.Component { return ui.Instant(p.UpdatedAt) }},
	},
	Filters:  []table.Filter{{Key: "state", Label: "workplan.field.state"}, {Key: "result", Label: "workplan.field.result"}},
	NewLabel: "workplan.action.new", Export: "/exports/workplan_item",
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.WithOptions("state", recordweb.States(ctx, workplan.Kind, workplan.Flow.States())).
		WithOptions("result", recordweb.Options(ctx, "workplan_result", []workplan.Result{workplan.Fulfilled, workplan.NotFulfilled}))
	if p.service.Reaches(a, workplan.ActKeep) {
		spec.New, spec.Template, spec.Import = Path+"/new", "/imports/workplan_item/template", "/imports/workplan_item/new"
	}
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	rule, years, warned, err := p.service.Warning(ctx)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "workplan.list.title"), Lead: i18n.T(ctx, "workplan.list.lead"), Actions: spec.Actions(ctx, state)}
	view := table.View(spec, state, page)
	if warned {
		view = templ.Join(warning(rule, years), view)
	}
	return web.Render(w, r, http.StatusOK, web.With(meta, view))
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	return p.renderNew(w, r, form.New().SetInt("year", int64(p.service.Year())), http.StatusOK)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, v *form.Values, status int) error {
	ctx := r.Context()
	meta := web.Meta{
		Title: i18n.T(ctx, "workplan.new.title"), Lead: i18n.T(ctx, "workplan.new.title.lead"), Narrow: true, Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, {Text: i18n.T(ctx, "workplan.new.title")}},
	}
	return web.Render(w, r, status, recordweb.StepPage(meta, form.Spec{Action: Path, Values: v, Submit: "workplan.action.save", Cancel: Path}, newFields()))
}

func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), recordweb.NewID(v, "plan")
	cmd := workplan.DraftCommand{ID: id, Year: v.Int("year"), Title: v.Text("title")}
	if err = v.Err(); err == nil {
		_, err = p.service.Start(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return p.renderNew(w, r, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path+"/"+string(id), "workplan.saved")
}
