package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tongpin/internal/platform/web"
)

func quietApp(t testing.TB) http.Handler {
	t.Helper()
	h, _ := app(t, catalogue(t), slog.New(slog.DiscardHandler))
	return h
}

func post(h http.Handler, path string, fields url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestStatuses(t *testing.T) {
	h := quietApp(t)
	tests := []struct {
		method, path string
		want         int
	}{
		{"GET", "/orders", 200}, {"HEAD", "/orders", 200}, {"GET", "/no/such", 404}, {"DELETE", "/orders", 405},
		{"GET", "/forbidden", 403}, {"GET", "/broken", 500}, {"GET", "/panic", 500}, {"GET", "/orders?anonymous=1", 303},
		{"POST", "/orders", 422}, {"GET", "/assets/none/kit.css", 404},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.want {
			t.Errorf("%s %s: %d, want %d", tt.method, tt.path, w.Code, tt.want)
		}
	}
	if got := get(t, h, "/orders?anonymous=1").Header().Get("Location"); got != "/sign-in?next=%2Forders%3Fanonymous%3D1" {
		t.Errorf("sign in at %q", got)
	}
}

func TestInternalErrorsStayInside(t *testing.T) {
	var log bytes.Buffer
	h, _ := app(t, catalogue(t), slog.New(slog.NewTextHandler(&log, nil)))
	w := get(t, h, "/broken?name=secret")
	if body := w.Body.String(); strings.Contains(body, "EOF") || !strings.Contains(body, w.Header().Get("X-Request-Id")) {
		t.Error("the page shows the error, or not the number of the request")
	}
	if out := log.String(); !strings.Contains(out, "unexpected EOF") || strings.Contains(out, "secret") {
		t.Errorf("log: %s", out)
	}
}

func TestConfirmationIsShownOnce(t *testing.T) {
	h := quietApp(t)
	w := post(h, "/orders", url.Values{"title": {"<b>Welder</b>"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/orders" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	next := get(t, h, "/orders", cookie)
	if !strings.Contains(next.Body.String(), "&lt;b&gt;Welder") {
		t.Error("no confirmation")
	}
	if gone := next.Result().Cookies(); len(gone) != 1 || gone[0].MaxAge >= 0 {
		t.Errorf("the confirmation stays: %v", gone)
	}
	cookie.Value = "x" + cookie.Value
	if strings.Contains(get(t, h, "/orders", cookie).Body.String(), "Welder") {
		t.Error("a forged confirmation is shown")
	}
}

func TestForeignFormIsRefused(t *testing.T) {
	h := quietApp(t)
	if w := post(h, "/orders", url.Values{"title": {"x"}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", w.Code)
	}
	if w := post(h, "/orders", url.Values{"title": {strings.Repeat("x", 70<<10)}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body over the limit: %d", w.Code)
	}
}

func TestPreferences(t *testing.T) {
	h := quietApp(t)
	w := post(h, web.PreferencePath, url.Values{"lang": {"en"}, "larger": {"on"}, "back": {"//evil.example/x"}})
	if w.Header().Get("Location") != "/" {
		t.Errorf("leads to %q", w.Header().Get("Location"))
	}
	body := get(t, h, "/orders", w.Result().Cookies()...).Body.String()
	if !strings.Contains(body, `<html lang="en" class="larger">`) {
		t.Error("the choices do not hold")
	}
	if got := post(h, web.PreferencePath, url.Values{"lang": {"xx"}}).Result().Cookies(); len(got) != 0 {
		t.Errorf("an unknown language is kept: %v", got)
	}
}

func TestLocal(t *testing.T) {
	for path, want := range map[string]string{"/a?b=c": "/a?b=c", "": "/", "//x.example": "/", "https://x.example/": "/", `/\x.example`: "/", "a": "/", "/a\r\nb": "/"} {
		if got := web.Local(path, "/"); got != want {
			t.Errorf("Local(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestPagesArePackedAndGuarded(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/orders", nil)
	r.Header.Set("Accept-Encoding", "br, gzip;q=0.8")
	w := httptest.NewRecorder()
	quietApp(t).ServeHTTP(w, r)
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(w.Header()["Vary"], ","), "HX-Request") {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil || !bytes.Contains(b, []byte("</html>")) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	csp := w.Header().Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("policy %q", csp)
	}
}

func TestRoutesAreListed(t *testing.T) {
	_, m := app(t, catalogue(t), slog.New(slog.DiscardHandler))
	if n := len(m.Routes()); n != 10 {
		t.Errorf("%d routes", n)
	}
	defer func() {
		if recover() == nil {
			t.Error("a route without a handler is taken")
		}
	}()
	m.Add(web.Route{Method: "GET", Pattern: "/x"})
}
