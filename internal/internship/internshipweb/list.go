package internshipweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/internship"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

type row = internship.Internship

var list = table.Spec[row]{
	Path: Path, Caption: "internship.list.caption", Search: "internship.list.search",
	Columns: []table.Column[row]{
		{Key: "student", Title: "internship.field.student", Cell: studentCell},
		{Key: "school", Title: "internship.field.school", Cell: func(x row) templ.Component { return ui.Text(x.SchoolName) }},
		{Key: "host", Title: "internship.field.host", Cell: func(x row) templ.Component { return ui.Text(x.HostName) }},
		{Key: "post", Title: "internship.field.post", Sortable: true, Cell: func(x row) templ.Component { return ui.Text(x.Post) }},
		{Key: "nature", Title: "internship.field.nature", Nowrap: true, Cell: natureCell},
		{Key: "from", Title: "internship.field.from", Sortable: true, Nowrap: true, Cell: func(x row) templ.Component { return ui.Date(x.From) }},
		{Key: "until", Title: "internship.field.until", Sortable: true, Nowrap: true, Cell: func(x row) templ.Component { return ui.Date(x.Shift().To) }},
		{Key: "state", Title: "internship.field.state", Nowrap: true, Cell: func(x row) templ.Component { return stateTag(x.State) }},
	},
	Filters: []table.Filter{
		{Key: "nature", Label: "internship.field.nature"},
		{Key: "school", Label: "internship.field.school"},
		{Key: "state", Label: "internship.field.state", Kind: table.Many},
	},
	NewLabel: "internship.action.register",
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	schools, err := p.service.Schools(ctx)
	if err != nil {
		return err
	}
	spec := list.
		WithOptions("nature", recordweb.Options(ctx, "internship_nature", internship.Natures)).
		WithOptions("school", units(schools)).
		WithOptions("state", recordweb.States(ctx, internship.Kind, internship.Flow.States()))
	if p.service.Reaches(a, internship.ActKeep) {
		spec.New, spec.Template, spec.Import = Path+"/new", "/imports/internship/template", "/imports/internship/new"
	}
	if p.service.Reaches(a, internship.ActExport) {
		spec.Export = "/exports/internship"
		spec.RowID = func(x row) string { return string(x.ID) }
		spec.Bulk = []table.Bulk{{Label: "record.bulk.export", Path: spec.Export}}
	}
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "internship.list.title"), Lead: i18n.T(ctx, "internship.list.lead"), Actions: spec.Actions(ctx, state)}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// units are organisations as choices.
func units(all []organisation.Organisation) (options []ui.Option) {
	for _, o := range all {
		options = append(options, ui.Option{Value: string(o.ID), Text: o.Name})
	}
	return options
}

// name is the name of a student as it may be shown; words for one who was erased.
func name(ctx context.Context, s internship.Student) string {
	if s.Name == "" {
		return i18n.T(ctx, "internship.student.erased")
	}
	return s.Name
}

// hours are the days of the week and the time of day.
func hours(ctx context.Context, x row) string {
	l := i18n.From(ctx)
	days := make([]string, len(x.Days))
	for i, d := range x.Days {
		days[i] = l.Word("enum.weekday", d)
	}
	return l.T("internship.times.text", "days", strings.Join(days, l.T("record.comma")), "from", calendar.Clock(x.Starts), "to", calendar.Clock(x.Ends), "hours", x.Hours)
}

var tones = map[internship.State]ui.Tone{
	internship.Planned: ui.Plain, internship.UnderWay: ui.River, internship.Ended: ui.Jade, internship.EndedEarly: ui.Plain, internship.CalledOff: ui.Plain,
}
