package code

import (
	"regexp"
	"sync"

	"tongpin/internal/platform/fault"
)

// Division is an administrative division by its six digits: two each for
// province, prefecture and county. Only the divisions of the first consortia
// are in the table; codes of others are taken by their form.
type Division struct {
	Code        string
	Name        string // in Chinese
	NameEN      string
	Statistical bool // a code of the statistics bureau, not of GB/T 2260: never in identity numbers
}

var divisionForm = regexp.MustCompile(`^[1-8]\d{5}$`)

var divisions = sync.OnceValue(func() []Division {
	var list []Division
	for _, row := range table("divisions.csv", 4) {
		list = append(list, Division{Code: row[0], Name: row[1], NameEN: row[2], Statistical: row[3] == "statistical"})
	}
	return list
})

// Divisions lists the divisions of the table, by code.
func Divisions() []Division { return append([]Division(nil), divisions()...) }

// FindDivision returns the division of a code, if the table has it.
func FindDivision(code string) (Division, bool) {
	for _, d := range divisions() {
		if d.Code == code {
			return d, true
		}
	}
	return Division{}, false
}

// ParseDivision reads a division by its six digits or, for those of the table,
// by its Chinese name, and returns the six digits.
func ParseDivision(field, value string) (string, error) {
	s := fold(value)
	if divisionForm.MatchString(s) {
		return s, nil
	}
	for _, d := range divisions() {
		if s != "" && d.Name == s {
			return d.Code, nil
		}
	}
	return "", fault.Wrong(field, value, "code.division.form")
}

// DivisionPath returns the known divisions above a code and itself, province
// first.
func DivisionPath(code string) []Division {
	if len(code) != 6 {
		return nil
	}
	var path []Division
	for _, above := range []string{code[:2] + "0000", code[:4] + "00", code} {
		if d, ok := FindDivision(above); ok && (len(path) == 0 || path[len(path)-1].Code != d.Code) {
			path = append(path, d)
		}
	}
	return path
}

// SameProvince tells whether two division codes lie in one province.
func SameProvince(a, b string) bool { return len(a) == 6 && len(b) == 6 && a[:2] == b[:2] }
