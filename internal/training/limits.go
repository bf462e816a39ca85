package training

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

//go:embed rules.json
var rules []byte

// Rules are the dated rules of this feature.
func Rules() []byte { return rules }

// exclusive are the categories of which one person is paid for one a year
// (rule TRN-015, domain.md 4.3).
var exclusive = []string{Apprenticeship, Upgrade, Project}

// unpaid are the groups that a subsidy is not for (rule TRN-016).
var unpaid = []string{"student", "public_payroll"}

// tests gathers the findings of one record against the rules in force on a day.
type tests struct {
	book  *rule.Book
	day   calendar.Date
	found []rule.Finding
}

// when adds a finding if the rule is in force and broken says so; args are for
// its text.
func (t *tests) when(id, field string, broken func(rule.Rule) (map[string]any, bool)) {
	r, ok := t.book.On(id, t.day)
	if !ok {
		return
	}
	if args, is := broken(r); is {
		t.found = append(t.found, r.Broken(field, args))
	}
}

// ClassFindings tests what is filed: in time, size, hours of each day, length of
// a class hour, and whether the provider may teach it.
func ClassFindings(k Class, sessions []Session, p Provider, filed calendar.Date, book *rule.Book) []rule.Finding {
	t := tests{book: book, day: filed}
	t.when("TRN-001", "opens", func(r rule.Rule) (map[string]any, bool) {
		first := filed.AddWorkingDays(int(r.Params["working_days"]))
		return map[string]any{"days": r.Params["working_days"], "first": first.String()}, k.Opens.Before(first)
	})
	t.when("TRN-002", "seats", func(r rule.Rule) (map[string]any, bool) {
		return map[string]any{"most": r.Params["persons"], "seats": k.Seats}, k.Seats > r.Params["persons"]
	})
	hours, days := map[calendar.Date]int64{}, []calendar.Date(nil)
	for _, s := range sessions {
		if _, known := hours[s.On]; !known {
			days = append(days, s.On)
		}
		hours[s.On] += s.Hours
		t.when("TRN-004", "sessions", func(r rule.Rule) (map[string]any, bool) {
			return map[string]any{"minutes": r.Params["minutes"], "on": s.On.String()}, s.To-s.From < s.Hours*r.Params["minutes"]
		})
	}
	for _, day := range days {
		t.when("TRN-003", "sessions", func(r rule.Rule) (map[string]any, bool) {
			return map[string]any{"most": r.Params["hours"], "hours": hours[day], "on": day.String()}, hours[day] > r.Params["hours"]
		})
	}
	t.when("TRN-005", "occupation", func(rule.Rule) (map[string]any, bool) {
		return map[string]any{"provider": p.Name}, k.Subsidised && !p.Permits(k, filed)
	})
	return t.found
}

// PersonFindings tests whether a person may take part in a class, knowing what
// the person takes or took part in besides. Rules about money only bind classes
// that are paid for. Interned tells that the person is an intern at those hours.
func PersonFindings(k Class, person Trainee, others []Place, interned bool, book *rule.Book) []rule.Finding {
	t := tests{book: book, day: k.Opens}
	t.when("TRN-014", "id_number", func(r rule.Rule) (map[string]any, bool) { return ageBroken(k, person, r) })
	t.when("TRN-013", "class", func(rule.Rule) (map[string]any, bool) {
		i := slices.IndexFunc(others, func(p Place) bool { return p.OnRoster() && p.In.ID != k.ID && p.In.Overlaps(k) })
		if i < 0 {
			return nil, false
		}
		return map[string]any{"class": others[i].In.Number, "name": others[i].In.Name}, true
	})
	t.when("TRN-017", "class", func(rule.Rule) (map[string]any, bool) { return nil, interned })
	if !k.Subsidised {
		return t.found
	}
	t.when("TRN-016", "group", func(rule.Rule) (map[string]any, bool) {
		return map[string]any{"group": person.Group}, slices.Contains(unpaid, person.Group)
	})
	paid := slices.DeleteFunc(slices.Clone(others), func(p Place) bool {
		return !p.OnRoster() || p.State == Failed || !p.In.Subsidised || p.In.ID == k.ID
	})
	sameYear := slices.DeleteFunc(slices.Clone(paid), func(p Place) bool { return p.In.Opens.Year != k.Opens.Year })
	t.when("TRN-011", "class", func(r rule.Rule) (map[string]any, bool) {
		return map[string]any{"times": r.Params["times"], "year": strconv.Itoa(k.Opens.Year)}, int64(len(sameYear)) >= r.Params["times"]
	})
	t.when("TRN-012", "class", func(rule.Rule) (map[string]any, bool) {
		i := slices.IndexFunc(paid, func(p Place) bool {
			return k.Occupation != "" && p.In.Occupation == k.Occupation && p.In.Level == k.Level
		})
		if i < 0 {
			return nil, false
		}
		return map[string]any{"class": paid[i].In.Number}, true
	})
	t.when("TRN-015", "class", func(rule.Rule) (map[string]any, bool) {
		i := slices.IndexFunc(sameYear, func(p Place) bool { return slices.Contains(exclusive, p.In.Category) })
		if i < 0 || !slices.Contains(exclusive, k.Category) {
			return nil, false
		}
		return map[string]any{"class": sameYear[i].In.Number}, true
	})
	return t.found
}

// ageBroken: from 16 on anybody; to the age of retirement who is paid for.
func ageBroken(k Class, person Trainee, r rule.Rule) (map[string]any, bool) {
	age, known := person.Age(k.Opens)
	most := r.Params["max_male"]
	if person.Sex == "female" {
		most = r.Params["max_female"]
	}
	broken := known && (int64(age) < r.Params["min"] || k.Subsidised && int64(age) >= most)
	return map[string]any{"min": r.Params["min"], "most": most, "age": age}, broken
}

// HoursFindings tests whether somebody attended enough to be examined.
func HoursFindings(k Class, e Enrolment, book *rule.Book) []rule.Finding {
	t := tests{book: book, day: k.Opens}
	t.when("TRN-018", "hours", func(r rule.Rule) (map[string]any, bool) {
		need := (k.Hours*r.Params["permille"] + 999) / 1000
		return map[string]any{"need": need, "hours": e.Hours}, e.Hours != Unknown && e.Hours < need
	})
	return t.found
}

// barred are the faults of findings that stop a step: all that block, but those
// that know exceptions if one is filed.
func barred(found []rule.Finding, exception string) error {
	var wrong fault.List
	for _, f := range found {
		if !f.Severity.Blocks() || f.Severity == rule.UnlessFiled && exception != "" {
			continue
		}
		wrong = append(wrong, Breach(f))
	}
	return wrong.Err()
}

// Breach is the finding as a fault: the text of the rule, with its article,
// edition and evidence mark.
func Breach(f rule.Finding) *fault.Fault {
	args := []any{"rule", f.Rule, "edition", f.Edition, "article", f.Article, "mark", f.Mark}
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		args = append(args, name, f.Args[name])
	}
	return &fault.Fault{Kind: fault.Refused, Key: "rule." + f.Rule, Field: f.Field, Args: args}
}

// read takes from an identity number what it tells of the person.
func (t Identity) read(today calendar.Date) (Identity, error) {
	r, err := code.ParseIdentity("id_number", t.IDNumber, today)
	if err != nil {
		return t, err
	}
	t.IDNumber, t.BirthOn, t.Sex = r.Number, r.Born, "male"
	if r.Female {
		t.Sex = "female"
	}
	return t, nil
}
