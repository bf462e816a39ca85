package arch

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	fence   = regexp.MustCompile("(?ms)^```.*?^```$")
	spans   = regexp.MustCompile("`[^`\n]*`")
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.*?) *$`)
	link    = regexp.MustCompile(`\]\(([^()\s]+)\)|(?:src|href)="([^"]+)"`)
	abroad  = regexp.MustCompile(`^[a-z]+:`)
)

// anchors are the names under which a page's headings can be linked: lower case,
// spaces as hyphens, without signs, the second of the same name with -1.
func anchors(text string) map[string]bool {
	out, times := map[string]bool{}, map[string]int{}
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		name := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_", r):
				return unicode.ToLower(r)
			}
			return -1
		}, link.ReplaceAllString(m[1], ""))
		if n := times[name]; n > 0 {
			out[fmt.Sprintf("%s-%d", name, n)] = true
		}
		out[name] = true
		times[name]++
	}
	return out
}

// dangling names each link of a page that leads nowhere; read gives the text of
// another file, or an error.
func dangling(page, text string, read func(string) (string, error)) (wrong []string) {
	text = spans.ReplaceAllString(fence.ReplaceAllString(text, ""), "")
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		target := m[1] + m[2]
		if abroad.MatchString(target) {
			continue
		}
		file, anchor, _ := strings.Cut(target, "#")
		other := page
		if file != "" {
			other = path.Join(path.Dir(page), file)
		}
		there, err := read(other)
		switch {
		case err != nil:
			wrong = append(wrong, fmt.Sprintf("%s: %s leads nowhere", page, target))
		case anchor != "" && strings.HasSuffix(other, ".md") && !anchors(there)[anchor]:
			wrong = append(wrong, fmt.Sprintf("%s: %s has no heading #%s", page, other, anchor))
		}
	}
	return wrong
}

// pages are the Markdown files of the project.
func pages(t *testing.T) (all []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "node_modules" || e.Name() == ".git"):
			return filepath.SkipDir
		case filepath.Ext(path) != ".md":
			return nil
		}
		rel, err := filepath.Rel(root, path)
		all = append(all, filepath.ToSlash(rel))
		return err
	})
	if err != nil || len(all) < 20 {
		t.Fatalf("%d pages, %v", len(all), err)
	}
	return all
}

// TestLinksOfThePages follows every link of every Markdown file to a file, a folder
// or a heading of ours.
func TestLinksOfThePages(t *testing.T) {
	read := func(name string) (string, error) {
		full := filepath.Join(root, filepath.FromSlash(name))
		if filepath.Ext(name) != ".md" {
			_, err := os.Stat(full)
			return "", err
		}
		text, err := os.ReadFile(full)
		return string(text), err
	}
	for _, page := range pages(t) {
		text, err := read(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range dangling(page, text, read) {
			t.Error(wrong)
		}
	}
}

func TestDanglingLinksAreFound(t *testing.T) {
	files := map[string]string{"a.md": "", "docs/b.md": "# One `two`\n\n## One two\n"}
	read := func(name string) (string, error) {
		text, ok := files[name]
		if !ok {
			return "", os.ErrNotExist
		}
		return text, nil
	}
	text := "[a](../a.md) [c](c.md) [b](#one-two-1) [b](#three) [far](https://example.org) ![x](x.png)\n`[code](none.md)`\n"
	got := strings.Join(dangling("docs/b.md", text, read), "\n")
	want := "docs/b.md: c.md leads nowhere\ndocs/b.md: docs/b.md has no heading #three\ndocs/b.md: x.png leads nowhere"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
