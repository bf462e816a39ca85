package offer

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
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

// ProgrammeData is what a person enters about a programme.
type ProgrammeData struct {
	Code        string
	Name        string
	Years       int64
	Occupations []string
	Skills      []string
}

// normal brings what was entered to its usual form, or says all that is wrong.
func (d ProgrammeData) normal() (ProgrammeData, error) {
	var l fault.List
	d.Code, d.Name = strings.TrimSpace(d.Code), strings.TrimSpace(d.Name)
	if d.Code == "" {
		l.Add("code", d.Code, "offer.required")
	} else if p, err := code.ParseProgramme("code", d.Code); err != nil {
		l.Append(err)
	} else {
		d.Code = p.String()
	}
	checkText(&l, "name", d.Name, MaxName)
	checkRange(&l, "years", d.Years, 1, MaxYears)
	d.Occupations = OccupationCodes(&l, "occupations", d.Occupations)
	d.Skills = Tidy(d.Skills)
	checkCount(&l, "skills", d.Skills)
	for _, s := range d.Skills {
		checkText(&l, "skills", s, MaxName)
	}
	return d, l.Err()
}

// Data returns what a person entered about the programme.
func (p Programme) Data() ProgrammeData {
	return ProgrammeData{Code: p.Code, Name: p.Name, Years: p.Years, Occupations: p.Occupations, Skills: p.Skills}
}

func (p Programme) with(d ProgrammeData, now time.Time) Programme {
	p.Code, p.Name, p.Years, p.Occupations, p.Skills = d.Code, d.Name, d.Years, d.Occupations, d.Skills
	p.UpdatedAt, p.ConfirmedAt = now, now
	return p
}

// AddProgramme opens a programme of a school; id is made by the caller.
func AddProgramme(id, school record.ID, d ProgrammeData, a access.Actor, now time.Time) (Programme, change.Change, error) {
	d, err := d.normal()
	if err != nil {
		return Programme{}, change.Change{}, err
	}
	p := Programme{ID: id, School: school, State: Active, CreatedAt: now}.with(d, now)
	c := change.By(a, now)
	c.Log(p.Ref(), VerbAdd, "name", p.Name)
	c.Count(programmeFact(p, 1))
	return p, c, nil
}

// EditProgramme changes a programme. Its code stays as long as cohorts are
// active: their students are counted under it.
func EditProgramme(p Programme, d ProgrammeData, activeCohorts int, a access.Actor, now time.Time) (Programme, change.Change, error) {
	if _, err := ProgrammeFlow.Next(p.State, VerbEdit); err != nil {
		return p, change.Change{}, err
	}
	d, err := d.normal()
	if err != nil {
		return p, change.Change{}, err
	}
	if d.Code != p.Code && activeCohorts > 0 {
		return p, change.Change{}, fault.Wrong("code", d.Code, "offer.code.has_cohorts", "count", activeCohorts)
	}
	next := p.with(d, now)
	c := change.By(a, now)
	c.Log(p.Ref(), VerbEdit, "name", next.Name)
	c.Close(p.Ref(), StepConfirm)
	if d.Code != p.Code {
		c.Count(programmeFact(p, -1))
		c.Count(programmeFact(next, 1))
	}
	return next, c, nil
}
