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

// TestWorkedExample runs the example of docs/placement.md: what the page shows
// is what the program writes.
func TestWorkedExample(t *testing.T) {
	page, err := os.ReadFile("../../../docs/placement.md")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	names := regexp.MustCompile("`([a-z]+\\.csv)`")
	parts := strings.Split(string(page), "```csv\n")
	for i, part := range parts[1:] {
		before := names.FindAllStringSubmatch(parts[i], -1)
		files[before[len(before)-1][1]], _, _ = strings.Cut(part, "```")
	}
	if len(files) != 7 {
		t.Fatalf("the page has %d files", len(files))
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"wishes.csv", "posts.csv", "caps.csv"} {
		if err := os.WriteFile(at(name), []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(2026)
	o := place.Options{
		Wishes: at("wishes.csv"), Posts: at("posts.csv"), Caps: at("caps.csv"), Mode: place.Stable, Seed: &seed,
		Out: at("placement.csv"), Cutoffs: at("cutoffs.csv"), Explain: at("explain.csv"),
	}
	run(t, o)
	for _, name := range []string{"placement.csv", "cutoffs.csv"} {
		if got, _ := os.ReadFile(at(name)); string(got) != files[name] {
			t.Errorf("%s is\n%sthe page says\n%s", name, got, files[name])
		}
	}
	explained, _ := os.ReadFile(at("explain.csv"))
	if !strings.Contains(string(explained), "s5,1,paint,84,3,refused,Acme,3,3,84,1,10% of 30 staff,") {
		t.Errorf("explain.csv is\n%s", explained)
	}
	o.Out, o.Verify = "", at("placement.csv")
	if said := run(t, o); !strings.Contains(said, "nobody could be placed better by grades and lottery") {
		t.Errorf("the check says %q", said)
	}

	t.Chdir(dir)
	o = place.Options{Wishes: "wishes.csv", Posts: "posts.csv", Caps: "caps.csv", Mode: place.Weighted, Out: "best.csv", Prices: "prices.csv"}
	run(t, o)
	for _, name := range []string{"best.csv", "prices.csv"} {
		if got, _ := os.ReadFile(name); string(got) != files[name] {
			t.Errorf("%s is\n%sthe page says\n%s", name, got, files[name])
		}
	}
	o.Out, o.Verify = "", "best.csv"
	if said := run(t, o); !strings.Contains(strings.Join(strings.Fields(string(page)), " "), strings.TrimSpace(said)) {
		t.Errorf("the check says %q, and the page something else", said)
	}
}

func run(t *testing.T, o place.Options) string {
	t.Helper()
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = place.Run(t.Context(), o, place.Surroundings{Out: &out, Err: &out, Clock: clock.System{}, Texts: catalogue.In(i18n.English)})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
