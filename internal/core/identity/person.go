package identity

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// PersonKind is the record kind of persons, for timelines.
const PersonKind record.Kind = "person"

// Person is a natural person.
type Person struct {
	ID        record.ID
	Version   int64
	KeptBy    int64  // the consortium that keeps the person's data
	Name      string // whole: Chinese names are not split, an interpunct is kept
	Phone     string // personal data: show MaskPhone unless a reason was recorded
	Email     string // personal data: show MaskEmail likewise
	Sample    bool   // invented for demonstration
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Ref points at the person.
func (p Person) Ref() record.Ref { return record.Ref{Kind: PersonKind, ID: p.ID} }

// MaskPhone hides the middle of a number: 13812345678 becomes 138****5678.
func MaskPhone(phone string) string {
	if len(phone) < 8 {
		return strings.Repeat("*", len(phone))
	}
	return phone[:3] + strings.Repeat("*", len(phone)-7) + phone[len(phone)-4:]
}

// MaskEmail hides the name before the @ but for its first letter.
func MaskEmail(email string) string {
	name, domain, ok := strings.Cut(email, "@")
	if !ok || name == "" {
		return strings.Repeat("*", min(len(email), 8))
	}
	first, _ := utf8.DecodeRuneInString(name)
	return string(first) + "***@" + domain
}

// phoneForm takes mainland mobile numbers, and fixed lines with area code and
// an optional extension.
var phoneForm = regexp.MustCompile(`^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$`)

// Longest values of a person's and an account's fields, in characters.
const (
	maxName  = 60
	maxEmail = 120
)

// Contact is what a person's form or row says of them.
type Contact struct{ Name, Phone, Email string }

// Clean trims a contact and returns all that is wrong with it.
func (c Contact) Clean() (Contact, fault.List) {
	c.Name, c.Phone, c.Email = strings.TrimSpace(c.Name), strings.TrimSpace(c.Phone), strings.ToLower(strings.TrimSpace(c.Email))
	var faults fault.List
	switch {
	case c.Name == "":
		faults.Add("name", c.Name, "person.name.missing")
	case utf8.RuneCountInString(c.Name) > maxName:
		faults.Add("name", c.Name, "person.name.long", "max", maxName)
	case strings.ContainsFunc(c.Name, func(r rune) bool { return !unicode.IsGraphic(r) }):
		faults.Add("name", c.Name, "person.name.characters")
	}
	if c.Phone != "" && !phoneForm.MatchString(c.Phone) {
		faults.Add("phone", c.Phone, "person.phone.form")
	}
	if c.Email != "" && !isEmail(c.Email) {
		faults.Add("email", c.Email, "person.email.form")
	}
	return c, faults
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == "" && len(s) <= maxEmail
}
