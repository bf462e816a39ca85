package offer

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

// The record kinds of the package.
const (
	ProgrammeKind record.Kind = "programme"
	CohortKind    record.Kind = "cohort"
)

// State of a programme or cohort.
type State string

// The states.
const (
	Active State = "active"
	Closed State = "closed"
)

// Programme is one programme of study (major) that a school runs.
type Programme struct {
	ID           record.ID
	Version      int64
	School       record.ID
	SchoolName   string   // read with the record, not stored with it
	SchoolCredit string   // read with the record
	Code         string   // catalogue code, 6 digits and K if state-controlled
	Name         string   // as the school names it
	Years        int64    // length of study
	Occupations  []string // codes d-dd-dd-dd to which it leads
	Skills       []string // what a graduate can do, in the school's words
	State        State
	Reason       string // why it was closed
	ConfirmedAt  time.Time
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// At returns the version.
func (p Programme) At() int64 { return p.Version }

// Subject tells access whose programme it is. Offers are shown to all members.
func (p Programme) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: p.School, Shown: true}
}

// Ref points at the programme.
func (p Programme) Ref() record.Ref { return record.Ref{Kind: ProgrammeKind, ID: p.ID} }

// Level returns the key of the level that the code tells.
func (p Programme) Level() string { return LevelKey(p.Code) }

// ConfirmDays is after how many days an offer counts as unconfirmed.
const ConfirmDays = 180

// Stale tells whether an offer confirmed at an instant has to be confirmed again.
func Stale(confirmed time.Time, today calendar.Date, days int) bool {
	return calendar.DateOf(confirmed).DaysUntil(today) >= days
}
