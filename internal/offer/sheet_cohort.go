package offer

import (
	"context"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// CohortLayout is the columns of the sheet of cohorts: one row a cohort, known
// by its school, the code of its programme and its name.
var CohortLayout = sheet.Layout{Kind: "cohort", Columns: []sheet.Column{
	{Key: "school", Match: true, Sample: "52652824QQ0000012L"},
	{Key: "code", Required: true, Match: true, Sample: "660105"},
	{Key: "name", Required: true, Match: true},
	{Key: "start_on", Required: true, Type: sheet.Date, Sample: "2024-09-01"},
	{Key: "graduate_on", Required: true, Type: sheet.Date, Sample: "2027-06-30"},
	{Key: "students", Required: true, Type: sheet.Integer, Sample: "40"},
	{Key: "available", Required: true, Type: sheet.Integer, Sample: "30"},
	{Key: "practice_from", Type: sheet.Date},
	{Key: "practice_to", Type: sheet.Date},
}}

func (s *Service) decideCohorts(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	schools, ids, err := s.schools(ctx, rows)
	if err != nil {
		return intake.Batch{}, err
	}
	ids = append(ids, a.Organisation)
	programmes, err := s.programmesByKey(ctx, ids)
	if err != nil {
		return intake.Batch{}, err
	}
	known := map[string]Cohort{}
	stored, err := s.store.CohortsOf(ctx, withoutEmpty(ids))
	if err != nil {
		return intake.Batch{}, err
	}
	for _, c := range stored {
		known[cohortKey(c.Programme, c.Name)] = c
	}
	var list []Cohort
	all := change.By(a, s.clock.Now())
	outcomes, seen := make([]intake.Outcome, len(rows)), map[string]bool{}
	for i, r := range rows {
		p := programmeOf(r, programmeKey(s.schoolOf(a, r, schools), r.Text("code")), programmes)
		d := cohortData(r)
		key := cohortKey(p.ID, d.Name)
		if seen[key] {
			r.Fail("name", "offer.import.twice")
		}
		if r.Err() != nil {
			continue
		}
		seen[key] = true
		c, ch, result := s.decideCohort(a, r, known[key], p, d)
		outcomes[i] = intake.Outcome{Result: result, Record: c.Ref()}
		if result == intake.Created || result == intake.Updated {
			list = append(list, c)
			all.Join(ch)
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.SaveAll(ctx, nil, list, tail)
	}}, nil
}

// programmeOf is the programme that a row names by its key; a problem of the
// row if the school has none with that code.
func programmeOf(r *sheet.Row, key string, programmes map[string]Programme) Programme {
	p, ok := programmes[key]
	if !ok && r.Err() == nil {
		r.Fail("code", "offer.import.programme")
	}
	return p
}

func cohortData(r *sheet.Row) CohortData {
	return CohortData{
		Name: strings.TrimSpace(r.Text("name")), StartOn: r.Date("start_on"), GraduateOn: r.Date("graduate_on"), Students: r.Integer("students"),
		Available: r.Integer("available"), PracticeFrom: r.Date("practice_from"), PracticeTo: r.Date("practice_to"),
	}
}

func (s *Service) decideCohort(a access.Actor, r *sheet.Row, was Cohort, p Programme, d CohortData) (c Cohort, ch change.Change, result intake.Result) {
	var err error
	result = intake.Updated
	switch {
	case was.ID == "":
		result = intake.Created
		c, ch, err = AddCohort(record.Derived(p.ID, "cohort/"+d.Name), p, d, a, s.clock.Now())
	case was.Data() == d:
		return was, ch, intake.Unchanged
	default:
		c, ch, err = EditCohort(was, d, a, s.clock.Now())
	}
	if err != nil {
		r.Add(err)
		return was, ch, intake.Failed
	}
	return c, ch, result
}

func cohortKey(programme record.ID, name string) string { return string(programme) + "/" + name }

func (s *Service) cohortRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	if s.table.Reach(a, ActView) == access.None {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.EachCohort(ctx, q, func(c Cohort) error {
		return yield(sheet.Values{c.SchoolCredit, c.ProgrammeCode, c.Name, c.StartOn, c.GraduateOn, c.Students, c.Available, c.PracticeFrom, c.PracticeTo})
	})
}
