package app

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is an answer.
type page struct {
	address  string
	status   int
	location string // where it leads
	kind     string // Content-Type
	body     []byte
}

func (p page) isHTML() bool { return strings.HasPrefix(p.kind, "text/html") }

// elements returns the elements of the page in the order of the text.
func (p page) elements() []*html.Node {
	root, err := html.Parse(bytes.NewReader(p.body))
	if err != nil {
		return nil // the parser mends everything; it only fails when reading does
	}
	var list []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			list = append(list, n)
		}
	}
	return list
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// words is the text inside an element, and what stands for pictures.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		if d.Type == html.ElementNode && d.Data == "img" {
			b.WriteString(attribute(d, "alt"))
		}
	}
	return strings.TrimSpace(b.String())
}

// links are the addresses on this site that the page leads to or loads.
func (p page) links() []string {
	var list []string
	base, err := url.Parse(p.address)
	if err != nil {
		return nil
	}
	for _, n := range p.elements() {
		to := attribute(n, "href")
		if to == "" {
			to = attribute(n, "src")
		}
		u, err := base.Parse(to)
		if to == "" || err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(to, "#") {
			continue
		}
		u.Fragment = ""
		if a := u.RequestURI(); !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}

// outline is what flaws looks at, gathered in one pass.
type outline struct {
	h1, main, title int
	ids             map[string]int
	labelled        map[string]bool // ids that a label names
	wrong           []string
}

func (o *outline) say(format string, args ...any) {
	o.wrong = append(o.wrong, fmt.Sprintf(format, args...))
}

// flaws lists what a person with a screen reader, or anybody, would stumble over.
func (p page) flaws() []string {
	o, all := &outline{ids: map[string]int{}, labelled: map[string]bool{}}, p.elements()
	for _, n := range all {
		if id := attribute(n, "id"); id != "" {
			if o.ids[id]++; o.ids[id] == 2 {
				o.say("the id %q is there twice", id)
			}
		}
		if n.Data == "label" && words(n) != "" {
			o.labelled[attribute(n, "for")] = true
		}
	}
	for _, n := range all {
		o.judge(n)
	}
	if o.h1 != 1 || o.main != 1 || o.title != 1 {
		o.say("%d h1, %d main, %d title: want one of each", o.h1, o.main, o.title)
	}
	return o.wrong
}

func (o *outline) judge(n *html.Node) {
	switch n.Data {
	case "h1":
		o.h1++
	case "main":
		o.main++
	case "title":
		if n.Namespace == "" && words(n) != "" {
			o.title++
		}
	case "html":
		if attribute(n, "lang") == "" {
			o.say("no language")
		}
	case "input", "select", "textarea":
		if !o.named(n) && !slices.Contains([]string{"hidden", "submit", "button", "image"}, attribute(n, "type")) {
			o.say("the field %q has no label", attribute(n, "name"))
		}
	case "a", "button":
		if !o.named(n) && words(n) == "" && attribute(n, "aria-hidden") != "true" {
			o.say("a %s has no words: %s", n.Data, attribute(n, "href")+attribute(n, "class"))
		}
	}
	for _, name := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls"} {
		for _, id := range strings.Fields(attribute(n, name)) {
			if o.ids[id] == 0 {
				o.say("%s of a %s names %q, which is not there", name, n.Data, id)
			}
		}
	}
}

// named tells whether a control has a name.
func (o *outline) named(n *html.Node) bool {
	if attribute(n, "aria-label") != "" || attribute(n, "aria-labelledby") != "" || o.labelled[attribute(n, "id")] && attribute(n, "id") != "" {
		return true
	}
	for up := range n.Ancestors() {
		if up.Data == "label" {
			return true
		}
	}
	return false
}

// TestFlaws: the judge finds each flaw of a bad page and none on a good one; a
// judge that finds nothing anywhere would prove nothing.
func TestFlaws(t *testing.T) {
	good := `<html lang="en"><title>T</title><main><h1>H</h1><label for="a">A</label><input id="a" name="a" aria-describedby="b">
		<p id="b">Help</p><a href="/x?y=1#z"><img alt="Go" src="/assets/go.svg"></a><a href="https://example.org/">far</a></main></html>`
	p := page{address: "/here", body: []byte(good)}
	if wrong := p.flaws(); len(wrong) != 0 {
		t.Errorf("the good page has flaws: %q", wrong)
	}
	if got, want := p.links(), []string{"/x?y=1", "/assets/go.svg"}; !slices.Equal(got, want) {
		t.Errorf("links are %q, want %q", got, want)
	}
	bad := `<html><title></title><h1>1</h1><h1>2</h1><input name="bare"><i id="x"></i><i id="x"></i><button></button><label for="gone">L</label></html>`
	found := strings.Join(page{body: []byte(bad)}.flaws(), "\n")
	for _, want := range []string{"no language", `"bare" has no label`, `"x" is there twice`, "a button has no words", `names "gone"`, "2 h1, 0 main, 0 title"} {
		if !strings.Contains(found, want) {
			t.Errorf("not found: %s, only\n%s", want, found)
		}
	}
}
