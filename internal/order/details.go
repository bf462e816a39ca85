package order

import (
	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
)

// Mode is how an order of people wants to win them.
type Mode string

// The modes.
const (
	DirectHire     Mode = "direct_hire"
	OrderClass     Mode = "order_class"
	Apprenticeship Mode = "apprenticeship"
	Internship     Mode = "internship"
)

// Modes lists the modes in the order in which people see them.
var Modes = []Mode{DirectHire, OrderClass, Apprenticeship, Internship}

// SkillLevels are the keys of the levels of vocational skill from low to high.
var SkillLevels = func() (keys []string) {
	for _, l := range code.SkillLevels {
		keys = append(keys, string(l))
	}
	return keys
}()

// Confidentiality is who may read the problem of a technology order.
type Confidentiality string

// The degrees of confidentiality.
const (
	ForAll     Confidentiality = "open"    // who sees the order
	ForMembers Confidentiality = "members" // signed-in people of members
	ForParties Confidentiality = "parties" // schools that answered yes or maybe
)

// Confidentialities lists them in the order in which people see them.
var Confidentialities = []Confidentiality{ForAll, ForMembers, ForParties}

// Details are the fields that only some kinds of orders have. Money is in fen.
type Details struct {
	Description string `json:"description,omitempty"`

	// People.
	Mode          Mode      `json:"mode,omitempty"`
	Post          string    `json:"post,omitempty"`
	Occupation    string    `json:"occupation,omitempty"`  // code d-dd-dd-dd; also of training
	SkillLevel    string    `json:"skill_level,omitempty"` // one of SkillLevels; also of training
	Places        string    `json:"places,omitempty"`      // where the work is
	PayFrom       money.Fen `json:"pay_from,omitempty"`    // a month
	PayTo         money.Fen `json:"pay_to,omitempty"`
	Programmes    []string  `json:"programmes,omitempty"` // accepted programme codes
	Skills        []string  `json:"skills,omitempty"`
	Accommodation bool      `json:"accommodation,omitempty"`

	// Internships and apprenticeships.
	PostWage    money.Fen `json:"post_wage,omitempty"`    // wage standard of the same post, a month
	LowestGrade money.Fen `json:"lowest_grade,omitempty"` // lowest wage grade of the enterprise
	HoursPerDay int64     `json:"hours_per_day,omitempty"`
	NightShift  bool      `json:"night_shift,omitempty"`
	Overtime    bool      `json:"overtime,omitempty"`
	Fees        bool      `json:"fees,omitempty"`   // the enterprise collects a fee or deposit
	Agency      bool      `json:"agency,omitempty"` // an intermediary arranges it
	Filing      string    `json:"filing,omitempty"` // number of the filed exception
	Pledge      bool      `json:"pledge,omitempty"` // will sign the training agreement first

	// Training.
	Topic string `json:"topic,omitempty"`
	Hours int64  `json:"hours,omitempty"`

	// Technology.
	Problem         string          `json:"problem,omitempty"`
	Field           string          `json:"field,omitempty"`
	Expected        string          `json:"expected,omitempty"`
	Budget          money.Fen       `json:"budget,omitempty"`
	Confidentiality Confidentiality `json:"confidentiality,omitempty"`

	// Services.
	Subject string `json:"subject,omitempty"`
}

// only keeps the fields that the kind and mode have, so that a value left over
// from another form is not stored.
func (d Details) only(k Kind) Details {
	kept := Details{Description: d.Description}
	switch k {
	case People:
		kept.Mode, kept.Post, kept.Occupation, kept.SkillLevel, kept.Places = d.Mode, d.Post, d.Occupation, d.SkillLevel, d.Places
		kept.PayFrom, kept.PayTo, kept.Programmes, kept.Skills = d.PayFrom, d.PayTo, d.Programmes, d.Skills
		kept.Accommodation = d.Accommodation
		if d.Mode == Internship {
			kept.PostWage, kept.LowestGrade, kept.HoursPerDay = d.PostWage, d.LowestGrade, d.HoursPerDay
			kept.NightShift, kept.Overtime, kept.Fees = d.NightShift, d.Overtime, d.Fees
			kept.Agency, kept.Filing = d.Agency, d.Filing
		}
		kept.Pledge = d.Pledge && d.Mode == Apprenticeship
	case Training:
		kept.Topic, kept.Occupation, kept.SkillLevel, kept.Hours, kept.Places = d.Topic, d.Occupation, d.SkillLevel, d.Hours, d.Places
	case Technology:
		kept.Problem, kept.Field, kept.Expected, kept.Budget, kept.Confidentiality = d.Problem, d.Field, d.Expected, d.Budget, d.Confidentiality
	case Services:
		kept.Subject = d.Subject
	}
	return kept
}
