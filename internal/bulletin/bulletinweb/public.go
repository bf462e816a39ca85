package bulletinweb

import (
	"context"
	"net/http"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

func publicPath(consortium string, b bulletin.Bulletin) string {
	return PublicPath + "/" + consortium + "/" + string(b.ID)
}

// publicList shows the published papers of a consortium to anybody, the newest
// first: the latest hundred.
func (p *Pages) publicList(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, c, err := p.service.OpenAll(ctx, r.PathValue("consortium"), listing.Query{Page: 1, Size: 100, Sort: "published", Desc: true})
	if err != nil {
		return err
	}
	name := c.NameFor(ctx)
	m := web.Meta{Title: i18n.T(ctx, "bulletin.public.title"), Lead: i18n.T(ctx, "bulletin.public.lead", "consortium", name), Narrow: true}
	return web.Render(w, r, http.StatusOK, publicListPage(m, PublicPath+"/"+c.Key, page.Rows))
}

// opened is a published paper of the address, with a context for reading it.
func (p *Pages) opened(r *http.Request) (bulletin.Bulletin, consortium.Consortium, context.Context, error) {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return bulletin.Bulletin{}, consortium.Consortium{}, nil, err
	}
	return p.service.Open(r.Context(), r.PathValue("consortium"), id)
}

// publicShow shows a published paper, and what of it has changed since. It holds
// aggregates only; the figures behind it are for those who sign in.
func (p *Pages) publicShow(w http.ResponseWriter, r *http.Request) error {
	b, c, inside, err := p.opened(r)
	if err != nil {
		return err
	}
	robot := access.Robot(c.ID)
	s, err := p.surface(inside, robot, b)
	if err != nil {
		return err
	}
	changes, err := p.service.Changes(inside, robot, b)
	if err != nil {
		return err
	}
	ctx := r.Context()
	l, name := i18n.From(ctx), c.NameFor(ctx)
	m := web.Meta{
		Title: b.Content.Title, Lead: l.T("bulletin.public.show", "consortium", name, "on", b.PublishedOn), Narrow: true,
		Crumbs:  []ui.Link{{Text: l.T("bulletin.public.title"), Path: PublicPath + "/" + c.Key}, {Text: numberWords(l, b)}},
		Actions: papersOf(ctx, publicPath(c.Key, b)),
	}
	return web.Render(w, r, http.StatusOK, publicPage(m, s, changes))
}

func (p *Pages) publicWord(w http.ResponseWriter, r *http.Request) error {
	b, c, inside, err := p.opened(r)
	if err != nil {
		return err
	}
	return p.sendWord(inside, w, access.Robot(c.ID), b)
}

func (p *Pages) publicJSON(w http.ResponseWriter, r *http.Request) error {
	b, c, inside, err := p.opened(r)
	if err != nil {
		return err
	}
	return p.sendJSON(inside, w, access.Robot(c.ID), b)
}
