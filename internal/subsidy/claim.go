package subsidy

import (
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/training"
)

// Kind is the record kind of claims.
const Kind record.Kind = "subsidy_claim"

// State is the state of a claim.
type State string

// The states.
const (
	Draft     State = "draft"
	Submitted State = "submitted" // waits for the check of the secretariat
	Returned  State = "returned"  // the provider mends what was found wanting
	Published State = "published" // public notice, then waits for a sample
	Sampling  State = "sampling"  // in a round: the sampled people are looked at
	Assured   State = "assured"   // waits for the first approval
	Confirmed State = "confirmed" // waits for the second, of another person
	Approved  State = "approved"  // to be paid
	Paid      State = "paid"
	Withdrawn State = "withdrawn"
	Declined  State = "declined" // nobody was left to pay for
)

// The verbs of a claim.
const (
	VerbSubmit   = "submit"
	VerbWithdraw = "withdraw"
	VerbReopen   = "reopen"
	VerbReturn   = "return"
	VerbReject   = "reject"  // one person
	VerbRestore  = "restore" // one person
	VerbPublish  = "publish"
	VerbObject   = "object"
	VerbAnswer   = "answer"
	VerbDecline  = "decline"
	VerbSample   = "sample"
	VerbAssure   = "assure"
	VerbConclude = "conclude"
	VerbRevert   = "revert"
	VerbConfirm  = "confirm"
	VerbApprove  = "approve"
	VerbPayFile  = "payment_file"
	VerbPay      = "pay"
	VerbClaw     = "claw"
	VerbGrant    = "grant"
	VerbDeny     = "deny"
)

// Flow is the table of all steps of a claim.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Draft,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Draft, Returned}},
		{Verb: VerbSubmit, From: []State{Draft, Returned}, To: Submitted},
		{Verb: VerbWithdraw, From: []State{Draft, Returned, Submitted}, To: Withdrawn},
		{Verb: VerbReopen, From: []State{Withdrawn}, To: Draft},
		{Verb: VerbReturn, From: []State{Submitted}, To: Returned},
		{Verb: VerbReject, From: []State{Submitted, Published, Assured}},
		{Verb: VerbRestore, From: []State{Submitted}},
		{Verb: VerbPublish, From: []State{Submitted}, To: Published},
		{Verb: VerbObject, From: []State{Published}},
		{Verb: VerbAnswer, From: []State{Published}},
		{Verb: VerbDecline, From: []State{Submitted, Published, Assured}, To: Declined},
		{Verb: VerbSample, From: []State{Published}, To: Sampling},
		{Verb: VerbAssure, From: []State{Sampling}},
		{Verb: VerbConclude, From: []State{Sampling}, To: Assured},
		{Verb: VerbConfirm, From: []State{Assured}, To: Confirmed},
		{Verb: VerbApprove, From: []State{Confirmed}, To: Approved},
		{Verb: VerbRevert, From: []State{Assured, Confirmed, Approved}, To: Submitted},
		{Verb: VerbPayFile, From: []State{Approved}},
		{Verb: VerbPay, From: []State{Approved}, To: Paid},
		{Verb: VerbClaw, From: []State{Paid}},
		{Verb: VerbGrant, From: []State{Paid}},
		{Verb: VerbDeny, From: []State{Paid}},
	},
}

// Claim is what a provider asks for one class. Amounts are fen; Due is what is
// left of Claimed without the rejected people.
type Claim struct {
	ID           record.ID
	Version      int64
	Number       string // BT-2026-0001, allotted by the store
	Class        record.ID
	ClassNumber  string
	ClassName    string
	Provider     record.ID
	ProviderName string // read with the record
	Category     string
	Occupation   string
	Level        code.SkillLevel
	Fund         string
	Opens        calendar.Date
	Closes       calendar.Date
	Policy       record.ID
	Basis        Content // the policy as it was when the claim was calculated
	Holder       string  // of the account: the provider, as the payee is the claimant
	Account      string
	Bank         string
	State        State
	Claimed      money.Fen
	Due          money.Fen
	Paid         money.Fen
	Back         money.Fen // of Paid, what was clawed back
	SubmittedBy  record.ID
	SubmittedAt  time.Time
	CheckedBy    record.ID
	NoticeFrom   calendar.Date
	NoticeTo     calendar.Date // the last day of the notice
	Code         string        // address of the public notice
	Objections   []Objection
	Round        record.ID // of sampling
	Approvals    []Approval
	ExportedAt   time.Time // when the bank's file was last made
	PaidOn       calendar.Date
	Reference    string // of the bank
	Clawbacks    []Clawback
	EndReason    string
	Sample       bool
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Line is one person of a claim. Who it is, the roster of the class knows.
type Line struct {
	ID        record.ID
	Claim     record.ID
	Place     int64 // from 1, in the order of the roster
	Enrolment record.ID
	Trainee   record.ID
	Result    training.EnrolmentState
	Hours     int64
	Counted   bool // the hours were counted by attendance; else they are those of the class
	Amount    money.Fen
	Steps     []Step
	Findings  []rule.Finding
	Rejected  bool
	Reason    string // why it was rejected
	Sampled   bool
	Assured   string // "", "yes" or "no"
	Remark    string // on the assurance
	Back      money.Fen
}

// Dossier is a claim with its lines.
type Dossier struct {
	Claim
	Lines []Line
}

// Objection is what somebody said against a claim during its notice.
type Objection struct {
	ID     record.ID     `json:"id"`
	On     calendar.Date `json:"on"`
	Text   string        `json:"text"`
	By     string        `json:"by"` // who took it down
	Answer string        `json:"answer"`
	Upheld bool          `json:"upheld"`
	Done   calendar.Date `json:"done"` // zero while it is open
}

// Approval is one of the two.
type Approval struct {
	Person record.ID   `json:"person"`
	Name   string      `json:"name"`
	Role   access.Role `json:"role"`
	At     time.Time   `json:"at"`
}

// The states of a claw-back.
const (
	ClawAsked   = "asked"
	ClawGranted = "granted"
	ClawDenied  = "denied"
)

// Clawback is money that is asked back for one person.
type Clawback struct {
	ID       record.ID     `json:"id"`
	Line     record.ID     `json:"line"`
	Amount   money.Fen     `json:"amount"`
	Reason   string        `json:"reason"`
	State    string        `json:"state"`
	AskedBy  record.ID     `json:"asked_by"`
	Asker    string        `json:"asker"`
	AskedOn  calendar.Date `json:"asked_on"`
	Decider  string        `json:"decider"`
	Decision string        `json:"decision"`
	Decided  calendar.Date `json:"decided"`
}

// At is the version, for core/step.
func (m Claim) At() int64 { return m.Version }

// Ref points at the claim.
func (m Claim) Ref() record.Ref { return record.Ref{Kind: Kind, ID: m.ID} }

// Subject tells access whose the claim is.
func (m Claim) Subject(access.Actor) access.Subject { return access.Subject{Owner: m.Provider} }

// ClaimID is the id of the claim of a class: there is one.
func ClaimID(class record.ID) record.ID { return record.Derived(class, "subsidy claim") }

// Reviewing stands for all the states that a provider need not tell apart.
const Reviewing State = "reviewing"

// internal are the states that a provider sees as one.
var internal = []State{Submitted, Sampling, Assured, Confirmed}

// Shown is the state in the words of the reader: how far the office has come
// with check and approval is not for who waits for the money.
func (m Claim) Shown(a access.Actor) State {
	if Insider(a) || !slices.Contains(internal, m.State) {
		return m.State
	}
	return Reviewing
}

// Insider tells whether the actor is one of those who decide or watch.
func Insider(a access.Actor) bool {
	return slices.Contains([]access.Role{access.Secretariat, access.Leader, access.Auditor, access.System}, a.Role)
}

// line finds a line by its id; -1 if there is none.
func (d Dossier) line(id record.ID) int {
	return slices.IndexFunc(d.Lines, func(l Line) bool { return l.ID == id })
}

// sums adds the lines up.
func (d Dossier) sums() Dossier {
	d.Claimed, d.Due, d.Back = 0, 0, 0
	for _, l := range d.Lines {
		d.Claimed += l.Amount
		d.Back += l.Back
		if !l.Rejected {
			d.Due += l.Amount
		}
	}
	return d
}

// Persons are how many people of the lines are to be paid for.
func (d Dossier) Persons() int { return len(d.Payable()) }

// Payable are the lines that are to be paid.
func (d Dossier) Payable() []Line {
	return slices.DeleteFunc(slices.Clone(d.Lines), func(l Line) bool { return l.due() == 0 })
}

// due is what the line is paid.
func (l Line) due() money.Fen {
	if l.Rejected {
		return 0
	}
	return l.Amount
}
