package offer

import (
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
