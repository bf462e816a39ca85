package document

import (
	"slices"
	"strings"

	"tongpin/internal/platform/fault"
)

// scope is what the marks at one place can name.
type scope struct {
	data  *Data
	item  map[string]string // fields of the item of the list around; nil outside
	notes *findings
}

// findings gathers what is wrong, so that a person sees all of it at once.
type findings struct {
	unknown, missing []string
	nodes            int
}

func (f *findings) add(list *[]string, name string) {
	if !slices.Contains(*list, name) {
		*list = append(*list, name)
	}
}

func (s scope) value(name string) (string, bool) {
	if v, known := s.item[name]; known {
		return v, true
	}
	v, known := s.data.Fields[name]
	return v, known
}

// section is a run of siblings between an opening and a closing mark.
type section struct {
	mark        mark
	first, last int
}

// expand repeats and leaves out the children of n, and fills in the values.
func (s scope) expand(n *node) error {
	var done []*node
	for i := 0; i < len(n.children); i++ {
		c := n.children[i]
		found, is, err := s.section(n.children, i)
		switch {
		case err != nil:
			return err
		case is:
			made, err := s.repeat(n.children[found.first:found.last+1], found.mark)
			if err != nil {
				return err
			}
			done = append(done, made...)
			i = found.last
			continue
		}
		if name, value := s.alone(c); strings.Contains(value, "\n") {
			made, err := s.paragraphs(c, name, value)
			if err != nil {
				return err
			}
			done = append(done, made...)
			continue
		}
		if err := s.fill(c); err != nil {
			return err
		}
		if c.name == "w:tbl" && !c.has("w:tr") {
			continue // Word calls a file with a table without rows damaged
		}
		done = append(done, c)
	}
	n.children = done
	if s.notes.nodes > maxNodes {
		return fault.New(fault.TooLarge, "document.large", "limit", maxNodes)
	}
	keepLast(n)
	return nil
}

// fill handles one element that is not repeated at its own level.
func (s scope) fill(c *node) error {
	if err := s.expand(c); err != nil {
		return err
	}
	if c.name != "w:r" {
		return nil
	}
	var parts []*node
	for _, t := range c.children {
		if t.name != "w:t" {
			parts = append(parts, t)
			continue
		}
		filled, err := s.words(t)
		if err != nil {
			return err
		}
		parts = append(parts, filled...)
	}
	c.children = parts
	return nil
}

// keepLast gives a cell or box whose paragraphs were all left out an empty one:
// Word calls a file without it damaged.
func keepLast(n *node) {
	switch n.name {
	case "w:tc", "w:txbxContent", "w:hdr", "w:ftr":
		if len(n.children) == 0 || n.children[len(n.children)-1].name != "w:p" {
			n.children = append(n.children, &node{name: "w:p", open: "<w:p>"})
		}
	}
}

// section tells whether a section begins with the child at i.
func (s scope) section(children []*node, i int) (section, bool, error) {
	c := children[i]
	switch c.name {
	case "w:p", "w:tr", "w:tbl", "w:sdt":
	default:
		return section{}, false, nil
	}
	found, err := marks(c.all())
	if err != nil {
		return section{}, false, err
	}
	for at, m := range found {
		switch {
		case m.kind == '/':
			return section{}, false, fault.Refuse("document.unopened", "mark", "{{/"+m.name+"}}")
		case m.kind == 0:
			continue
		}
		if closes(found[at+1:], m.name) {
			if c.name == "w:p" || c.name == "w:tr" {
				return section{m, i, i}, true, nil
			}
			return section{}, false, nil // it is inside of the table
		}
		for j := i + 1; j < len(children); j++ {
			later, err := marks(children[j].all())
			if err != nil {
				return section{}, false, err
			}
			if closes(later, m.name) {
				return section{m, i, j}, true, nil
			}
		}
		return section{}, false, fault.Refuse("document.unclosed", "mark", "{{"+string(m.kind)+m.name+"}}")
	}
	return section{}, false, nil
}

func closes(found []mark, name string) bool {
	return slices.ContainsFunc(found, func(m mark) bool { return m.kind == '/' && m.name == name })
}
