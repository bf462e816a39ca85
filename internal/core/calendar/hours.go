package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/platform/clock"
)

// ParseClock reads a time of day, "9:30" or "09:30", with a Chinese colon too,
// as minutes since midnight, 0 to 1440.
func ParseClock(s string) (int64, error) {
	hours, minutes, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), "\uff1a", ":"), ":")
	h, err := strconv.ParseUint(hours, 10, 8)
	m, errM := strconv.ParseUint(minutes, 10, 8)
	if err != nil || errM != nil || len(hours) > 2 || len(minutes) != 2 || m > 59 || 60*h+m > 24*60 {
		return 0, fmt.Errorf("%q is no time of day", s)
	}
	return int64(60*h + m), nil
}

// Clock writes minutes since midnight as "09:30".
func Clock(minutes int64) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// Weekday is the day of the week in China.
func (d Date) Weekday() time.Weekday { return d.Start().In(clock.Zone).Weekday() }

// Shift is the hours that somebody is bound to at the same times of the same
// days of the week, from one day to another: those of an internship.
type Shift struct {
	From, To     Date
	Days         []time.Weekday
	Starts, Ends int64 // minutes since midnight
}

// Meets tells whether the shift and other hours of a day have a minute in common.
func (s Shift) Meets(on Date, starts, ends int64) bool {
	return (Period{From: s.From, To: s.To}).Contains(on) && slices.Contains(s.Days, on.Weekday()) && starts < s.Ends && s.Starts < ends
}

// Clashes tells whether two shifts have a minute in common.
func (s Shift) Clashes(other Shift) bool {
	from, to := s.From, s.To
	if other.From.After(from) {
		from = other.From
	}
	if other.To.Before(to) {
		to = other.To
	}
	for day := from; !day.After(to) && from.DaysUntil(day) < 7; day = day.AddDays(1) {
		if slices.Contains(other.Days, day.Weekday()) && s.Meets(day, other.Starts, other.Ends) {
			return true
		}
	}
	return false
}
