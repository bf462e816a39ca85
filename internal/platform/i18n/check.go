package i18n

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	keyLiteral = regexp.MustCompile(`"([a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)+)"`)
	comment    = regexp.MustCompile(`(?m)^\s*//.*$`)
	asked      = regexp.MustCompile(`\bT\((?:ctx, *)?"([^"]+)"( *\+)?`)
)

// Check finds what is wrong with the texts, one line each, sorted: keys that a
// language lacks, empty texts, texts whose arguments differ between languages,
// texts that nothing in the source uses, and T("key") in the source without a
// text. The source trees are read for .go and .templ files, tests and generated
// files left out. Dynamic lists the families whose keys are put together at run
// time: a prefix that ends in a dot ("did.") or a pattern with * for one segment
// ("*.state.*").
func Check(c *Catalogue, dynamic []string, trees ...fs.FS) ([]string, error) {
	used, wanted := map[string]bool{}, map[string]bool{}
	for _, tree := range trees {
		if err := scan(tree, used, wanted); err != nil {
			return nil, err
		}
	}
	problems := c.differences()
	for key := range c.texts[Languages[0]] {
		if !used[key] && !matches(key, dynamic) {
			problems = append(problems, "nothing uses the text "+key)
		}
	}
	for key := range wanted {
		if !c.In(Languages[0]).Has(key) {
			problems = append(problems, "the source asks for a text that does not exist: "+key)
		}
	}
	slices.Sort(problems)
	return problems, nil
}

// differences compares the languages with each other.
func (c *Catalogue) differences() []string {
	var problems []string
	for _, lang := range Languages {
		for key, t := range c.texts[lang] {
			if strings.TrimSpace(t.raw) == "" {
				problems = append(problems, fmt.Sprintf("%s: the text of %s is empty", lang, key))
			}
			for _, other := range Languages {
				u, ok := c.texts[other][key]
				if !ok {
					problems = append(problems, fmt.Sprintf("%s: no text for %s", other, key))
					continue
				}
				if lang == Languages[0] && !slices.Equal(t.arguments(), u.arguments()) {
					problems = append(problems, fmt.Sprintf("%s: the arguments of %s differ from %s", other, key, lang))
				}
			}
		}
	}
	return problems
}

// arguments lists the arguments that a text shows, sorted, each once; a plural
// word counts for none, because only English has it.
func (t text) arguments() []string {
	var names []string
	for _, p := range t.parts {
		if p.arg != "" && !p.plural {
			names = append(names, p.arg)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func scan(tree fs.FS, used, wanted map[string]bool) error {
	return fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go"):
			return nil
		case path.Ext(name) != ".go" && path.Ext(name) != ".templ":
			return nil
		}
		b, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		b = comment.ReplaceAll(b, nil)
		for _, m := range keyLiteral.FindAllSubmatch(b, -1) {
			used[string(m[1])] = true
		}
		for _, m := range asked.FindAllSubmatch(b, -1) {
			used[string(m[1])] = true
			if len(m[2]) == 0 { // "did." + verb asks for a family, see Check
				wanted[string(m[1])] = true
			}
		}
		return nil
	})
}

func matches(key string, dynamic []string) bool {
	for _, d := range dynamic {
		if strings.HasSuffix(d, ".") && strings.HasPrefix(key, d) {
			return true
		}
		if ok, _ := path.Match(strings.ReplaceAll(d, ".", "/"), strings.ReplaceAll(key, ".", "/")); ok {
			return true
		}
	}
	return false
}
