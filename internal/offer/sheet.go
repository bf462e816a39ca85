package offer

import (
	"context"
	"reflect"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// ProgrammeLayout is the columns of the sheet of programmes: one row a
// programme, known by its school and code.
var ProgrammeLayout = sheet.Layout{Kind: "programme", Columns: []sheet.Column{
	{Key: "school", Match: true, Sample: "52652824QQ0000012L"},
	{Key: "code", Required: true, Match: true, Sample: "660105"},
	{Key: "name", Required: true},
	{Key: "years", Required: true, Type: sheet.Integer, Sample: "3"},
	{Key: "occupations", Type: sheet.List, Sample: "6-18-02-04"},
	{Key: "skills", Type: sheet.List},
}}

// words are the families of the values of filters.
var words = map[string]string{"level": "enum.programme_level", "category": "enum.programme_category", "state": "enum.offer_state"}

// Sheets are the spreadsheets of programmes and cohorts.
func (s *Service) Sheets() []intake.Kind {
	return []intake.Kind{
		{
			Name: "programme", Layout: ProgrammeLayout, Import: ActKeep, Export: ActView,
			Decide: s.decideProgrammes, Rows: s.programmeRows, Filters: ProgrammeFilters, Sorts: ProgrammeSorts, Words: words,
		},
		{
			Name: "cohort", Layout: CohortLayout, Import: ActKeep, Export: ActView,
			Decide: s.decideCohorts, Rows: s.cohortRows, Filters: CohortFilters, Sorts: CohortSorts, Words: words,
		},
	}
}

// schools finds the schools that the rows name by credit code.
func (s *Service) schools(ctx context.Context, rows []*sheet.Row) (map[string]organisation.Organisation, []record.ID, error) {
	var codes []string
	for _, r := range rows {
		if c := r.Text("school"); c != "" {
			codes = append(codes, c)
		}
	}
	found, err := s.store.Schools(ctx, codes)
	var ids []record.ID
	for _, o := range found {
		ids = append(ids, o.ID)
	}
	return found, ids, err
}

// schoolOf is the school of a row: the one it names, or the actor's own. A
// problem of the row if the actor may not keep its offers.
func (s *Service) schoolOf(a access.Actor, r *sheet.Row, known map[string]organisation.Organisation) record.ID {
	school := a.Organisation
	if named := r.Text("school"); named != "" {
		o, ok := known[named]
		if !ok || o.Kind != organisation.School {
			r.Fail("school", "offer.import.school")
			return ""
		}
		school = o.ID
	}
	if school == "" || !s.CanKeep(a, school) {
		r.Fail("school", "offer.import.not_yours")
		return ""
	}
	return school
}

func (s *Service) decideProgrammes(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	schools, ids, err := s.schools(ctx, rows)
	if err != nil {
		return intake.Batch{}, err
	}
	known, err := s.programmesByKey(ctx, append(ids, a.Organisation))
	if err != nil {
		return intake.Batch{}, err
	}
	var list []Programme
	all := change.By(a, s.clock.Now())
	outcomes, seen := make([]intake.Outcome, len(rows)), map[string]bool{}
	for i, r := range rows {
		school := s.schoolOf(a, r, schools)
		d := ProgrammeData{Code: r.Text("code"), Name: r.Text("name"), Years: r.Integer("years"), Occupations: r.List("occupations"), Skills: r.List("skills")}
		key := programmeKey(school, d.Code)
		if seen[key] {
			r.Fail("code", "offer.import.twice")
		}
		if r.Err() != nil {
			continue
		}
		seen[key] = true
		p, c, result := s.decideProgramme(a, r, known[key], school, d)
		outcomes[i] = intake.Outcome{Result: result, Record: p.Ref()}
		if result == intake.Created || result == intake.Updated {
			list = append(list, p)
			all.Join(c)
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.SaveAll(ctx, list, nil, tail)
	}}, nil
}

func (s *Service) decideProgramme(a access.Actor, r *sheet.Row, was Programme, school record.ID, d ProgrammeData) (Programme, change.Change, intake.Result) {
	result := intake.Updated
	normal, err := d.normal()
	var p Programme
	var c change.Change
	switch {
	case err != nil:
	case was.ID == "":
		result = intake.Created
		p, c, err = AddProgramme(record.Derived(school, "programme/"+programmeKey(school, normal.Code)), school, d, a, s.clock.Now())
	case reflect.DeepEqual(normal, was.Data().tidy()):
		return was, c, intake.Unchanged
	default: // the code has not changed but for its K: cohorts may stay
		p, c, err = EditProgramme(was, d, 0, a, s.clock.Now())
	}
	if err != nil {
		r.Add(err)
		return was, c, intake.Failed
	}
	return p, c, result
}

// tidy makes stored data comparable with entered data.
func (d ProgrammeData) tidy() ProgrammeData {
	d.Occupations, d.Skills = Tidy(d.Occupations), Tidy(d.Skills)
	return d
}

func programmeKey(school record.ID, programme string) string {
	if p, err := code.ParseProgramme("code", programme); err == nil {
		programme = p.Code
	}
	return string(school) + "/" + programme
}

func (s *Service) programmesByKey(ctx context.Context, schools []record.ID) (map[string]Programme, error) {
	known := map[string]Programme{}
	list, err := s.store.ProgrammesOf(ctx, withoutEmpty(schools))
	for _, p := range list {
		known[programmeKey(p.School, p.Code)] = p
	}
	return known, err
}

func withoutEmpty(ids []record.ID) (out []record.ID) {
	for _, id := range ids {
		if id != "" {
			out = append(out, id)
		}
	}
	return out
}

func (s *Service) programmeRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	if s.table.Reach(a, ActView) == access.None {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.EachProgramme(ctx, q, func(p Programme) error {
		return yield(sheet.Values{p.SchoolCredit, p.Code, p.Name, p.Years, p.Occupations, p.Skills})
	})
}
