package arch

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	testName = "`(?:Test|Fuzz)\\w+`"
	proof    = regexp.MustCompile(testName)
	// together are tests of one package, which stands behind them in brackets.
	together = regexp.MustCompile("(" + testName + "(?:(?:, | and |\u3001)" + testName + ")*) ?[(\uff08]([a-z0-9/]+)[)\uff09]")
	declared = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
)

// TestPromisesAreProved: the tests that docs/failure.md names exist, where it says,
// and the page in Chinese names the same ones in the same order.
func TestPromisesAreProved(t *testing.T) {
	list, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	where := map[string][]string{}
	for _, s := range list {
		if s.isTest() {
			for _, m := range declared.FindAllStringSubmatch(s.text, -1) {
				where["`"+m[1]+"`"] = append(where["`"+m[1]+"`"], path.Dir(s.path))
			}
		}
	}
	var named [][]string
	for _, page := range []string{"failure.md", "failure.zh-CN.md"} {
		text, err := os.ReadFile(filepath.Join(root, "docs", page))
		if err != nil {
			t.Fatal(err)
		}
		folded := strings.Join(strings.Fields(string(text)), " ")
		names := proof.FindAllString(folded, -1)
		for _, name := range names {
			if len(where[name]) == 0 {
				t.Errorf("%s names %s, which is nowhere", page, name)
			}
		}
		placed := together.FindAllStringSubmatch(folded, -1)
		for _, m := range placed {
			for _, name := range proof.FindAllString(m[1], -1) {
				if !slices.Contains(where[name], m[2]) {
					t.Errorf("%s says that %s is in %s; it is in %v", page, name, m[2], where[name])
				}
			}
		}
		if len(names) < 60 || len(placed) < 25 {
			t.Errorf("%s names %d tests and %d packages", page, len(names), len(placed))
		}
		named = append(named, names)
	}
	if !slices.Equal(named[0], named[1]) {
		t.Errorf("the two pages name other tests:\n%v\n%v", named[0], named[1])
	}
}
