package offerweb

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/offer"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var states = []offer.State{offer.Active, offer.Closed}

var filters = []table.Filter{
	{Key: "school", Label: "offer.field.school"},
	{Key: "level", Label: "offer.field.level"},
	{Key: "category", Label: "offer.field.category"},
	{Key: "state", Label: "offer.field.state"},
}

var list = table.Spec[offer.Programme]{
	Path: Path, Caption: "offer.programmes.caption", Search: "offer.search",
	Columns: []table.Column[offer.Programme]{
		{Key: "name", Title: "offer.field.programme", Sortable: true, Cell: func(p offer.Programme) templ.Component {
			return ui.Titled(ui.Link{Text: p.Name, Path: path(p)}, p.Code)
		}},
		{Key: "school", Title: "offer.field.school", Cell: func(p offer.Programme) templ.Component { return ui.Text(p.SchoolName) }},
		{Key: "level", Title: "offer.field.level", Nowrap: true, Cell: func(p offer.Programme) templ.Component { return word("enum.programme_level", p.Level()) }},
		{Key: "category", Title: "offer.field.category", Cell: func(p offer.Programme) templ.Component {
			return word("enum.programme_category", offer.CategoryKey(p.Code))
		}},
		{Key: "years", Title: "offer.field.years", Numeric: true, Cell: func(p offer.Programme) templ.Component { return ui.Number(p.Years) }},
		{Key: "confirmed", Title: "offer.field.confirmed", Sortable: true, Nowrap: true, Cell: func(p offer.Programme) templ.Component { return ui.Instant(p.ConfirmedAt) }},
		{Key: "state", Title: "offer.field.state", Nowrap: true, Cell: func(p offer.Programme) templ.Component { return stateTag(p.State) }},
	},
	Filters: filters, NewLabel: "offer.action.new_programme", Export: "/exports/programme",
}

var cohortList = table.Spec[offer.Cohort]{
	Path: CohortsPath, Caption: "offer.cohorts.caption", Search: "offer.search",
	Columns: []table.Column[offer.Cohort]{
		{Key: "name", Title: "offer.field.cohort", Sortable: true, Cell: func(c offer.Cohort) templ.Component {
			return ui.Titled(ui.Link{Text: c.ProgrammeName + " \u00b7 " + c.Name, Path: cohortPath(c)}, c.ProgrammeCode)
		}},
		{Key: "school", Title: "offer.field.school", Cell: func(c offer.Cohort) templ.Component { return ui.Text(c.SchoolName) }},
		{Key: "students", Title: "offer.field.students", Numeric: true, Cell: func(c offer.Cohort) templ.Component { return ui.Number(c.Students) }},
		{Key: "available", Title: "offer.field.available", Numeric: true, Sortable: true, Cell: func(c offer.Cohort) templ.Component { return ui.Number(c.Available) }},
		{Key: "graduate", Title: "offer.field.graduate_on", Sortable: true, Nowrap: true, Cell: func(c offer.Cohort) templ.Component { return ui.Date(c.GraduateOn) }},
		{Key: "practice", Title: "offer.field.practice", Nowrap: true, Cell: practiceCell},
		{Key: "confirmed", Title: "offer.field.confirmed", Sortable: true, Nowrap: true, Cell: func(c offer.Cohort) templ.Component { return ui.Instant(c.ConfirmedAt) }},
		{Key: "state", Title: "offer.field.state", Nowrap: true, Cell: func(c offer.Cohort) templ.Component { return stateTag(c.State) }},
	},
	Filters: filters, Export: "/exports/cohort",
}

// options are the choices of the filters; both lists have the same.
func (p *Pages) options(ctx context.Context) (map[string][]ui.Option, error) {
	schools, err := p.service.Schools(ctx)
	o := map[string][]ui.Option{
		"level": recordweb.Options(ctx, "programme_level", offer.Levels),
		"state": recordweb.Options(ctx, "offer_state", states),
	}
	for _, s := range schools {
		o["school"] = append(o["school"], ui.Option{Value: string(s.ID), Text: s.Name})
	}
	for n := range code.Categories {
		key := fmt.Sprint(n + 1)
		o["category"] = append(o["category"], ui.Option{Value: key, Text: i18n.From(ctx).Word("enum.programme_category", key)})
	}
	return o, err
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	options, err := p.options(ctx)
	if err != nil {
		return err
	}
	spec := chosen(p, a, list, func(x offer.Programme) string { return string(x.ID) })
	for _, f := range filters {
		spec = spec.WithOptions(f.Key, options[f.Key])
	}
	if p.service.Reaches(a, offer.ActKeep) {
		spec.New, spec.Template, spec.Import = Path+"/new", "/imports/programme/template", "/imports/programme/new"
	}
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "offer.programmes.title"), Lead: i18n.T(ctx, "offer.programmes.lead"), Actions: spec.Actions(ctx, state)}
	return web.Render(w, r, http.StatusOK, web.With(meta, templ.Join(listTabs(ctx, Path), table.View(spec, state, page))))
}

func (p *Pages) cohorts(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	options, err := p.options(ctx)
	if err != nil {
		return err
	}
	spec := chosen(p, a, cohortList, func(x offer.Cohort) string { return string(x.ID) })
	for _, f := range filters {
		spec = spec.WithOptions(f.Key, options[f.Key])
	}
	if p.service.Reaches(a, offer.ActKeep) {
		spec.Template, spec.Import = "/imports/cohort/template", "/imports/cohort/new"
	}
	state := spec.Read(r)
	page, err := p.service.Cohorts(ctx, a, state.Query)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "offer.cohorts.title"), Lead: i18n.T(ctx, "offer.cohorts.lead"), Actions: spec.Actions(ctx, state), Nav: Path}
	return web.Render(w, r, http.StatusOK, web.With(meta, templ.Join(listTabs(ctx, CohortsPath), table.View(spec, state, page))))
}

func listTabs(ctx context.Context, on string) templ.Component {
	return ui.Tabs(
		ui.Tab{Text: i18n.T(ctx, "offer.programmes.title"), Path: Path, On: on == Path},
		ui.Tab{Text: i18n.T(ctx, "offer.cohorts.title"), Path: CohortsPath, On: on == CohortsPath},
	)
}
