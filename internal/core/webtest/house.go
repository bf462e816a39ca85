// Package webtest is the small house around a feature's pages in their tests: a
// fresh database, the real shell with the texts of both languages, the gate of a
// permission table, and one person after another who is signed in. A test asks
// for pages, fills their forms as a browser without scripts does, and looks for
// words. Every page that it sees is also checked by itself: no flaw (see pagetest),
// and no key where a text should stand.
//
//	h := webtest.New(t, order.Grants(), orderweb.Texts())
//	h.Keep(plant, college)
//	h.Serve(orderweb.New(service, orderweb.Options{Intake: h.Files}))
//	to := h.As(hr).Send("/orders/new", webtest.Fields("title", "Welders"), 303)
//	h.As(dean).Get(to, 200, "Welders")
package webtest

import (
	"io/fs"
	"log/slog"
	"net/http"
	"regexp"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/document"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/texts"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/schema"
)

// House is a small program around pages, in the consortium dbtest.Home. Nobody
// is signed in until As; the language is English until the test changes it.
type House struct {
	testing.TB
	DB        *db.DB
	Now       *clock.Set
	Table     *access.Table
	Catalogue *i18n.Catalogue
	Files     file.Intake
	Language  i18n.Language
	Link      func(record.Ref) string // the page of a record; "/<kind>s/<id>" at first
	actor     *access.Actor
	cookies   map[string]*http.Cookie // nil: none are kept
	keys      *regexp.Regexp
	handler   http.Handler
}

// New opens a house with a database of its own. The texts are those of the
// pages; the texts of the shared parts stand in it already.
func New(t testing.TB, grants []access.Grant, own ...fs.FS) *House {
	t.Helper()
	d, now := dbtest.SQLite(t, schema.Files)
	blobs, err := file.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	sources := append(Shared(), own...)
	catalogue, err := i18n.Load(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return &House{
		TB: t, DB: d, Now: now, Table: access.NewTable(grants), Catalogue: catalogue, Language: i18n.English,
		Files: file.Intake{Blobs: blobs, Limit: file.DefaultLimit, Clock: now},
		Link:  func(ref record.Ref) string { return "/" + string(ref.Kind) + "s/" + string(ref.ID) },
		keys:  keysOf(t, sources),
	}
}

// Shared are the texts that every feature's pages may use.
func Shared() []fs.FS {
	return []fs.FS{
		code.Texts,
		document.Catalogues(),
		file.Texts(),
		sheet.Catalogues(),
		texts.FS,
		web.Texts(),
	}
}

// Keep stores organisations.
func (h *House) Keep(list ...organisation.Organisation) {
	h.Helper()
	h.Write(func(tx *db.Tx) error {
		for _, o := range list {
			if err := organisationdb.Save(tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}

// Write changes the database of the Home consortium.
func (h *House) Write(f func(tx *db.Tx) error) {
	h.Helper()
	if err := h.DB.Write(dbtest.Ctx(dbtest.Home), f); err != nil {
		h.Fatal(err)
	}
}

// Serve makes pages the ones that the house serves; served again, it serves the
// new ones only.
func (h *House) Serve(pages ...Pages) { h.ServeBehind(Door{Gate: h.gate, Seat: h.seat}, pages...) }

// Pages are some pages of the program.
type Pages interface{ Routes() []web.Route }

// Door is how people come in, for the pages that are about that: with it, As has no
// effect.
type Door struct {
	Gate  func(r *http.Request, action string) error // lets in to a route, or not
	Seat  func(next http.Handler) http.Handler       // signs in who has a session
	HTTPS bool
}

// ServeBehind is Serve with a door other than the house's own.
func (h *House) ServeBehind(d Door, pages ...Pages) {
	log := slog.New(slog.DiscardHandler)
	mux := web.NewMux(log, "/sign-in", d.Gate)
	for _, p := range pages {
		mux.Add(p.Routes()...)
	}
	shell := web.Shell{Catalogue: h.Catalogue, Clock: h.Now, Log: log, Secret: []byte("a secret of tests"), MaxBody: file.DefaultLimit + 1<<20, HTTPS: d.HTTPS}
	h.handler = shell.Wrap(d.Seat(mux))
}

// Browser is the same house, seen by somebody whose browser keeps cookies. It has
// none yet, or those of another.
func (h *House) Browser(cookies ...*http.Cookie) *House {
	own := *h
	own.cookies = map[string]*http.Cookie{}
	for _, c := range cookies {
		own.cookies[c.Name] = c
	}
	return &own
}

// Cookie is the cookie of a name that the browser keeps; nil if there is none.
func (h *House) Cookie(name string) *http.Cookie { return h.cookies[name] }

// gate lets in whom the permission table lets in.
func (h *House) gate(r *http.Request, action string) error {
	a, ok := access.From(r.Context())
	switch {
	case !ok:
		return web.ErrSignIn
	case action != web.SignedIn && h.Table.Reach(a, access.Action(action)) == access.None:
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return nil
}

// seat signs the actor in.
func (h *House) seat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := recordweb.WithLinks(r.Context(), h.Link)
		if h.actor != nil {
			ctx = access.With(db.In(ctx, dbtest.Home), *h.actor)
			ctx = web.WithFrame(ctx, web.Frame{Consortium: "Home", Person: h.actor.Name, Role: "R", Organisation: h.actor.OrganisationName})
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// As signs somebody in instead of who was there.
func (h *House) As(a access.Actor) *House {
	h.actor = &a
	return h
}

// AsNobody signs out.
func (h *House) AsNobody() *House {
	h.actor = nil
	return h
}
