package document

import (
	"maps"
	"strings"

	"tongpin/internal/platform/fault"
)

// words fills the values into a w:t; a line end becomes a w:br.
func (s scope) words(t *node) ([]*node, error) {
	text := t.words()
	found, err := marks(text)
	if err != nil || len(found) == 0 {
		return []*node{t}, err
	}
	var b strings.Builder
	last := 0
	for _, m := range found {
		if m.kind != 0 {
			return nil, fault.Refuse("document.unopened", "mark", text[m.from:m.to])
		}
		value, known := s.value(m.name)
		switch {
		case !known:
			s.notes.add(&s.notes.unknown, m.name)
		case strings.TrimSpace(value) == "" && !m.optional:
			s.notes.add(&s.notes.missing, m.name)
		}
		b.WriteString(text[last:m.from] + printable(value))
		last = m.to
	}
	b.WriteString(text[last:])
	var parts []*node
	for i, line := range strings.Split(b.String(), "\n") {
		if i > 0 {
			parts = append(parts, &node{name: "w:br", open: "<w:br>"})
		}
		piece := t.clone()
		piece.setWords(line)
		parts = append(parts, piece)
	}
	return parts, nil
}

// alone tells whether a paragraph holds one value and nothing else.
func (s scope) alone(p *node) (name, value string) {
	if p.name != "w:p" {
		return "", ""
	}
	text := strings.TrimSpace(p.all())
	found, err := marks(text)
	if err != nil || len(found) != 1 || found[0].kind != 0 || found[0].to-found[0].from != len(text) {
		return "", ""
	}
	value, _ = s.value(found[0].name)
	return found[0].name, strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
}

// paragraphs gives each line of a value that stands alone a paragraph of its
// own, with the indent that the template gives to the first.
func (s scope) paragraphs(p *node, name, value string) ([]*node, error) {
	var made []*node
	for line := range strings.Lines(value) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		item := maps.Clone(s.item)
		if item == nil {
			item = map[string]string{}
		}
		item[name] = line
		copied, err := scope{s.data, item, s.notes}.copyOf([]*node{p})
		if err != nil {
			return nil, err
		}
		made = append(made, copied...)
	}
	return made, nil
}
