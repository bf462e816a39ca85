// Package states keeps docs/states fresh: one page for each kind of record,
// drawn from its table of transitions. Only tests use it.
package states

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// UpdateVariable, set to anything, makes Check write the pages instead of
// comparing them; scripts/generate sets it.
const UpdateVariable = "TONGPIN_UPDATE"

// Check compares the pages in dir with the diagrams (kind of record -> Mermaid
// text) and fails the test for each page that is stale, missing, or left over.
func Check(t testing.TB, dir string, diagrams map[string]string) {
	t.Helper()
	if os.Getenv(UpdateVariable) != "" {
		if err := WriteStates(dir, diagrams); err != nil {
			t.Fatal(err)
		}
	}
	stale, err := Stale(dir, diagrams)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range stale {
		t.Errorf("%s is stale: run make gen and commit it", filepath.Join(dir, name))
	}
}

// WriteStates writes one page for each diagram into dir, which it makes if
// needed, and removes pages of kinds that are no more.
func WriteStates(dir string, diagrams map[string]string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for kind, diagram := range diagrams {
		if err := os.WriteFile(filepath.Join(dir, kind+".md"), []byte(page(kind, diagram)), 0o644); err != nil {
			return err
		}
	}
	left, err := leftOver(dir, diagrams)
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// Stale names the pages in dir that differ from the diagrams, sorted.
func Stale(dir string, diagrams map[string]string) ([]string, error) {
	stale, err := leftOver(dir, diagrams)
	if err != nil {
		return nil, err
	}
	for _, kind := range slices.Sorted(maps.Keys(diagrams)) {
		text, err := os.ReadFile(filepath.Join(dir, kind+".md"))
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		if string(text) != page(kind, diagrams[kind]) {
			stale = append(stale, kind+".md")
		}
	}
	slices.Sort(stale)
	return stale, nil
}

func leftOver(dir string, diagrams map[string]string) ([]string, error) {
	pages, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	var left []string
	for _, p := range pages {
		if _, ok := diagrams[strings.TrimSuffix(filepath.Base(p), ".md")]; !ok {
			left = append(left, filepath.Base(p))
		}
	}
	return left, nil
}

func page(kind, diagram string) string {
	return fmt.Sprintf("# States: %s\n\nGenerated from the table of transitions by `make gen`; do not edit.\n\n```mermaid\n%s```\n", kind, diagram)
}
