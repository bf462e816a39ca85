package arch

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// moduleInfo is what go list -m tells of a module.
type moduleInfo struct {
	Version string
	GoMod   string
	Replace *moduleInfo
}

func (m moduleInfo) effective() moduleInfo {
	if m.Replace != nil {
		return *m.Replace
	}
	return m
}

func lookUp(t *testing.T, name string) moduleInfo {
	t.Helper()
	cmd := exec.Command("go", "list", "-m", "-json", name)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", name, err)
	}
	var m moduleInfo
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestLibcPair: modernc.org/sqlite is tested with exactly one libc, and another
// dependency may lift it; the replace line in go.mod holds the pair together.
func TestLibcPair(t *testing.T) {
	sqlite := lookUp(t, "modernc.org/sqlite").effective()
	text, err := os.ReadFile(sqlite.GoMod)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`modernc\.org/libc (v\S+)`).FindSubmatch(text)
	if m == nil {
		t.Fatalf("%s names no libc", sqlite.GoMod)
	}
	if got, want := lookUp(t, "modernc.org/libc").effective().Version, string(m[1]); got != want {
		t.Errorf("modernc.org/libc is %s, but sqlite %s is tested with %s: mend the replace line in go.mod", got, sqlite.Version, want)
	}
}
