package order

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
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
