package pagetest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// outline is what Flaws looks at, gathered in one pass.
type outline struct {
	h1, main, title int
	ids             map[string]int
	labelled        map[string]bool // ids that a label names
	last            string          // heading
	wrong           []string
}

func (o *outline) say(format string, args ...any) {
	o.wrong = append(o.wrong, fmt.Sprintf(format, args...))
}

// Flaws lists what is wrong with a whole page: what makes it hard to use without
// eyes, a mouse or patience, and what the content policy of the site forbids.
func Flaws(page string) []string {
	o, all := &outline{ids: map[string]int{}, labelled: map[string]bool{}, last: "h1"}, Elements(page)
	for _, n := range all {
		if id := Attribute(n, "id"); id != "" {
			if o.ids[id]++; o.ids[id] == 2 {
				o.say("the id %q is there twice", id)
			}
		}
		if n.Data == "label" && words(n) != "" {
			o.labelled[Attribute(n, "for")] = true
		}
	}
	for _, n := range all {
		o.judge(n)
		o.refers(n)
	}
	if o.h1 != 1 || o.main != 1 || o.title != 1 {
		o.say("%d h1, %d main, %d title: want one of each", o.h1, o.main, o.title)
	}
	return o.wrong
}

func (o *outline) judge(n *html.Node) {
	if Attribute(n, "style") != "" || n.Data == "style" && n.Namespace == "" {
		o.say("inline style at %s", n.Data)
	}
	switch n.Data {
	case "html":
		if Attribute(n, "lang") == "" {
			o.say("no language")
		}
	case "title":
		if n.Namespace == "" && words(n) != "" {
			o.title++
		}
	case "main":
		o.main++
	case "h1", "h2", "h3", "h4":
		o.heading(n.Data)
	case "script":
		if !Has(n, "src") && Attribute(n, "type") != "application/json" { // data, which no browser runs
			o.say("inline script")
		}
	case "img":
		if !Has(n, "alt") {
			o.say("a picture has no alt: %s", Attribute(n, "src"))
		}
	case "input", "select", "textarea":
		if !o.named(n) && !slices.Contains([]string{"hidden", "submit", "button", "image"}, Attribute(n, "type")) {
			o.say("the field %q has no label", Attribute(n, "name"))
		}
	case "a", "button", "summary":
		if !o.named(n) && words(n) == "" && Attribute(n, "aria-hidden") != "true" {
			o.say("a %s has no words: %s", n.Data, Attribute(n, "href")+Attribute(n, "class"))
		}
	}
}

// heading refuses to leave out a level on the way down.
func (o *outline) heading(name string) {
	if name == "h1" {
		o.h1++
	}
	if name[1] > o.last[1]+1 {
		o.say("%s after %s", name, o.last)
	}
	o.last = name
}

// refers looks for what an element names elsewhere on the page.
func (o *outline) refers(n *html.Node) {
	var ids []string
	for _, name := range []string{"for", "list", "aria-describedby", "aria-labelledby", "aria-controls"} {
		ids = append(ids, strings.Fields(Attribute(n, name))...)
	}
	if to, ok := strings.CutPrefix(Attribute(n, "href"), "#"); ok && to != "" {
		ids = append(ids, to)
	}
	for _, id := range ids {
		if o.ids[id] == 0 {
			o.say("a %s names %q, which is not there", n.Data, id)
		}
	}
}

// named tells whether a control has a name beside its words.
func (o *outline) named(n *html.Node) bool {
	if Attribute(n, "aria-label") != "" || Attribute(n, "aria-labelledby") != "" || o.labelled[Attribute(n, "id")] && Attribute(n, "id") != "" {
		return true
	}
	for up := range n.Ancestors() {
		if up.Data == "label" {
			return true
		}
	}
	return false
}

// words is the text inside an element, and what stands for pictures.
func words(n *html.Node) string {
	text := Text(n)
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "img" {
			text += Attribute(d, "alt")
		}
	}
	return strings.TrimSpace(text)
}
