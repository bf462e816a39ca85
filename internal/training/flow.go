package training

import "tongpin/internal/core/flow"

// The verbs of a class.
const (
	VerbDraft    = "draft"
	VerbEdit     = "edit"
	VerbFile     = "file"
	VerbReturn   = "return"
	VerbCheck    = "check"
	VerbApprove  = "approve"
	VerbRecall   = "recall" // called back by the provider to change it: approvals are lost
	VerbTable    = "timetable"
	VerbBegin    = "begin"
	VerbEnd      = "end" // lessons are over
	VerbComplete = "complete"
	VerbCertify  = "certify"
	VerbCancel   = "cancel"
	VerbReopen   = "reopen"  // results are corrected: what was counted is taken back
	VerbReverse  = "reverse" // it did not take place as told: everything is taken back
	VerbRegister = "register"
	VerbEnrol    = "enrol"
	VerbGrade    = "grade"
	VerbReveal   = "reveal"
)

// Flow is the table of all steps of a class.
var Flow = flow.Machine[State]{
	Kind: ClassKind, Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Returned}},
		{Verb: VerbFile, From: []State{Draft, Returned}, To: Filed},
		{Verb: VerbReturn, From: []State{Filed, Checked}, To: Returned},
		{Verb: VerbCheck, From: []State{Filed}, To: Checked},
		{Verb: VerbApprove, From: []State{Checked}, To: Approved},
		{Verb: VerbRecall, From: []State{Filed, Checked, Approved}, To: Draft},
		{Verb: VerbTable, From: []State{Draft, Returned, Approved, Open}},
		{Verb: VerbEnrol, From: []State{Draft, Returned, Filed, Checked, Approved, Open}},
		{Verb: VerbBegin, From: []State{Approved}, To: Open},
		{Verb: VerbEnd, From: []State{Open}, To: Closing},
		{Verb: VerbGrade, From: []State{Closing}},
		{Verb: VerbComplete, From: []State{Closing}, To: Completed},
		{Verb: VerbCertify, From: []State{Completed}},
		{Verb: VerbReopen, From: []State{Completed}, To: Closing},
		{Verb: VerbCancel, From: []State{Draft, Returned, Filed, Checked, Approved, Open, Closing}, To: Cancelled},
		{Verb: VerbReverse, From: []State{Completed}, To: Cancelled},
	},
}

// The verbs of an enrolment.
const (
	VerbJoin     = "join"
	VerbRejoin   = "rejoin"
	VerbWithdraw = "withdraw"
	VerbPass     = "pass"
	VerbFail     = "fail"
	VerbStrike   = "strike" // taken off the roster of a completed class: what was counted is taken back
)

// EnrolmentFlow is the table of all steps of an enrolment.
var EnrolmentFlow = flow.Machine[EnrolmentState]{
	Kind: EnrolmentKind, Start: Enrolled,
	Transitions: []flow.Transition[EnrolmentState]{
		{Verb: VerbWithdraw, From: []EnrolmentState{Enrolled}, To: Withdrawn},
		{Verb: VerbRejoin, From: []EnrolmentState{Withdrawn}, To: Enrolled},
		{Verb: VerbPass, From: []EnrolmentState{Enrolled, Passed, Failed}, To: Passed},
		{Verb: VerbFail, From: []EnrolmentState{Enrolled, Passed, Failed}, To: Failed},
		{Verb: VerbStrike, From: []EnrolmentState{Passed, Failed}, To: Withdrawn},
	},
}
