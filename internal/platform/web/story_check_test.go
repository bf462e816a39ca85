package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/pagetest"
)

var storyPages = []string{"/", "/?bare", "/orders", "/orders?q=x&industry=energy&state=open&state=agreed&due=2026-04-30&sort=-heads&size=50&page=2&col=title&col=heads",
	"/orders?empty", "/orders?empty&q=nothing", "/orders/7", "/orders/new", "/orders/wrong", "/forbidden", "/no/such", "/broken"}

func get(t testing.TB, h http.Handler, path string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestStoryPagesAreSound(t *testing.T) {
	c := catalogue(t)
	h, _ := app(t, c, slog.New(slog.DiscardHandler))
	for _, lang := range i18n.Languages {
		for _, path := range storyPages {
			w := get(t, h, path, &http.Cookie{Name: "tp_lang", Value: string(lang)})
			for _, p := range pagetest.Flaws(w.Body.String()) {
				t.Errorf("%s %s: %s", lang, path, p)
			}
		}
	}
	if missing := c.Missing(); len(missing) > 0 {
		t.Errorf("texts are missing: %q", missing)
	}
}
