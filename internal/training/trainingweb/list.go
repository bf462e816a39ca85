package trainingweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

var list = table.Spec[training.Class]{
	Path: Path, Caption: "training.list.caption", Search: "training.list.search",
	Columns: []table.Column[training.Class]{
		{Key: "name", Title: "training.field.name", Sortable: true, Cell: func(k training.Class) templ.Component {
			return ui.Titled(ui.Link{Text: k.Name, Path: path(k)}, k.Number)
		}},
		{Key: "provider", Title: "training.field.provider", Cell: func(k training.Class) templ.Component { return ui.Text(k.ProviderName) }},
		{Key: "occupation", Title: "training.field.occupation", Cell: taughtCell},
		{Key: "category", Title: "training.field.category", Hidden: true, Cell: func(k training.Class) templ.Component { return word("enum.training_category", k.Category) }},
		{Key: "subsidised", Title: "training.field.subsidised_short", Nowrap: true, Cell: subsidyCell},
		{Key: "opens", Title: "training.field.opens", Sortable: true, Nowrap: true, Cell: func(k training.Class) templ.Component { return ui.Date(k.Opens) }},
		{Key: "closes", Title: "training.field.closes", Sortable: true, Nowrap: true, Cell: func(k training.Class) templ.Component { return ui.Date(k.Closes) }},
		{Key: "hours", Title: "training.field.hours", Numeric: true, Hidden: true, Cell: func(k training.Class) templ.Component { return ui.Number(k.Hours) }},
		{Key: "enrolled", Title: "training.field.enrolled", Numeric: true, Sortable: true, Nowrap: true, Cell: takenCell},
		{Key: "state", Title: "training.field.state", Nowrap: true, Cell: func(k training.Class) templ.Component { return StateTag(k.State) }},
	},
	Filters: []table.Filter{
		{Key: "occupation", Label: "training.field.occupation", Kind: table.Word},
		{Key: "category", Label: "training.field.category"},
		{Key: "level", Label: "training.field.level"},
		{Key: "subsidised", Label: "training.field.subsidised_short"},
		{Key: "state", Label: "training.field.state", Kind: table.Many},
	},
	NewLabel: "training.action.draft",
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.
		WithOptions("category", recordweb.Options(ctx, "training_category", training.Categories)).
		WithOptions("level", recordweb.Options(ctx, "skill_level", code.SkillLevels)).
		WithOptions("subsidised", recordweb.Options(ctx, "yes_no", []string{"yes", "no"})).
		WithOptions("state", recordweb.States(ctx, training.ClassKind, training.Flow.States()))
	state := spec.Read(r)
	if period := r.URL.Query().Get("period"); period != "" {
		state.Filter["period"] = []string{period}
	}
	page, err := p.service.ClassesOf(ctx, a, state.Query)
	if err != nil {
		return err
	}
	if p.service.Reaches(a, training.ActImport) {
		spec.Template, spec.Import = "/imports/training_roster/template", "/imports/training_roster/new"
	}
	if p.service.Reaches(a, training.ActExport) {
		spec.Export = "/exports/training_roster"
		spec.RowID = func(k training.Class) string { return string(k.ID) }
		spec.Bulk = []table.Bulk{{Label: "record.bulk.export", Path: spec.Export}}
	}
	if p.service.Reaches(a, training.ActFile) {
		spec.New = Path + "/new"
	}
	meta := web.Meta{Title: i18n.T(ctx, "training.list.title"), Lead: i18n.T(ctx, "training.list.lead"), Actions: spec.Actions(ctx, state)}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// occupation judges an occupation while it is typed: a usual word is answered
// with its title and code.
func (p *Pages) occupation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	typed := r.URL.Query().Get("occupation")
	if typed == "" {
		return nil
	}
	if o, err := code.ParseOccupation("occupation", typed); err == nil {
		return form.Verdict(true, i18n.T(ctx, "training.occupation.known", "title", o.Title, "code", o.Code)).Render(ctx, w)
	}
	text := i18n.T(ctx, "training.occupation.unknown")
	if near := code.SearchOccupations(typed, 1); len(near) > 0 {
		text = i18n.T(ctx, "training.occupation.near", "title", near[0].Title, "code", near[0].Code)
	}
	return form.Verdict(false, text).Render(ctx, w)
}

// taught is what a class teaches: the occupation with its level, or the category.
func taught(ctx context.Context, k training.Class) string {
	l := i18n.From(ctx)
	o, ok := code.FindOccupation(k.Occupation)
	switch {
	case !ok:
		return l.Word("enum.training_category", k.Category)
	case k.Level == "":
		return o.Title
	}
	return l.T("training.taught", "occupation", o.Title, "level", l.Word("enum.skill_level", string(k.Level)))
}

// levels names skill levels in one line.
func levels(ctx context.Context, list []code.SkillLevel) string {
	l := i18n.From(ctx)
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = l.Word("enum.skill_level", string(x))
	}
	return strings.Join(words, l.T("record.comma"))
}

// teacherVerb is the button that notes that a teacher left, or is back.
func teacherVerb(ctx context.Context, t training.Teacher) string {
	if t.Left {
		return i18n.T(ctx, "training.teacher.return")
	}
	return i18n.T(ctx, "training.teacher.leave")
}
