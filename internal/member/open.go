package member

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/timeline"
)

// Details are what the page of a membership shows.
type Details struct {
	Membership Membership
	Story      []timeline.Entry
	Facts      []fact.Fact // the newest that concern the organisation
	Findings   []rule.Finding
	Files      []file.File // materials
	Inside     bool        // the actor sees more than any member does of another
	Judged     bool        // there are opinions that the actor may not read
}

// recent is how many facts the page shows.
const recent = 50

// Open returns a membership as the actor may see it. Members see each other's
// particulars. The papers, the story and the facts are for the organisation
// itself, its assessors and those who oversee the consortium; the opinions of
// the assessors and the findings are not for the organisation.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (Details, error) {
	m, err := s.Find(ctx, a, id)
	if err != nil {
		return Details{}, err
	}
	d := Details{Membership: m, Inside: s.Reads(a, m)}
	d.Membership.Assessments = m.Opinions(a)
	oversees := s.oversees(a)
	if oversees {
		d.Findings = m.Findings(s.Today(), s.book)
	} else if !m.assessedBy(a) {
		d.Judged, d.Membership.Assessments = len(m.Assessments) > 0, nil
	}
	if !d.Inside {
		d.Judged, d.Membership.Purpose, d.Membership.Materials, d.Membership.Reviews = false, "", nil, nil
		return d, nil
	}
	if d.Facts, err = s.store.FactsAbout(ctx, m.Organisation.ID, recent); err != nil {
		return d, err
	}
	if d.Files, err = s.store.Files(ctx, m); err != nil {
		return d, err
	}
	if oversees || s.May(a, ActAmend, m) {
		d.Story, err = s.store.Timeline(ctx, m)
	}
	return d, err
}

// Reads tells whether the actor may read the papers of a membership: the
// organisation itself, the assessors while they are at work, and those who
// oversee the consortium.
func (s *Service) Reads(a access.Actor, m Membership) bool {
	atWork := m.State == Assessing || m.State == Assessed
	return s.oversees(a) || s.May(a, ActAmend, m) || atWork && m.assessedBy(a)
}

func (s *Service) oversees(a access.Actor) bool {
	return s.table.Reach(a, ActExport)&access.Any != 0
}

// Ready returns the membership for the form of a step: a fault if the actor or
// the state does not allow it.
func (s *Service) Ready(ctx context.Context, a access.Actor, id record.ID, act access.Action, verb string) (Membership, error) {
	m, err := s.store.Find(ctx, id)
	if err != nil {
		return m, err
	}
	if err := s.gate(act).Check(a, m.Subject(a)); err != nil {
		return Membership{}, err
	}
	_, err = Flow.Next(m.State, verb)
	return m, err
}

// Today is the present day, where forms begin.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// Reaches tells whether the actor may do an action to any membership at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// Phone is the masked telephone number of the contact, and whether the actor
// may ask for the whole.
func (s *Service) Phone(a access.Actor, m Membership) (string, bool) {
	return code.MaskMobile(m.Organisation.Phone), m.Organisation.Phone != "" && s.May(a, ActContact, m)
}

// Reveal returns the membership for a view of its contact in clear, and records
// the view.
func (s *Service) Reveal(ctx context.Context, a access.Actor, id record.ID) (Membership, error) {
	m, err := s.Find(ctx, a, id)
	if err != nil {
		return m, err
	}
	if err := s.gate(ActContact).Check(a, m.Subject(a)); err != nil {
		return Membership{}, err
	}
	c := change.By(a, s.clock.Now())
	c.Log(m.Ref(), "see_contact")
	return m, s.store.Commit(ctx, c)
}

// Assessors lists whom the secretariat can ask for an assessment of m: nobody
// of the applicant's own organisation.
func (s *Service) Assessors(ctx context.Context, m Membership) ([]Assessor, error) {
	all, err := s.store.Assessors(ctx)
	var list []Assessor
	for _, x := range all {
		if x.Employer != m.Organisation.ID {
			list = append(list, x)
		}
	}
	return list, err
}
