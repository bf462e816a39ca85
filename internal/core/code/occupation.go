package code

import (
	"regexp"
	"strings"
	"sync"

	"tongpin/internal/platform/fault"
)

// Occupation is a node of the classification of occupations (2022): a major,
// medium or small group, or an occupation.
type Occupation struct {
	Code  string // 6, 6-30, 6-30-05, 6-30-05-05
	Title string // in Chinese, as the book has it
}

// occupationBook is the classification, with the words that people use instead
// of its titles.
type occupationBook struct {
	list    []Occupation // the occupations proper, in the order of their codes
	byCode  map[string]Occupation
	byTitle map[string]Occupation
	aliases map[string]string // word people use -> code
}

// occupations reads the book once: data/occupations-2022.csv is the whole
// classification, data/occupation-aliases.csv is curated by us.
var occupations = sync.OnceValue(func() *occupationBook {
	b := &occupationBook{byCode: map[string]Occupation{}, byTitle: map[string]Occupation{}, aliases: map[string]string{}}
	for _, row := range table("occupations-2022.csv", 2) {
		o := Occupation{Code: row[0], Title: row[1]}
		b.byCode[o.Code] = o
		if o.Proper() {
			b.list = append(b.list, o)
			b.byTitle[o.Title] = o
		}
	}
	for _, row := range table("occupation-aliases.csv", 2) {
		b.aliases[row[0]] = row[1]
	}
	return b
})

var occupationForm = regexp.MustCompile(`^[1-8]-\d{2}-\d{2}-\d{2}$`)

// ParseOccupation reads an occupation by its code, its title, or a usual word
// for it. An unknown word comes back with the nearest title as a proposal.
func ParseOccupation(field, value string) (Occupation, error) {
	b, s := occupations(), fold(value)
	if occupationForm.MatchString(s) {
		if o, ok := b.byCode[s]; ok {
			return o, nil
		}
		return Occupation{}, fault.Wrong(field, value, "code.occupation.code")
	}
	if o, ok := b.byTitle[s]; ok {
		return o, nil
	}
	if o, ok := b.byCode[b.aliases[s]]; ok {
		return o, nil
	}
	if near := SearchOccupations(s, 1); len(near) > 0 {
		return Occupation{}, fault.Wrong(field, value, "code.occupation.near", "code", near[0].Code, "title", near[0].Title)
	}
	return Occupation{}, fault.Wrong(field, value, "code.occupation.unknown")
}

// FindOccupation returns the node of a code, of any depth.
func FindOccupation(code string) (Occupation, bool) {
	o, ok := occupations().byCode[code]
	return o, ok
}

// Proper tells whether the node is an occupation, not a group.
func (o Occupation) Proper() bool { return strings.Count(o.Code, "-") == 3 }

// Path returns the groups above the node and the node itself, from the major
// group down.
func (o Occupation) Path() []Occupation {
	var path []Occupation
	for i, r := range o.Code + "-" {
		if r == '-' {
			if above, ok := FindOccupation(o.Code[:i]); ok {
				path = append(path, above)
			}
		}
	}
	return path
}

// Shared counts how many steps of their paths two occupations share: 4 for the
// same occupation, 3 for the same small group, down to 0.
func (o Occupation) Shared(other Occupation) int {
	a, b := strings.Split(o.Code, "-"), strings.Split(other.Code, "-")
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}
