package i18n

import (
	"strconv"
	"strings"
	"time"

	"tongpin/internal/platform/clock"
)

// Day is the shape of a civil date. A calendar.Date can be given for it as it
// stands, without conversion.
type Day = struct {
	Year  int
	Month time.Month
	Day   int
}

// Date shows a civil date with its year; "" for the zero date.
func (l *Localizer) Date(d Day) string {
	if d == (Day{}) {
		return ""
	}
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	if l.lang == English {
		return t.Format("2 Jan 2006")
	}
	return t.Format(chineseDate)
}

// The marks of year, month and day stand in Chinese dates.
const (
	chineseDate    = "2006\u5e741\u67082\u65e5"
	chineseInstant = chineseDate + " 15:04"
)

// Instant shows a point in time in China's civil time, to the minute; "" for
// the zero time.
func (l *Localizer) Instant(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case l.lang == English:
		return t.In(clock.Zone).Format("2 Jan 2006 15:04")
	}
	return t.In(clock.Zone).Format(chineseInstant)
}

// Number shows a whole number with thousands separators.
func (l *Localizer) Number(n int64) string { return group(n) }

// List joins words with the comma of a list.
func (l *Localizer) List(words []string) string {
	if l.lang == English {
		return strings.Join(words, ", ")
	}
	return strings.Join(words, "\u3001")
}

// Yuan shows an amount in fen as yuan, with fen only if there are some.
func (l *Localizer) Yuan(fen int64) string {
	sign, n := split(fen)
	s := sign + group(n/100)
	if cents := n % 100; cents != 0 {
		s += "." + strconv.FormatInt(100+cents, 10)[1:]
	}
	return s
}

// Wan shows an amount in fen as ten thousands of yuan, rounded half up to at
// most two decimals.
func (l *Localizer) Wan(fen int64) string {
	sign, n := split(fen)
	n = (n + 5000) / 10000
	s := sign + group(n/100) + "." + strconv.FormatInt(100+n%100, 10)[1:]
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func split(n int64) (string, int64) {
	if n < 0 {
		return "-", -n
	}
	return "", n
}

func group(n int64) string {
	sign, n := split(n)
	s := strconv.FormatInt(n, 10)
	if len(s) <= 3 {
		return sign + s
	}
	var b strings.Builder
	b.WriteString(sign)
	first := len(s) % 3
	b.WriteString(s[:first])
	for i := first; i < len(s); i += 3 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(s[i : i+3])
	}
	return b.String()
}
