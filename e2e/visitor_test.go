package e2e

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/platform/pagetest"
)

// visitor is somebody who reads pages without a browser.
type visitor struct {
	base   string
	client http.Client
}

// page is an answer, after redirections.
type page struct {
	status  int
	kind    string // Content-Type
	address string
	text    string
}

func (p page) isHTML() bool { return strings.HasPrefix(p.kind, "text/html") }

func newVisitor(t *testing.T, base string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{base, http.Client{Jar: jar}}
}

// signInAs lets a visitor in with the demo account of a role.
func signInAs(t *testing.T, base, role string) *visitor {
	t.Helper()
	account, ok := doorsOf(t, base)[role]
	if !ok {
		t.Fatalf("the sign-in page has no account for the role %s", role)
	}
	v := newVisitor(t, base)
	if p := v.post(t, "/sign-in/demo", url.Values{"account": {account}, "next": {"/"}}); p.status != http.StatusOK || strings.HasPrefix(p.address, "/sign-in") {
		t.Fatalf("signing in as %s leads to %s, status %d", role, p.address, p.status)
	}
	return v
}

// doorsOf reads the first demo account of each role from the sign-in page.
func doorsOf(t *testing.T, base string) map[string]string {
	t.Helper()
	doors, words := map[string]string{}, roleWords(t)
	for _, n := range newVisitor(t, base).get(t, "/sign-in").elements() {
		if n.Data != "form" || pagetest.Attribute(n, "action") != "/sign-in/demo" {
			continue
		}
		account, text := "", pagetest.Text(n)
		for d := range n.Descendants() {
			if d.Data == "input" && pagetest.Attribute(d, "name") == "account" {
				account = pagetest.Attribute(d, "value")
			}
		}
		for role, word := range words {
			if _, taken := doors[role]; !taken && strings.Contains(text, "\u201c"+word+"\u201d") {
				doors[role] = account
			}
		}
	}
	return doors
}

func (v *visitor) get(t *testing.T, address string) page {
	t.Helper()
	answer, err := v.client.Get(v.base + address)
	return read(t, answer, err)
}

func (v *visitor) post(t *testing.T, address string, fields url.Values) page {
	t.Helper()
	answer, err := v.client.PostForm(v.base+address, fields)
	return read(t, answer, err)
}

func read(t *testing.T, answer *http.Response, err error) page {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{answer.StatusCode, answer.Header.Get("Content-Type"), answer.Request.URL.RequestURI(), string(text)}
}

func (p page) elements() []*html.Node { return pagetest.Elements(p.text) }

// links are the addresses on the same site that a page leads to, but for
// downloads.
func (p page) links() []string {
	return pagetest.Links(p.text, p.address, func(n *html.Node) bool { return n.Data == "a" && !pagetest.Has(n, "download") })
}
