package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/platform/i18n"
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
			for _, p := range check(t, w.Body) {
				t.Errorf("%s %s: %s", lang, path, p)
			}
		}
	}
	if missing := c.Missing(); len(missing) > 0 {
		t.Errorf("texts are missing: %q", missing)
	}
}

func TestCheckBites(t *testing.T) {
	bad := `<html><body><h2>x</h2><h1>a</h1><h1>b</h1><h3>c</h3><i id=a></i><i id=a></i><input name=x><button></button>
		<a href="#gone">x</a><p style="color:red" aria-describedby="nowhere">x</p><script>1</script><img src=x><form><form></form></form></body></html>`
	want := []string{"lang", "title", "2 h1", "h3 after h1", "id a twice", "input has no label", "button has no name", "#gone", "inline style", "inline script", "nowhere", "no alt"}
	got := strings.Join(check(t, strings.NewReader(bad)), "\n")
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%q was not found in\n%s", w, got)
		}
	}
}

// page is what check has seen of a page.
type page struct {
	ids      map[string]bool
	labels   map[string]bool // ids that a label is for
	headings []string
	title    string
	problems []string
	refs     []string // ids that something refers to
}

func (p *page) bad(parts ...string) { p.problems = append(p.problems, strings.Join(parts, " ")) }

// check looks for what makes a page hard to use or against the policy.
func check(t testing.TB, body io.Reader) []string {
	t.Helper()
	doc, err := html.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{ids: map[string]bool{}, labels: map[string]bool{}}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "label" {
			p.labels[attr(n, "for")] = true
		}
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			p.element(n)
		}
	}
	p.whole()
	return p.problems
}

func (p *page) element(n *html.Node) {
	if id := attr(n, "id"); id != "" {
		if p.ids[id] {
			p.bad("id", id, "twice")
		}
		p.ids[id] = true
	}
	if attr(n, "style") != "" || n.Data == "style" {
		p.bad("inline style at", n.Data)
	}
	for _, name := range []string{"aria-describedby", "aria-labelledby", "list"} {
		p.refs = append(p.refs, strings.Fields(attr(n, name))...)
	}
	switch n.Data {
	case "html":
		if attr(n, "lang") == "" {
			p.bad("html has no lang")
		}
	case "title":
		p.title = text(n)
	case "h1", "h2", "h3", "h4":
		p.headings = append(p.headings, n.Data)
	case "script":
		if attr(n, "src") == "" {
			p.bad("inline script")
		}
	case "img":
		if !has(n, "alt") {
			p.bad("img has no alt")
		}
	case "input", "select", "textarea":
		if attr(n, "type") != "hidden" && !p.labels[attr(n, "id")] && attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
			p.bad(n.Data, "has no label:", attr(n, "name"))
		}
	case "a", "button", "summary":
		if strings.TrimSpace(text(n)) == "" && attr(n, "aria-label") == "" {
			p.bad(n.Data, "has no name")
		}
		if to, ok := strings.CutPrefix(attr(n, "href"), "#"); ok {
			p.refs = append(p.refs, to)
		}
	}
}

// whole judges what only the whole page shows.
func (p *page) whole() {
	if strings.TrimSpace(p.title) == "" {
		p.bad("no title")
	}
	ones, last := 0, "h1"
	for _, h := range p.headings {
		if h == "h1" {
			ones++
		}
		if h[1] > last[1]+1 {
			p.bad(h, "after", last)
		}
		last = h
	}
	if ones != 1 {
		p.bad(string(rune('0'+ones)), "h1")
	}
	for _, id := range p.refs {
		if !p.ids[id] {
			p.bad("nothing has the id #" + id)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func text(n *html.Node) string {
	var b bytes.Buffer
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
