package bulletinweb

import (
	"cmp"
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

var list = table.Spec[bulletin.Bulletin]{
	Path: Path, Caption: "bulletin.list.caption", Search: "bulletin.list.search",
	Columns: []table.Column[bulletin.Bulletin]{
		{Key: "title", Title: "bulletin.field.title", Cell: func(b bulletin.Bulletin) templ.Component {
			return ui.Titled(ui.Link{Text: b.Content.Title, Path: path(b)}, b.Content.Editor)
		}},
		{Key: "series", Title: "bulletin.field.series", Nowrap: true, Cell: func(b bulletin.Bulletin) templ.Component { return word("bulletin.series", string(b.Series)) }},
		{Key: "period", Title: "bulletin.field.period", Sortable: true, Nowrap: true, Cell: periodCell},
		{Key: "number", Title: "bulletin.field.number", Nowrap: true, Cell: numberCell},
		{Key: "published", Title: "bulletin.field.published_on", Sortable: true, Nowrap: true, Cell: func(b bulletin.Bulletin) templ.Component { return ui.Date(b.PublishedOn) }},
		{Key: "state", Title: "bulletin.field.state", Nowrap: true, Cell: func(b bulletin.Bulletin) templ.Component { return stateTag(b.State) }},
		{Key: "created", Title: "bulletin.field.created_at", Sortable: true, Hidden: true, Nowrap: true, Cell: func(b bulletin.Bulletin) templ.Component { return ui.Instant(b.CreatedAt) }},
	},
	Filters: []table.Filter{
		{Key: "series", Label: "bulletin.field.series"},
		{Key: "state", Label: "bulletin.field.state", Kind: table.Many},
	},
	NewLabel: "bulletin.action.new", Export: "/exports/bulletin",
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "bulletin.list.empty"), Next: i18n.T(ctx, "bulletin.list.empty_next")}
	},
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	spec := list.WithOptions("series", seriesOptions(ctx)).WithOptions("state", recordweb.States(ctx, bulletin.Kind, bulletin.Flow.States()))
	if p.service.May(a, bulletin.ActKeep) {
		spec.New = Path + "/new"
	}
	state := spec.Read(r)
	page, err := p.service.List(ctx, a, state.Query)
	if err != nil {
		return err
	}
	keeper, err := p.service.Keeper(ctx)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "bulletin.list.title"), Lead: i18n.T(ctx, "bulletin.list.lead"), Actions: spec.Actions(ctx, state)}
	meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "bulletin.action.public"), Path: PublicPath + "/" + keeper.Key, Icon: "external-link"})
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

func seriesOptions(ctx context.Context) []ui.Option {
	options := make([]ui.Option, len(bulletin.AllSeries))
	for i, s := range bulletin.AllSeries {
		options[i] = ui.Option{Value: string(s), Text: i18n.From(ctx).Word("bulletin.series", string(s))}
	}
	return options
}

// offered are the periods that a paper can be begun for: quarters and years, the
// latest first.
func offered(ctx context.Context, today calendar.Date) []ui.Option {
	var options []ui.Option
	for i := range 5 {
		options = append(options, periodOption(ctx, calendar.QuarterOf(today.AddMonths(-3*i))))
	}
	for i := range 2 {
		options = append(options, periodOption(ctx, calendar.YearOf(calendar.On(today.Year-i, 1, 1))))
	}
	return options
}

func periodOption(ctx context.Context, p calendar.Period) ui.Option {
	series, _ := bulletin.SeriesOf(p)
	l := i18n.From(ctx)
	return ui.Option{Value: p.Name, Text: l.T("bulletin.offer", "series", l.Word("bulletin.series", string(series)), "period", bulletin.PeriodWords(l, p))}
}

// languages are those in which a paper can be written.
func languages(ctx context.Context) []ui.Option {
	return recordweb.Options(ctx, "paper_language", []string{"zh", "en"})
}

func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	today := p.service.Today()
	asked := cmp.Or(r.URL.Query().Get("period"), calendar.QuarterOf(today.AddMonths(-3)).Name)
	v := form.New().Set("period", asked).Set("language", string(i18n.From(r.Context()).Language()))
	return p.renderNew(w, r, http.StatusOK, v)
}

func (p *Pages) renderNew(w http.ResponseWriter, r *http.Request, status int, v *form.Values) error {
	ctx := r.Context()
	return web.Render(w, r, status, newPage(meta(ctx, "bulletin.new.title"), v, offered(ctx, p.service.Today())))
}

// create drafts a paper in the usual wording and leads to its editor.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	v.Required("period", "language")
	ctx, a := r.Context(), access.Must(r.Context())
	period := form.Read(v, "period", "bulletin.period", calendar.ParsePeriod)
	cmd := bulletin.DraftCommand{ID: recordweb.NewID(v, "bulletin"), Period: period}
	if err = v.Err(); err == nil {
		cmd.Content, err = p.service.Compose(ctx, a, period, i18n.Language(v.Text("language")))
	}
	if err == nil {
		_, err = p.service.Start(ctx, a, cmd)
	}
	if _, found := p.service.Find(ctx, a, cmd.ID); err != nil && found == nil {
		return web.Redirect(w, r, Path+"/"+string(cmd.ID), "") // a double click: the first has made it
	}
	if v.Mend(err) {
		return p.renderNew(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path+"/"+string(cmd.ID)+"/edit", "bulletin.drafted")
}

// meta is the head of a form page: its texts are key and key.lead.
func meta(ctx context.Context, key string, crumbs ...ui.Link) web.Meta {
	l := i18n.From(ctx)
	return web.Meta{
		Title: l.T(key), Lead: l.T(key + ".lead"), Narrow: true,
		Crumbs: append(append([]ui.Link{{Text: l.T("nav.bulletins"), Path: Path}}, crumbs...), ui.Link{Text: l.T(key)}),
	}
}

func periodCell(b bulletin.Bulletin) templ.Component {
	return inWords(func(l *i18n.Localizer) string { return bulletin.PeriodWords(l, b.Period) })
}

func numberCell(b bulletin.Bulletin) templ.Component {
	if b.Issue == 0 {
		return ui.Text("")
	}
	return inWords(func(l *i18n.Localizer) string { return numberWords(l, b) })
}

func numberWords(l *i18n.Localizer, b bulletin.Bulletin) string {
	return l.T("bulletin.number", "year", strconv.Itoa(b.PublishedOn.Year), "issue", b.Issue)
}
