package document

import (
	"slices"
	"strings"

	"tongpin/internal/platform/fault"
)

// repeat makes the copies of a section: one for each item of a list; one or
// none for a part that may be left out.
func (s scope) repeat(section []*node, m mark) ([]*node, error) {
	inner, err := strip(section, m)
	if err != nil {
		return nil, err
	}
	items, isList := s.data.Lists[m.name]
	if m.kind == '?' || !isList {
		value, known := s.value(m.name)
		if !isList && (m.kind == '#' || !known) {
			s.notes.add(&s.notes.unknown, m.name)
			return nil, nil
		}
		if value == "" && len(items) == 0 {
			return nil, nil
		}
		return s.copyOf(inner)
	}
	var made []*node
	for _, item := range items {
		copied, err := scope{s.data, item, s.notes}.copyOf(inner)
		if err != nil {
			return nil, err
		}
		made = append(made, copied...)
	}
	return made, nil
}

// copyOf clones and fills the nodes of a section.
func (s scope) copyOf(section []*node) ([]*node, error) {
	holder := &node{}
	for _, n := range section {
		if s.notes.nodes += n.size(); s.notes.nodes > maxNodes {
			return nil, fault.New(fault.TooLarge, "document.large", "limit", maxNodes)
		}
		holder.children = append(holder.children, n.clone())
	}
	err := s.expand(holder)
	return holder.children, err
}

// strip takes the two marks out of a copy of the section; a paragraph that held
// nothing but a mark goes with it.
func strip(section []*node, m mark) ([]*node, error) {
	var kept []*node
	opened, closed := false, false
	for _, n := range section {
		c := n.clone()
		before := c.all()
		var wrong error
		c.own("w:t", func(t *node) {
			found, err := marks(t.words())
			if err != nil {
				wrong = err
			}
			text := t.words()
			for _, f := range slices.Backward(found) {
				if f.name == m.name && f.kind == '/' && !closed {
					closed, text = true, text[:f.from]+text[f.to:]
				}
			}
			for _, f := range found {
				if f.name == m.name && f.kind == m.kind && !opened {
					opened, text = true, text[:f.from]+text[f.to:]
				}
			}
			if text != t.words() {
				t.setWords(text)
			}
		})
		if wrong != nil {
			return nil, wrong
		}
		if after := c.all(); c.name == "w:p" && after != before && strings.TrimSpace(after) == "" && len(section) > 1 {
			continue
		}
		kept = append(kept, c)
	}
	return kept, nil
}
