package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/a-h/templ"

	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
)

func with(outer, inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

func lazy(f func(context.Context) templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error { return f(ctx).Render(ctx, w) })
}

func catalogue(t testing.TB) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(web.Texts(), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func frame(ctx context.Context) web.Frame {
	t := func(key string) string { return i18n.T(ctx, "story."+key) }
	return web.Frame{
		Consortium: t("consortium"), Person: t("person"), Role: t("role"), Organisation: t("organisation"), Unread: 3,
		Seats: []web.Seat{{ID: "1", Role: t("role"), Current: true}, {ID: "2", Role: "Dean", Organisation: "Academy", Consortium: t("consortium")}},
		Path:  web.Paths{Home: "/", Notices: "/notices", Account: "/account", Switch: "/switch", SignIn: "/sign-in", SignOut: "/sign-out", Search: "/search", Help: "/help"},
		Groups: []web.NavGroup{
			{Items: []web.NavItem{{Key: "story.nav.home", Path: "/", Badge: 7}}},
			{Key: "story.nav.supply", Items: []web.NavItem{{Key: "story.nav.orders", Path: "/orders", Badge: 3}, {Key: "story.nav.offers", Path: "/offers"}, {Key: "story.nav.lists", Path: "/lists"}}},
			{Key: "story.nav.work", Items: []web.NavItem{{Key: "story.nav.members", Path: "/members"}, {Key: "story.nav.agreements", Path: "/agreements"}}},
			{Key: "story.nav.people", Items: []web.NavItem{{Key: "story.nav.classes", Path: "/classes"}, {Key: "story.nav.placements", Path: "/placements", Badge: 2}}},
		},
	}
}

// app is a small application around the story book.
func app(t testing.TB, c *i18n.Catalogue, log *slog.Logger) (http.Handler, *web.Mux) {
	t.Helper()
	gate := func(r *http.Request, action string) error {
		switch {
		case r.URL.Query().Has("anonymous"):
			return web.ErrSignIn
		case action == "forbidden":
			return fault.New(fault.Forbidden, "story.wait")
		}
		return nil
	}
	m := web.NewMux(log, "/sign-in", gate)
	show := func(page func(*http.Request) templ.Component) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error { return web.Render(w, r, http.StatusOK, page(r)) }
	}
	m.Add(web.PreferenceRoutes()...)
	m.Add(
		web.Get("/{$}", web.SignedIn, show(homeStory)),
		web.Get("/orders", web.SignedIn, show(listStory)),
		web.Get("/orders/{id}", web.SignedIn, show(detailStory)),
		web.Get("/orders/new", web.SignedIn, show(func(r *http.Request) templ.Component { return formStory(r, form.New()) })),
		web.Get("/orders/wrong", web.SignedIn, show(func(r *http.Request) templ.Component { return formStory(r, faulty()) })),
		web.Post("/orders", web.SignedIn, create),
		web.Get("/forbidden", "forbidden", show(homeStory)),
		web.Get("/broken", web.Public, func(http.ResponseWriter, *http.Request) error { return io.ErrUnexpectedEOF }),
		web.Get("/panic", web.Public, func(http.ResponseWriter, *http.Request) error { panic("on purpose") }),
	)
	framed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !r.URL.Query().Has("bare") {
			r = r.WithContext(web.WithFrame(r.Context(), frame(r.Context())))
		}
		m.ServeHTTP(w, r)
	})
	shell := web.Shell{Catalogue: c, Clock: clock.At(time.Date(2026, 4, 10, 1, 30, 0, 0, time.UTC)), Log: log, Secret: []byte("story"), MaxBody: 64 << 10}
	return shell.Wrap(framed), m
}

func create(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	v.Required("title")
	if err := v.Err(); v.Mend(err) {
		return web.Render(w, r, http.StatusUnprocessableEntity, formStory(r, v))
	}
	return web.Redirect(w, r, "/orders", "story.saved", "title", v.Text("title"))
}
