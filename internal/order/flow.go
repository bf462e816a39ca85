package order

import "tongpin/internal/core/flow"

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
		{Verb: VerbConfirm, From: []State{Open}},
		{Verb: VerbFill, From: []State{Open}, To: Agreed},
		{Verb: VerbExpire, From: []State{Open}, To: Expired},
		{Verb: VerbRenew, From: []State{Expired}, To: Open},
		{Verb: VerbClose, From: []State{Draft, Submitted, Returned, Open, Expired}, To: Closed},
	},
}
