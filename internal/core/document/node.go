package document

import (
	"bytes"
	"io"
	"strings"

	"tongpin/internal/core/sheet/ooxml"
)

// node is an element, a text, or something to be kept as it stands.
type node struct {
	name     string // of an element, with its prefix; else empty
	open     string // start tag of an element, or the whole of what is kept
	text     string // of a text, without escapes
	isText   bool
	children []*node
}

// parse reads a part into a tree.
func parse(b []byte) (*node, error) {
	root := &node{}
	path := []*node{root}
	s := ooxml.NewScanner(bytes.NewReader(b))
	for {
		t, err := s.Next()
		top := path[len(path)-1]
		switch {
		case err == io.EOF && len(path) == 1 && len(root.children) > 0:
			return root, nil
		case err != nil:
			return nil, ooxml.Fault(err)
		case t.Kind == ooxml.Start:
			n := &node{name: string(t.Name), open: string(t.Raw)}
			top.children = append(top.children, n)
			if t.Empty {
				n.open = string(t.Raw[:len(t.Raw)-2]) + ">"
			} else if path = append(path, n); len(path) > maxDepth {
				return nil, ooxml.Damaged()
			}
		case t.Kind == ooxml.End:
			if len(path) == 1 || string(bytes.TrimSpace(t.Name)) != top.name {
				return nil, ooxml.Damaged()
			}
			path = path[:len(path)-1]
		case t.Kind == ooxml.Chars:
			text, err := t.Text(nil)
			if err != nil {
				return nil, ooxml.Fault(err)
			}
			top.children = append(top.children, &node{isText: true, text: string(text)})
		default:
			top.children = append(top.children, &node{open: string(t.Raw)})
		}
	}
}

// write puts the tree out as XML.
func (n *node) write(b *strings.Builder) {
	if n.isText {
		b.WriteString(escape.Replace(n.text))
		return
	}
	if n.name != "" && len(n.children) == 0 {
		b.WriteString(strings.TrimSuffix(n.open, ">") + "/>")
		return
	}
	b.WriteString(n.open)
	for _, c := range n.children {
		c.write(b)
	}
	if n.name != "" {
		b.WriteString("</" + n.name + ">")
	}
}

// escape leaves line ends as they are: outside of the root element an escaped
// one would make the file damaged.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

func (n *node) clone() *node {
	c := *n
	c.children = make([]*node, len(n.children))
	for i := range n.children {
		c.children[i] = n.children[i].clone()
	}
	return &c
}

func (n *node) size() int {
	total := 1
	for _, c := range n.children {
		total += c.size()
	}
	return total
}

// own yields the elements of a name in n in the order of the document, but not
// those in text boxes, which are documents of their own.
func (n *node) own(name string, yield func(*node)) {
	for _, c := range n.children {
		if c.name == name {
			yield(c)
		} else if c.name != "w:txbxContent" {
			c.own(name, yield)
		}
	}
}

// has tells whether an element of the name is in n.
func (n *node) has(name string) bool {
	found := false
	n.own(name, func(*node) { found = true })
	return found
}

// words is the text of a w:t.
func (n *node) words() string {
	var b strings.Builder
	for _, c := range n.children {
		b.WriteString(c.text)
	}
	return b.String()
}

// setWords replaces the text of a w:t, spaces kept.
func (n *node) setWords(s string) {
	n.open = `<w:t xml:space="preserve">`
	n.children = []*node{{isText: true, text: s}}
}

// all is the text of everything in n but its text boxes.
func (n *node) all() string {
	if n.name == "w:t" {
		return n.words()
	}
	var b strings.Builder
	n.own("w:t", func(t *node) { b.WriteString(t.words()) })
	return b.String()
}
