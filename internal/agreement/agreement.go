package agreement

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/turn"
)

// Kind is the record kind of agreements.
const Kind record.Kind = "agreement"

// State of an agreement.
type State string

// The states.
const (
	Draft       State = "draft"
	Negotiating State = "negotiating"
	Approved    State = "approved" // all parties approved the same content; to be signed
	Active      State = "active"   // signed, in its term
	Expired     State = "expired"
	Ended       State = "ended" // before its term was over
	Withdrawn   State = "withdrawn"
)

// Types are the kinds of agreements.
var Types = []string{"cooperation", "order_class", "apprenticeship", "internship", "base", "research", "training", "service", "teacher_exchange"}

// Topics are what an agreement covers; it may cover several.
var Topics = []string{"research", "training", "property_service", "teacher_base", "student_base", "teachers", "order_class", "employment", "curriculum", "technology"}

// Measures are what the quantity of an obligation counts, with their units.
var Measures = map[string]string{
	"posts": "person", "students": "person", "graduates_hired": "person", "mentors": "person", "teachers": "person",
	"training_persons": "person_time", "visits": "time", "courses": "course", "equipment": "set", "funding": "yuan", "reports": "item", "other": "item",
}

// MeasureKeys lists the measures in the order in which people see them.
var MeasureKeys = []string{"posts", "students", "graduates_hired", "mentors", "teachers", "training_persons", "visits", "courses", "equipment", "funding", "reports", "other"}

// Agreement is one agreement of two or more parties.
type Agreement struct {
	ID          record.ID
	Version     int64
	Number      string // XY-2026-0001, allotted by the store; the paper's number if registered
	Title       string
	Type        string
	Topics      []string
	Parties     []Party
	FromOn      calendar.Date
	ToOn        calendar.Date // zero: without end
	Purpose     string
	Clauses     string
	Obligations []Obligation
	Order       record.ID // the order that it comes from; empty for none
	Response    record.ID // the answer to that order
	Renews      record.ID // the agreement that it renews
	State       State
	Turn        turn.Turn
	Code        string // verification code, once all approved
	SignedOn    calendar.Date
	SignedFile  record.ID
	EndedOn     calendar.Date
	EndReason   string
	Registered  bool          // entered from paper, not agreed here
	DueTold     calendar.Date // whatever is due up to this day, its party was reminded of
	EndTold     bool          // the parties were told that the term ends soon
	Sample      bool
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Party is an organisation as it was when it became a party.
type Party struct {
	Organisation   record.ID         `json:"organisation"`
	Name           string            `json:"name"`
	CreditCode     string            `json:"credit_code"`
	Kind           organisation.Kind `json:"kind"`
	Industry       string            `json:"industry"`
	Representative string            `json:"representative"`
	Body           bool              `json:"body"` // acts for the consortium as such
}

// Obligation is what one party promises. Quantity counts the measure's unit.
type Obligation struct {
	ID        record.ID     `json:"id"`
	Party     record.ID     `json:"party"`
	Text      string        `json:"text"`
	Measure   string        `json:"measure"`
	Quantity  int64         `json:"quantity"`
	DueOn     calendar.Date `json:"due_on"`
	Delivered int64         `json:"delivered"` // so far; may exceed Quantity
}

// Met tells whether everything promised was delivered.
func (o Obligation) Met() bool { return o.Delivered >= o.Quantity }

// Unit is the key of the unit that the quantity counts.
func (o Obligation) Unit() string { return Measures[o.Measure] }

// At is the version, for core/step.
func (g Agreement) At() int64 { return g.Version }

// Ref points at the agreement.
func (g Agreement) Ref() record.Ref { return record.Ref{Kind: Kind, ID: g.ID} }

// Subject tells access whose the agreement is. A draft is its writer's alone
// until it is handed over.
func (g Agreement) Subject(access.Actor) access.Subject {
	if g.State == Draft {
		return access.Subject{Parties: []record.ID{g.Turn.With}}
	}
	return access.Subject{Parties: g.organisations()}
}

func (g Agreement) organisations() []record.ID {
	list := make([]record.ID, len(g.Parties))
	for i, p := range g.Parties {
		list[i] = p.Organisation
	}
	return list
}

// Party returns the party that is the organisation.
func (g Agreement) Party(id record.ID) (Party, bool) {
	at := slices.IndexFunc(g.Parties, func(p Party) bool { return p.Organisation == id })
	if at < 0 {
		return Party{}, false
	}
	return g.Parties[at], true
}

// Body returns the party that acts for the consortium as such.
func (g Agreement) Body() (Party, bool) {
	at := slices.IndexFunc(g.Parties, func(p Party) bool { return p.Body })
	if at < 0 {
		return Party{}, false
	}
	return g.Parties[at], true
}

// Acting is the party for which the actor acts: its own organisation, or the
// consortium's body if the actor is of the secretariat. Empty for none.
func (g Agreement) Acting(a access.Actor) record.ID {
	if _, ok := g.Party(a.Organisation); ok {
		return a.Organisation
	}
	if body, ok := g.Body(); ok && a.Role == access.Secretariat {
		return body.Organisation
	}
	return ""
}

// Obligation returns the obligation with an id.
func (g Agreement) Obligation(id record.ID) (Obligation, bool) {
	at := slices.IndexFunc(g.Obligations, func(o Obligation) bool { return o.ID == id })
	if at < 0 {
		return Obligation{}, false
	}
	return g.Obligations[at], true
}

// Landing is how much of what was signed has happened, in permille: the mean
// over the obligations of the share that was delivered, each at most whole. It
// returns false if nothing countable was promised.
func (g Agreement) Landing() (int64, bool) {
	sum, n := g.Landed()
	if n == 0 {
		return 0, false
	}
	return sum / int64(n), true
}

// Share is how much of the obligation was delivered, in permille, at most whole.
func (o Obligation) Share() int64 {
	if o.Quantity <= 0 {
		return 0
	}
	return 1000 * min(max(o.Delivered, 0), o.Quantity) / o.Quantity
}

// Landed is the sum of the shares of the countable obligations, in permille, and
// their number: what rates of several agreements are made of.
func (g Agreement) Landed() (sum int64, n int) {
	for _, o := range g.Obligations {
		if o.Quantity > 0 {
			sum, n = sum+o.Share(), n+1
		}
	}
	return sum, n
}

// NextDue is the earliest due date of what is still owed; zero if nothing is.
func (g Agreement) NextDue() calendar.Date {
	var next calendar.Date
	for _, o := range g.Obligations {
		if !o.Met() && !o.DueOn.Zero() && (next.Zero() || o.DueOn.Before(next)) {
			next = o.DueOn
		}
	}
	return next
}

// NextReminder is the earliest due date of what is still owed and of which the
// party has not been reminded; zero if there is none.
func (g Agreement) NextReminder() calendar.Date {
	var next calendar.Date
	for _, o := range g.Obligations {
		if !o.Met() && o.DueOn.After(g.DueTold) && (next.Zero() || o.DueOn.Before(next)) {
			next = o.DueOn
		}
	}
	return next
}
