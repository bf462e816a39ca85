package document

import (
	"regexp"
	"strings"

	"tongpin/internal/platform/fault"
)

// mark is one {{...}} of a template.
type mark struct {
	from, to int    // where it stands in the text
	kind     byte   // 0 for a value, '#', '?' or '/'
	name     string // without the signs
	optional bool   // {{name?}}
}

var (
	braces = regexp.MustCompile(`\{\{([^{}]*)\}\}`)
	inside = regexp.MustCompile(`^\s*([#/?]?)\s*([a-z][a-z0-9_]*)(\??)\s*$`)
)

// marks finds all marks in a text, and the first thing that looks like one but
// is not.
func marks(s string) ([]mark, error) {
	var found []mark
	last := 0
	for _, at := range braces.FindAllStringSubmatchIndex(s, -1) {
		part := inside.FindStringSubmatch(s[at[2]:at[3]])
		if part == nil {
			return nil, fault.Refuse("document.mark", "mark", s[at[0]:at[1]])
		}
		if err := stray(s[last:at[0]]); err != nil {
			return nil, err
		}
		last = at[1]
		m := mark{from: at[0], to: at[1], name: part[2], optional: part[3] != ""}
		if part[1] != "" {
			m.kind = part[1][0]
		}
		found = append(found, m)
	}
	return found, stray(s[last:])
}

// stray refuses braces that no mark owns: somebody forgot to close one.
func stray(s string) error {
	i := strings.Index(s, "{{")
	if i < 0 {
		if i = strings.Index(s, "}}"); i < 0 {
			return nil
		}
		i = max(0, i-20)
	}
	rest := []rune(strings.ToValidUTF8(s[i:], ""))
	return fault.Refuse("document.mark", "mark", string(rest[:min(len(rest), 30)]))
}

// join makes each mark of a paragraph stand in one w:t. Word cuts text into
// runs wherever a person paused, and cuts marks with it.
func join(paragraph *node) {
	var pieces []*node
	var all strings.Builder
	var starts []int
	paragraph.own("w:t", func(t *node) {
		pieces = append(pieces, t)
		starts = append(starts, all.Len())
		all.WriteString(t.words())
	})
	text := all.String()
	spans := braces.FindAllStringIndex(text, -1)
	if len(spans) == 0 {
		return
	}
	for i, t := range pieces {
		from, to := starts[i], len(text)
		if i+1 < len(pieces) {
			to = starts[i+1]
		}
		for _, span := range spans {
			if span[0] < from && from < span[1] {
				from = min(span[1], to)
			}
			if from <= span[0] && span[0] < to && to < span[1] {
				to = span[1]
			}
		}
		if now := text[from:to]; now != t.words() {
			t.setWords(now)
		}
	}
}

// joinAll prepares every paragraph of the tree.
func joinAll(n *node) {
	if n.name == "w:p" {
		join(n)
	}
	for _, c := range n.children {
		joinAll(c)
	}
}
