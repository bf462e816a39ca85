package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Period is a span of civil dates with the name by which it is asked for.
// From and To are both inside; a zero From means from the beginning, a zero To
// means without end.
type Period struct {
	Name string
	From Date
	To   Date
}

var (
	yearForm    = regexp.MustCompile(`^(\d{4})$`)
	halfForm    = regexp.MustCompile(`^(\d{4})-H([12])$`)
	quarterForm = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)
	monthForm   = regexp.MustCompile(`^(\d{4})-(0[1-9]|1[0-2])$`)
	termForm    = regexp.MustCompile(`^(\d{4})-(\d{4})-([12])$`)
	spanForm    = regexp.MustCompile(`^(\d{4})-(\d{4})$`)
)

// ParsePeriod reads 2026, 2026-H1, 2026-Q1, 2026-04, 2025-2026 (two years),
// 2024-2025-1 (first term: 1 September to the end of January; second term: 1
// February to 31 August), one date 2025-09-15, to-2025-09-15 (all up to a day),
// or year-to-2025-09-15 (from 1 January). The empty string is all time.
func ParsePeriod(s string) (Period, error) {
	if s == "" {
		return Period{}, nil
	}
	for mark, span := range map[string]func(Date) Period{upToMark: UpTo, yearUpToMark: YearUpTo} {
		if day, ok := strings.CutPrefix(s, mark); ok {
			if d, err := ParseDate(day); err == nil && d.String() == day {
				return span(d), nil
			}
		}
	}
	if m := yearForm.FindStringSubmatch(s); m != nil {
		return months(s, number(m[1]), 1, 12), nil
	}
	if m := halfForm.FindStringSubmatch(s); m != nil {
		return months(s, number(m[1]), 6*number(m[2])-5, 6), nil
	}
	if m := quarterForm.FindStringSubmatch(s); m != nil {
		return months(s, number(m[1]), 3*number(m[2])-2, 3), nil
	}
	if m := monthForm.FindStringSubmatch(s); m != nil {
		return months(s, number(m[1]), number(m[2]), 1), nil
	}
	if m := termForm.FindStringSubmatch(s); m != nil && number(m[2]) == number(m[1])+1 {
		if m[3] == "1" {
			return months(s, number(m[1]), 9, 5), nil
		}
		return months(s, number(m[2]), 2, 7), nil
	}
	if m := spanForm.FindStringSubmatch(s); m != nil && number(m[2]) >= number(m[1]) {
		return Period{s, On(number(m[1]), 1, 1), On(number(m[2]), 12, 31)}, nil
	}
	if d, err := ParseDate(s); err == nil {
		return Period{s, d, d}, nil
	}
	return Period{}, fmt.Errorf("calendar: %q is not a period: write 2026, 2026-H1, 2026-Q1, 2026-04, 2024-2025-1, 2025-09-15, to-2025-09-15 or year-to-2025-09-15", s)
}

func number(s string) int { n, _ := strconv.Atoi(s); return n }

func months(name string, year, first, count int) Period {
	from := On(year, time.Month(first), 1)
	return Period{name, from, On(year, time.Month(first+count), 0)}
}

// Contains tells whether d lies inside the period.
func (p Period) Contains(d Date) bool {
	return (p.From.Zero() || !d.Before(p.From)) && (p.To.Zero() || !d.After(p.To))
}

// YearOf returns the calendar year of a date as a period.
func YearOf(d Date) Period { return Year.Of(d) }

// QuarterOf returns the quarter of a date as a period.
func QuarterOf(d Date) Period { return Quarter.Of(d) }
