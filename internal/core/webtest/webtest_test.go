package webtest

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/core/access"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/web"
)

var (
	clerk = access.Actor{Consortium: dbtest.Home, Name: "Clerk", Role: access.Secretariat}
	dean  = access.Actor{Consortium: dbtest.Home, Name: "Dean", Role: access.Dean}
)

// shelf is a page with a form; what was sent last stands in sent.
type shelf struct {
	page string
	sent url.Values
	file string
}

func (s *shelf) Routes() []web.Route {
	return []web.Route{
		web.Get("/shelf", "shelf.see", s.show),
		web.Get("/open", web.Public, s.show),
		web.Get("/mine", web.SignedIn, s.show),
		web.Post("/shelf/put", "shelf.see", s.put),
	}
}

func (s *shelf) show(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := io.WriteString(w, s.page)
	return err
}

func (s *shelf) put(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(1 << 10); err != nil {
		return err
	}
	s.sent = r.PostForm
	if f, header, err := r.FormFile("cover"); err == nil {
		text, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		s.file = header.Filename + ": " + string(text)
	}
	http.Redirect(w, r, "/shelf", http.StatusSeeOther)
	return nil
}

const form1 = `<h1>Shelf</h1><main><form class="inline" method="post" action="/elsewhere"><input name="no" value="no"></form>
	<form class="form" method="post" action="/shelf/put" enctype="multipart/form-data"><input type="hidden" name="version" value="3">
	<input name="title" value="A &amp; B"><input type="checkbox" name="new" value="on"><input type="radio" name="way" value="a"><input type="radio" name="way" value="b" checked>
	<textarea name="words">
one
two</textarea><select name="kind"><option value="">Choose</option><option value="x">X</option></select>
	<select name="many" multiple><option value="p" selected>P</option><option value="q" selected>Q</option><option value="r">R</option></select>
	<input name="off" value="z" disabled><input type="file" name="cover"><button name="do" value="more">More</button></form></main>`

func newShelf(t testing.TB, page string) (*House, *shelf) {
	t.Helper()
	own := fstest.MapFS{"texts/en.json": {Data: []byte(`{"shelf.title": "Shelf"}`)}, "texts/zh.json": {Data: []byte(`{"shelf.title": "S"}`)}}
	h, s := New(t, []access.Grant{access.Allow("shelf.see", access.Any, access.Secretariat)}, own), &shelf{page: page}
	h.Serve(s)
	return h, s
}

// TestAFormIsSentAsABrowserSendsIt, with what the page holds and what is changed.
func TestAFormIsSentAsABrowserSendsIt(t *testing.T) {
	h, s := newShelf(t, form1)
	h.As(clerk)
	held := url.Values{"version": {"3"}, "title": {"A & B"}, "way": {"b"}, "words": {"one\ntwo"}, "kind": {""}, "many": {"p", "q"}}
	if diff := cmp.Diff(held, h.Form("/shelf")); diff != "" {
		t.Errorf("the form (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(url.Values{"version": {"3"}}, h.Hidden("/shelf")); diff != "" {
		t.Errorf("its hidden fields (-want +got):\n%s", diff)
	}
	if to := h.Send("/shelf", Fields("title", "C", "kind", "x"), 303, File{"cover", "c.txt", []byte("blue")}); to != "/shelf" {
		t.Errorf("it leads to %s", to)
	}
	held.Set("title", "C")
	held.Set("kind", "x")
	if diff := cmp.Diff(held, s.sent); diff != "" || s.file != "c.txt: blue" {
		t.Errorf("sent with the file %q (-want +got):\n%s", s.file, diff)
	}
}

// TestTheGate lets in as the program does.
func TestTheGate(t *testing.T) {
	h, _ := newShelf(t, form1)
	for path, nobody := range map[string]int{"/open": 200, "/mine": 303, "/shelf": 303} {
		h.AsNobody().Get(path, nobody)
	}
	for path, status := range map[string]int{"/open": 200, "/mine": 200, "/shelf": 403} {
		h.As(dean).Get(path, status)
	}
	h.As(clerk).Get("/shelf", 200, "Shelf")
}

// TestJudge finds what is wrong with a page, and nothing on a good one.
func TestJudge(t *testing.T) {
	h, _ := newShelf(t, "")
	cases := []struct{ page, wrong string }{
		{`<html lang="en"><title>A</title><main><h1>A</h1></main></html>`, ""},
		{`<html lang="en"><title>A</title><main><h1>A</h1><h1>B</h1></main></html>`, "2 h1"},
		{`<p>a piece of a page</p>`, ""},
		{`<h1>shelf.title</h1>`, "shows the key shelf.title"},
		{`<p>See: shelf.step.put_back now</p>`, "shows the key shelf.step.put_back"},
		{`<img alt="record.version">`, "shows the key record.version"},
		{`<p id="shelf.title">cover.pdf on example.org</p><code>shelf.title</code><textarea>shelf.title</textarea>`, ""},
	}
	for _, c := range cases {
		found := strings.Join(h.judge(c.page), "; ")
		if (found == "") != (c.wrong == "") || !strings.Contains(found, c.wrong) {
			t.Errorf("%s: found %q, want %q", c.page, found, c.wrong)
		}
	}
}

// witness is a test that is watched: what fails in it is told, not failed.
type witness struct {
	testing.TB
	told []string
}

func (w *witness) Errorf(format string, args ...any) { w.told = append(w.told, format) }

// TestWordsAreLookedFor: Has and Lacks fail when they should.
func TestWordsAreLookedFor(t *testing.T) {
	h, _ := newShelf(t, form1)
	w := &witness{TB: t}
	h.TB = w
	h.As(clerk).Get("/shelf", 200, "Shelf", "Cellar")
	h.Has("a page", "page")
	h.Lacks("a page", "book", "page")
	if len(w.told) != 2 {
		t.Errorf("%d failures, want 2: %q", len(w.told), w.told)
	}
}
