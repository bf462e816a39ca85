package texts_test

import (
	"os"
	"testing"

	"tongpin/internal/core/access"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/texts"
	"tongpin/internal/platform/i18n"
)

// TestEveryWordIsThere: each value of the shared enums has its word in both
// languages, and no text is without use.
func TestEveryWordIsThere(t *testing.T) {
	c, err := i18n.Load(texts.FS)
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"enum.role." + string(access.System), "enum.scope." + fact.ScopeConsortium, "enum.scope." + fact.ScopeSchools}
	for _, r := range access.Roles {
		keys = append(keys, "enum.role."+string(r))
	}
	for _, k := range organisation.Kinds {
		keys = append(keys, "enum.organisation_kind."+string(k))
	}
	for _, i := range organisation.Industries {
		keys = append(keys, "enum.industry."+i)
	}
	for _, s := range []rule.Severity{rule.Forbidden, rule.UnlessFiled, rule.Required, rule.Should} {
		keys = append(keys, "enum.severity."+string(s))
	}
	for _, m := range []string{"V", "V16", "M", "D"} {
		keys = append(keys, "enum.mark."+m)
	}
	for _, lang := range i18n.Languages {
		for _, key := range keys {
			if !c.In(lang).Has(key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
	}
	// Whether pages use a text, internal/app tells over all features at once.
	problems, err := i18n.Check(c, []string{"enum.", "unit.", "kind.", "record.", "rule."}, os.DirFS("../turn"), os.DirFS("../step"), os.DirFS("../flow"), os.DirFS("../ledger"), os.DirFS("../record"), os.DirFS("../todo"), os.DirFS("../../platform/db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}
