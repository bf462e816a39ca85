package offer

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
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

// CohortData is what a person enters about a cohort.
type CohortData struct {
	Name         string
	StartOn      calendar.Date
	GraduateOn   calendar.Date
	Students     int64
	Available    int64
	PracticeFrom calendar.Date
	PracticeTo   calendar.Date
}

func (d CohortData) check() error {
	var l fault.List
	checkText(&l, "name", d.Name, MaxName)
	if d.StartOn.Zero() {
		l.Add("start_on", "", "offer.required")
	}
	switch {
	case d.GraduateOn.Zero():
		l.Add("graduate_on", "", "offer.required")
	case !d.GraduateOn.After(d.StartOn):
		l.Add("graduate_on", d.GraduateOn.String(), "offer.date_order", "after", d.StartOn.String())
	}
	checkRange(&l, "students", d.Students, 1, MaxStudents)
	if d.Available < 0 || d.Available > d.Students {
		checkRange(&l, "available", d.Available, 0, max(d.Students, 0))
	}
	d.checkPractice(&l)
	return l.Err()
}

// checkPractice wants both ends of the window or none, inside the studies.
func (d CohortData) checkPractice(l *fault.List) {
	switch {
	case d.PracticeFrom.Zero() && d.PracticeTo.Zero():
	case d.PracticeFrom.Zero():
		l.Add("practice_from", "", "offer.required")
	case d.PracticeTo.Zero():
		l.Add("practice_to", "", "offer.required")
	case !d.PracticeTo.After(d.PracticeFrom):
		l.Add("practice_to", d.PracticeTo.String(), "offer.date_order", "after", d.PracticeFrom.String())
	case d.PracticeFrom.Before(d.StartOn):
		l.Add("practice_from", d.PracticeFrom.String(), "offer.date_order", "after", d.StartOn.String())
	}
}

// Data returns what a person entered about the cohort.
func (c Cohort) Data() CohortData {
	return CohortData{c.Name, c.StartOn, c.GraduateOn, c.Students, c.Available, c.PracticeFrom, c.PracticeTo}
}

func (c Cohort) with(d CohortData, now time.Time) Cohort {
	c.Name, c.StartOn, c.GraduateOn = d.Name, d.StartOn, d.GraduateOn
	c.Students, c.Available = d.Students, d.Available
	c.PracticeFrom, c.PracticeTo = d.PracticeFrom, d.PracticeTo
	c.UpdatedAt, c.ConfirmedAt = now, now
	return c
}

// AddCohort opens a cohort of an active programme; id is made by the caller.
func AddCohort(id record.ID, p Programme, d CohortData, a access.Actor, now time.Time) (Cohort, change.Change, error) {
	if p.State != Active {
		return Cohort{}, change.Change{}, fault.Refuse("offer.programme_closed", "programme", p.Name)
	}
	d.Name = strings.TrimSpace(d.Name)
	if err := d.check(); err != nil {
		return Cohort{}, change.Change{}, err
	}
	c := Cohort{
		ID: id, School: p.School, SchoolName: p.SchoolName, State: Active, CreatedAt: now,
		Programme: p.ID, ProgrammeCode: p.Code, ProgrammeName: p.Name,
	}.with(d, now)
	ch := change.By(a, now)
	ch.Log(c.Ref(), VerbAdd, "name", c.Name)
	countCapacity(&ch, c, c.Available)
	return c, ch, nil
}

// EditCohort changes a cohort; students gained or lost are counted.
func EditCohort(c Cohort, d CohortData, a access.Actor, now time.Time) (Cohort, change.Change, error) {
	if _, err := CohortFlow.Next(c.State, VerbEdit); err != nil {
		return c, change.Change{}, err
	}
	d.Name = strings.TrimSpace(d.Name)
	if err := d.check(); err != nil {
		return c, change.Change{}, err
	}
	next := c.with(d, now)
	ch := change.By(a, now)
	ch.Log(c.Ref(), VerbEdit, "name", next.Name)
	ch.Close(c.Ref(), StepConfirm)
	countCapacity(&ch, next, next.Available-c.Available)
	return next, ch, nil
}

func countCapacity(ch *change.Change, c Cohort, gained int64) {
	if gained != 0 {
		ch.Count(capacityFact(c, gained))
	}
}
