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
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// PersonData is what is entered about a person.
type PersonData struct {
	Name        string
	IDNumber    string
	Phone       string
	BankAccount string
	Group       string
	Employment  string
	Person      record.ID // the account of the person in this program; empty for none
}

// read brings the data to its usual form and finds all that is wrong.
func (x PersonData) read(today calendar.Date) (Trainee, error) {
	var wrong fault.List
	id := Identity{Name: code.Name(x.Name), IDNumber: x.IDNumber, Person: x.Person}
	if id.Name == "" || len([]rune(id.Name)) > 60 {
		wrong.Add("name", x.Name, "training.person.name")
	}
	id, err := id.read(today)
	wrong.Append(err)
	for _, f := range []struct {
		field, given string
		value        *string
		parse        func(field, value string) (string, error)
	}{{"phone", x.Phone, &id.Phone, code.ParseMobile}, {"bank_account", x.BankAccount, &id.BankAccount, code.ParseAccount}} {
		if strings.TrimSpace(f.given) == "" {
			continue
		}
		*f.value, err = f.parse(f.field, f.given)
		wrong.Append(err)
	}
	if x.Group = orElse(x.Group, "other"); !slices.Contains(Groups, x.Group) {
		wrong.Add("group", x.Group, "training.group.unknown")
	}
	if x.Employment = orElse(x.Employment, "not_stated"); !slices.Contains(Employments, x.Employment) {
		wrong.Add("employment", x.Employment, "training.employment.unknown")
	}
	return Trainee{Identity: id, Group: x.Group, Employment: x.Employment}, wrong.Err()
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// onto updates what is known of a person; what is not said stays.
func (t Trainee) onto(known Trainee) Trainee {
	if known.ID == "" {
		return t
	}
	known.Name = t.Name
	known.Phone, known.BankAccount, known.Person = orElse(t.Phone, known.Phone), orElse(t.BankAccount, known.BankAccount), record.ID(orElse(string(t.Person), string(known.Person)))
	if t.Group != "other" {
		known.Group = t.Group
	}
	if t.Employment != "not_stated" {
		known.Employment = t.Employment
	}
	return known
}

// EnrolCommand puts a person on the roster. ID and TraineeID are made by the
// caller; somebody who is known already keeps the own id.
type EnrolCommand struct {
	ID        record.ID
	TraineeID record.ID
	PersonData
	Source string
	Sample bool
}

// Known is what is known of the person before the step: the trainee with what
// the person takes or took part in; nothing of a new one.
type Known struct {
	Trainee  Trainee
	Places   []Place
	Interned bool // is an intern at the hours of the class
}

// place is the enrolment in the class, if there is one already.
func (n Known) place(class record.ID) (Enrolment, bool) {
	at := slices.IndexFunc(n.Places, func(p Place) bool { return p.In.ID == class })
	if at < 0 {
		return Enrolment{}, false
	}
	return n.Places[at].Enrolment, true
}

// Enrol takes a place in a class for a person. That there is one left, the
// store makes sure of.
func Enrol(k Class, cmd EnrolCommand, n Known, a access.Actor, now time.Time, book *rule.Book) (Enrolment, Trainee, change.Change, error) {
	if _, err := Flow.Next(k.State, VerbEnrol); err != nil {
		return Enrolment{}, Trainee{}, change.Change{}, err
	}
	said, err := cmd.PersonData.read(calendar.DateOf(now))
	if err != nil {
		return Enrolment{}, Trainee{}, change.Change{}, err
	}
	person := said.onto(n.Trainee)
	if person.ID == "" {
		person.ID, person.Sample, person.CreatedAt = cmd.TraineeID, cmd.Sample, now
	}
	e, err := k.place(cmd, n, now)
	if err != nil {
		return e, person, change.Change{}, err
	}
	e.Trainee = person.ID
	e.Findings = PersonFindings(k, person, n.Places, n.Interned, book)
	if err := rule.Barred(e.Findings, ""); err != nil {
		return e, person, change.Change{}, err
	}
	c := change.By(a, now)
	c.Log(e.Ref(), VerbJoin)
	return e, person, c, nil
}

// place is a new enrolment, or the former one of somebody who comes back.
func (k Class) place(cmd EnrolCommand, n Known, now time.Time) (Enrolment, error) {
	e, again := n.place(k.ID)
	if !again {
		e = Enrolment{ID: cmd.ID, Class: k.ID, State: Enrolled, Hours: Unknown, Score: Unknown, CreatedAt: now}
	} else {
		next, err := EnrolmentFlow.Next(e.State, VerbRejoin)
		if err != nil {
			return e, fault.New(fault.Conflict, "training.enrolled", "class", k.Name)
		}
		e.State, e.Reason, e.Hours, e.Score = next, "", Unknown, Unknown
		e.CertificateNo, e.CertificateCode, e.CertifiedOn = "", "", calendar.Date{}
	}
	e.Source, e.EnrolledOn = orElse(cmd.Source, SourceOffice), calendar.DateOf(now)
	return e, nil
}

// Withdraw frees the place of somebody who does not take part.
func Withdraw(p Place, reason string, a access.Actor, now time.Time) (Enrolment, change.Change, error) {
	return leave(p, VerbWithdraw, reason, a, now)
}

// Strike takes somebody off the roster of a completed class; what was counted
// is taken back. Facts are those that stand.
func Strike(p Place, facts []fact.Fact, reason string, a access.Actor, now time.Time) (Enrolment, change.Change, error) {
	e, c, err := leave(p, VerbStrike, reason, a, now)
	if err == nil {
		c.TakeBack(facts, strings.TrimSpace(reason), func(f fact.Fact) bool { return f.Record == p.Ref() })
	}
	return e, c, err
}

func leave(p Place, verb, reason string, a access.Actor, now time.Time) (Enrolment, change.Change, error) {
	e := p.Enrolment
	next, err := EnrolmentFlow.Next(e.State, verb)
	if err != nil {
		return e, change.Change{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return e, change.Change{}, fault.Wrong("reason", "", "training.reason.missing")
	}
	e.State, e.Reason, e.Touched = next, reason, true
	c := change.By(a, now)
	c.Log(p.Ref(), verb).Message = reason
	c.Log(p.In.Ref(), verb).Message = reason
	return e, c, nil
}

// Erase removes what identifies a person. Enrolments and facts stay, with an id
// that leads to nobody.
func Erase(t Trainee, reason string, a access.Actor, now time.Time) (Trainee, change.Change, error) {
	if t.Erased() {
		return t, change.Change{}, fault.Refuse("training.erase.done")
	}
	if strings.TrimSpace(reason) == "" {
		return t, change.Change{}, fault.Wrong("reason", "", "training.reason.missing")
	}
	t.Identity, t.ErasedAt = Identity{}, now
	c := change.By(a, now)
	c.Log(t.Ref(), "erase").Message = reason
	return t, c, nil
}

// Outcome is what the paper says about one person at the end of a class.
type Outcome struct {
	Result        EnrolmentState // of Results; empty: took part, no exam
	Score         int64
	CertificateNo string
	CertifiedOn   calendar.Date // zero: the closing day
}

// read finds what is wrong with an outcome in a class.
func (o Outcome) read(k Class) (Outcome, error) {
	var wrong fault.List
	if o.Result == "" {
		o.Result = Finished
	}
	if !slices.Contains(Results, o.Result) {
		wrong.Add("result", string(o.Result), "training.result.unknown")
	}
	if o.Score < Unknown || o.Score > 100 {
		wrong.Add("score", "", "training.score.range")
	}
	switch {
	case o.CertificateNo == "":
		o.CertifiedOn = calendar.Date{}
	case o.Result != Passed:
		wrong.Add("certificate_no", o.CertificateNo, "training.certificate.not_passed")
	case o.CertifiedOn.Zero():
		o.CertifiedOn = k.Closes
	case o.CertifiedOn.Before(k.Opens):
		wrong.Add("certified_on", o.CertifiedOn.String(), "training.date.order")
	}
	return o, wrong.Err()
}

// Record puts a person on the roster of a registered class, and counts who took
// part in one that is over.
func Record(k Class, cmd EnrolCommand, o Outcome, n Known, a access.Actor, now time.Time, book *rule.Book) (Joined, change.Change, error) {
	c := change.By(a, now)
	said, err := cmd.PersonData.read(c.Today())
	var wrong fault.List
	wrong.Append(err)
	if k.State == Completed {
		o, err = o.read(k)
		wrong.Append(err)
	}
	if err := wrong.Err(); err != nil {
		return Joined{}, c, err
	}
	person := said.onto(n.Trainee)
	if person.ID == "" {
		person.ID, person.Sample, person.CreatedAt = cmd.TraineeID, k.Sample, now
	}
	e, err := k.place(cmd, n, now)
	if err != nil {
		return Joined{}, c, err
	}
	e.Trainee, e.EnrolledOn = person.ID, k.Opens
	e.Findings = PersonFindings(k, person, n.Places, n.Interned, book)
	if err := rule.Barred(e.Findings, ""); err != nil {
		return Joined{}, c, err
	}
	c.Log(e.Ref(), VerbJoin)
	if k.State == Completed {
		e.State, e.Score, e.CertificateNo, e.CertifiedOn = o.Result, o.Score, o.CertificateNo, o.CertifiedOn
		k.countAttended(&c, e)
		if e.CertificateNo != "" {
			k.countCertified(&c, e)
		}
	}
	return Joined{k, e, person}, c, nil
}
