package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
)

// grouped is a number whose thousands are separated as they should be; "1,5"
// could mean one and a half, so it is no number here.
var grouped = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$`)

// digits returns the number in s without separators, in half width.
func digits(s string) (string, bool) {
	s = strings.Map(func(r rune) rune {
		switch r = narrowAll(r); {
		case r == '\u2212':
			return '-'
		case isSpace(r):
			return -1
		}
		return r
	}, s)
	if !strings.Contains(s, ",") {
		return s, s != ""
	}
	return strings.ReplaceAll(s, ",", ""), grouped.MatchString(s)
}

func parseInteger(s string) (int64, bool) {
	s, ok := digits(s)
	if !ok {
		return 0, false
	}
	if whole, rest, cut := strings.Cut(s, "."); cut && strings.Trim(rest, "0") == "" {
		s = whole
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

func parseMoney(s string) (money.Fen, bool) {
	s = strings.TrimFunc(s, func(r rune) bool {
		return isSpace(r) || r == '\u00a5' || r == '\uffe5' || r == '\u5143'
	})
	s, ok := digits(s)
	if !ok {
		return 0, false
	}
	if whole, rest, cut := strings.Cut(s, "."); cut {
		s = strings.TrimSuffix(whole+"."+strings.TrimRight(rest, "0"), ".")
	}
	fen, err := money.Parse(s)
	return fen, err == nil
}

// parseDate reads a date in words.
func parseDate(s string) (calendar.Date, bool) {
	s = strings.Map(narrowAll, s)
	if at := strings.IndexAny(s, " T"); at > 0 && timeOfDay.MatchString(s[at+1:]) {
		s = s[:at]
	}
	s = chineseDate.Replace(strings.ReplaceAll(s, " ", ""))
	day, err := calendar.ParseDate(s)
	if err != nil || day.Year < 1900 || day.Year > 2199 {
		return calendar.Date{}, false
	}
	return day, true
}

var (
	chineseDate = strings.NewReplacer("\u5e74", "-", "\u6708", "-", "\u65e5", "", "\u53f7", "")
	timeOfDay   = regexp.MustCompile(`^[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?Z?$`)
)

// lastSerial is the serial number after 31 December 9999. A larger number in a
// date column can only be a date written as 20260409.
const lastSerial = 2958466

// serialTime turns Excel's count of days into a time. Excel believes that 1900
// was a leap year, so days before March 1900 are one off.
func serialTime(serial float64, epoch1904 bool) (time.Time, bool) {
	if math.IsNaN(serial) || serial < 0 || serial >= lastSerial {
		return time.Time{}, false
	}
	day, part := math.Modf(serial)
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case epoch1904:
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day < 60:
		base = base.AddDate(0, 0, 1)
	}
	seconds := math.Round(part * 86400)
	return base.AddDate(0, 0, int(day)).Add(time.Duration(seconds) * time.Second), true
}

// serialText writes the number of a date column as a date; a number that can't
// be a serial stays as it is (it may be a date written as 20260409).
func serialText(number string, epoch1904 bool) string {
	serial, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	t, ok := serialTime(serial, epoch1904)
	if !ok {
		return number
	}
	return t.Format("2006-01-02")
}

// splitList cuts a cell into its words; empty words fall away.
func splitList(s string) []string {
	words := strings.FieldsFunc(s, func(r rune) bool {
		switch r {
		case ';', '\uff1b', ',', '\uff0c', '\u3001', '\n':
			return true
		}
		return false
	})
	kept := words[:0]
	for _, w := range words {
		if w = strings.TrimFunc(w, isSpace); w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}
