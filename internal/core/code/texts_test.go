package code_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"tongpin/internal/core/code"
	"tongpin/internal/core/texts"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
)

// refusals returns one fault of every key of the package.
func refusals(t *testing.T) []*fault.Fault {
	var l fault.List
	for _, s := range []string{"1", "9135-100M000100Y43", "9135O100M000100Y43", "91350100M000100Y44"} {
		_, err := code.ParseCredit("field", s)
		l.Append(err)
	}
	l.Append(code.CheckCreditInner("field", "91350100M000100Y55"))
	l.Append(code.CheckCreditKind("field", "91652824QQ0000012L", kind("school")))
	for _, s := range []string{"1", "652824900101001", "6528241900X1010014", "620121190002290017", "652824202604100010", "652824190001010015"} {
		_, err := code.ParseIdentity("field", s, today)
		l.Append(err)
	}
	for _, parse := range []func(string, string) (string, error){code.ParseMobile, code.ParsePhone, code.ParseDivision, code.ParseIndustry, code.ParseAccount} {
		_, err := parse("field", "?")
		l.Append(err)
	}
	_, wrong := code.ParseAccount("field", "6200000000000001")
	l.Append(wrong)
	for _, s := range []string{"?", "600101"} {
		_, err := code.ParseProgramme("field", s)
		l.Append(err)
	}
	w := readWords(t)
	for _, s := range []string{"6-30-05-98", w.Nothing[0], w.Searches[8].Words} {
		_, err := code.ParseOccupation("field", s)
		l.Append(err)
	}
	_, err := code.ParseSkillLevel("field", "?")
	l.Append(err)
	return l
}

// TestTexts: each fault has its text in both languages with every argument
// filled in, each enum value its word, and no text is without use.
func TestTexts(t *testing.T) {
	c, err := i18n.Load(code.Texts, texts.FS)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range refusals(t) {
		seen[f.Key] = true
		for _, lang := range i18n.Languages {
			if text := c.In(lang).Fault(f); text == f.Key || strings.Contains(text, "{") {
				t.Errorf("%s: %s is told as %q", lang, f.Key, text)
			}
		}
	}
	if len(seen) != 24 {
		t.Errorf("%d different faults, want 24", len(seen))
	}
	for _, l := range code.SkillLevels {
		c.In(i18n.Chinese).T("enum.skill_level." + string(l))
	}
	for _, l := range code.ProgrammeLevels {
		c.In(i18n.Chinese).T("enum.programme_level." + string(l))
	}
	for n := 1; n <= code.Categories; n++ {
		c.In(i18n.Chinese).T(fmt.Sprintf("enum.programme_category.%d", n))
	}
	if missing := c.Missing(); len(missing) > 0 {
		t.Errorf("no text for %q", missing)
	}
	own, err := i18n.Load(code.Texts)
	if err != nil {
		t.Fatal(err)
	}
	problems, err := i18n.Check(own, []string{"enum."}, os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}
