package training

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
)

// The record kinds of people and of their places in classes.
const (
	TraineeKind   record.Kind = "trainee"
	EnrolmentKind record.Kind = "training_enrolment"
)

// Groups are the groups of people whom subsidies are for (domain.md 4.1), and
// those whom they are not for. A proposal of ours [D].
var Groups = []string{"rural_worker", "graduate", "unemployed", "hard_to_employ", "employee", "farmer", "student", "public_payroll", "other"}

// Employments are the states of employment at enrolment.
var Employments = []string{"employed", "self_employed", "unemployed", "not_stated"}

// Trainee is one natural person of a consortium. The fields of Identity can be
// erased; the rest says nothing about who it is.
type Trainee struct {
	ID      record.ID // random, made of nothing of the person
	Version int64
	Identity
	Group      string
	Employment string
	Sample     bool
	ErasedAt   time.Time // zero while the person is known
	CreatedAt  time.Time
}

// Identity is what identifies a person: kept in a table of its own.
type Identity struct {
	Name        string
	IDNumber    string // resident identity number, 18 characters (GB 11643)
	Phone       string // mobile, 11 digits; may be empty
	Sex         string // "male" or "female", read from the number
	BirthOn     calendar.Date
	BankAccount string    // 16 to 19 digits; may be empty
	Person      record.ID // the account of the person in this program; empty for none
}

// Ref points at the trainee.
func (t Trainee) Ref() record.Ref { return record.Ref{Kind: TraineeKind, ID: t.ID} }

// Erased tells whether the person's data was erased.
func (t Trainee) Erased() bool { return !t.ErasedAt.IsZero() }

// Masked is the trainee as lists show it: the first character of the name,
// 652824********1234, 138****1234, the last four digits of the account, no date
// of birth.
func (t Trainee) Masked() Trainee {
	t.Name, t.IDNumber, t.Phone = code.MaskName(t.Name), code.MaskIdentity(t.IDNumber), code.MaskMobile(t.Phone)
	t.BankAccount, t.BirthOn, t.Person = code.MaskAccount(t.BankAccount), calendar.Date{}, ""
	return t
}

// Age returns the completed years on a day; false if the birth is not known.
func (t Trainee) Age(on calendar.Date) (int, bool) {
	return code.Resident{Born: t.BirthOn}.Age(on), !t.BirthOn.Zero()
}

// EnrolmentState is the state of a person in a class.
type EnrolmentState string

// The states of an enrolment.
const (
	Enrolled  EnrolmentState = "enrolled"
	Withdrawn EnrolmentState = "withdrawn" // left, or struck off; the place is free again
	Passed    EnrolmentState = "passed"
	Failed    EnrolmentState = "failed"
	Finished  EnrolmentState = "finished" // took part in a class without an exam
)

// How somebody came to be on a roster.
const (
	SourceOffice = "office" // entered by the provider or the secretariat
	SourceSelf   = "self"   // by the trainee
	SourceSheet  = "sheet"  // from a workbook
)

// Results are what somebody can have reached at the end of a class.
var Results = []EnrolmentState{Passed, Failed, Finished}

// Unknown stands for a score or a number of hours that nobody entered.
const Unknown int64 = -1

// Enrolment is the place of one person in one class.
type Enrolment struct {
	ID              record.ID
	Version         int64
	Class           record.ID
	Trainee         record.ID
	State           EnrolmentState
	Source          string
	EnrolledOn      calendar.Date
	Hours           int64 // class hours attended; Unknown until attendance says so
	Score           int64 // points in the exam, 0 to 100; Unknown if none
	CertificateNo   string
	CertificateCode string // verifies the certificate
	CertifiedOn     calendar.Date
	Findings        []rule.Finding
	Reason          string // why it was withdrawn, or a finding waived
	CreatedAt       time.Time
	UpdatedAt       time.Time
	Touched         bool // changed by the present step: to be saved; not stored itself
}

// At is the version, for core/step.
func (e Enrolment) At() int64 { return e.Version }

// Ref points at the enrolment.
func (e Enrolment) Ref() record.Ref { return record.Ref{Kind: EnrolmentKind, ID: e.ID} }

// OnRoster tells whether the person counts among those in the class.
func (e Enrolment) OnRoster() bool { return e.State != Withdrawn && e.State != "" }

// Certified tells whether there is a certificate.
func (e Enrolment) Certified() bool { return e.CertificateNo != "" || e.CertificateCode != "" }

// Entry is one line of a roster.
type Entry struct {
	Enrolment
	Person Trainee
}

// Place is an enrolment with its class: what somebody took part in before.
type Place struct {
	Enrolment
	In Class
}

// Subject of an enrolment is its class's, so that who keeps the class keeps it.
func (p Place) Subject(a access.Actor) access.Subject { return p.In.Subject(a) }

// Ref points at the enrolment.
func (p Place) Ref() record.Ref { return p.Enrolment.Ref() }

// At is the version of the enrolment.
func (p Place) At() int64 { return p.Enrolment.Version }

// Attended enters the class hours that people attended, by enrolment; nothing
// of people whom it does not name.
func Attended(d Dossier, hours map[record.ID]int64, a access.Actor, now time.Time) (Dossier, change.Change, error) {
	if _, err := Flow.Next(d.State, VerbAttended); err != nil {
		return d, change.Change{}, err
	}
	c := change.By(a, now)
	d.Roster = slices.Clone(d.Roster)
	n := 0
	for i, e := range d.Roster {
		h, told := hours[e.ID]
		if !told || !e.OnRoster() || h == e.Hours {
			continue
		}
		if h < 0 || h > d.Hours {
			return d, change.Change{}, fault.Wrong("hours", fmt.Sprint(h), "training.hours.more", "hours", d.Hours)
		}
		e.Hours, e.Touched = h, true
		d.Roster[i] = e
		n++
	}
	c.Log(d.Ref(), VerbAttended, "n", fmt.Sprint(n))
	return d, c, nil
}

// EnterAttended enters attended class hours; hours that are known already make
// no step.
func (s *Service) EnterAttended(ctx context.Context, a access.Actor, class record.ID, hours map[record.ID]int64) error {
	d, err := s.store.FindDossier(ctx, class)
	if err != nil {
		return err
	}
	fresh := func(e Enrolment) bool { h, told := hours[e.ID]; return told && e.OnRoster() && h != e.Hours }
	if !slices.ContainsFunc(d.Roster, fresh) {
		return nil
	}
	_, err = s.take(ctx, a, step.Target{ID: class}, ActKeep, func(d Dossier, now time.Time) (Dossier, change.Change, error) {
		return Attended(d, hours, a, now)
	})
	return err
}

// Numbered returns the classes with these numbers that the actor may see.
func (s *Service) Numbered(ctx context.Context, a access.Actor, numbers []string) (map[string]Class, error) {
	found, err := s.store.ByNumbers(ctx, distinct(numbers))
	maps.DeleteFunc(found, func(_ string, k Class) bool { return !s.table.Can(a, ActView, k.Subject(a)) })
	return found, err
}

// Elsewhere are the sessions of other classes in which a teacher of the class
// teaches at the same time. Place is where they are, Topic the number of their
// class. Teachers of two providers with one name and one telephone are the same.
func (s *Service) Elsewhere(ctx context.Context, a access.Actor, class record.ID) ([]Session, error) {
	if _, err := s.Class(ctx, a, class); err != nil {
		return nil, err
	}
	return s.store.Elsewhere(ctx, class)
}

// Sharers are the people of the consortium whose bank account is that of
// somebody on the roster: for signals only, in clear.
func (s *Service) Sharers(ctx context.Context, a access.Actor, class record.ID) ([]Trainee, error) {
	k, err := s.store.FindClass(ctx, class)
	if err != nil {
		return nil, err
	}
	if err := s.gate(ActReveal).Check(a, k.Subject(a)); err != nil {
		return nil, err
	}
	return s.store.Sharers(ctx, class)
}

// CheckPerson tells all that is wrong with what was entered about a person, and
// nothing of who is known already.
func CheckPerson(x PersonData, today calendar.Date) error {
	_, err := x.read(today)
	return err
}
