package deskweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// maxImports is how many of the newest imports the list holds.
const maxImports = 500

var importTones = map[intake.State]ui.Tone{
	intake.Uploaded: ui.Plain, intake.Checking: ui.River, intake.Checked: ui.Saffron,
	intake.Importing: ui.River, intake.Done: ui.Jade, intake.Refused: ui.Brick,
}

var importList = table.Spec[intake.Import]{
	Path: ImportsPath, Caption: "intake.list.caption",
	Columns: []table.Column[intake.Import]{
		{Key: "file", Title: "intake.field.file", Cell: func(i intake.Import) templ.Component {
			return ui.Anchor(ui.Link{Text: i.FileName, Path: Link(i.Ref())})
		}},
		{Key: "kind", Title: "intake.field.kind", Cell: func(i intake.Import) templ.Component { return kindWord(i.Kind) }},
		{Key: "state", Title: "intake.field.state", Nowrap: true, Cell: func(i intake.Import) templ.Component { return stateTag(i.State) }},
		{Key: "good", Title: "intake.field.good", Numeric: true, Cell: func(i intake.Import) templ.Component { return counted(i, i.Counts.Good()) }},
		{Key: "failed", Title: "intake.field.failed", Numeric: true, Cell: func(i intake.Import) templ.Component { return counted(i, i.Counts.Failed) }},
		{Key: "person", Title: "intake.field.person", Hidden: true, Cell: func(i intake.Import) templ.Component { return ui.Text(i.PersonName) }},
		{Key: "at", Title: "intake.field.at", Nowrap: true, Cell: func(i intake.Import) templ.Component { return ui.Instant(i.CreatedAt) }},
	},
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "intake.list.none"), Next: i18n.T(ctx, "intake.list.none_next")}
	},
}

// counted shows a number of rows once it is known.
func counted(i intake.Import, n int64) templ.Component {
	if i.State == intake.Checking || i.State == intake.Importing || i.State == intake.Uploaded {
		return ui.Text("")
	}
	return ui.Number(n)
}

func (p *Pages) imports(w http.ResponseWriter, r *http.Request) error {
	return p.importsPage(w, r, importList, false)
}

func (p *Pages) allImports(w http.ResponseWriter, r *http.Request) error {
	spec := importList
	spec.Path = ImportsPath + "/all"
	spec.Columns = append([]table.Column[intake.Import](nil), spec.Columns...)
	for n := range spec.Columns {
		spec.Columns[n].Hidden = false
	}
	return p.importsPage(w, r, spec, true)
}

func (p *Pages) importsPage(w http.ResponseWriter, r *http.Request, spec table.Spec[intake.Import], all bool) error {
	ctx, a := r.Context(), access.Must(r.Context())
	list, err := p.intake.List(ctx, a, all, maxImports)
	if err != nil {
		return err
	}
	state := spec.Read(r)
	page := listing.Page[intake.Import]{Total: len(list)}
	if from := state.Offset(); from < len(list) {
		page.Rows = list[from:min(from+state.Size, len(list))]
	}
	meta := web.Meta{Title: i18n.T(ctx, "intake.list.title"), Lead: i18n.T(ctx, "intake.list.lead"), Nav: ImportsPath}
	return web.Render(w, r, http.StatusOK, importsPage(meta, p.tabs(ctx, a, spec.Path), p.sheets(ctx, a), table.View(spec, state, page)))
}

// tabs are the three lists of what comes in and goes out; those who oversee see
// them all, others only their own imports.
func (p *Pages) tabs(ctx context.Context, a access.Actor, at string) []ui.Tab {
	if !p.intake.Oversees(a) {
		return nil
	}
	return []ui.Tab{
		{Text: i18n.T(ctx, "intake.tab.mine"), Path: ImportsPath, On: at == ImportsPath},
		{Text: i18n.T(ctx, "intake.tab.all"), Path: ImportsPath + "/all", On: at == ImportsPath+"/all"},
		{Text: i18n.T(ctx, "intake.tab.exports"), Path: ExportsPath, On: at == ExportsPath},
	}
}

// sheets are the kinds that the person can import, as links.
func (p *Pages) sheets(ctx context.Context, a access.Actor) []ui.Link {
	var links []ui.Link
	for _, k := range p.intake.Importable(a) {
		links = append(links, ui.Link{Text: kindText(ctx, k.Name), Path: newPath(k.Name)})
	}
	return links
}

func newPath(kind string) string { return ImportsPath + "/" + kind + "/new" }
