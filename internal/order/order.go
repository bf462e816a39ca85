package order

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/money"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
)

// OrderKind is the record kind of orders.
const OrderKind record.Kind = "order"

// Kind is what an order asks for.
type Kind string

// The kinds of orders.
const (
	People     Kind = "people"
	Training   Kind = "training"
	Technology Kind = "technology"
	Services   Kind = "service"
)

// Kinds lists the kinds in the order in which people see them.
var Kinds = []Kind{People, Training, Technology, Services}

// Counts tells whether an order of the kind is about a number of people.
func (k Kind) Counts() bool { return k == People || k == Training }

// Visibility is who may see an open order.
type Visibility string

// The visibilities. The enterprise and the secretariat always see it.
const (
	Members Visibility = "members" // all schools and training providers of the consortium
	Chosen  Visibility = "chosen"  // the schools that the enterprise names
	Public  Visibility = "public"  // everybody
)

// Visibilities lists them in the order in which people see them.
var Visibilities = []Visibility{Members, Chosen, Public}

// Order is one order of an enterprise.
type Order struct {
	ID               record.ID
	Version          int64
	Number           string // XQ-2026-0047, allotted by the store when it is first kept
	Enterprise       record.ID
	EnterpriseName   string // read with the record
	EnterpriseCredit string // credit code of the enterprise, read with the record
	Industry         string // leading industry of the enterprise, read with the record
	IndustryCode     string // GB/T 4754 of the enterprise, read with the record
	Data
	State       State
	Reason      string // why it was returned or closed
	Agreed      int64  // persons, or solutions, that agreed responses fill
	Findings    []rule.Finding
	SubmittedAt time.Time
	OpenedAt    time.Time
	ConfirmedAt time.Time
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Data is what the enterprise enters about an order.
type Data struct {
	Kind       Kind
	Reference  string // the enterprise's own number, matches repeated imports; may be empty
	Title      string
	Quantity   int64 // persons; 1 for technology and services
	StartOn    calendar.Date
	EndOn      calendar.Date
	Deadline   calendar.Date // technology and services: wanted by
	ValidUntil calendar.Date
	Visibility Visibility
	ShownTo    []record.ID // schools, if Chosen
	Details    Details
}

// At returns the version.
func (o Order) At() int64 { return o.Version }

// Ref points at the order.
func (o Order) Ref() record.Ref { return record.Ref{Kind: OrderKind, ID: o.ID} }

// Left is how many persons (or solutions) are still asked for.
func (o Order) Left() int64 { return max(o.Quantity-o.Agreed, 0) }

// Subject tells access whose order it is, and whether it is shown to the actor.
func (o Order) Subject(a access.Actor) access.Subject {
	return access.Subject{Owner: o.Enterprise, Shown: o.shownTo(a)}
}

func (o Order) shownTo(a access.Actor) bool {
	if o.OpenedAt.IsZero() { // closed as a draft: shown to nobody
		return false
	}
	if (a.Role == access.Student || a.Role == access.Trainee) && o.Kind != People {
		return false
	}
	switch o.Visibility {
	case Public:
		return true
	case Chosen:
		return slices.Contains(o.ShownTo, a.Organisation)
	}
	return a.Organisation != "" && (a.OrganisationKind == organisation.School ||
		a.OrganisationKind == organisation.Institute || a.Role == access.Provider || a.Role == access.Trainee)
}

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
