package accountweb

import (
	"os"
	"slices"
	"strings"
	"testing"

	"tongpin/internal/platform/i18n"
)

func TestTexts(t *testing.T) {
	c, err := i18n.Load(Texts())
	if err != nil {
		t.Fatal(err)
	}
	trees := []string{".", "..", "../accountdb", "../../core/identity", "../../core/identity/identitydb"}
	dynamic := []string{"did.person.", "kind.person", "intake.kind.person", "person.column.", "enum.account_state.", "account.step."}
	all := []string{"web.", "record.", "enum.role.", "enum.organisation_kind."}
	problems, err := i18n.Check(c, dynamic, os.DirFS(trees[0]), os.DirFS(trees[1]), os.DirFS(trees[2]), os.DirFS(trees[3]), os.DirFS(trees[4]))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if !foreign(p, all) {
			t.Error(p)
		}
	}
	for _, s := range states {
		if !c.In(i18n.Chinese).Has("enum.account_state." + s) {
			t.Errorf("no word for the state %s", s)
		}
	}
	for _, s := range steps() {
		if !c.In(i18n.Chinese).Has("account.step." + s.name) {
			t.Errorf("no word for the step %s", s.name)
		}
	}
	for _, verb := range []string{"created", "assigned", "unassigned", "password_reset", "disabled", "enabled", "revealed"} {
		if !c.In(i18n.Chinese).Has("did.person." + verb) {
			t.Errorf("no words for the verb %s", verb)
		}
	}
}

// foreign tells whether a problem is about a text that another catalogue has.
func foreign(problem string, families []string) bool {
	_, key, _ := strings.Cut(problem, "does not exist: ")
	return slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(key, f) })
}
