package place_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/app/place"
	"tongpin/internal/platform/skiptest"
)

// TestPublished places 4,000 residents in 35 programmes with 3,705 places, through
// files: 334 stay without a programme, and 39 places free. It is the large instance
// of a course on paradigms of programming (University of Ottawa, CSI 2120); the small
// one is in the engine's tests. The course does not say who may pass its data on, so
// they are not here: TONGPIN_TEST_RESIDENTS names the file with its facts, which the
// course calls rp4000.pl. The result was compared row by row with one that a student
// of the course has published; the digest of those rows stands below.
func TestPublished(t *testing.T) {
	path := os.Getenv("TONGPIN_TEST_RESIDENTS")
	if path == "" {
		skiptest.Because(t, "TONGPIN_TEST_RESIDENTS does not name the course's file rp4000.pl")
	}
	facts, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	residents, programmes := published(string(facts))
	for name, text := range map[string]string{"wishes.csv": residents, "posts.csv": programmes} {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := place.Options{Wishes: at("wishes.csv"), Posts: at("posts.csv"), Mode: place.Stable, Out: at("placement.csv"), Stats: at("stats.json")}
	run(t, o)
	text, err := os.ReadFile(at("placement.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.SplitAfter(string(text), "\n")[1:]
	slices.Sort(rows)
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(rows, "")))); sum != "78e41ec682422d95148373eecdba3283cffa7593851e0259993795a0b6e01a3e" {
		t.Errorf("not the published result: %s", sum)
	}
	stats, err := os.ReadFile(at("stats.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"students": 4000,`, `"posts": 35,`, `"seats": 3705,`, `"unplaced": 334,`, fmt.Sprintf(`"placed": %d,`, 3705-39)} {
		if !strings.Contains(string(stats), want) {
			t.Errorf("not %s in %s", want, stats)
		}
	}
}

// published turns the course's facts into files. A programme names whom it takes, in
// its own order; the first has the highest grade.
func published(facts string) (wishes, posts string) {
	grade := map[[2]string]int{}
	posts = "post,seats,group\n"
	for _, m := range regexp.MustCompile(`(?m)^program\((\w+), *"[^"]*", *(\d+), *\[([^\]]*)\]\)`).FindAllStringSubmatch(facts, -1) {
		posts += m[1] + "," + m[2] + ",\n"
		takes := strings.Split(m[3], ",")
		for place, resident := range takes {
			grade[[2]string{m[1], resident}] = len(takes) - place
		}
	}
	var text strings.Builder
	text.WriteString("student,rank,post,grade\n")
	for _, m := range regexp.MustCompile(`(?m)^resident\((\d+), *name\([^)]*\), *\[([^\]]*)\]\)`).FindAllStringSubmatch(facts, -1) {
		for i, programme := range strings.Split(m[2], ",") {
			fmt.Fprintf(&text, "%s,%d,%s,%d\n", m[1], i+1, programme, grade[[2]string{programme, m[1]}])
		}
	}
	return text.String(), posts
}
