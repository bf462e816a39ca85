package bulletin_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"tongpin/internal/bulletin"
	"tongpin/internal/platform/i18n"
)

// TestTypedNumbersAreMarked: a quantity that somebody wrote instead of binding
// it stands in the notes of the paper; days, years, the number of an issue and
// bound figures do not.
func TestTypedNumbersAreMarked(t *testing.T) {
	words := `{"unit.class": "classes", "unit.person": "persons", "unit.person_time": "person-times", "unit.yuan": "yuan", "bulletin.ordinal_mark": "no.", "bulletin.amount": "{number} {unit}"}`
	texts, err := i18n.Load(fstest.MapFS{"texts/en.json": {Data: []byte(words)}, "texts/zh.json": {Data: []byte(words)}})
	if err != nil {
		t.Fatal(err)
	}
	l, units := texts.In(i18n.English), []string{"class", "person", "person_time"}
	for text, want := range map[string][]string{
		"{{times}} in {{classes}}":                       nil,
		"1,075 person-times in {{classes}}":              {"1,075 person-times"},
		"12 persons, 12 persons and 3Classes":            {"12 persons", "3Classes"},
		"No. 7 of 2026, on 9 April, room 203":            nil,
		"No. 2 classes":                                  nil,
		"paid 56,400.00 yuan to {{times}}1 person-times": {"56,400.00 yuan", "1 person-times"},
		"\uff11\uff12 persons":                           {"\uff11\uff12 persons"},
	} {
		b := bulletin.Bulletin{Content: content(text), Period: quarter}
		n := single(figure("times", "", "", 1074), figure("classes", "", "", 16))
		if p := bulletin.Render(l, b, n, find, units); !slices.Equal(p.Typed, want) {
			t.Errorf("%q: typed %q, want %q", text, p.Typed, want)
		} else if got := bulletin.Words(p.Sections[0].Blocks[0].Runs); want == nil && text[0] != '{' && got != text {
			t.Errorf("%q reads %q", text, got)
		}
	}
}
