package declared

import (
	"os"
	"path/filepath"
	"regexp"
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
