package member

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

type dueOn = calendar.Date

// ReturnCommand sends an application back for completion.
type ReturnCommand struct{ Reason string }

// Return asks the applicant to complete the materials, once and with all that
// is missing (the field's rule of telling everything at one time).
func Return(m Membership, cmd ReturnCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	next, err := Flow.Next(m.State, VerbReturn)
	if err != nil {
		return m, change.Change{}, err
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		return m, change.Change{}, fault.Wrong("reason", "", "member.reason.missing")
	}
	m.State = next
	c := change.By(a, now)
	e := c.Log(m.Ref(), VerbReturn)
	e.Message, e.Waits = cmd.Reason, true
	c.Close(m.Ref(), "check")
	c.Open(m.todo("complete", access.OfficeOf(m.Organisation.Kind), m.Organisation.ID, c.Today().AddDays(completeDays)))
	c.Tell(m.notice("member.returned"))
	return m, c, nil
}

// completeDays and assessDays are how long applicant and assessors have [D].
const completeDays, assessDays = 15, 10

func (m Membership) notice(key string) notify.Notice {
	return notify.Notice{Record: m.Ref(), Key: key, Args: change.Pairs("name", m.title()), Organisation: m.Organisation.ID, Role: access.OfficeOf(m.Organisation.Kind)}
}

// Assessor is somebody who can be asked for an assessment.
type Assessor struct {
	Person       record.ID
	Name         string
	Employer     record.ID
	EmployerName string
}

// AssignCommand names the assessors.
type AssignCommand struct{ Assessors []Assessor }

// Assign finds the application complete and names the assessors: as many as
// MEM-001 asks for, different persons of different organisations, none of the
// applicant's own (MEM-002).
func Assign(m Membership, cmd AssignCommand, a access.Actor, now time.Time, book *rule.Book) (Membership, change.Change, error) {
	next, err := Flow.Next(m.State, VerbAssign)
	if err != nil {
		return m, change.Change{}, err
	}
	if missing := m.Missing(); len(missing) > 0 {
		return m, change.Change{}, lacking(missing)
	}
	c := change.By(a, now)
	if err := independent(m, cmd.Assessors, book, c.Today()); err != nil {
		return m, change.Change{}, err
	}
	m.State, m.Assessments = next, nil
	c.Log(m.Ref(), VerbAssign)
	c.Close(m.Ref(), "check")
	for _, s := range cmd.Assessors {
		m.Assessments = append(m.Assessments, Assessment{Assessor: s.Person, Name: s.Name, Employer: s.Employer})
		item := m.todo("assess", "", "", c.Today().AddDays(assessDays))
		item.Person = s.Person
		c.Open(item)
	}
	return m, c, nil
}

// lacking says of each missing material that it is missing.
func lacking(kinds []string) error {
	var wrong fault.List
	for _, kind := range kinds {
		wrong = append(wrong, fault.Refuse("member.materials.missing", "kind", kind))
	}
	return wrong
}

func independent(m Membership, list []Assessor, book *rule.Book, today calendar.Date) error {
	if r, ok := book.On("MEM-001", today); ok && int64(len(list)) != r.Params["assessors"] {
		return fault.Wrong("assessors", "", "member.assessors.count", "count", r.Params["assessors"])
	}
	for i, s := range list {
		if s.Employer == m.Organisation.ID {
			return fault.Wrong("assessors", s.Name, "member.assessors.own", "name", s.Name)
		}
		same := func(o Assessor) bool { return o.Person == s.Person || o.Employer == s.Employer }
		if slices.ContainsFunc(list[:i], same) {
			return fault.Wrong("assessors", s.Name, "member.assessors.same", "name", s.Name)
		}
	}
	return nil
}

// AssessCommand is one assessor's opinion.
type AssessCommand struct{ Verdict, Comment string }

// Assess records the opinion of the actor, who must be one of the assessors and
// sees the other opinion only afterwards. The last opinion concludes.
func Assess(m Membership, cmd AssessCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	if _, err := Flow.Next(m.State, VerbAssess); err != nil {
		return m, change.Change{}, err
	}
	at := slices.IndexFunc(m.Assessments, func(s Assessment) bool { return s.Assessor == a.Person })
	switch {
	case at < 0:
		return m, change.Change{}, fault.New(fault.Forbidden, "member.assess.not_assessor")
	case m.Assessments[at].Verdict != "":
		return m, change.Change{}, fault.Refuse("member.assess.done")
	case cmd.Verdict != Recommend && cmd.Verdict != Against:
		return m, change.Change{}, fault.Wrong("verdict", cmd.Verdict, "member.verdict.unknown")
	case strings.TrimSpace(cmd.Comment) == "":
		return m, change.Change{}, fault.Wrong("comment", "", "member.comment.missing")
	}
	m.Assessments = slices.Clone(m.Assessments)
	s := &m.Assessments[at]
	s.Verdict, s.Comment, s.At = cmd.Verdict, cmd.Comment, now
	c := change.By(a, now)
	c.Log(m.Ref(), VerbAssess)
	c.Close(m.Ref(), "assess")
	var open int
	for _, o := range m.Assessments {
		if o.Verdict == "" {
			open++
			item := m.todo("assess", "", "", c.Today().AddDays(assessDays))
			item.Person = o.Assessor
			c.Open(item)
		}
	}
	if open == 0 {
		m.State, _ = Flow.Next(m.State, VerbConclude)
		c.Open(m.todo("decide", access.Secretariat, "", c.Today().AddDays(decideDays)))
	}
	return m, c, nil
}

// decideDays is how long the decision may wait for a council meeting [D].
const decideDays = 30

// Opinions are the assessments that the actor may read: an assessor who has
// not written yet sees only that there are others.
func (m Membership) Opinions(a access.Actor) []Assessment {
	waiting := slices.ContainsFunc(m.Assessments, func(s Assessment) bool { return s.Assessor == a.Person && s.Verdict == "" })
	if !waiting {
		return m.Assessments
	}
	list := slices.Clone(m.Assessments)
	for i := range list {
		if list[i].Assessor != a.Person {
			list[i] = Assessment{Assessor: list[i].Assessor, Name: list[i].Name, Employer: list[i].Employer}
		}
	}
	return list
}
