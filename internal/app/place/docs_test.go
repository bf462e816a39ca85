package place_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tongpin/internal/app/declared"
	"tongpin/internal/app/place"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/i18n"
)

// TestWorkedExample runs the examples of docs/placement.md in both languages: what
// the pages show is what the program writes and says.
func TestWorkedExample(t *testing.T) {
	for path, lang := range map[string]i18n.Language{"placement.md": i18n.English, "placement.zh-CN.md": i18n.Chinese} {
		t.Run(path, func(t *testing.T) { workedExample(t, filepath.Join("../../../docs", path), lang) })
	}
}

func workedExample(t *testing.T, path string, lang i18n.Language) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	files := map[string]string{}
	names := regexp.MustCompile("`([a-z]+\\.csv)`")
	parts := strings.Split(page, "```csv\n")
	for i, part := range parts[1:] {
		before := names.FindAllStringSubmatch(parts[i], -1)
		files[before[len(before)-1][1]], _, _ = strings.Cut(part, "```")
	}
	if len(files) != 7 {
		t.Fatalf("the page has %d files", len(files))
	}
	t.Chdir(t.TempDir())
	for _, name := range []string{"wishes.csv", "posts.csv", "caps.csv"} {
		if err := os.WriteFile(name, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wrote := func(names ...string) {
		t.Helper()
		for _, name := range names {
			if got, _ := os.ReadFile(name); string(got) != files[name] {
				t.Errorf("%s is\n%sthe page says\n%s", name, got, files[name])
			}
		}
	}
	shown := func(what, said string) {
		t.Helper()
		if folded := strings.Join(strings.Fields(page), " "); said == "" || !strings.Contains(folded, strings.TrimSpace(said)) {
			t.Errorf("%s says %q, and the page something else", what, said)
		}
	}
	seed := uint64(2026)
	o := place.Options{
		Wishes: "wishes.csv", Posts: "posts.csv", Caps: "caps.csv", Mode: place.Stable, Seed: &seed,
		Out: "placement.csv", Cutoffs: "cutoffs.csv", Explain: "explain.csv",
	}
	runIn(t, lang, o)
	wrote("placement.csv", "cutoffs.csv")
	explained, err := os.ReadFile("explain.csv")
	if err != nil {
		t.Fatal(err)
	}
	shown("explain.csv", regexp.MustCompile(`(?m)^s5,.*$`).FindString(string(explained)))
	o.Out, o.Verify = "", "placement.csv"
	shown("the check", runIn(t, lang, o))

	o = place.Options{Wishes: "wishes.csv", Posts: "posts.csv", Caps: "caps.csv", Mode: place.Weighted, Out: "best.csv", Prices: "prices.csv", Explain: "explain.csv"}
	runIn(t, lang, o)
	wrote("best.csv", "prices.csv")
	if explained, err = os.ReadFile("explain.csv"); err != nil {
		t.Fatal(err)
	}
	shown("the explanation by prices", regexp.MustCompile(`(?m)^s4,.*$`).FindString(string(explained)))
	o.Out, o.Explain, o.Verify = "", "", "best.csv"
	shown("the check of the best sum", runIn(t, lang, o))
}

func run(t *testing.T, o place.Options) string {
	t.Helper()
	return runIn(t, i18n.English, o)
}

func runIn(t *testing.T, lang i18n.Language, o place.Options) string {
	t.Helper()
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = place.Run(t.Context(), o, place.Surroundings{Out: &out, Err: &out, Clock: clock.System{}, Texts: catalogue.In(lang)})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
