// Package pagetest reads pages as tests look at them: their elements, where they
// lead, and what a person with a screen reader, or anybody, would stumble over.
package pagetest

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Elements are the elements of a page in the order of the text. The parser mends
// whatever is wrong, as a browser does.
func Elements(page string) (list []*html.Node) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		panic(err) // it only fails when reading does
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			list = append(list, n)
		}
	}
	return list
}

// Attribute is the value of an attribute; "" if it is not there.
func Attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// Has tells whether an element has an attribute, with or without a value.
func Has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// Text is the text inside a node, as it stands there.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// Links are the addresses on the same site that a page at an address leads to or
// loads, each once: those of the elements that are wanted.
func Links(page, address string, want func(*html.Node) bool) (list []string) {
	base, err := url.Parse(address)
	if err != nil {
		return nil
	}
	for _, n := range Elements(page) {
		to := Attribute(n, "href")
		if to == "" {
			to = Attribute(n, "src")
		}
		u, err := base.Parse(to)
		if to == "" || err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(to, "#") || !want(n) {
			continue
		}
		if a := u.RequestURI(); !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}
