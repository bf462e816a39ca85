package offer

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongpin/internal/core/code"
	"tongpin/internal/platform/fault"
)

// The longest texts and the largest numbers that are taken.
const (
	MaxName     = 100
	MaxReason   = 500
	MaxListed   = 30
	MaxYears    = 6
	MaxStudents = 20_000
)

func checkText(l *fault.List, field, value string, limit int) {
	switch {
	case value == "":
		l.Add(field, value, "offer.required")
	case utf8.RuneCountInString(value) > limit:
		l.Add(field, value, "offer.too_long", "max", limit)
	}
}

func checkRange(l *fault.List, field string, n, least, most int64) {
	if n < least || n > most {
		l.Add(field, strconv.FormatInt(n, 10), "offer.range", "min", least, "max", most)
	}
}

func checkCount(l *fault.List, field string, list []string) {
	if len(list) > MaxListed {
		l.Add(field, strings.Join(list, ", "), "offer.too_many", "max", MaxListed)
	}
}

// Tidy trims the words of a list, drops what is empty or repeated, and keeps
// the order.
func Tidy(list []string) []string {
	seen := map[string]bool{}
	out := make([]string, 0, len(list))
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// OccupationCodes reads occupations by code, title or usual word and returns
// their codes; what can't be read is added to the list and comes back as it is.
func OccupationCodes(l *fault.List, field string, list []string) []string {
	list = Tidy(list)
	checkCount(l, field, list)
	for i, word := range list {
		o, err := code.ParseOccupation(field, word)
		if err != nil {
			l.Append(err)
			continue
		}
		list[i] = o.Code
	}
	return Tidy(list)
}

// ProgrammeCodes reads programme codes in the same way.
func ProgrammeCodes(l *fault.List, field string, list []string) []string {
	list = Tidy(list)
	checkCount(l, field, list)
	for i, word := range list {
		p, err := code.ParseProgramme(field, word)
		if err != nil {
			l.Append(err)
			continue
		}
		list[i] = p.String()
	}
	return Tidy(list)
}

// Levels lists the levels of programmes as the keys of filters and facts.
var Levels = []string{string(code.Secondary), string(code.JuniorCollege), string(code.Bachelor)}

// CategoryKey returns the category of a programme code as the dimension of
// facts, "1" to "19", the same on all levels; "" if it is no code.
func CategoryKey(programme string) string {
	p, err := code.ParseProgramme("code", programme)
	if err != nil {
		return ""
	}
	return fmt.Sprint(p.Category)
}

// LevelKey returns the level that a programme code tells; "" if it is no code.
func LevelKey(programme string) string {
	p, err := code.ParseProgramme("code", programme)
	if err != nil {
		return ""
	}
	return string(p.Level)
}

// NearestOf returns the accepted code that stands nearest to a programme and how
// near; the first of several equals. With nothing accepted it is Unrelated.
func NearestOf(programme string, accepted []string) (string, code.Nearness) {
	p, err := code.ParseProgramme("code", programme)
	if err != nil {
		return "", code.Unrelated
	}
	best, nearness := "", code.Unrelated
	for _, c := range accepted {
		other, err := code.ParseProgramme("code", c)
		if err != nil {
			continue
		}
		if n := p.Near(other); best == "" || n > nearness {
			best, nearness = c, n
		}
	}
	return best, nearness
}
