package identity

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"tongpin/internal/platform/fault"
)

// Bounds of a password in characters. The upper one keeps a flood of long
// passwords from costing memory.
const (
	MinPassword = 10
	MaxPassword = 128
)

// commonText lists passwords that are tried first by everybody who guesses,
// in lower case: the most frequent of published lists with ten or more
// characters, and words of this field.
//
//go:embed common.txt
var commonText string

var common = func() map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Fields(commonText) {
		set[line] = true
	}
	return set
}()

// CheckPassword returns all that is wrong with a new password. The value is
// never repeated in a fault.
func CheckPassword(field, password, login string, p Person) fault.List {
	var faults fault.List
	lower := strings.ToLower(password)
	n := utf8.RuneCountInString(password)
	switch {
	case n < MinPassword:
		faults.Add(field, "", "password.short", "min", MinPassword)
	case n > MaxPassword:
		faults.Add(field, "", "password.long", "max", MaxPassword)
	case !utf8.ValidString(password):
		faults.Add(field, "", "password.characters")
	}
	if common[lower] || repeats(lower) {
		faults.Add(field, "", "password.common")
	}
	for _, own := range []string{login, strings.ToLower(p.Name), p.Phone, localPart(p.Email)} {
		if utf8.RuneCountInString(own) >= 3 && strings.Contains(lower, own) {
			faults.Add(field, "", "password.personal")
			break
		}
	}
	return faults
}

// repeats tells whether a password is one short piece over and over, or a run
// of neighbouring characters such as 1234567890.
func repeats(s string) bool {
	r := []rune(s)
	for size := 1; size <= 3 && size < len(r); size++ {
		same := true
		for i := size; i < len(r); i++ {
			same = same && r[i] == r[i-size]
		}
		if same {
			return true
		}
	}
	up, down := true, true
	for i := 1; i < len(r); i++ {
		up = up && (r[i] == r[i-1]+1 || (r[i-1] == '9' && r[i] == '0'))
		down = down && (r[i] == r[i-1]-1 || (r[i-1] == '0' && r[i] == '9'))
	}
	return len(r) > 1 && (up || down)
}

func localPart(email string) string {
	name, _, _ := strings.Cut(strings.ToLower(email), "@")
	return name
}
