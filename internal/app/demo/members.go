package demo

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/member"
)

var errNoConsortium = errors.New("demo: consortium.csv has to have exactly one row")

// members adds registrations, applications with their assessments, reviews,
// leavings and removals.
func (s *stage) members() {
	for _, r := range s.in.rows("organisations.csv") {
		switch state := r.text("state"); state {
		case isBody, isPartner:
		case isMember:
			s.register(r)
		case isLeft, isRemoved:
			s.register(r)
			s.end(r, state == isRemoved)
		default:
			s.apply(r, state)
		}
	}
	s.assessments()
	for _, r := range s.in.rows("reviews.csv") {
		o := s.org(r, "organisation")
		s.on(r, r.date("on"), checking, func(ctx context.Context) error {
			cmd := member.ReviewCommand{Year: int(r.int("year")), Result: r.text("result"), Comment: r.text("comment")}
			_, err := s.Members.Judge(ctx, s.secretary(), s.membership(o), cmd)
			return err
		})
	}
}

func (s *stage) secretary() access.Actor { return s.logins[firstSecretariat] }

func (s *stage) membership(o party) step.Target {
	return step.Target{ID: record.Derived(o.id, "membership")}
}

func particulars(o party) member.Particulars { return member.ParticularsOf(organisationOf(o)) }

func (s *stage) register(r row) {
	o := s.orgs[r.text("name")]
	s.on(r, r.date("joined_on"), joining, func(ctx context.Context) error {
		_, err := s.Members.Register(ctx, s.secretary(), member.RegisterCommand{
			ID: s.membership(o).ID, OrganisationID: o.id, Particulars: particulars(o), Tier: member.Tier(r.text("tier")), JoinedOn: r.date("joined_on"), Sample: true,
		})
		return err
	})
}

// end ends a membership; the reason is "category: words", with a wide colon.
func (s *stage) end(r row, removal bool) {
	o := s.orgs[r.text("name")]
	category, words, _ := strings.Cut(r.text("reason"), "\uff1a")
	s.on(r, r.date("ended_on"), ending, func(ctx context.Context) error {
		cmd := member.EndCommand{Removal: removal, Reasons: []string{category}, Note: words}
		if removal {
			cmd.Meeting = r.date("ended_on").String()
		}
		_, err := s.Members.End(ctx, s.secretary(), s.membership(o), cmd)
		return err
	})
}

// apply files an application; the secretariat enters it for the applicant.
func (s *stage) apply(r row, state string) {
	o := s.orgs[r.text("name")]
	on := r.date("applied_on")
	s.on(r, on, joining, func(ctx context.Context) error {
		materials, papers, err := s.materials(o, state)
		if err != nil {
			return err
		}
		_, err = s.Members.Apply(ctx, s.secretary(), member.ApplyCommand{
			ID: s.membership(o).ID, OrganisationID: o.id, Particulars: particulars(o), Purpose: r.text("purpose"), Materials: materials, Files: papers, Sample: true,
		})
		return err
	})
	switch state {
	case string(member.Returned):
		s.on(r, on.AddDays(2), checking, func(ctx context.Context) error {
			_, err := s.Members.Return(ctx, s.secretary(), s.membership(o), member.ReturnCommand{Reason: r.text("reason")})
			return err
		})
	case string(member.Rejected):
		s.on(r, r.date("ended_on"), ending, func(ctx context.Context) error {
			cmd := member.DecideCommand{On: r.date("ended_on"), Meeting: r.text("meeting"), Words: r.text("reason")}
			_, err := s.Members.Decide(ctx, s.secretary(), s.membership(o), cmd)
			return err
		})
	}
}

// materials are the papers of an application; one that was sent back lacks its
// last one.
func (s *stage) materials(o party, state string) ([]member.Material, []file.File, error) {
	kinds := member.Materials
	if state == string(member.Returned) {
		kinds = kinds[:len(kinds)-1]
	}
	var list []member.Material
	var papers []file.File
	for _, kind := range kinds {
		f, err := s.take(kind+".pdf", record.Ref{Kind: member.Kind, ID: s.membership(o).ID}, s.secretary())
		if err != nil {
			return nil, nil, err
		}
		list = append(list, member.Material{Kind: kind, File: f.ID, Name: f.Name})
		papers = append(papers, f)
	}
	return list, papers, nil
}

// take keeps a copy of the paper that stands for every scan.
func (s *stage) take(name string, of record.Ref, a access.Actor) (file.File, error) {
	return s.Files.TakeAt(file.Upload{Name: name, Content: bytes.NewReader(s.paper)}, of, a, s.Clock.Now())
}

// assessments names the assessors of an application on one day and lets each
// of them write.
func (s *stage) assessments() {
	type panel struct {
		first   row
		persons []record.ID
	}
	panels := map[string]*panel{}
	var order []string
	for _, r := range s.in.rows("assessments.csv") {
		o := s.org(r, "organisation")
		assessor, ok := s.logins[r.text("assessor")]
		if !ok {
			r.fail("assessor", "no such login in people.csv")
		}
		name := r.text("organisation")
		if panels[name] == nil {
			panels[name] = &panel{first: r}
			order = append(order, name)
		}
		panels[name].persons = append(panels[name].persons, assessor.Person)
		s.on(r, r.date("on"), talking, func(ctx context.Context) error {
			cmd := member.AssessCommand{Verdict: r.text("verdict"), Comment: r.text("comment")}
			_, err := s.Members.Assess(ctx, assessor, s.membership(o), cmd)
			return err
		})
	}
	for _, name := range order {
		p := panels[name]
		s.on(p.first, p.first.date("assigned_on"), answering, func(ctx context.Context) error {
			_, err := s.Members.Assign(ctx, s.secretary(), s.membership(s.orgs[name]), p.persons)
			return err
		})
	}
}
