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
	Files      []file.File // materials, for those who may change them
}

// recent is how many facts the page shows.
const recent = 50

// Open returns a membership with its story and what it has contributed. What
// was decided about an application is for those who may see it.
func (s *Service) Open(ctx context.Context, a access.Actor, id record.ID) (Details, error) {
	m, err := s.Find(ctx, a, id)
	if err != nil {
		return Details{}, err
	}
	d := Details{Membership: m, Findings: m.Findings(calendar.DateOf(s.clock.Now()), s.book)}
	d.Membership.Assessments = m.Opinions(a)
	if d.Facts, err = s.store.FactsAbout(ctx, m.Organisation.ID, recent); err != nil {
		return d, err
	}
	if s.May(a, ActAmend, m) || s.table.Reach(a, ActExport)&access.Any != 0 {
		if d.Story, err = s.store.Timeline(ctx, m); err != nil {
			return d, err
		}
		d.Files, err = s.store.Files(ctx, m)
	}
	return d, err
}

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

// Own returns the membership of the actor's organisation; a NotFound fault if
// it has none.
func (s *Service) Own(ctx context.Context, a access.Actor) (Membership, error) {
	return s.Find(ctx, a, a.Organisation)
}
