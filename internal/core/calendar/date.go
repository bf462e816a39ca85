// Package calendar holds civil dates and the periods by which the field
// counts: month, quarter, half-year, year, school term.
package calendar

import (
	"fmt"
	"time"

	"tongpin/internal/platform/clock"
)

// Date is a civil date of China. The zero Date means none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// On returns the date of the three numbers, normalised as time.Date does.
func On(year int, month time.Month, day int) Date {
	return fromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the civil date in China of an instant.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return fromTime(t.In(clock.Zone))
}

func fromTime(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads 2026-04-09, 2026/4/9, 2026.4.9 or 20260409. The error names
// no field; callers add it.
func ParseDate(s string) (Date, error) {
	if d, ok := stored(s); ok {
		return d, nil
	}
	for _, layout := range []string{"2006-01-02", "2006-1-2", "2006/1/2", "2006.1.2", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return fromTime(t), nil
		}
	}
	return Date{}, fmt.Errorf("calendar: %q is not a date", s)
}

// stored reads the form of String, several times as quick as time.Parse: figures
// read it for every fact. It is false for what is not exactly that.
func stored(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	n := [3]int{}
	for i, part := range [3]string{s[:4], s[5:7], s[8:]} {
		for _, c := range []byte(part) {
			if c < '0' || c > '9' {
				return Date{}, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	d := On(n[0], time.Month(n[1]), n[2])
	return d, d == Date{n[0], time.Month(n[1]), n[2]}
}

// Zero tells whether there is no date.
func (d Date) Zero() bool { return d == Date{} }

// String returns 2026-04-09, or "" for none.
func (d Date) String() string {
	if d.Zero() {
		return ""
	}
	return string(d.append(nil))
}

// append writes the date as String does; imports write hundreds of thousands.
func (d Date) append(b []byte) []byte {
	if d.Year < 0 || d.Year > 9999 || d.Month < 0 || d.Month > 99 || d.Day < 0 || d.Day > 99 {
		return fmt.Appendf(b, "%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	y, m, day := d.Year, int(d.Month), d.Day
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// MarshalText stores the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; empty text is the zero Date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	*d = v
	return err
}

// Start returns the instant at which the date begins in China.
func (d Date) Start() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, clock.Zone).UTC()
}

// AddDays returns the date n days later (earlier if negative).
func (d Date) AddDays(n int) Date { return On(d.Year, d.Month, d.Day+n) }

// AddMonths returns the same day n months later, at most the month's last.
func (d Date) AddMonths(n int) Date {
	first := On(d.Year, d.Month+time.Month(n), 1)
	last := On(first.Year, first.Month+1, 0)
	first.Day = min(d.Day, last.Day)
	return first
}

// Before tells whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After tells whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// DaysUntil returns the number of days from d to other; negative if other is
// earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.Start().Sub(d.Start()).Hours() / 24)
}

// Compare is negative if d is earlier than o, positive if it is later.
func (d Date) Compare(o Date) int {
	if d.Year != o.Year {
		return d.Year - o.Year
	}
	if d.Month != o.Month {
		return int(d.Month - o.Month)
	}
	return d.Day - o.Day
}
