package place_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tongpin/internal/app/place"
	"tongpin/internal/engine/placement/generate"
	"tongpin/internal/platform/skiptest"
)

// TestLarge places as many students as TONGPIN_TEST_STUDENTS says, with twenty
// wishes each, through files, and has the result checked. Ten million need 5 GB
// of disk, in the folder TONGPIN_TEST_MARKET if that is set, and 4 GB of memory.
func TestLarge(t *testing.T) {
	students, err := strconv.Atoi(os.Getenv("TONGPIN_TEST_STUDENTS"))
	if err != nil {
		skiptest.Because(t, "TONGPIN_TEST_STUDENTS does not say how many students to place through files")
	}
	dir := os.Getenv("TONGPIN_TEST_MARKET")
	if dir == "" {
		dir = t.TempDir()
	}
	market := generate.Market{Students: students, List: 20, Classes: 126, Skew: 1, Seed: 1}
	if err := generate.Files(dir, generate.Make(market)); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	seed := uint64(7)
	o := place.Options{Wishes: at("wishes.csv"), Posts: at("posts.csv"), Caps: at("caps.csv"), Mode: place.Stable, Seed: &seed, Out: at("placement.csv"), Stats: at("stats.json")}
	run(t, o)
	text, err := os.ReadFile(at("stats.json"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", text)
	var s struct{ Students, Wishes, Placed int }
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	if s.Students != students || s.Wishes != 20*students || s.Placed < students*97/100 || s.Placed > students {
		t.Errorf("%+v", s)
	}
	o.Out, o.Verify = "", at("placement.csv")
	if said := run(t, o); !strings.Contains(said, "nobody could be placed better by grades and lottery") {
		t.Errorf("the check says %q", said)
	}
}
