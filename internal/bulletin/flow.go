package bulletin

import "tongpin/internal/core/flow"

// The verbs of a bulletin.
const (
	VerbDraft    = "draft"
	VerbEdit     = "edit"
	VerbSubmit   = "submit" // the secretariat approves and hands over
	VerbApprove  = "approve"
	VerbReturn   = "return"
	VerbLapse    = "lapse" // the review lay silent and went back
	VerbPublish  = "publish"
	VerbWithdraw = "withdraw"
)

// Flow is the table of all steps of a bulletin.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Approved}, To: Draft},
		{Verb: VerbSubmit, From: []State{Draft}, To: Review},
		{Verb: VerbReturn, From: []State{Review}, To: Draft},
		{Verb: VerbLapse, From: []State{Review}, To: Draft},
		{Verb: VerbApprove, From: []State{Review}, To: Approved},
		{Verb: VerbPublish, From: []State{Approved}, To: Published},
		{Verb: VerbWithdraw, From: []State{Draft, Review, Approved}, To: Withdrawn},
	},
}
