package declared

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
)

// TestTokensOfThePages begins a bulletin with the texts that docs/bulletin.md gives
// as examples, in both languages: the program must know every metric and dimension.
func TestTokensOfThePages(t *testing.T) {
	known := map[string]metric.Definition{}
	for _, d := range Metrics() {
		known[d.Key] = d
	}
	find := func(key string) (metric.Definition, bool) { d, ok := known[key]; return d, ok }
	quarter, err := calendar.ParsePeriod("2026-Q1")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"bulletin.md", "bulletin.zh-CN.md"} {
		page, err := os.ReadFile(filepath.Join("../../../docs", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(page), `\|`, "|")
		tokens := regexp.MustCompile("`(\\{\\{[^`]*\\}\\})`").FindAllStringSubmatch(text, -1)
		checks := regexp.MustCompile(`\{\{[a-z_.]+\}\} \+ .* = \{\{[a-z_.]+\}\}`).FindAllString(text, -1)
		if len(tokens) < 5 || len(checks) != 1 {
			t.Fatalf("%s has %d tokens and %d equations", name, len(tokens), len(checks))
		}
		content := bulletin.Content{Language: "zh", Title: "Sample", Editor: "Sample", Checks: checks}
		for _, m := range tokens {
			if !strings.Contains(m[1], " = ") {
				content.Sections = append(content.Sections, bulletin.Section{Heading: "Sample", Text: m[1]})
			}
		}
		now := time.Date(2026, 4, 9, 0, 0, 0, 0, time.UTC)
		if _, _, err := bulletin.Start(bulletin.DraftCommand{Period: quarter, Content: content}, access.Actor{}, now, find); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestQuotesOfThePages: what the Chinese pages quote of the program, a button, a page,
// a message, stands in its Chinese texts. testdata/quoted.txt has what else is quoted.
func TestQuotesOfThePages(t *testing.T) {
	said := spoken(t, "texts/zh.json")
	other, err := os.ReadFile("testdata/quoted.txt")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob("../../../docs/*.zh-CN.md")
	if err != nil || len(pages) < 4 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	fences := regexp.MustCompile("(?ms)^```.*?^```$")
	for _, path := range append(pages, "../../../README.zh-CN.md") {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("\u201c([^\u201d]+)\u201d").FindAllStringSubmatch(fences.ReplaceAllString(string(page), ""), -1) {
			if !strings.Contains(said, m[1]) && !slices.Contains(strings.Split(string(other), "\n"), m[1]) {
				t.Errorf("%s quotes %q: the program does not say that", filepath.Base(path), m[1])
			}
		}
	}
}

// spoken is all texts of the catalogues of a language, one after the other.
func spoken(t *testing.T, name string) string {
	t.Helper()
	var all strings.Builder
	for _, source := range sources() {
		raw, err := fs.ReadFile(source, name)
		if err != nil {
			t.Fatal(err)
		}
		var catalogue map[string]string
		if err := json.Unmarshal(raw, &catalogue); err != nil {
			t.Fatal(err)
		}
		for _, text := range catalogue {
			all.WriteString(text + "\n")
		}
	}
	return all.String()
}
