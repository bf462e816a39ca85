package e2e

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const goodPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Good</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Good</h1><h2>Part</h2><p>Text</p>
<form method="post" action="/sign-in/demo"><button>Enter</button></form></main></body></html>`

const badPage = `<!doctype html><html><head><meta charset="utf-8"><title></title></head>
<body><h1>Bad</h1><h1>Twice</h1><h4>Skips</h4><img src="/dot.png"><p style="color:#ccc;background:#fff">pale</p>
<div style="width:2000px">wide</div><ul><p id="a">list</p></ul><i id="a">twice</i><script>document.title = 'ran'</script></body></html>`

const linkList = `<a href="/list?sort=due">list</a> <a href="/list?sort=title">list</a> <a href="/export">export</a> <a href="/sign-out">leave</a> <a href="https://example.org/">far</a>`

// sample serves the two pages under a policy as strict as the program's.
func sample(t *testing.T) string {
	mux := http.NewServeMux()
	page := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'")
			fmt.Fprint(w, text)
		}
	}
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /good", page(goodPage))
	mux.HandleFunc("GET /sign-in", page(strings.Replace(goodPage, "Enter", "\u201c"+roleWords(t)["secretariat"]+"\u201d", 1)))
	mux.HandleFunc("GET /bad", page(badPage))
	mux.HandleFunc("GET /home", page(goodPage))
	mux.HandleFunc("GET /{$}", page(strings.Replace(goodPage, "Text", linkList, 1)))
	mux.HandleFunc("GET /list", page(strings.Replace(goodPage, "Text", `<a href="/bad">deep</a>`, 1)))
	mux.HandleFunc("GET /export", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/csv") })
	mux.HandleFunc("POST /sign-in/demo", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/home", http.StatusSeeOther) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// TestHarness proves the judges of this package on a page with known flaws and
// on one without: a judge that finds nothing wrong anywhere would prove nothing.
func TestHarness(t *testing.T) {
	b := openTab(t, sample(t))
	if status := b.open("/good"); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	for _, s := range []width{desk, phone} {
		b.size(s)
		if flaws := b.flaws(); len(flaws) != 0 {
			t.Errorf("%s: the good page has the flaws %q", s.name, flaws)
		}
	}
	if list := b.complaints(); len(list) != 0 {
		t.Errorf("the console complains about the good page: %q", list)
	}

	b.open("/bad")
	found := strings.Join(b.flaws(), "\n")
	for _, want := range []string{"axe image-alt", "axe html-has-lang", "axe color-contrast", `lang is ""`, "2 h1 and 0 main", `"Skips" skips`, "pixels wider"} {
		if !strings.Contains(found, want) {
			t.Errorf("not found on the bad page: %s, only\n%s", want, found)
		}
	}
	complaints := b.complaints()
	if !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, "Content Security Policy") }) {
		t.Errorf("a script against the policy went unseen: %q", complaints)
	}

	if status := b.open("/none"); status != http.StatusNotFound {
		t.Errorf("a dead link answers %d", status)
	}
	b.complaints()
	if roles := b.markRoles(); !slices.Equal(roles, []string{"secretariat"}) {
		t.Errorf("the sign-in page is read to offer %q", roles)
	}
	b.signIn("secretariat")
	if b.path() != "/home" {
		t.Errorf("signed in at %s", b.path())
	}
}

// TestExplore: a walk finds each new screen once, behind a known one too, and
// neither downloads nor the way out.
func TestExplore(t *testing.T) {
	v := newVisitor(t, sample(t))
	var screens []string
	for _, f := range v.explore(t, map[string]bool{"/list": true}) {
		screens = append(screens, f.screen)
	}
	if want := []string{"/", "/bad"}; !slices.Equal(screens, want) {
		t.Errorf("found %q, want %q", screens, want)
	}
	if doors := doorsOf(t, v.base); len(doors) != 1 {
		t.Errorf("the sign-in page is read to have the doors %v", doors)
	}
}

func TestShoot(t *testing.T) {
	b, dir := openTab(t, sample(t)), t.TempDir()
	b.size(phone)
	b.open("/good")
	b.shoot(dir, "good")
	data, err := os.ReadFile(filepath.Join(dir, "good.png"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || picture.Width != int(phone.w) || picture.Height < int(phone.h) {
		t.Errorf("the picture is %d by %d, %v", picture.Width, picture.Height, err)
	}
}
