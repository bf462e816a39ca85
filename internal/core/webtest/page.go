package webtest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/platform/i18n"
)

// keysOf finds a key of one of the texts: the family before its first dot, then
// the rest.
func keysOf(t testing.TB, sources []fs.FS) *regexp.Regexp {
	t.Helper()
	families := map[string]bool{}
	for _, source := range sources {
		data, err := fs.ReadFile(source, "texts/"+string(i18n.English)+".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatal(err)
		}
		for key := range texts {
			family, _, _ := strings.Cut(key, ".")
			families[regexp.QuoteMeta(family)] = true
		}
	}
	return regexp.MustCompile(`(^|[\s(>])(` + strings.Join(slices.Sorted(maps.Keys(families)), "|") + `)(\.[a-z_]+)+\b`)
}

// judge says what is wrong with a page by itself. What a script asks for is a
// piece of a page.
func (h *House) judge(page string) (wrong []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	headings := 0
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "h1" {
			headings++
		}
		for _, text := range shown(n) {
			if key := h.keys.FindString(text); key != "" {
				wrong = append(wrong, "shows the key "+strings.TrimSpace(key))
			}
		}
	}
	if headings != 1 && strings.Contains(page, "<html") {
		wrong = append(wrong, fmt.Sprintf("has %d headings of the first level", headings))
	}
	return wrong
}

// shown are the texts that a node shows or says to a person.
func shown(n *html.Node) (texts []string) {
	if n.Type == html.TextNode && !slices.Contains([]string{"script", "style", "textarea", "code"}, n.Parent.Data) {
		return []string{n.Data}
	}
	for _, a := range n.Attr {
		if slices.Contains([]string{"alt", "aria-label", "placeholder", "title"}, a.Key) {
			texts = append(texts, a.Val)
		}
	}
	return texts
}

// brief is the main part of a page without marks, for messages.
func brief(page string) string {
	if _, main, ok := strings.Cut(page, "<main"); ok {
		page = main
	}
	text := regexp.MustCompile(`(<[^>]*>|\s)+`).ReplaceAllString(page, " ")
	return text[:min(len(text), 1500)]
}

// form is a form as a browser without scripts reads it.
type form struct {
	action         string
	multipart      bool
	fields, hidden url.Values
}

// form opens the page with a form: the one of the kit (platform/web/form).
func (h *House) form(path string) form {
	h.Helper()
	root, err := html.Parse(strings.NewReader(h.Get(path, 200)))
	if err != nil {
		h.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "form" && attribute(n, "class") == "form" && attribute(n, "method") == "post" {
			return readForm(n)
		}
	}
	h.Fatalf("there is no form on %s", path)
	return form{}
}

func readForm(node *html.Node) form {
	f := form{action: attribute(node, "action"), multipart: attribute(node, "enctype") == "multipart/form-data", fields: url.Values{}, hidden: url.Values{}}
	for n := range node.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" || has(n, "disabled") {
			continue
		}
		switch n.Data {
		case "input":
			f.input(n, name)
		case "textarea":
			f.fields.Add(name, strings.TrimPrefix(inner(n), "\n"))
		case "select":
			f.choose(n, name)
		}
	}
	return f
}

// input adds what an input sends: nothing if it is not ticked, or a button.
func (f form) input(n *html.Node, name string) {
	value := attribute(n, "value")
	switch attribute(n, "type") {
	case "hidden":
		f.hidden.Add(name, value)
		f.fields.Add(name, value)
	case "checkbox", "radio":
		if has(n, "checked") {
			f.fields.Add(name, value)
		}
	case "submit", "button", "image", "reset", "file":
	default:
		f.fields.Add(name, value)
	}
}

// choose adds the options that are selected, or the first one where one must be.
func (f form) choose(n *html.Node, name string) {
	var first, selected []string
	for o := range n.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" {
			continue
		}
		value := attribute(o, "value")
		if !has(o, "value") {
			value = strings.TrimSpace(inner(o))
		}
		if first == nil {
			first = []string{value}
		}
		if has(o, "selected") {
			selected = append(selected, value)
		}
	}
	if selected == nil && !has(n, "multiple") {
		selected = first
	}
	for _, value := range selected {
		f.fields.Add(name, value)
	}
}

// inner is the text within a node.
func inner(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
