// Package boardweb holds the dashboard, the wall screen and the list of its
// addresses.
package boardweb

import (
	"context"
	"embed"
	"io/fs"
	"net/http"
	"strconv"

	"tongpin/internal/board"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the pages need of their surroundings.
type Options struct {
	// Figure is the page of a figure in a period.
	Figure func(key, period string) string
}

// Pages are the pages of boards.
type Pages struct {
	service *board.Service
	options Options
}

// New makes the pages.
func New(service *board.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the pages. A wall screen stands below WallPath, the key of
// its consortium and its token.
const (
	Path      = "/board"
	LinksPath = "/board/walls"
	WallPath  = "/wall"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get(Path, board.ActView, p.board),
		web.Get(LinksPath, board.ActLinks, p.links),
		web.Post(LinksPath, board.ActLinks, p.issue),
		web.Post(LinksPath+"/{id}/revoke", board.ActLinks, p.revoke),
		web.Get(WallPath+"/{consortium}/{token}", web.Public, p.wall),
	}
}

// earliest is the first year that can be asked for.
const earliest = 2000

func (p *Pages) board(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	today := p.service.Today()
	day := today
	if asked := r.URL.Query().Get("year"); asked != "" {
		year, err := strconv.Atoi(asked)
		if err != nil || year < earliest || year > today.Year {
			return fault.Wrong("year", asked, "board.year.wrong", "from", strconv.Itoa(earliest), "to", strconv.Itoa(today.Year))
		}
		day = calendar.On(year, 12, 31)
	}
	b, err := p.service.Board(ctx, a, day)
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	m := web.Meta{Title: l.T("board.title"), Lead: l.T("board.lead", "year", strconv.Itoa(day.Year))}
	m.Actions = append(m.Actions, ui.Action{Text: l.T("board.year", "year", strconv.Itoa(day.Year-1)), Path: Path + "?year=" + strconv.Itoa(day.Year-1)})
	if day.Year < today.Year {
		m.Actions = append(m.Actions, ui.Action{Text: l.T("board.year", "year", strconv.Itoa(day.Year+1)), Path: Path + "?year=" + strconv.Itoa(day.Year+1)})
	}
	if p.service.May(a, board.ActLinks) {
		m.Actions = append(m.Actions, ui.Action{Text: l.T("board.action.walls"), Path: LinksPath, Icon: "chart-bar"})
	}
	return web.Render(w, r, http.StatusOK, boardPage(m, p.drawing(ctx, b, p.options.Figure)))
}

// wall shows the board to whoever holds the token. Only people who are signed in
// are led to the figures.
func (p *Pages) wall(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	b, c, err := p.service.Wall(ctx, r.PathValue("consortium"), r.PathValue("token"))
	if err != nil {
		return err
	}
	figure := p.options.Figure
	if _, signedIn := access.From(ctx); !signedIn {
		figure = nil
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
	return web.Render(w, r, http.StatusOK, wallPage(c.NameFor(ctx), p.drawing(ctx, b, figure)))
}

func (p *Pages) links(w http.ResponseWriter, r *http.Request) error {
	return p.renderLinks(w, r, form.New(), "", http.StatusOK)
}

func (p *Pages) renderLinks(w http.ResponseWriter, r *http.Request, v *form.Values, made string, status int) error {
	ctx := r.Context()
	list, err := p.service.Links(ctx, access.Must(ctx))
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	m := web.Meta{
		Title: l.T("board.walls.title"), Lead: l.T("board.walls.lead"), Narrow: true,
		Crumbs: []ui.Link{{Text: l.T("nav.board"), Path: Path}, {Text: l.T("board.walls.title")}},
	}
	return web.Render(w, r, status, linksPage(m, v, list, p.service.Today(), made))
}

// issue makes an address and shows it, this once.
func (p *Pages) issue(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cmd := board.IssueCommand{ID: recordweb.NewID(v, "wall"), Name: v.Text("name"), ExpiresOn: form.Read(v, "expires_on", "web.fault.date", calendar.ParseDate)}
	made := ""
	if err = v.Err(); err == nil {
		made, err = p.service.Issue(ctx, access.Must(ctx), cmd)
	}
	if v.Mend(err) {
		return p.renderLinks(w, r, v, "", http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return p.renderLinks(w, r, form.New(), WallPath+"/"+made, http.StatusOK)
}

func (p *Pages) revoke(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	k, err := p.service.Revoke(r.Context(), access.Must(r.Context()), t)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, LinksPath, "board.walls.revoked", "name", k.Name)
}

func (p *Pages) drawing(ctx context.Context, b board.Board, figure func(key, period string) string) drawing {
	return drawing{b, i18n.From(ctx), figure}
}
