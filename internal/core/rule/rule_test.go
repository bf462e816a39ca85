package rule_test

import (
	"slices"
	"strings"
	"testing"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/rule"
)

const editions = `[
	{"id": "INT-017", "source": "internship", "edition": "2016", "article": "11", "from": "2016-04-11", "to": "2021-12-30", "severity": "should", "mark": "V16", "params": {"percent": 10}},
	{"id": "INT-017", "source": "internship", "edition": "2021", "article": "11", "from": "2021-12-31", "severity": "required", "mark": "M", "local": true, "params": {"percent": 12}}
]`

func TestOn(t *testing.T) {
	book, err := rule.Load([]byte(editions))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Date]string{
		calendar.On(2016, 4, 10):  "",
		calendar.On(2016, 4, 11):  "2016",
		calendar.On(2021, 12, 30): "2016",
		calendar.On(2021, 12, 31): "2021",
		calendar.On(2099, 1, 1):   "2021",
	} {
		if got, ok := book.On("INT-017", day); got.Edition != want || ok != (want != "") {
			t.Errorf("on %v: got %q, %v, want %q", day, got.Edition, ok, want)
		}
	}
	if _, ok := book.On("INT-999", calendar.On(2026, 1, 1)); ok {
		t.Error("an unknown rule is in force")
	}
	if all := slices.DeleteFunc(book.All(), func(r rule.Rule) bool { return r.ID != "INT-017" }); len(all) != 2 || all[1].Params["percent"] != 12 || !all[1].Local {
		t.Errorf("all are %+v", all)
	}
}

func TestFinding(t *testing.T) {
	book, err := rule.Load([]byte(editions))
	if err != nil {
		t.Fatal(err)
	}
	r, _ := book.On("INT-017", calendar.On(2026, 1, 1))
	f := r.Broken("number", map[string]any{"staff": 90})
	if f.Rule != "INT-017" || f.Edition != "2021" || f.Article != "11" || f.Mark != "M" || f.Field != "number" || !f.Severity.Blocks() || f.Args["staff"] != 90 {
		t.Errorf("got %+v", f)
	}
	for severity, blocks := range map[rule.Severity]bool{rule.Forbidden: true, rule.UnlessFiled: true, rule.Required: true, rule.Should: false} {
		if severity.Blocks() != blocks {
			t.Errorf("%s blocks: %v", severity, !blocks)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	edit := func(old, by string) string { return strings.Replace(editions, old, by, 1) }
	cases := map[string]string{
		"broken JSON":          editions[1:],
		"an unknown severity":  edit(`"should"`, `"maybe"`),
		"an unknown mark":      edit(`"V16"`, `"X"`),
		"a date that is none":  edit(`2016-04-11`, `2016-02-30`),
		"two editions at once": edit(`2021-12-30`, `2021-12-31`),
		"two without end":      edit(`"to": "2021-12-30", `, ``),
		"an unknown field":     edit(`"article"`, `"artikel"`),
	}
	for name, text := range cases {
		if _, err := rule.Load([]byte(text)); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
	if _, err := rule.Load([]byte(editions), []byte(editions)); err == nil {
		t.Error("the same editions were loaded twice")
	}
}
