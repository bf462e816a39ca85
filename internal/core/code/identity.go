package code

import (
	"fmt"
	"strings"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/fault"
)

// identityWeights are 2^(18-i) mod 11, identityChecks the characters for the
// remainders 0-10 (GB 11643-1999).
var identityWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const identityChecks = "10X98765432"

// Resident is what an identity number tells of a person.
type Resident struct {
	Number   string
	Division string // of the first registration; may name a county that is no more
	Born     calendar.Date
	Female   bool
}

// Age returns the completed years of age on a day.
func (r Resident) Age(today calendar.Date) int {
	years := today.Year - r.Born.Year
	if today.Month < r.Born.Month || (today.Month == r.Born.Month && today.Day < r.Born.Day) {
		years--
	}
	return years
}

// ParseIdentity reads a resident identity number of 18 characters, proves its
// check character and that its date of birth is a real day not after today.
// The division is not looked up: numbers of former counties stay valid.
func ParseIdentity(field, value string, today calendar.Date) (Resident, error) {
	wrong := func(key string, args ...any) (Resident, error) {
		return Resident{}, fault.Wrong(field, value, key, args...)
	}
	s := fold(value)
	switch n := len([]rune(s)); n {
	case 18:
	case 15:
		return wrong("code.identity.old")
	default:
		return wrong("code.identity.length", "length", n)
	}
	for i, r := range []rune(s) {
		if (r < '0' || r > '9') && (i != 17 || r != 'X') {
			return wrong("code.identity.character", "position", i+1, "character", string(r))
		}
	}
	born, err := time.Parse("20060102", s[6:14])
	if err != nil {
		return wrong("code.identity.birth", "birth", s[6:14])
	}
	r := Resident{Number: s, Division: s[:6], Born: calendar.On(born.Date()), Female: (s[16]-'0')%2 == 0}
	if r.Born.After(today) {
		return wrong("code.identity.future", "birth", r.Born.String())
	}
	if want := identityCheck(s[:17]); s[17] != want {
		return wrong("code.identity.check", "want", string(want), "got", s[17:])
	}
	return r, nil
}

// CompleteIdentity adds the check character to 17 digits; it is for samples and
// generated data.
func CompleteIdentity(body string) (string, error) {
	if len(body) != 17 || strings.Trim(body, "0123456789") != "" {
		return "", fmt.Errorf("code: %q is not 17 digits", body)
	}
	return body + string(identityCheck(body)), nil
}

func identityCheck(body string) byte {
	sum := 0
	for i, w := range identityWeights {
		sum += w * int(body[i]-'0')
	}
	return identityChecks[sum%11]
}
