package training

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
)

// ClassKind is the record kind of training classes.
const ClassKind record.Kind = "training_class"

// State of a class.
type State string

// The states.
const (
	Draft     State = "draft"
	Filed     State = "filed"    // waits for the check of the secretariat
	Checked   State = "checked"  // waits for the approval of the government
	Returned  State = "returned" // the provider mends what was found wanting
	Approved  State = "approved" // may open
	Open      State = "open"
	Closing   State = "closing" // lessons are over: exam and results
	Completed State = "completed"
	Cancelled State = "cancelled"
)

// The categories of classes. Only those of an occupation carry a code; the last
// three exclude each other within a year (rule TRN-015).
const (
	ByOccupation   = "occupation"
	BasicQuality   = "basic_quality"
	Enterprise     = "enterprise" // staff of an enterprise, without an occupation of the book
	Apprenticeship = "apprenticeship"
	Upgrade        = "skill_upgrade"
	Project        = "project"
)

// Categories lists the categories in the order in which people see them.
var Categories = []string{ByOccupation, BasicQuality, Enterprise, Apprenticeship, Upgrade, Project}

// Funds are where the money of a subsidised class comes from (domain.md 4.1).
var Funds = []string{"employment_fund", "insurance_fund", "skill_account", "enterprise_fund", "other"}

// Class is one training class. Hours are class hours of 45 minutes.
type Class struct {
	ID           record.ID
	Version      int64
	Number       string // PX-2026-0001, allotted by the store; the paper's number if registered
	Name         string
	Provider     record.ID // the organisation that teaches
	ProviderName string    // read with the record
	Category     string
	Occupation   string // code of the book of 2022; empty for basic quality
	Level        code.SkillLevel
	Subsidised   bool
	Fund         string // of Funds; empty if not subsidised
	Industry     string // leading industry; may be empty
	Opens        calendar.Date
	Closes       calendar.Date
	Hours        int64
	Seats        int64 // 0 of a registered class: not told
	Enrolled     int64 // places taken; kept by the store, never above Seats
	Place        string
	Plan         string
	ExamOn       calendar.Date
	Exception    string // why a rule that knows exceptions is not kept
	Findings     []rule.Finding
	Order        record.ID // the order of training that it comes from; empty for none
	State        State
	Registered   bool // entered after it took place
	FiledOn      calendar.Date
	ApprovedOn   calendar.Date
	CompletedOn  calendar.Date
	EndReason    string
	Code         string // verifies the filing form, once approved
	Sample       bool
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Session is one unit of the timetable. From and To are minutes since midnight.
type Session struct {
	ID          record.ID
	Class       record.ID
	On          calendar.Date
	From, To    int64
	Hours       int64 // class hours of 45 minutes
	Topic       string
	Teacher     record.ID // of Teacher; empty if not named yet
	TeacherName string    // read with the record
	Place       string    // empty: where the class is
}

// Teacher is somebody who teaches for a provider.
type Teacher struct {
	ID            record.ID
	Version       int64
	Provider      record.ID
	Name          string
	Qualification string
	Phone         string
	Left          bool // teaches no more
}

// At is the version, for core/step.
func (k Class) At() int64 { return k.Version }

// Ref points at the class.
func (k Class) Ref() record.Ref { return record.Ref{Kind: ClassKind, ID: k.ID} }

// Subject tells access whose the class is. Classes that people can join or have
// joined are shown to trainees and members.
func (k Class) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: k.Provider, Shown: slices.Contains([]State{Approved, Open, Closing, Completed}, k.State)}
}

// Taken tells whether every place is taken.
func (k Class) Taken() bool { return k.Seats > 0 && k.Enrolled >= k.Seats }

// Overlaps tells whether two classes have a day in common.
func (k Class) Overlaps(o Class) bool { return !k.Closes.Before(o.Opens) && !o.Closes.Before(k.Opens) }

// Dossier is a class with everything that its steps change: timetable, roster,
// and the facts that stand.
type Dossier struct {
	Class
	Sessions []Session
	Roster   []Enrolment
	Facts    []fact.Fact // of the class and its enrolments, without those taken back
}

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
	VerbAttended = "attended" // attendance says how many hours
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
		{Verb: VerbAttended, From: []State{Open, Closing}},
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
	VerbFinish   = "finish"
	VerbStrike   = "strike" // taken off the roster of a completed class: what was counted is taken back
)

// EnrolmentFlow is the table of all steps of an enrolment.
var EnrolmentFlow = flow.Machine[EnrolmentState]{
	Kind: EnrolmentKind, Start: Enrolled,
	Transitions: []flow.Transition[EnrolmentState]{
		{Verb: VerbWithdraw, From: []EnrolmentState{Enrolled}, To: Withdrawn},
		{Verb: VerbRejoin, From: []EnrolmentState{Withdrawn}, To: Enrolled},
		{Verb: VerbPass, From: []EnrolmentState{Enrolled, Passed, Failed, Finished}, To: Passed},
		{Verb: VerbFail, From: []EnrolmentState{Enrolled, Passed, Failed, Finished}, To: Failed},
		{Verb: VerbFinish, From: []EnrolmentState{Enrolled, Passed, Failed, Finished}, To: Finished},
		{Verb: VerbStrike, From: []EnrolmentState{Passed, Failed, Finished}, To: Withdrawn},
	},
}

// RegisterCommand enters a class that took place, or is running, without a
// filing here. ID is made by the caller; Number is that of the paper.
type RegisterCommand struct {
	ID       record.ID
	Number   string
	Provider record.ID
	Content
	Sample bool
}

// Register makes a class of what the paper says. One that is over is completed
// at once, one that runs is open; one that is still to come is filed, not
// registered. How many places there were may be unknown.
func Register(cmd RegisterCommand, a access.Actor, now time.Time) (Class, change.Change, error) {
	if cmd.Subsidised {
		cmd.Fund = orElse(cmd.Fund, "other")
	}
	c := change.By(a, now)
	x, wrong := cmd.Content.read()
	if x.Opens.After(c.Today()) {
		wrong.Add("opens", x.Opens.String(), "training.register.future")
	}
	if cmd.Number = strings.TrimSpace(cmd.Number); cmd.Number == "" || len([]rune(cmd.Number)) > 60 {
		wrong.Add("number", cmd.Number, "training.number.missing")
	}
	if err := wrong.Err(); err != nil {
		return Class{}, c, err
	}
	k := x.onto(Class{ID: cmd.ID, Number: cmd.Number, Provider: cmd.Provider, State: Open, Registered: true, Sample: cmd.Sample, CreatedAt: now})
	k.Seats = max(x.Seats, 0)
	if !k.Closes.After(c.Today()) {
		k.State, k.CompletedOn = Completed, c.Today()
	}
	c.Log(k.Ref(), VerbRegister)
	k.countOpened(&c)
	return k, c, nil
}
