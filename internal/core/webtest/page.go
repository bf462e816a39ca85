package webtest

import (
	"encoding/json"
	"io/fs"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/pagetest"
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
	if strings.Contains(page, "<html") {
		wrong = pagetest.Flaws(page)
	}
	for _, e := range pagetest.Elements(page) {
		for _, text := range shown(e) {
			if key := h.keys.FindString(text); key != "" {
				wrong = append(wrong, "shows the key "+strings.TrimSpace(key))
			}
		}
	}
	return wrong
}

// shown are the texts that an element shows or says to a person, without those of
// the elements within.
func shown(e *html.Node) (texts []string) {
	for n := range e.ChildNodes() {
		if n.Type == html.TextNode && !slices.Contains([]string{"script", "style", "textarea", "code"}, e.Data) {
			texts = append(texts, n.Data)
		}
	}
	for _, a := range e.Attr {
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
	for _, n := range pagetest.Elements(h.Get(path, 200)) {
		if n.Data == "form" && pagetest.Attribute(n, "class") == "form" && pagetest.Attribute(n, "method") == "post" {
			return readForm(n)
		}
	}
	h.Fatalf("there is no form on %s", path)
	return form{}
}

func readForm(node *html.Node) form {
	f := form{action: pagetest.Attribute(node, "action"), multipart: pagetest.Attribute(node, "enctype") == "multipart/form-data", fields: url.Values{}, hidden: url.Values{}}
	for n := range node.Descendants() {
		name := pagetest.Attribute(n, "name")
		if n.Type != html.ElementNode || name == "" || pagetest.Has(n, "disabled") {
			continue
		}
		switch n.Data {
		case "input":
			f.input(n, name)
		case "textarea":
			f.fields.Add(name, strings.TrimPrefix(pagetest.Text(n), "\n"))
		case "select":
			f.choose(n, name)
		}
	}
	return f
}

// input adds what an input sends: nothing if it is not ticked, or a button.
func (f form) input(n *html.Node, name string) {
	value := pagetest.Attribute(n, "value")
	switch pagetest.Attribute(n, "type") {
	case "hidden":
		f.hidden.Add(name, value)
		f.fields.Add(name, value)
	case "checkbox", "radio":
		if pagetest.Has(n, "checked") {
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
		value := pagetest.Attribute(o, "value")
		if !pagetest.Has(o, "value") {
			value = strings.TrimSpace(pagetest.Text(o))
		}
		if first == nil {
			first = []string{value}
		}
		if pagetest.Has(o, "selected") {
			selected = append(selected, value)
		}
	}
	if selected == nil && !pagetest.Has(n, "multiple") {
		selected = first
	}
	for _, value := range selected {
		f.fields.Add(name, value)
	}
}
