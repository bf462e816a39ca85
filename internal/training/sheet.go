package training

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/listing"
)

// levels are the skill levels as options of a column.
var levels = func() []string {
	list := make([]string, len(code.SkillLevels))
	for i, l := range code.SkillLevels {
		list[i] = string(l)
	}
	return list
}()

// results are the results as options of a column.
var results = []string{string(Passed), string(Failed), string(Finished)}

// RosterLayout is the columns of the workbook of classes and rosters: one row a
// person in a class. What is said of the class need stand in one row of each
// class only; a row that says something else than the class is refused.
var RosterLayout = sheet.Layout{Kind: "training_roster", Columns: []sheet.Column{
	{Key: "class_number", Required: true, Match: true, Sample: "PX-2026-001"},
	{Key: "class_name"},
	{Key: "provider"},
	{Key: "provider_name"},
	{Key: "category", Type: sheet.Choice, Options: Categories, Enum: "training_category"},
	{Key: "occupation"},
	{Key: "level", Type: sheet.Choice, Options: levels, Enum: "skill_level"},
	{Key: "subsidised", Type: sheet.Flag},
	{Key: "fund", Type: sheet.Choice, Options: Funds, Enum: "training_fund"},
	{Key: "industry", Type: sheet.Choice, Options: organisation.Industries, Enum: "industry"},
	{Key: "opens", Type: sheet.Date, Sample: "2026-01-12"},
	{Key: "closes", Type: sheet.Date, Sample: "2026-01-30"},
	{Key: "hours", Type: sheet.Integer, Sample: "80"},
	{Key: "seats", Type: sheet.Integer, Sample: "50"},
	{Key: "place"},
	{Key: "name", Required: true, Name: true, Sensitive: true},
	{Key: "id_number", Required: true, Match: true, Sensitive: true, Width: 22, Sample: "652824190001010014"},
	{Key: "phone", Sensitive: true, Sample: "13800001234"},
	{Key: "group", Type: sheet.Choice, Options: Groups, Enum: "training_group"},
	{Key: "employment", Type: sheet.Choice, Options: Employments, Enum: "training_employment"},
	{Key: "bank_account", Sensitive: true, Width: 22},
	{Key: "result", Type: sheet.Choice, Options: results, Enum: "training_result"},
	{Key: "score", Type: sheet.Integer},
	{Key: "certificate_no"},
	{Key: "certified_on", Type: sheet.Date},
}}

// Sheets are the spreadsheets of training, in and out: rosters with their classes,
// and providers.
func (s *Service) Sheets() []intake.Kind {
	return []intake.Kind{{
		Name: "training_roster", Layout: RosterLayout, Import: ActImport, Export: ActExport, Reveal: ActReveal,
		Decide: s.decideRows, Rehearse: s.rehearse, Rows: s.rosterRows, Filters: Filters, Sorts: Sorts,
		Words: map[string]string{"state": "training_class.state", "category": "enum.training_category", "level": "enum.skill_level", "subsidised": "enum.yes_no"},
	}, s.providerSheet()}
}

func (s *Service) rosterRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.EachEntry(ctx, q, s.table.Reach(a, ActExport), a, func(k Class, e Entry) error {
		p := e.Person
		var score any
		if e.Score != Unknown {
			score = e.Score
		}
		result := ""
		if slices.Contains(Results, e.State) {
			result = string(e.State)
		}
		return yield(sheet.Values{
			k.Number, k.Name, k.ProviderName, "", k.Category, k.Occupation, string(k.Level), k.Subsidised, k.Fund, k.Industry, k.Opens, k.Closes, k.Hours, k.Seats, k.Place,
			p.Name, p.IDNumber, p.Phone, p.Group, p.Employment, p.BankAccount, result, score, e.CertificateNo, e.CertifiedOn,
		})
	})
}

// ProviderLayout is the columns of the sheet of providers: one row an admission,
// known by its organisation, with the occupations of each level in a column.
var ProviderLayout = sheet.Layout{Kind: "training_provider", Columns: slices.Concat([]sheet.Column{
	{Key: "provider", Required: true, Match: true, Sample: "52652824QQ0000063X"},
	{Key: "name"},
	{Key: "document", Required: true},
	{Key: "from", Required: true, Type: sheet.Date, Sample: "2026-01-01"},
	{Key: "until", Type: sheet.Date},
	{Key: "basic", Type: sheet.Flag},
}, permitColumns(), []sheet.Column{
	{Key: "state", Type: sheet.Choice, Options: sheet.Words(ProviderFlow.States()), Enum: "training_provider_state"},
})}

func permitColumns() []sheet.Column {
	list := make([]sheet.Column, len(PermitLevels))
	for i, l := range PermitLevels {
		list[i] = sheet.Column{Key: string(l), Type: sheet.List}
	}
	return list
}

func (s *Service) providerSheet() intake.Kind {
	return intake.Kind{
		Name: "training_provider", Layout: ProviderLayout, Import: ActAdmit, Export: ActProviders,
		Decide: s.decideProviders, Rows: s.providerRows, Filters: ProviderFilters, Words: map[string]string{"state": "training_provider.state"},
	}
}

func (s *Service) decideProviders(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	said := make([]string, len(rows))
	for i, r := range rows {
		said[i] = r.Text("provider")
	}
	said = distinct(said)
	owners, err := s.store.Owners(ctx, said, said)
	if err != nil {
		return intake.Batch{}, err
	}
	var ids []record.ID
	for _, o := range owners {
		ids = append(ids, o.ID)
	}
	known, err := s.store.ProvidersOf(ctx, ids)
	if err != nil {
		return intake.Batch{}, err
	}
	var list []Provider
	all := change.By(a, s.clock.Now())
	outcomes, seen := make([]intake.Outcome, len(rows)), map[record.ID]bool{}
	for i, r := range rows {
		o, x := providerOf(r, owners), readAdmission(r)
		if seen[o.ID] {
			r.Fail("provider", "training.import.provider_twice")
		}
		if r.Err() != nil {
			continue
		}
		seen[o.ID] = true
		p, c, result := s.decideProvider(a, r, known[o.ID], o, x)
		outcomes[i] = intake.Outcome{Result: result, Record: p.Ref()}
		if result == intake.Created || result == intake.Updated {
			list = append(list, p)
			all.Join(c)
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.SaveProviders(ctx, list, tail)
	}}, nil
}

// decideProvider decides one row: a new admission, a changed one, or nothing new.
// Who suspends or ends one says why, so that is no matter of a sheet.
func (s *Service) decideProvider(a access.Actor, r *sheet.Row, was Provider, o organisation.Organisation, x Admission) (p Provider, c change.Change, result intake.Result) {
	state := ProviderState(r.Choice("state"))
	if state != "" && state != cmp.Or(was.State, Admitted) {
		r.Fail("state", "training.import.provider_state")
		return was, c, intake.Failed
	}
	var err error
	result = intake.Updated
	switch {
	case was.ID == "":
		result = intake.Created
		p, c, err = Admit(AdmitCommand{ID: record.Derived(o.ID, "admission"), Organisation: o.ID, Admission: x}, a, s.clock.Now())
	case reflect.DeepEqual(x, was.admission()):
		return was, c, intake.Unchanged
	default:
		p, c, err = Amend(was, x, a, s.clock.Now())
	}
	if err != nil {
		r.Add(err)
		return was, c, intake.Failed
	}
	return p, c, result
}

// providerOf is the organisation that a row names by credit code or name. A
// problem of the row if it is not known, or has another name than the row says.
func providerOf(r *sheet.Row, known map[string]organisation.Organisation) organisation.Organisation {
	said := r.Text("provider")
	o, ok := known[said]
	switch name := r.Text("name"); {
	case said == "":
	case !ok:
		r.Fail("provider", "training.provider.unknown")
	case name != "" && name != o.Name:
		r.Fail("name", "training.import.provider_name", "name", o.Name)
	}
	return o
}

// readAdmission reads what a row admits to, in the order of permits.
func readAdmission(r *sheet.Row) Admission {
	x := Admission{Basic: r.Flag("basic"), From: r.Date("from"), Until: r.Date("until"), Document: r.Text("document")}
	for _, l := range PermitLevels {
		for _, word := range r.List(string(l)) {
			o, err := code.ParseOccupation(string(l), word)
			if err != nil {
				r.Add(err)
				continue
			}
			x.Permitted = with(x.Permitted, o.Code, l)
		}
	}
	if len(x.Permitted) == 0 && !x.Basic && r.Err() == nil {
		r.Fail("basic", "training.provider.nothing")
	}
	x.Permitted = sorted(x.Permitted)
	return x
}

// with adds a level of an occupation to permits.
func with(list []Permit, occupation string, l code.SkillLevel) []Permit {
	at := slices.IndexFunc(list, func(p Permit) bool { return p.Occupation == occupation })
	if at < 0 {
		return append(list, Permit{Occupation: occupation, Levels: []code.SkillLevel{l}})
	}
	if !slices.Contains(list[at].Levels, l) {
		list[at].Levels = append(list[at].Levels, l)
	}
	return list
}

// sorted are permits by occupation, the levels of each from the lowest, so that
// two that mean the same are equal.
func sorted(list []Permit) []Permit {
	list = slices.SortedFunc(slices.Values(list), func(p, q Permit) int { return cmp.Compare(p.Occupation, q.Occupation) })
	for i, p := range list {
		list[i].Levels = slices.SortedFunc(slices.Values(p.Levels), func(a, b code.SkillLevel) int { return cmp.Compare(a.Rank(), b.Rank()) })
	}
	return list
}

// admission is what the provider is admitted to, with its permits sorted.
func (p Provider) admission() Admission {
	return Admission{Permitted: sorted(p.Permitted), Basic: p.Basic, From: p.From, Until: p.Until, Document: p.Document}
}

func (s *Service) providerRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.EachProvider(ctx, q, s.table.Reach(a, ActProviders), a, func(p Provider) error {
		v := sheet.Values{p.CreditCode, p.Name, p.Document, p.From, p.Until, p.Basic}
		for _, l := range PermitLevels {
			var taught []string
			for _, x := range sorted(p.Permitted) {
				if slices.Contains(x.Levels, l) {
					taught = append(taught, x.Occupation)
				}
			}
			v = append(v, taught)
		}
		return yield(append(v, string(p.State)))
	})
}
