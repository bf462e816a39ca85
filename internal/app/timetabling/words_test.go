package timetabling

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongpin/internal/app/declared"
	"tongpin/internal/engine/message"
	"tongpin/internal/platform/i18n"
)

const golden = "testdata/words.golden"

// spoken is the different sentences of each key that the samples bring forth, in both
// languages.
type spoken struct {
	catalogue *i18n.Catalogue
	lines     map[message.Key][]string
}

// hear writes down a message, with what it holds; where is empty for what is no
// refusal of a file.
func (s *spoken) hear(m *message.Message, where string) {
	key, args := m.Text()
	for _, a := range args {
		if inner, ok := a.(*message.Message); ok {
			s.hear(inner, "")
		}
	}
	if where != "" {
		args = append([]any{"where", where}, args...)
	}
	for _, l := range []i18n.Language{i18n.English, i18n.Chinese} {
		if line := fmt.Sprintf("%s  %s", l, s.catalogue.In(l).T(key, args...)); !slices.Contains(s.lines[m.Key], line) {
			s.lines[m.Key] = append(s.lines[m.Key], line)
		}
	}
}

// refused writes down what a reader or a solver refused.
func (s *spoken) refused(t *testing.T, name string, err error) {
	t.Helper()
	var p *message.Problem
	var m *message.Message
	joined, several := err.(interface{ Unwrap() []error })
	switch {
	case several:
		for _, one := range joined.Unwrap() {
			s.refused(t, name, one)
		}
	case errors.As(err, &p):
		s.hear(p.Message, message.Where(name, p.Line))
	case errors.As(err, &m):
		s.hear(m, "")
	default:
		t.Errorf("%s: not refused: %v", name, err)
	}
}

// keys are the constants of the engine that name texts.
func keys(t *testing.T) (all []message.Key) {
	err := filepath.WalkDir("../../engine/timetable", func(path string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			if kind, ok := spec.Type.(*ast.SelectorExpr); ok && kind.Sel.Name == "Key" {
				text, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				all = append(all, message.Key(text))
			}
			return true
		})
		return nil
	})
	if err != nil || len(all) < 80 {
		t.Fatalf("%d keys, %v", len(all), err)
	}
	return all
}

// TestWhatIsSaid brings forth everything that the engine can say, and compares both
// languages with testdata/words.golden (TONGPIN_UPDATE=1 writes it anew).
func TestWhatIsSaid(t *testing.T) {
	catalogue, err := declared.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	s := &spoken{catalogue, map[message.Key][]string{}}
	s.instances(t)
	s.plans(t)
	s.results(t)
	for _, key := range keys(t) {
		if len(s.lines[key]) == 0 {
			t.Errorf("no sample brings forth %s", key)
		}
	}
	if missing := catalogue.Missing(); len(missing) > 0 {
		t.Errorf("no texts for %v", missing)
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(s.lines)) {
		fmt.Fprintf(&b, "%s\n  %s\n", key, strings.Join(s.lines[key], "\n  "))
	}
	if strings.ContainsAny(b.String(), "{}") {
		t.Errorf("a value is missing:\n%s", b.String())
	}
	if os.Getenv("TONGPIN_UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}
