package training

import (
	"context"
	_ "embed"
	"slices"
	"strconv"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
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

// ClassFindings tests what is filed: in time, size, hours of each day, length of
// a class hour, and whether the provider may teach it.
func ClassFindings(k Class, sessions []Session, p Provider, filed calendar.Date, book *rule.Book) []rule.Finding {
	t := book.Test(filed)
	t.When("TRN-001", "opens", func(r rule.Rule) (map[string]any, bool) {
		first := filed.AddWorkingDays(int(r.Params["working_days"]))
		return map[string]any{"days": r.Params["working_days"], "first": first.String()}, k.Opens.Before(first)
	})
	t.When("TRN-002", "seats", func(r rule.Rule) (map[string]any, bool) {
		return map[string]any{"most": r.Params["persons"], "seats": k.Seats}, k.Seats > r.Params["persons"]
	})
	hours, days := map[calendar.Date]int64{}, []calendar.Date(nil)
	for _, s := range sessions {
		if _, known := hours[s.On]; !known {
			days = append(days, s.On)
		}
		hours[s.On] += s.Hours
		t.When("TRN-004", "sessions", func(r rule.Rule) (map[string]any, bool) {
			return map[string]any{"minutes": r.Params["minutes"], "on": s.On.String()}, s.To-s.From < s.Hours*r.Params["minutes"]
		})
	}
	for _, day := range days {
		t.When("TRN-003", "sessions", func(r rule.Rule) (map[string]any, bool) {
			return map[string]any{"most": r.Params["hours"], "hours": hours[day], "on": day.String()}, hours[day] > r.Params["hours"]
		})
	}
	t.When("TRN-005", "occupation", func(rule.Rule) (map[string]any, bool) {
		return map[string]any{"provider": p.Name}, k.Subsidised && !p.Permits(k, filed)
	})
	return t.Found()
}

// PersonFindings tests whether a person may take part in a class, knowing what
// the person takes or took part in besides. Rules about money only bind classes
// that are paid for. Interned tells that the person is an intern at those hours.
func PersonFindings(k Class, person Trainee, others []Place, interned bool, book *rule.Book) []rule.Finding {
	t := book.Test(k.Opens)
	t.When("TRN-014", "id_number", func(r rule.Rule) (map[string]any, bool) { return ageBroken(k, person, r) })
	t.When("TRN-013", "class", func(rule.Rule) (map[string]any, bool) {
		i := slices.IndexFunc(others, func(p Place) bool { return p.OnRoster() && p.In.ID != k.ID && p.In.Overlaps(k) })
		if i < 0 {
			return nil, false
		}
		return map[string]any{"class": others[i].In.Number, "name": others[i].In.Name}, true
	})
	t.When("TRN-017", "class", func(rule.Rule) (map[string]any, bool) { return nil, interned })
	if !k.Subsidised {
		return t.Found()
	}
	t.When("TRN-016", "group", func(rule.Rule) (map[string]any, bool) {
		return map[string]any{"group": person.Group}, slices.Contains(unpaid, person.Group)
	})
	paid := slices.DeleteFunc(slices.Clone(others), func(p Place) bool {
		return !p.OnRoster() || p.State == Failed || !p.In.Subsidised || p.In.ID == k.ID
	})
	sameYear := slices.DeleteFunc(slices.Clone(paid), func(p Place) bool { return p.In.Opens.Year != k.Opens.Year })
	t.When("TRN-011", "class", func(r rule.Rule) (map[string]any, bool) {
		return map[string]any{"times": r.Params["times"], "year": strconv.Itoa(k.Opens.Year)}, int64(len(sameYear)) >= r.Params["times"]
	})
	t.When("TRN-012", "class", func(rule.Rule) (map[string]any, bool) {
		i := slices.IndexFunc(paid, func(p Place) bool {
			return k.Occupation != "" && p.In.Occupation == k.Occupation && p.In.Level == k.Level
		})
		if i < 0 {
			return nil, false
		}
		return map[string]any{"class": paid[i].In.Number}, true
	})
	t.When("TRN-015", "class", func(rule.Rule) (map[string]any, bool) {
		i := slices.IndexFunc(sameYear, func(p Place) bool { return slices.Contains(exclusive, p.In.Category) })
		if i < 0 || !slices.Contains(exclusive, k.Category) {
			return nil, false
		}
		return map[string]any{"class": sameYear[i].In.Number}, true
	})
	return t.Found()
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
	t := book.Test(k.Opens)
	t.When("TRN-018", "hours", func(r rule.Rule) (map[string]any, bool) {
		need := (k.Hours*r.Params["permille"] + 999) / 1000
		return map[string]any{"need": need, "hours": e.Hours}, e.Hours != Unknown && e.Hours < need
	})
	return t.Found()
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

// busy tells who of the people with these identity numbers is an intern while
// the class is taught (rule TRN-017).
func (s *Service) busy(ctx context.Context, k Class, numbers []string) (map[string]bool, error) {
	if s.interns == nil {
		return nil, nil
	}
	shifts, err := s.interns.Shifts(ctx, numbers, calendar.Period{From: k.Opens, To: k.Closes})
	if err != nil || len(shifts) == 0 {
		return nil, err
	}
	sessions, err := s.store.Sessions(ctx, k.ID)
	busy := map[string]bool{}
	for number, list := range shifts {
		busy[number] = k.during(sessions, list)
	}
	return busy, err
}

// during tells whether the class is taught at the hours of one of the shifts. A
// class without a timetable takes its days whole.
func (k Class) during(sessions []Session, shifts []calendar.Shift) bool {
	return slices.ContainsFunc(shifts, func(s calendar.Shift) bool {
		if len(sessions) == 0 {
			return s.Clashes(calendar.Shift{From: k.Opens, To: k.Closes, Days: s.Days, Ends: 24 * 60})
		}
		return slices.ContainsFunc(sessions, func(u Session) bool { return s.Meets(u.On, u.From, u.To) })
	})
}

// interned is what a batch of rows knows of internships.
type interned struct {
	shifts   map[string][]calendar.Shift // by identity number
	sessions map[record.ID][]Session     // of stored classes, if anybody has shifts
}

// lookInterns loads the internships of people, and the hours of the stored
// classes if there are any.
func (b *batch) lookInterns(ctx context.Context, numbers []string) (err error) {
	if b.interns == nil || len(numbers) == 0 {
		return nil
	}
	if b.interned.shifts, err = b.interns.Shifts(ctx, numbers, calendar.Period{}); err != nil || len(b.interned.shifts) == 0 {
		return err
	}
	b.interned.sessions = map[record.ID][]Session{}
	for _, k := range b.classes {
		if b.interned.sessions[k.ID], err = b.store.Sessions(ctx, k.ID); err != nil {
			return err
		}
	}
	return nil
}

// atWork tells whether somebody is an intern while the class is taught.
func (b *batch) atWork(k Class, number string) bool {
	return k.during(b.interned.sessions[k.ID], b.interned.shifts[number])
}
