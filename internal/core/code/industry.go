package code

import (
	"regexp"
	"sync"

	"tongpin/internal/platform/fault"
)

// Industry is a node of the classification of industries, GB/T 4754-2017. The
// table holds the sections and the nodes that the first consortia need; other
// codes are taken by their form.
type Industry struct {
	Code  string // A-T, and up to four digits
	Title string // in Chinese
}

var industryForm = regexp.MustCompile(`^[A-T](\d{2}\d?\d?)?$`)

var industries = sync.OnceValue(func() []Industry {
	var list []Industry
	for _, row := range table("industries.csv", 2) {
		list = append(list, Industry{Code: row[0], Title: row[1]})
	}
	return list
})

// Industries lists the nodes of the table: sections first, then the others.
func Industries() []Industry { return append([]Industry(nil), industries()...) }

// ParseIndustry reads an industry code: a letter and up to four digits.
func ParseIndustry(field, value string) (string, error) {
	s := fold(value)
	if !industryForm.MatchString(s) {
		return "", fault.Wrong(field, value, "code.industry.form")
	}
	return s, nil
}

// IndustryPath returns the known nodes above a code and itself, the section first.
func IndustryPath(code string) []Industry {
	var path []Industry
	for end := 1; end <= len(code); end++ {
		for _, i := range industries() {
			if i.Code == code[:end] {
				path = append(path, i)
			}
		}
	}
	return path
}
