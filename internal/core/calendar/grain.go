package calendar

import (
	"fmt"
	"time"
)

// Grain is a kind of period that follows itself without a gap, so that every
// day lies in exactly one of each.
type Grain string

// The grains by which the field counts.
const (
	Day     Grain = "day"
	Month   Grain = "month"
	Quarter Grain = "quarter"
	Half    Grain = "half"
	Year    Grain = "year"
	Term    Grain = "term" // 1 September to the end of January, 1 February to 31 August
)

// Grains are all of them, the shortest first.
var Grains = []Grain{Day, Month, Quarter, Half, Term, Year}

// Start returns the first day of the period around d.
func (g Grain) Start(d Date) Date {
	switch g {
	case Day:
		return d
	case Month:
		return Date{d.Year, d.Month, 1}
	case Quarter:
		return Date{d.Year, (d.Month-1)/3*3 + 1, 1}
	case Half:
		return Date{d.Year, (d.Month-1)/6*6 + 1, 1}
	case Term:
		switch {
		case d.Month >= time.September:
			return Date{d.Year, time.September, 1}
		case d.Month == time.January:
			return Date{d.Year - 1, time.September, 1}
		}
		return Date{d.Year, time.February, 1}
	}
	return Date{d.Year, time.January, 1}
}

// Of returns the period around d with its name, as ParsePeriod reads it.
func (g Grain) Of(d Date) Period {
	from := g.Start(d)
	year, month := from.Year, int(from.Month)
	switch g {
	case Day:
		return Period{d.String(), d, d}
	case Month:
		return months(fmt.Sprintf("%04d-%02d", year, month), year, month, 1)
	case Quarter:
		return months(fmt.Sprintf("%04d-Q%d", year, 1+month/3), year, month, 3)
	case Half:
		return months(fmt.Sprintf("%04d-H%d", year, 1+month/6), year, month, 6)
	case Term:
		if from.Month == time.September {
			return months(fmt.Sprintf("%04d-%04d-1", year, year+1), year, month, 5)
		}
		return months(fmt.Sprintf("%04d-%04d-2", year-1, year), year, month, 7)
	}
	return months(fmt.Sprintf("%04d", year), year, 1, 12)
}

// Before returns the period before the one around d.
func (g Grain) Before(d Date) Period { return g.Of(g.Start(d).AddDays(-1)) }

// UpTo is everything from the beginning to the end of a day.
func UpTo(d Date) Period { return Period{upToMark + d.String(), Date{}, d} }

// YearUpTo is the calendar year of a day from 1 January to the end of that day.
func YearUpTo(d Date) Period { return Period{yearUpToMark + d.String(), Year.Start(d), d} }

// How the names of spans begin that end on a named day.
const (
	upToMark     = "to-"
	yearUpToMark = "year-to-"
)
