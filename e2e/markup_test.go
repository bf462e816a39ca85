package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tongpin/internal/platform/skiptest"
)

// validator is the checker of markup that package-lock.json names.
const validator = "../node_modules/.bin/html-validate"

// keep stores the markup of a page for validate.
func keep(t *testing.T, dir, name, markup string) {
	t.Helper()
	name = strings.NewReplacer("/", "_", "{", "", "}", "").Replace(strings.Trim(name, "/"))
	if err := os.WriteFile(filepath.Join(dir, "page-"+name+".html"), []byte(markup), 0o644); err != nil {
		t.Fatal(err)
	}
}

// matterOfStyle are rules about how a tag or an attribute is written; templ
// decides that.
var matterOfStyle = []string{"no-trailing-whitespace", "void-style", "attribute-boolean-style", "attribute-empty-style", "no-redundant-role", "valid-autocomplete"}

// validate returns what the HTML standard forbids in the kept pages.
func validate(t *testing.T, dir string) []string {
	t.Helper()
	if _, err := os.Stat(validator); err != nil {
		skiptest.Lacking(t, "no html-validate in node_modules")
	}
	args := []string{"--preset", "standard", "--formatter", "json"}
	for _, rule := range matterOfStyle {
		args = append(args, "--rule", rule+":off")
	}
	out, err := exec.Command(validator, append(args, dir)...).Output()
	var results []struct {
		FilePath string
		Messages []struct {
			RuleID, Message string
			Line            int
		}
	}
	if jsonErr := json.Unmarshal(out, &results); jsonErr != nil {
		t.Fatalf("html-validate: %v, %v: %s", err, jsonErr, out)
	}
	var wrong []string
	for _, r := range results {
		for _, m := range r.Messages {
			wrong = append(wrong, fmt.Sprintf("markup of %s, line %d: %s (%s)", filepath.Base(r.FilePath), m.Line, m.Message, m.RuleID))
		}
	}
	return wrong
}

// TestValidate: the validator finds nothing in the good page and the known
// flaws in the bad one.
func TestValidate(t *testing.T) {
	v := newVisitor(t, sample(t))
	for address, want := range map[string][]string{"/good": nil, "/bad": {"element-required-attributes", "element-permitted-content", "no-dup-id"}} {
		dir := t.TempDir()
		keep(t, dir, address, v.get(t, address).text)
		got := strings.Join(validate(t, dir), "\n")
		if len(want) == 0 && got != "" {
			t.Errorf("%s: %s", address, got)
		}
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %s was not found in\n%s", address, w, got)
			}
		}
	}
}
