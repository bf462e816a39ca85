package code

import (
	"regexp"
	"strings"

	"tongpin/internal/platform/fault"
)

var (
	mobileForm = regexp.MustCompile(`^1[3-9]\d{9}$`)
	// Beijing and the codes 02x have three digits, all others four.
	landlineForm = regexp.MustCompile(`^(010|02\d|0[3-9]\d{2})(\d{7,8})$`)
)

// ParseMobile reads a mobile number of mainland China, with or without +86,
// spaces and hyphens, and returns its 11 digits.
func ParseMobile(field, value string) (string, error) {
	s := digitsOf(value)
	if !mobileForm.MatchString(s) {
		return "", fault.Wrong(field, value, "code.mobile.form")
	}
	return s, nil
}

// ParsePhone reads a mobile number or a landline with its area code; a landline
// comes back as 0996-7100000.
func ParsePhone(field, value string) (string, error) {
	s := digitsOf(value)
	if mobileForm.MatchString(s) {
		return s, nil
	}
	if m := landlineForm.FindStringSubmatch(s); m != nil {
		return m[1] + "-" + m[2], nil
	}
	return "", fault.Wrong(field, value, "code.phone.form")
}

// joints are what people write between the groups of a number.
var joints = strings.NewReplacer("-", "", "(", "", ")", "", "\u2014", "")

func digitsOf(value string) string {
	s := joints.Replace(fold(value))
	for _, country := range []string{"+86", "0086"} {
		s = strings.TrimPrefix(s, country)
	}
	if len(s) == 13 && strings.HasPrefix(s, "861") {
		s = s[2:]
	}
	return s
}
