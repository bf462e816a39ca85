package offer

import "tongpin/internal/core/flow"

// The verbs of both kinds of records.
const (
	VerbEdit    = "edit"
	VerbConfirm = "confirm"
	VerbClose   = "close"
	VerbReopen  = "reopen"
	VerbAdd     = "add"
)

var transitions = []flow.Transition[State]{
	{Verb: VerbEdit, From: []State{Active}},
	{Verb: VerbConfirm, From: []State{Active}},
	{Verb: VerbClose, From: []State{Active}, To: Closed},
	{Verb: VerbReopen, From: []State{Closed}, To: Active},
}

// ProgrammeFlow is all that can happen to a programme.
var ProgrammeFlow = flow.Machine[State]{Kind: ProgrammeKind, Start: Active, Transitions: transitions}

// CohortFlow is all that can happen to a cohort.
var CohortFlow = flow.Machine[State]{Kind: CohortKind, Start: Active, Transitions: transitions}
