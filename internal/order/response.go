package order

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/turn"
)

// ResponseKind is the record kind of responses.
const ResponseKind record.Kind = "response"

// Answer is what a school says to an order.
type Answer string

// The answers.
const (
	Yes   Answer = "yes"
	Maybe Answer = "maybe"
	No    Answer = "no"
)

// Answers lists the answers in the order in which people see them.
var Answers = []Answer{Yes, Maybe, No}

// Reasons are the categories of a no, or of a condition of a maybe.
var Reasons = []string{"capacity", "programme", "dates", "pay", "distance", "terms", "other"}

// ResponseState is the state of a response.
type ResponseState string

// The states of a response.
const (
	Answered    ResponseState = "answered"    // yes or maybe; the enterprise has not reacted
	Negotiating ResponseState = "negotiating" // both work on the terms
	Settled     ResponseState = "agreed"      // both approved the same terms
	Declined    ResponseState = "declined"    // the school said no, or the enterprise did
	Withdrawn   ResponseState = "withdrawn"   // the school took it back
)

// ResponseStates lists the states in the order in which people see them.
var ResponseStates = []ResponseState{Answered, Negotiating, Settled, Declined, Withdrawn}

// Live tells whether the response can still become agreed.
func (s ResponseState) Live() bool { return s == Answered || s == Negotiating }

// Terms are what both sides agree on. Pay is in fen a month.
type Terms struct {
	Programme     record.ID     `json:"programme,omitempty"`
	ProgrammeCode string        `json:"programme_code,omitempty"`
	ProgrammeName string        `json:"programme_name,omitempty"`
	Cohort        record.ID     `json:"cohort,omitempty"`
	CohortName    string        `json:"cohort_name,omitempty"`
	Quantity      int64         `json:"quantity,omitempty"`
	StartOn       calendar.Date `json:"start_on"`
	Pay           money.Fen     `json:"pay,omitempty"`
	Note          string        `json:"note,omitempty"`
}

// Response is the answer of one school to one order.
type Response struct {
	ID         record.ID
	Version    int64
	Order      record.ID
	Enterprise record.ID
	School     record.ID
	SchoolName string // read with the record
	Answer     Answer
	Category   string // one of Reasons
	Reason     string
	Terms      Terms
	Turn       turn.Turn
	State      ResponseState
	EndedBy    record.ID // who declined it; empty for the program
	Findings   []rule.Finding
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// At returns the version.
func (r Response) At() int64 { return r.Version }

// Ref points at the response.
func (r Response) Ref() record.Ref { return record.Ref{Kind: ResponseKind, ID: r.ID} }

// Subject tells access whose response it is: the school's, with the enterprise
// as the other party. Nobody else is shown it.
func (r Response) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: r.School, Parties: []record.ID{r.Enterprise, r.School}}
}

// ResponseID is the id of the one response that a school has to an order.
func ResponseID(order, school record.ID) record.ID {
	return record.Derived(order, "response/"+string(school))
}

// The verbs of responses.
const (
	VerbAnswer   = "answer" // yes or maybe
	VerbRefuse   = "refuse" // no
	VerbPropose  = "propose"
	VerbSend     = "send"
	VerbApprove  = "approve"
	VerbAgree    = "agree"
	VerbDecline  = "decline"
	VerbWithdraw = "withdraw"
	VerbLapse    = "lapse"
	VerbReset    = "reset" // the order was amended
)

// ResponseFlow is all that can happen to a response.
var ResponseFlow = flow.Machine[ResponseState]{
	Kind:  ResponseKind,
	Start: Answered,
	Transitions: []flow.Transition[ResponseState]{
		{Verb: VerbAnswer, From: []ResponseState{Answered, Declined, Withdrawn}, To: Answered},
		{Verb: VerbRefuse, From: []ResponseState{Answered, Declined, Withdrawn}, To: Declined},
		{Verb: VerbPropose, From: []ResponseState{Answered, Negotiating}, To: Negotiating},
		{Verb: VerbSend, From: []ResponseState{Answered, Negotiating}, To: Negotiating},
		{Verb: VerbApprove, From: []ResponseState{Answered, Negotiating}, To: Negotiating},
		{Verb: VerbAgree, From: []ResponseState{Answered, Negotiating}, To: Settled},
		{Verb: VerbDecline, From: []ResponseState{Answered, Negotiating}, To: Declined},
		{Verb: VerbWithdraw, From: []ResponseState{Answered, Negotiating}, To: Withdrawn},
		{Verb: VerbLapse, From: []ResponseState{Answered, Negotiating}},
		{Verb: VerbReset, From: []ResponseState{Answered, Negotiating}},
	},
}
