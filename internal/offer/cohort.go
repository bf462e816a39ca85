package offer

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
)

// Cohort is the students of one programme who finish together.
type Cohort struct {
	ID            record.ID
	Version       int64
	School        record.ID
	SchoolName    string // read with the record
	SchoolCredit  string // read with the record
	Programme     record.ID
	ProgrammeCode string // read with the record
	ProgrammeName string // read with the record
	Name          string // the class or grade, as the school names it
	StartOn       calendar.Date
	GraduateOn    calendar.Date
	Students      int64         // in the cohort
	Available     int64         // of them not yet promised to anybody
	PracticeFrom  calendar.Date // when the training plan allows placements; zero if not set
	PracticeTo    calendar.Date
	State         State
	Reason        string // why it was closed
	ConfirmedAt   time.Time
	CreatedAt     time.Time
	UpdatedAt     time.Time
}

// At returns the version.
func (c Cohort) At() int64 { return c.Version }

// Subject tells access whose cohort it is. Offers are shown to all members.
func (c Cohort) Subject(access.Actor) access.Subject {
	return access.Subject{Owner: c.School, Shown: true}
}

// Ref points at the cohort.
func (c Cohort) Ref() record.Ref { return record.Ref{Kind: CohortKind, ID: c.ID} }

// Supply is what can be suggested for an order: a programme and, where there is
// one, a cohort of it with students to spare.
type Supply struct {
	Programme Programme
	Cohort    Cohort
}
