package internship

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/code"
	"tongpin/internal/core/flow"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
)

// The record kinds of the package.
const (
	Kind        record.Kind = "internship"
	StudentKind record.Kind = "student"
)

// State of an internship.
type State string

// The states.
const (
	Planned    State = "planned"
	UnderWay   State = "under_way"
	Ended      State = "ended"
	EndedEarly State = "ended_early"
	CalledOff  State = "called_off" // never took place, or not as it was told
)

// The natures of internships since the regulation of 2021 (domain.md, section 0).
const (
	Orientation = "orientation" // the school shows students round
	AtPost      = "at_post"     // students work at a post
)

// Natures lists the natures, the usual one first.
var Natures = []string{AtPost, Orientation}

// Weekdays are the keys of the days of a week, Monday first.
var Weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// The verbs.
const (
	VerbRegister = "register"
	VerbEdit     = "edit"
	VerbBegin    = "begin"
	VerbEnd      = "end"
	VerbEndEarly = "end_early"
	VerbCallOff  = "call_off"
	VerbReveal   = "reveal"
	VerbErase    = "erase"
)

// Flow is the table of all steps of an internship; begin and end come with the day.
var Flow = flow.Machine[State]{
	Kind: Kind, Start: Planned,
	Transitions: []flow.Transition[State]{
		{Verb: VerbEdit, From: []State{Planned, UnderWay}},
		{Verb: VerbBegin, From: []State{Planned}, To: UnderWay},
		{Verb: VerbEnd, From: []State{UnderWay}, To: Ended},
		{Verb: VerbEndEarly, From: []State{UnderWay}, To: EndedEarly},
		{Verb: VerbCallOff, From: []State{Planned, UnderWay, Ended, EndedEarly}, To: CalledOff},
	},
}

// Content is what a school enters about an internship.
type Content struct {
	Host      record.ID // organisation where it takes place
	Nature    string    // Orientation or AtPost
	Post      string
	From      calendar.Date
	Until     calendar.Date // the last day
	Days      []string      // of the week, keys of Weekdays in their order
	Starts    int64         // minutes since midnight
	Ends      int64         // minutes since midnight
	Hours     int64         // of work on each of the days, without breaks
	Class     string        // class of the school; may be empty
	Agreement string        // number of the agreement of school, host and student; may be empty
	Exception string        // number of a filing that permits unusual days or hours; may be empty
}

// Internship is the internship of one student.
type Internship struct {
	ID      record.ID
	Version int64
	Content
	Student    Student // read with the record
	School     record.ID
	SchoolName string // read with the record
	HostName   string // read with the record
	HostCredit string // read with the record
	EndedOn    calendar.Date
	State      State
	Findings   []rule.Finding
	Reason     string // why it ended early or was called off
	Sample     bool
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// At is the version, for core/step.
func (x Internship) At() int64 { return x.Version }

// Ref points at the internship.
func (x Internship) Ref() record.Ref { return record.Ref{Kind: Kind, ID: x.ID} }

// Subject tells access whose it is: the school's, and the host is a party.
func (x Internship) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: x.School, Parties: []record.ID{x.Host}}
}

// Shift is when the student is busy with it.
func (x Internship) Shift() calendar.Shift {
	s := calendar.Shift{From: x.From, To: x.Until, Starts: x.Starts, Ends: x.Ends}
	if !x.EndedOn.Zero() {
		s.To = x.EndedOn
	}
	for _, key := range x.Days {
		s.Days = append(s.Days, weekdays[key])
	}
	return s
}

var weekdays = map[string]time.Weekday{
	"mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday, "thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday, "sun": time.Sunday,
}

// Student is a natural person as a student. The fields of Identity can be
// erased; the rest says nothing about who it is.
type Student struct {
	ID      record.ID // random, made of nothing of the person
	Version int64
	Identity
	Sample    bool
	ErasedAt  time.Time // zero while the person is known
	CreatedAt time.Time
}

// Identity is what identifies a student: kept in a table of its own.
type Identity struct {
	Name     string
	IDNumber string // resident identity number, 18 characters (GB 11643)
	Sex      string // "male" or "female", read from the number
	BirthOn  calendar.Date
}

// Ref points at the student.
func (s Student) Ref() record.Ref { return record.Ref{Kind: StudentKind, ID: s.ID} }

// Erased tells whether the person's data was erased.
func (s Student) Erased() bool { return !s.ErasedAt.IsZero() }

// Masked is the student as pages show it, without the day of birth.
func (s Student) Masked() Student {
	s.Name, s.IDNumber, s.BirthOn = code.MaskName(s.Name), code.MaskIdentity(s.IDNumber), calendar.Date{}
	return s
}
