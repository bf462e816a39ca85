package member

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
)

// Kind is the record kind of memberships.
const Kind record.Kind = "membership"

// State of a membership.
type State string

// The states.
const (
	Applied   State = "applied"   // waits for the completeness check
	Returned  State = "returned"  // materials are missing; the applicant completes them
	Assessing State = "assessing" // two assessors are at work
	Assessed  State = "assessed"  // waits for the decision of the council
	Member    State = "member"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
	Left      State = "left"
	Removed   State = "removed"
)

// Tier is the rank of a member in the council.
type Tier string

// The tiers (domain.md 1.2).
const (
	President              Tier = "president"
	ExecutiveVicePresident Tier = "executive_vice_president"
	VicePresident          Tier = "vice_president"
	Council                Tier = "council"
	Ordinary               Tier = "ordinary"
)

// Tiers lists the tiers from the highest.
var Tiers = []Tier{President, ExecutiveVicePresident, VicePresident, Council, Ordinary}

// Materials that an application must hold, as kinds that the catalogues name.
const (
	Licence     = "licence"     // registration certificate or business licence
	Application = "application" // application form, sealed
	Commitment  = "commitment"  // commitment to the charter
)

// Materials lists the kinds of materials; all are required.
var Materials = []string{Licence, Application, Commitment}

// Membership is an organisation's relation to the consortium, from the
// application on. One organisation has at most one.
type Membership struct {
	ID           record.ID
	Version      int64
	Organisation organisation.Organisation
	State        State
	Tier         Tier
	Purpose      string     // why they apply, what they bring
	Materials    []Material // uploaded papers
	Assessments  []Assessment
	DecidedOn    calendar.Date
	Decision     string // the council's words
	Meeting      string // number or date of the meeting that decided
	JoinedOn     calendar.Date
	EndedOn      calendar.Date // left or removed
	EndReasons   []string      // categories, see LeaveReasons
	EndNote      string
	Reviews      []Review
	AppliedAt    time.Time
	UpdatedAt    time.Time
}

// Material is one uploaded paper.
type Material struct {
	Kind string    `json:"kind"`
	File record.ID `json:"file"`
	Name string    `json:"name"`
}

// Assessment is one assessor's opinion. Verdict is empty until it is given.
type Assessment struct {
	Assessor record.ID `json:"assessor"`
	Name     string    `json:"name"`
	Employer record.ID `json:"employer"` // organisation of the assessor
	Verdict  string    `json:"verdict"`  // Recommend or Against
	Comment  string    `json:"comment"`
	At       time.Time `json:"at"`
}

// The verdicts of an assessor.
const (
	Recommend = "recommend"
	Against   = "against"
)

// Review is the result of one year.
type Review struct {
	Year    int           `json:"year"`
	Result  string        `json:"result"`
	Comment string        `json:"comment"`
	On      calendar.Date `json:"on"`
}

// The results of a yearly review.
const (
	Fulfilled   = "fulfilled"
	Partly      = "partly"
	Unfulfilled = "unfulfilled"
)

// Results lists the results of a review.
var Results = []string{Fulfilled, Partly, Unfulfilled}

// LeaveReasons are the categories of reasons for leaving or removal.
var LeaveReasons = []string{"moved_away", "closed_down", "no_cooperation", "no_benefit", "merged", "rule_broken", "unfulfilled", "other"}

// At is the version, for core/step.
func (m Membership) At() int64 { return m.Version }

// Ref points at the membership.
func (m Membership) Ref() record.Ref { return record.Ref{Kind: Kind, ID: m.ID} }

// Subject tells access whose the membership is. Members are known to each
// other; applications only to the applicant, the assessors and the secretariat.
func (m Membership) Subject(a access.Actor) access.Subject {
	return access.Subject{Owner: m.Organisation.ID, Shown: m.State == Member || m.assessedBy(a)}
}

// assessedBy tells whether the actor is one of the assessors.
func (m Membership) assessedBy(a access.Actor) bool {
	return slices.ContainsFunc(m.Assessments, func(s Assessment) bool { return a.Person != "" && s.Assessor == a.Person })
}

// Missing lists the kinds of materials that are not there yet.
func (m Membership) Missing() []string {
	var missing []string
	for _, kind := range Materials {
		if !slices.ContainsFunc(m.Materials, func(x Material) bool { return x.Kind == kind }) {
			missing = append(missing, kind)
		}
	}
	return missing
}

// title is how texts name the membership.
func (m Membership) title() string { return m.Organisation.Name }
