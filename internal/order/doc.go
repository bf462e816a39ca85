// Package order holds orders: what an enterprise asks of the schools (people,
// training, technology, services), what the schools answer, how both negotiate
// in turns, and what could be suggested. It also keeps the list of core
// products; the other two of the three lists are views of orders.
//
// An order is drafted by the enterprise, submitted to the secretariat, opened
// or returned with a reason. While open it is answered; agreed responses fill
// it; an order that is full is agreed. It expires at the end of its validity
// and can be renewed, or is closed with a reason.
//
// A response is answered yes or maybe (then both negotiate: whoever has the
// turn proposes, approves or hands over) or no. Both approvals of the same
// terms make it agreed. Other schools never see a response; the secretariat
// sees that it exists and its state, not its terms.
//
// Rules (rules.json; what internships test too stands in core/rule): for
// internships INT-012, INT-020, INT-030, INT-034, INT-035, INT-037; for
// apprenticeships VEL-30. Findings are stored with the edition that was used.
package order

import (
	"tongpin/internal/core/access"
	"tongpin/internal/core/flow"
)

// State of an order.
type State string

// The states.
const (
	Draft     State = "draft"
	Submitted State = "submitted" // the secretariat checks it
	Returned  State = "returned"  // back to the enterprise with a reason
	Open      State = "open"      // schools can answer
	Agreed    State = "agreed"    // agreed responses fill it
	Expired   State = "expired"   // its validity has ended
	Closed    State = "closed"    // ended with a reason
)

// States lists the states in the order in which people see them.
var States = []State{Draft, Submitted, Returned, Open, Agreed, Expired, Closed}

// The verbs of orders.
const (
	VerbCreate   = "create"
	VerbImport   = "import"
	VerbEdit     = "edit"
	VerbSubmit   = "submit"
	VerbTakeBack = "take_back"
	VerbPublish  = "publish"
	VerbReturn   = "return"
	VerbAmend    = "amend"
	VerbConfirm  = "confirm"
	VerbFill     = "fill"
	VerbExpire   = "expire"
	VerbRenew    = "renew"
	VerbClose    = "close"
	VerbAttach   = "attach"
	VerbDetach   = "detach"
)

// Flow is all that can happen to an order.
var Flow = flow.Machine[State]{
	Kind:  OrderKind,
	Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Returned}},
		{Verb: VerbSubmit, From: []State{Draft, Returned}, To: Submitted},
		{Verb: VerbTakeBack, From: []State{Submitted}, To: Draft},
		{Verb: VerbPublish, From: []State{Submitted}, To: Open},
		{Verb: VerbReturn, From: []State{Submitted}, To: Returned},
		{Verb: VerbAmend, From: []State{Open}},
		{Verb: VerbAttach, From: []State{Draft, Returned, Open}},
		{Verb: VerbDetach, From: []State{Draft, Returned, Open}},
		{Verb: VerbConfirm, From: []State{Open}},
		{Verb: VerbFill, From: []State{Open}, To: Agreed},
		{Verb: VerbExpire, From: []State{Open}, To: Expired},
		{Verb: VerbRenew, From: []State{Expired}, To: Open},
		{Verb: VerbClose, From: []State{Draft, Submitted, Returned, Open, Expired}, To: Closed},
	},
}

// The actions.
const (
	ActView        access.Action = "order.view"
	ActPlace       access.Action = "order.place"  // draft, edit, submit, amend, confirm, renew, close, import
	ActCheck       access.Action = "order.check"  // publish or return what was submitted
	ActAnswer      access.Action = "order.answer" // a school answers an order that it sees
	ActSuggestions access.Action = "order.suggestions"

	ActResponseView   access.Action = "response.view"   // content, terms, messages, timeline
	ActResponseStates access.Action = "response.states" // that it exists, and its state
	ActNegotiate      access.Action = "response.negotiate"

	ActProductView access.Action = "product.view"
	ActProductKeep access.Action = "product.keep"
)

// Grants says who may do what. The secretariat places orders for enterprises
// that ask for it, but does not read negotiations.
func Grants() []access.Grant {
	everyone := []access.Role{access.Dean, access.Teacher, access.Provider, access.Student, access.Trainee, access.BaseManager, access.Expert}
	return []access.Grant{
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActView, access.Own|access.Shown, access.Enterprise),
		access.Allow(ActView, access.Shown, everyone...),
		access.Allow(ActPlace, access.Any, access.Secretariat),
		access.Allow(ActPlace, access.Own, access.Enterprise),
		access.Allow(ActCheck, access.Any, access.Secretariat),
		access.Allow(ActAnswer, access.Shown, access.Dean),
		access.Allow(ActSuggestions, access.Any, access.Secretariat, access.Auditor),
		access.Allow(ActSuggestions, access.Own, access.Enterprise),
		access.Allow(ActSuggestions, access.Shown, access.Dean, access.Teacher), // of their own offers

		access.Allow(ActResponseView, access.Any, access.Auditor),
		access.Allow(ActResponseView, access.Party, access.Enterprise, access.Dean, access.Teacher),
		access.Allow(ActResponseStates, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActResponseStates, access.Party, access.Enterprise, access.Dean, access.Teacher),
		access.Allow(ActNegotiate, access.Party, access.Enterprise, access.Dean),

		access.Allow(ActProductView, access.Any, access.Secretariat, access.Leader, access.Auditor, access.Dean, access.Teacher, access.Provider),
		access.Allow(ActProductView, access.Own, access.Enterprise),
		access.Allow(ActProductKeep, access.Any, access.Secretariat),
		access.Allow(ActProductKeep, access.Own, access.Enterprise),
	}
}
