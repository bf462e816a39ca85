package rule

import (
	"maps"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/fault"
)

// Test gathers the findings of one record against the rules in force on a day.
type Test struct {
	book  *Book
	day   calendar.Date
	found []Finding
}

// Test begins to test a record against the rules in force on a day.
func (b *Book) Test(day calendar.Date) *Test { return &Test{book: b, day: day} }

// When adds a finding at a field if the rule is in force and broken says so;
// args are for its text.
func (t *Test) When(id, field string, broken func(Rule) (args map[string]any, is bool)) {
	r, ok := t.book.On(id, t.day)
	if !ok {
		return
	}
	if args, is := broken(r); is {
		t.found = append(t.found, r.Broken(field, args))
	}
}

// Found are the findings so far, in the order of the tests.
func (t *Test) Found() []Finding { return t.found }

// Fault is the finding as a refusal: the text of the rule, with its article,
// edition and evidence mark.
func (f Finding) Fault() *fault.Fault {
	args := []any{"rule", f.Rule, "edition", f.Edition, "article", f.Article, "mark", f.Mark}
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		args = append(args, name, f.Args[name])
	}
	return &fault.Fault{Kind: fault.Refused, Key: "rule." + f.Rule, Field: f.Field, Args: args}
}

// Barred are the faults of findings that stop a step: all that block, but those
// that know exceptions if one is filed. Nil if none does.
func Barred(found []Finding, exception string) error {
	var wrong fault.List
	for _, f := range found {
		if !f.Severity.Blocks() || f.Severity == UnlessFiled && exception != "" {
			continue
		}
		wrong = append(wrong, f.Fault())
	}
	return wrong.Err()
}
