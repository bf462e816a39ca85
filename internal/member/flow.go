package member

import "tongpin/internal/core/flow"

// The verbs of a membership.
const (
	VerbApply     = "apply"
	VerbComplete  = "complete" // materials handed in later
	VerbReturn    = "return"   // materials are missing
	VerbAssign    = "assign"   // complete: two assessors are named
	VerbAssess    = "assess"
	VerbConclude  = "conclude" // the second assessment is there
	VerbAdmit     = "admit"
	VerbReject    = "reject"
	VerbWithdraw  = "withdraw"
	VerbRegister  = "register" // was a member before this program
	VerbAmend     = "amend"
	VerbPromote   = "promote" // change of tier
	VerbReview    = "review"
	VerbLeave     = "leave"
	VerbRemove    = "remove"
	VerbReinstate = "reinstate"
)

// Flow is the table of all steps of a membership.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Applied,
	Transitions: []flow.Transition[State]{
		{Verb: VerbReturn, From: []State{Applied}, To: Returned},
		{Verb: VerbComplete, From: []State{Returned}, To: Applied},
		{Verb: VerbAssign, From: []State{Applied}, To: Assessing},
		{Verb: VerbAssess, From: []State{Assessing}},
		{Verb: VerbConclude, From: []State{Assessing}, To: Assessed},
		{Verb: VerbAdmit, From: []State{Assessed}, To: Member},
		{Verb: VerbReject, From: []State{Assessed}, To: Rejected},
		{Verb: VerbWithdraw, From: []State{Applied, Returned, Assessing, Assessed}, To: Withdrawn},
		{Verb: VerbApply, From: []State{Rejected, Withdrawn, Left}, To: Applied},
		{Verb: VerbAmend, From: []State{Applied, Returned, Member}},
		{Verb: VerbPromote, From: []State{Member}},
		{Verb: VerbReview, From: []State{Member}},
		{Verb: VerbLeave, From: []State{Member}, To: Left},
		{Verb: VerbRemove, From: []State{Member}, To: Removed},
		{Verb: VerbReinstate, From: []State{Left, Removed}, To: Member},
	},
}
