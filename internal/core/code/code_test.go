package code_test

import (
	"errors"
	"testing"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/platform/fault"
)

var today = calendar.On(2026, 4, 9)

// expect compares what a parse function returned with the wanted code, or the
// wanted key of its fault; a fault must name the field and the value as given.
func expect(t *testing.T, given, got string, err error, want, key string) {
	t.Helper()
	if key == "" {
		if err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", given, got, err, want)
		}
		return
	}
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != key || f.Kind != fault.Invalid || f.Field != "field" || f.Value != given {
		t.Errorf("%q: got %q, %v, want the fault %s of the field", given, got, err, key)
	}
}

func args(err error) map[string]any {
	m := map[string]any{}
	for _, f := range fault.All(err) {
		for i := 0; i+1 < len(f.Args); i += 2 {
			m[f.Args[i].(string)] = f.Args[i+1]
		}
	}
	return m
}

func TestParseCredit(t *testing.T) {
	cases := []struct{ given, want, key string }{
		{"91350100M000100Y43", "91350100M000100Y43", ""},
		{"91652824QQ0000012L", "91652824QQ0000012L", ""},
		{"12652824QQ0000020L", "12652824QQ0000020L", ""},
		{"11652824QQ0000039L", "11652824QQ0000039L", ""},
		{"91620100QQ00000475", "91620100QQ00000475", ""},
		{"12620100QQ00000555", "12620100QQ00000555", ""},
		{"52652824QQ0000063X", "52652824QQ0000063X", ""},
		{"93652824QQ0000071H", "93652824QQ0000071H", ""},
		{" 91652824 qq0000012l ", "91652824QQ0000012L", ""},
		{"\uff191652824QQ0000012\uff2c", "91652824QQ0000012L", ""},
		{"91350100M000100Y44", "", "code.credit.check"},
		{"91350100M000100Y4", "", "code.credit.length"},
		{"", "", "code.credit.length"},
		{"9135O100M000100Y43", "", "code.credit.lookalike"},
		{"9135-100M000100Y43", "", "code.credit.character"},
		{"9135\u4e07100M000100Y43", "", "code.credit.character"},
	}
	for _, c := range cases {
		got, err := code.ParseCredit("field", c.given)
		expect(t, c.given, got, err, c.want, c.key)
	}
	_, err := code.ParseCredit("field", "9135O100M000100Y43")
	if a := args(err); a["position"] != 5 || a["character"] != "O" || a["meant"] != "0" {
		t.Errorf("a look-alike is explained by %v", a)
	}
	_, err = code.ParseCredit("field", "91350100M000100Y44")
	if a := args(err); a["want"] != "3" || a["got"] != "4" {
		t.Errorf("a wrong check character is explained by %v", a)
	}
}

func TestCreditInnerAndKind(t *testing.T) {
	if err := code.CheckCreditInner("field", "91350100M000100Y43"); err != nil {
		t.Errorf("the standard's own example fails: %v", err)
	}
	broken, err := code.CompleteCredit("91350100M000100Y5")
	if err != nil {
		t.Fatal(err)
	}
	err = code.CheckCreditInner("field", broken)
	expect(t, broken, "", err, "", "code.credit.inner")

	cases := []struct {
		credit, kind string
		fits         bool
	}{
		{"91652824QQ0000012L", "enterprise", true},
		{"91652824QQ0000012L", "school", false},
		{"12652824QQ0000020L", "school", true},
		{"12652824QQ0000020L", "enterprise", false},
		{"52652824QQ0000063X", "school", true},
		{"11652824QQ0000039L", "government", true},
		{"93652824QQ0000071H", "enterprise", true},
		{"A1652824QQ0000071H", "school", true}, // a prefix that says nothing
	}
	for _, c := range cases {
		if err := code.CheckCreditKind("field", c.credit, kind(c.kind)); (err == nil) != c.fits {
			t.Errorf("%s as %s: %v, want fits %v", c.credit, c.kind, err, c.fits)
		}
	}
}

func TestParseIdentity(t *testing.T) {
	cases := []struct{ given, want, key string }{
		{"11010519491231002X", "11010519491231002X", ""},
		{"11010519491231002x", "11010519491231002X", ""},
		{"440524188001010014", "440524188001010014", ""},
		{"652824190001010014", "652824190001010014", ""},
		{"652824190001010022", "652824190001010022", ""},
		{"620100190003010038", "620100190003010038", ""},
		{"620121190002290017", "", "code.identity.birth"},
		{"652824190001010015", "", "code.identity.check"},
		{"652824900101001", "", "code.identity.old"},
		{"6528241900010100", "", "code.identity.length"},
		{"6528241900X1010014", "", "code.identity.character"},
		{"652824202604100010", "", "code.identity.future"},
	}
	for _, c := range cases {
		got, err := code.ParseIdentity("field", c.given, today)
		expect(t, c.given, got.Number, err, c.want, c.key)
	}
	man, _ := code.ParseIdentity("field", "652824190001010014", today)
	woman, _ := code.ParseIdentity("field", "652824190001010022", today)
	if man.Female || !woman.Female || man.Born != calendar.On(1900, 1, 1) || man.Division != "652824" {
		t.Errorf("read as %+v and %+v", man, woman)
	}
}

func TestAge(t *testing.T) {
	r := code.Resident{Born: calendar.On(2010, 4, 9)}
	for day, want := range map[calendar.Date]int{
		calendar.On(2026, 4, 8):  15,
		calendar.On(2026, 4, 9):  16,
		calendar.On(2026, 3, 30): 15,
		calendar.On(2026, 12, 1): 16,
	} {
		if got := r.Age(day); got != want {
			t.Errorf("on %s: got %d, want %d", day, got, want)
		}
	}
}

func TestPhones(t *testing.T) {
	cases := []struct{ given, mobile, phone string }{
		{"13800001234", "13800001234", "13800001234"},
		{"+86 138-0000-1234", "13800001234", "13800001234"},
		{"8613800001234", "13800001234", "13800001234"},
		{"12800001234", "", ""},
		{"1380000123", "", ""},
		{"0996-7100000", "", "0996-7100000"},
		{"(010)88888888", "", "010-88888888"},
		{"09967100000", "", "0996-7100000"},
		{"0996710000", "", ""},
		{"110", "", ""},
	}
	for _, c := range cases {
		mobile, err := code.ParseMobile("field", c.given)
		expect(t, c.given, mobile, err, c.mobile, keyUnless(c.mobile, "code.mobile.form"))
		phone, err := code.ParsePhone("field", c.given)
		expect(t, c.given, phone, err, c.phone, keyUnless(c.phone, "code.phone.form"))
	}
}

func keyUnless(want, key string) string {
	if want != "" {
		return ""
	}
	return key
}

func TestParseProgramme(t *testing.T) {
	cases := []struct {
		given, key string
		level      code.ProgrammeLevel
		category   int
		controlled bool
	}{
		{given: "630301", level: code.Secondary, category: 3},
		{given: "660103", level: code.Secondary, category: 6},
		{given: "460301", level: code.JuniorCollege, category: 6},
		{given: "590401k", level: code.JuniorCollege, category: 19, controlled: true},
		{given: "260101", level: code.Bachelor, category: 6},
		{given: "790101", level: code.Secondary, category: 19},
		{given: "600101", key: "code.programme.category"},
		{given: "400101", key: "code.programme.category"},
		{given: "200101", key: "code.programme.category"},
		{given: "63030", key: "code.programme.form"},
		{given: "130301", key: "code.programme.form"},
	}
	for _, c := range cases {
		p, err := code.ParseProgramme("field", c.given)
		expect(t, c.given, string(p.Level), err, string(c.level), c.key)
		if p.Category != c.category || p.Controlled != c.controlled {
			t.Errorf("%s: got %+v", c.given, p)
		}
	}
}

func TestProgrammeNear(t *testing.T) {
	parse := func(s string) code.Programme {
		p, err := code.ParseProgramme("field", s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for pair, want := range map[[2]string]code.Nearness{
		{"660103", "660103"}:  code.SameProgramme,
		{"660103", "660105"}:  code.SameClass,
		{"660103", "660201"}:  code.SameCategory,
		{"660103", "460301"}:  code.SameCategory, // across levels
		{"660103", "630301"}:  code.Unrelated,
		{"590401", "590401K"}: code.SameProgramme,
	} {
		if got := parse(pair[0]).Near(parse(pair[1])); got != want {
			t.Errorf("%v: got %d, want %d", pair, got, want)
		}
	}
}

func TestSkillLevels(t *testing.T) {
	if len(code.SkillLevels) != 8 {
		t.Fatalf("%d levels", len(code.SkillLevels))
	}
	for i, l := range code.SkillLevels {
		if l.Rank() != i+1 {
			t.Errorf("%s has rank %d", l, l.Rank())
		}
		for _, given := range []string{string(l), l.Code()} {
			got, err := code.ParseSkillLevel("field", given)
			expect(t, given, string(got), err, string(l), "")
		}
	}
	_, err := code.ParseSkillLevel("field", "7")
	expect(t, "7", "", err, "", "code.skill_level.unknown")
	if code.SkillLevel("7").Code() != "" {
		t.Error("an unknown level has a code")
	}
}
