package agreement

import "tongpin/internal/core/flow"

// The verbs of an agreement.
const (
	VerbDraft    = "draft"
	VerbEdit     = "edit"
	VerbSend     = "send"
	VerbApprove  = "approve"
	VerbComplete = "complete" // the last party approved
	VerbLapse    = "lapse"    // the turn lay silent and went back
	VerbWithdraw = "withdraw"
	VerbReopen   = "reopen" // a change is proposed after all had approved
	VerbSign     = "sign"
	VerbRegister = "register"
	VerbFulfil   = "fulfil"
	VerbCorrect  = "correct"
	VerbEnd      = "end"
	VerbExpire   = "expire"
	VerbRenew    = "renew" // a renewal is drafted; this agreement stays as it is
)

// Flow is the table of all steps of an agreement.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Negotiating}},
		{Verb: VerbSend, From: []State{Draft, Negotiating}, To: Negotiating},
		{Verb: VerbApprove, From: []State{Draft, Negotiating}, To: Negotiating},
		{Verb: VerbComplete, From: []State{Negotiating}, To: Approved},
		{Verb: VerbLapse, From: []State{Negotiating}},
		{Verb: VerbWithdraw, From: []State{Draft, Negotiating, Approved}, To: Withdrawn},
		{Verb: VerbReopen, From: []State{Approved}, To: Negotiating},
		{Verb: VerbSign, From: []State{Approved}, To: Active},
		{Verb: VerbFulfil, From: []State{Active, Expired, Ended}},
		{Verb: VerbCorrect, From: []State{Active, Expired, Ended}},
		{Verb: VerbEnd, From: []State{Active}, To: Ended},
		{Verb: VerbExpire, From: []State{Active}, To: Expired},
		{Verb: VerbRenew, From: []State{Active, Expired}},
	},
}
