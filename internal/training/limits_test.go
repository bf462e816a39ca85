package training_test

import (
	"slices"
	"testing"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/rule"
	"tongpin/internal/training"
)

// names are the rules that findings name.
func names(list []rule.Finding) []string {
	var ids []string
	for _, f := range list {
		if f.Edition == "" || f.Mark == "" {
			ids = append(ids, f.Rule+" without edition or mark")
		}
		ids = append(ids, f.Rule)
	}
	return ids
}

func paid(n int, opens calendar.Date, change func(*training.Class)) training.Class {
	k := training.Class{
		ID: id(n), Number: "N", Name: "C", Category: training.ByOccupation, Occupation: "6-30-05-05", Level: code.Junior,
		Subsidised: true, Opens: opens, Closes: opens.AddDays(5), Hours: 40, Seats: 30,
	}
	if change != nil {
		change(&k)
	}
	return k
}

func took(k training.Class) training.Place {
	return training.Place{Enrolment: training.Enrolment{ID: "e", Class: k.ID, State: training.Passed}, In: k}
}

// TestLimitsOfAPerson: each rule bites where it should and nowhere else.
func TestLimitsOfAPerson(t *testing.T) {
	b, on := book(t), calendar.On
	now := paid(1, on(2026, 5, 4), nil)
	man := training.Trainee{Identity: training.Identity{BirthOn: on(1990, 1, 1), Sex: "male"}, Group: "farmer"}
	born := func(day calendar.Date, sex string) training.Trainee {
		p := man
		p.BirthOn, p.Sex = day, sex
		return p
	}
	unpaid := func(k *training.Class) { k.Subsidised = false }
	basic := func(k *training.Class) { k.Category, k.Occupation, k.Level = training.BasicQuality, "", "" }
	project := func(k *training.Class) { k.Category = training.Project; k.Occupation = "" }
	student := man
	student.Group = "student"
	for name, c := range map[string]struct {
		class    training.Class
		person   training.Trainee
		others   []training.Place
		interned bool
		want     []string
	}{
		"nothing against it":            {class: now, person: man},
		"fifteen years old":             {class: now, person: born(on(2010, 5, 5), "male"), want: []string{"TRN-014"}},
		"sixteen on the day":            {class: now, person: born(on(2010, 5, 4), "male")},
		"a woman of 58":                 {class: now, person: born(on(1968, 5, 4), "female"), want: []string{"TRN-014"}},
		"a man of 58":                   {class: now, person: born(on(1968, 5, 4), "male")},
		"retired, but not paid for":     {class: paid(1, on(2026, 5, 4), unpaid), person: born(on(1950, 1, 1), "male")},
		"61 before the reform":          {class: paid(1, on(2024, 5, 6), nil), person: born(on(1963, 1, 1), "male"), want: []string{"TRN-014"}},
		"61 after the reform":           {class: now, person: born(on(1965, 1, 1), "male")},
		"a student":                     {class: now, person: student, want: []string{"TRN-016"}},
		"a student, not paid for":       {class: paid(1, on(2026, 5, 4), unpaid), person: student},
		"overlapping by a day":          {class: now, person: man, others: []training.Place{took(paid(2, on(2026, 4, 29), basic))}, want: []string{"TRN-013"}},
		"the day after":                 {class: now, person: man, others: []training.Place{took(paid(2, on(2026, 4, 28), basic))}},
		"the same occupation and level": {class: now, person: man, others: []training.Place{took(paid(2, on(2023, 4, 1), nil))}, want: []string{"TRN-012"}},
		"the same at another level":     {class: now, person: man, others: []training.Place{took(paid(2, on(2023, 4, 1), func(k *training.Class) { k.Level = code.Senior }))}},
		"the same, not paid for then":   {class: now, person: man, others: []training.Place{took(paid(2, on(2023, 4, 1), unpaid))}},
		"three times this year":         {class: now, person: man, others: []training.Place{took(paid(2, on(2026, 1, 5), basic)), took(paid(3, on(2026, 2, 5), basic)), took(paid(4, on(2026, 3, 5), basic))}, want: []string{"TRN-011"}},
		"three times, one in last year": {class: now, person: man, others: []training.Place{took(paid(2, on(2025, 12, 5), basic)), took(paid(3, on(2026, 2, 5), basic)), took(paid(4, on(2026, 3, 5), basic))}},
		"two of an exclusive group":     {class: paid(1, on(2026, 5, 4), project), person: man, others: []training.Place{took(paid(2, on(2026, 1, 5), func(k *training.Class) { k.Category, k.Occupation = training.Apprenticeship, "" }))}, want: []string{"TRN-015"}},
		"an intern at the same hours":   {class: now, person: man, interned: true, want: []string{"TRN-017"}},
	} {
		if got := names(training.PersonFindings(c.class, c.person, c.others, c.interned, b)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestLimitsOfAClass: late, large, long days, short hours, not admitted.
func TestLimitsOfAClass(t *testing.T) {
	b, on := book(t), calendar.On
	admitted := training.Provider{ID: "p", State: training.Admitted, From: on(2025, 1, 1), Permitted: []training.Permit{{Occupation: "6-30-05-05", Levels: []code.SkillLevel{code.Junior}}}}
	unit := func(day calendar.Date, from, to, hours int64) training.Session {
		return training.Session{On: day, From: from, To: to, Hours: hours}
	}
	k := paid(1, on(2026, 5, 13), nil) // a Wednesday
	full := unit(k.Opens, 540, 900, 8)
	for name, c := range map[string]struct {
		class    training.Class
		sessions []training.Session
		provider training.Provider
		filed    calendar.Date
		want     []string
	}{
		"in order":                {k, []training.Session{full}, admitted, on(2026, 5, 8), nil},
		"two working days before": {k, []training.Session{full}, admitted, on(2026, 5, 11), []string{"TRN-001"}},
		"51 people":               {paid(1, k.Opens, func(k *training.Class) { k.Seats = 51 }), nil, admitted, on(2026, 5, 1), []string{"TRN-002"}},
		"nine hours in two parts": {k, []training.Session{unit(k.Opens, 480, 750, 6), unit(k.Opens, 800, 935, 3)}, admitted, on(2026, 5, 1), []string{"TRN-003"}},
		"hours of 40 minutes":     {k, []training.Session{unit(k.Opens, 540, 700, 4)}, admitted, on(2026, 5, 1), []string{"TRN-004"}},
		"another occupation":      {paid(1, k.Opens, func(k *training.Class) { k.Occupation = "4-07-05-01" }), nil, admitted, on(2026, 5, 1), []string{"TRN-005"}},
		"a higher level":          {paid(1, k.Opens, func(k *training.Class) { k.Level = code.Senior }), nil, admitted, on(2026, 5, 1), []string{"TRN-005"}},
		"not paid for":            {paid(1, k.Opens, func(k *training.Class) { k.Level, k.Subsidised = code.Senior, false }), nil, admitted, on(2026, 5, 1), nil},
	} {
		if got := names(training.ClassFindings(c.class, c.sessions, c.provider, c.filed, b)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestNobodyPassesWhoWasNotThere: four fifths of the hours, rounded up.
func TestNobodyPassesWhoWasNotThere(t *testing.T) {
	b := book(t)
	k := training.Class{Hours: 41, Opens: calendar.On(2026, 1, 1)}
	for hours, want := range map[int64]int{33: 0, 32: 1, training.Unknown: 0} {
		if got := training.HoursFindings(k, training.Enrolment{Hours: hours}, b); len(got) != want {
			t.Errorf("%d of 41 hours: %v", hours, got)
		}
	}
}
