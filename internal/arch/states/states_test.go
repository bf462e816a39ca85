package states_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/arch/states"
)

func TestWriteThenStale(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "states")
	diagrams := map[string]string{"order": "stateDiagram-v2\n    draft --> checking: submit\n", "member": "stateDiagram-v2\n"}

	stale := func(want ...string) {
		t.Helper()
		got, err := states.Stale(dir, diagrams)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("stale: got %q, %v, want %q", got, err, want)
		}
	}
	stale("member.md", "order.md")
	write := func() {
		t.Helper()
		if err := states.WriteStates(dir, diagrams); err != nil {
			t.Fatal(err)
		}
	}
	write()
	stale()

	text, err := os.ReadFile(filepath.Join(dir, "order.md"))
	if err != nil || !strings.Contains(string(text), "draft --> checking: submit") {
		t.Errorf("the page of orders lacks its transition: %v\n%s", err, text)
	}

	diagrams["order"] += "    checking --> open: accept\n"
	stale("order.md")
	delete(diagrams, "member")
	stale("member.md", "order.md")
	write()
	stale()
}
