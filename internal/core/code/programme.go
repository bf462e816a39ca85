package code

import (
	"regexp"
	"strconv"

	"tongpin/internal/platform/fault"
)

// ProgrammeLevel is the level of schooling of a programme.
type ProgrammeLevel string

// The levels of the catalogue of 2021, by the first two digits of a code:
// 61-79, 41-59, 21-39.
const (
	Secondary     ProgrammeLevel = "secondary"
	JuniorCollege ProgrammeLevel = "junior_college"
	Bachelor      ProgrammeLevel = "vocational_bachelor"
)

// ProgrammeLevels lists the levels from the lowest.
var ProgrammeLevels = []ProgrammeLevel{Secondary, JuniorCollege, Bachelor}

// Categories is the number of programme categories; they stand in the same
// order on all levels. Their names are "enum.programme_category.<1..19>".
const Categories = 19

// Programme is the code of a programme in the catalogue of vocational education
// (2021 and its yearly supplements).
type Programme struct {
	Code       string // six digits
	Controlled bool   // suffix K: the state controls where it may be opened
	Level      ProgrammeLevel
	Category   int // 1-19, comparable across levels
}

var programmeForm = regexp.MustCompile(`^([2-7]\d)\d{4}(K?)$`)

// ParseProgramme reads a programme code such as 630301 or 510217K.
func ParseProgramme(field, value string) (Programme, error) {
	s := fold(value)
	m := programmeForm.FindStringSubmatch(s)
	if m == nil {
		return Programme{}, fault.Wrong(field, value, "code.programme.form")
	}
	head, _ := strconv.Atoi(m[1])
	level, category := JuniorCollege, head-40
	switch {
	case head > 60:
		level, category = Secondary, head-60
	case head < 40:
		level, category = Bachelor, head-20
	}
	if category < 1 || category > Categories {
		return Programme{}, fault.Wrong(field, value, "code.programme.category", "category", m[1])
	}
	return Programme{Code: s[:6], Controlled: m[2] != "", Level: level, Category: category}, nil
}

// String returns the code with its suffix.
func (p Programme) String() string {
	if p.Controlled {
		return p.Code + "K"
	}
	return p.Code
}

// Class is the first four digits: programmes of one class are close.
func (p Programme) Class() string { return p.Code[:4] }

// Nearness says how close two programmes are.
type Nearness int

// The steps of nearness; classes can be compared on one level only.
const (
	Unrelated Nearness = iota
	SameCategory
	SameClass
	SameProgramme
)

// Near returns how close two programmes are.
func (p Programme) Near(o Programme) Nearness {
	switch {
	case p.Code == o.Code:
		return SameProgramme
	case p.Class() == o.Class():
		return SameClass
	case p.Category == o.Category:
		return SameCategory
	}
	return Unrelated
}
