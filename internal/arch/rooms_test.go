package arch

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// rules are the checks of single files.
var rules = map[string]func(source) []string{
	"file length":     tooLong,
	"function length": longFunctions,
	"wall clock":      wallClock,
	"chinese text":    han,
	"unfinished work": unfinished,
	"silent skip":     silentSkip,
}

func loadSources(t *testing.T) []source {
	t.Helper()
	list, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 20 {
		t.Fatalf("only %d files found: the walk is broken", len(list))
	}
	return list
}

func TestFiles(t *testing.T) {
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			for _, s := range loadSources(t) {
				for _, fault := range rule(s) {
					t.Error(fault)
				}
			}
		})
	}
	for _, s := range loadSources(t) {
		if n := s.lines(); n > fileAsks && !s.generated() {
			t.Logf("asks for a reason: %s has %d lines", s.path, n)
		}
	}
}

func TestPackages(t *testing.T) {
	byDir := map[string][]source{}
	for _, s := range loadSources(t) {
		byDir[path.Dir(s.path)] = append(byDir[path.Dir(s.path)], s)
	}
	for _, dir := range slices.Sorted(maps.Keys(byDir)) {
		for _, fault := range packageRules(dir, byDir[dir]) {
			t.Error(fault)
		}
	}
}

// TestFileRulesBite runs each rule on a file that breaks it and on one that
// just keeps it.
func TestFileRulesBite(t *testing.T) {
	head := "// Package x is x.\npackage x\n"
	function := func(lines int) string { return head + "func f() {" + strings.Repeat("\n", lines-1) + "}\n" }
	cases := []struct {
		rule, path, text string
		found            int
	}{
		{"file length", "internal/x/x.go", strings.Repeat("\n", fileLines), 1},
		{"file length", "internal/x/x.go", strings.Repeat("\n", fileLines-1), 0},
		{"file length", "internal/x/x_templ.go", strings.Repeat("\n", fileLines), 0},
		{"function length", "internal/x/x.go", function(functionLines + 1), 1},
		{"function length", "internal/x/x.go", function(functionLines), 0},
		{"function length", "internal/x/x_test.go", function(functionLines + 1), 0},
		{"wall clock", "internal/x/x.go", head + "import \"time\"\nvar a, b = time.Now(), time.Since\n", 2},
		{"wall clock", "internal/x/x.go", head + "import when \"time\"\nvar a = when.Now()\n", 1},
		{"wall clock", "internal/x/x.go", head + "import \"time\"\nvar a = time.Second\n", 0},
		{"wall clock", "internal/platform/clock/c.go", head + "import \"time\"\nvar a = time.Now()\n", 0},
		{"wall clock", "cmd/tongpin/main.go", head + "import \"time\"\nvar a = time.Now()\n", 0},
		{"chinese text", "internal/x/x.go", head + "const a = \"\u540c\"\n", 1},
		{"chinese text", "internal/x/x.templ", "\uff0c", 1},
		{"chinese text", "internal/x/x.go", head + "const a = \"\\u540c \u00b7 \u2014\"\n", 0},
		{"unfinished work", "internal/x/x.go", head + "// TO" + "DO later\n", 1},
		{"unfinished work", "internal/x/x.go", head + "// todo.Item is an open step\n", 0},
		{"silent skip", "internal/x/x_test.go", "package x\nfunc TestX(t *testing.T) { t.Sk" + "ip(1) }\n", 1},
		{"silent skip", "internal/x/x_test.go", "package x\nfunc TestX(t *testing.T) { skiptest.Because(t, `x`) }\n", 0},
	}
	for _, c := range cases {
		if got := rules[c.rule](source{c.path, c.text}); len(got) != c.found {
			t.Errorf("%s on %s: found %q, want %d findings", c.rule, c.path, got, c.found)
		}
	}
}

func TestPackageRulesBite(t *testing.T) {
	commented := source{"internal/x/x.go", "// Package x is x.\npackage x\n"}
	bare := source{"internal/x/y.go", "package x\n"}
	vague := source{"internal/util/u.go", "// Package util is anything.\npackage util\n"}
	crowd := []source{commented}
	for range packageFiles {
		crowd = append(crowd, bare)
	}
	cases := []struct {
		name  string
		files []source
		found int
	}{
		{"one comment", []source{commented, bare}, 0},
		{"no comment", []source{bare}, 1},
		{"two comments", []source{commented, commented}, 1},
		{"vague name", []source{vague}, 1},
		{"too many files", crowd, 1},
		{"only tests", []source{{"e2e/a_test.go", "package e2e\n"}}, 0},
	}
	for _, c := range cases {
		if got := packageRules("x", c.files); len(got) != c.found {
			t.Errorf("%s: found %q, want %d findings", c.name, got, c.found)
		}
	}
}
