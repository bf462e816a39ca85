package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

//go:embed workdays.json
var workdays []byte

// Workdays is what the State Council declared for one year: the holidays, and
// the Saturdays and Sundays on which people work in exchange. Holidays that a
// region adds are not in it.
type Workdays struct {
	Year   int
	Source string // the notice
	Mark   string // evidence: V, M or D (domain.md)
	days   map[Date]bool
}

// tables are the declared years. What is in the binary is right or it does not
// start: a test reads it too.
var tables = func() map[int]Workdays {
	all, err := readWorkdays(workdays)
	if err != nil {
		panic(err)
	}
	return all
}()

// readWorkdays reads tables: "off" holds spans "first/last" of days off, "work"
// days of weekends on which people work.
func readWorkdays(data []byte) (map[int]Workdays, error) {
	var list []struct {
		Year   int      `json:"year"`
		Source string   `json:"source"`
		Mark   string   `json:"mark"`
		Off    []string `json:"off"`
		Work   []Date   `json:"work"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	all := map[int]Workdays{}
	for _, t := range list {
		w := Workdays{t.Year, t.Source, t.Mark, map[Date]bool{}}
		for _, span := range t.Off {
			first, last, _ := strings.Cut(span, "/")
			from, err := ParseDate(first)
			if err != nil {
				return nil, fmt.Errorf("calendar: %d: %w", t.Year, err)
			}
			to, err := ParseDate(last)
			if err != nil {
				return nil, fmt.Errorf("calendar: %d: %w", t.Year, err)
			}
			for ; !from.After(to); from = from.AddDays(1) {
				w.days[from] = false
			}
		}
		for _, d := range t.Work {
			w.days[d] = true
		}
		all[t.Year] = w
	}
	return all, nil
}

// WorkdaysOf is what was declared for a year; false if this program does not
// know it: then Monday to Friday are working days.
func WorkdaysOf(year int) (Workdays, bool) {
	w, ok := tables[year]
	return w, ok
}

// Working tells whether people work on a day: as the State Council declared for
// its year or, of a year that is not known, from Monday to Friday.
func (d Date) Working() bool {
	if works, declared := tables[d.Year].days[d]; declared {
		return works
	}
	day := d.Weekday()
	return day != time.Saturday && day != time.Sunday
}

// AddWorkingDays returns the n-th working day after d.
func (d Date) AddWorkingDays(n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if d.Working() {
			n--
		}
	}
	return d
}

// Undeclared returns the first year from d to other of which the holidays are
// not known: a count of working days over it may end too early. 0 if none.
func (d Date) Undeclared(other Date) int {
	for year := d.Year; year <= other.Year; year++ {
		if _, ok := tables[year]; !ok {
			return year
		}
	}
	return 0
}
