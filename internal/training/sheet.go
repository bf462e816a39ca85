package training

import (
	"context"
	"slices"

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

// Sheets are the spreadsheets of training: rosters with their classes, in and out.
func (s *Service) Sheets() []intake.Kind {
	return []intake.Kind{{
		Name: "training_roster", Layout: RosterLayout, Import: ActImport, Export: ActExport, Reveal: ActReveal,
		Decide: s.decideRows, Rehearse: s.rehearse, Rows: s.rosterRows, Filters: Filters, Sorts: Sorts,
	}}
}

// batch is what a batch of rows needs to be decided.
type batch struct {
	*Service
	actor   access.Actor
	classes map[string]Class // by number: stored, or made of a row of this batch
	fresh   map[string]change.Change
	owners  map[string]organisation.Organisation // by credit code and by name
	known   map[string]Known                     // by identity number
	interned
	found  []organisation.Organisation // that are new
	used   []string                    // numbers of fresh classes that somebody joined
	bundle Bundle
	all    change.Change
}

func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	b, err := s.batch(ctx, a, rows)
	if err != nil {
		return intake.Batch{}, err
	}
	return b.decide(rows), nil
}

func (s *Service) batch(ctx context.Context, a access.Actor, rows []*sheet.Row) (*batch, error) {
	b := &batch{Service: s, actor: a, fresh: map[string]change.Change{}, all: change.By(a, s.clock.Now())}
	return b, b.look(ctx, rows)
}

func (b *batch) decide(rows []*sheet.Row) intake.Batch {
	outcomes := make([]intake.Outcome, len(rows))
	for i, r := range rows {
		k, ok := b.class(r)
		cmd, said := personOf(r)
		if !ok || r.Err() != nil {
			continue
		}
		var err error
		if outcomes[i], err = b.row(k, cmd, said); err != nil {
			r.Add(err)
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: b.save}
}

// look loads everything that the rows name, at once.
func (b *batch) look(ctx context.Context, rows []*sheet.Row) (err error) {
	var numbers, people, owners []string
	for _, r := range rows {
		numbers = append(numbers, r.Text("class_number"))
		owners = append(owners, r.Text("provider"))
		if id, err := code.ParseIdentity("id_number", r.Text("id_number"), b.Today()); err == nil {
			people = append(people, id.Number)
		}
	}
	if b.classes, err = b.store.ByNumbers(ctx, distinct(numbers)); err != nil {
		return err
	}
	owners = distinct(owners)
	if b.owners, err = b.store.Owners(ctx, owners, owners); err != nil {
		return err
	}
	people = distinct(people)
	if b.known, err = b.store.Known(ctx, people); err != nil {
		return err
	}
	return b.lookInterns(ctx, people)
}

func distinct(words []string) []string {
	words = slices.Sorted(slices.Values(words))
	return slices.DeleteFunc(slices.Compact(words), func(s string) bool { return s == "" })
}

func personOf(r *sheet.Row) (EnrolCommand, Outcome) {
	cmd := EnrolCommand{ID: record.NewID(), TraineeID: record.NewID(), Source: SourceSheet, PersonData: PersonData{
		Name: r.Text("name"), IDNumber: r.Text("id_number"), Phone: r.Text("phone"), BankAccount: r.Text("bank_account"), Group: r.Choice("group"), Employment: r.Choice("employment"),
	}}
	o := Outcome{Result: EnrolmentState(r.Choice("result")), Score: Unknown, CertificateNo: r.Text("certificate_no"), CertifiedOn: r.Date("certified_on")}
	if r.Has("score") {
		o.Score = r.Integer("score")
	}
	return cmd, o
}

// row decides one person in one class.
func (b *batch) row(k Class, cmd EnrolCommand, said Outcome) (intake.Outcome, error) {
	id, err := code.ParseIdentity("id_number", cmd.IDNumber, b.Today())
	if err != nil {
		return intake.Outcome{}, err
	}
	n := b.known[id.Number]
	n.Interned = b.atWork(k, id.Number)
	if e, ok := n.place(k.ID); ok && e.OnRoster() {
		return b.again(k, e, n, cmd, said)
	}
	j, c, err := b.joined(k, cmd, said, n)
	if err != nil {
		return intake.Outcome{}, err
	}
	if made, ok := b.fresh[k.Number]; ok && !slices.Contains(b.used, k.Number) {
		b.used = append(b.used, k.Number)
		b.bundle.Classes = append(b.bundle.Classes, k)
		b.all.Join(made)
	}
	n.Trainee, n.Places = j.Person, append(n.Places, Place{j.Enrolment, k})
	b.known[id.Number] = n
	b.bundle.Joined = append(b.bundle.Joined, j)
	b.all.Join(c)
	return intake.Outcome{Result: intake.Created, Record: j.Enrolment.Ref()}, nil
}

func (b *batch) joined(k Class, cmd EnrolCommand, said Outcome, n Known) (Joined, change.Change, error) {
	if k.Registered {
		return Record(k, cmd, said, n, b.actor, b.clock.Now(), b.book)
	}
	if said.Result != "" || said.CertificateNo != "" {
		return Joined{}, change.Change{}, fault.Wrong("result", string(said.Result), "training.import.early", "state", string(k.State))
	}
	e, person, c, err := Enrol(k, cmd, n, b.actor, b.clock.Now(), b.book)
	return Joined{k, e, person}, c, err
}

// again decides a row about somebody who is on the roster: a result while the
// class is closing, changed data of the person, or nothing new.
func (b *batch) again(k Class, e Enrolment, n Known, cmd EnrolCommand, said Outcome) (intake.Outcome, error) {
	person, err := cmd.PersonData.read(b.Today())
	if err != nil {
		return intake.Outcome{}, err
	}
	done := intake.Outcome{Result: intake.Unchanged, Record: e.Ref()}
	if k.State == Closing && said.Result != "" && (e.State != said.Result || e.Score != said.Score) {
		graded, err := Grade{e.ID, said.Result, said.Score, Unknown}.onto(e, k, b.book)
		if err != nil {
			return intake.Outcome{}, err
		}
		b.bundle.Graded = append(b.bundle.Graded, Place{graded, k})
		b.all.Log(e.Ref(), verbs[said.Result])
		done.Result = intake.Updated
	} else if err := settled(e, said); err != nil {
		return intake.Outcome{}, err
	}
	merged := person.onto(n.Trainee)
	if merged != n.Trainee {
		if slices.ContainsFunc(b.bundle.Joined, func(j Joined) bool { return j.Person.ID == merged.ID }) {
			return intake.Outcome{}, fault.Wrong("id_number", cmd.IDNumber, "training.import.twice")
		}
		b.bundle.People = append(b.bundle.People, merged)
		b.all.Log(merged.Ref(), VerbEdit)
		done.Result = intake.Updated
	}
	return done, nil
}

// settled refuses a result or certificate that contradicts what is known.
func settled(e Enrolment, said Outcome) error {
	switch {
	case said.Result != "" && said.Result != e.State:
		return fault.Wrong("result", string(said.Result), "training.import.settled", "state", string(e.State))
	case said.Score != Unknown && said.Score != e.Score:
		return fault.Wrong("score", "", "training.import.settled", "state", string(e.State))
	case said.CertificateNo != "" && said.CertificateNo != e.CertificateNo:
		return fault.Wrong("certificate_no", said.CertificateNo, "training.import.settled", "state", string(e.State))
	}
	return nil
}

// teaches tells whether a class of this batch needs a new organisation.
func (b *batch) teaches(o organisation.Organisation) bool {
	return slices.ContainsFunc(b.bundle.Classes, func(k Class) bool { return k.Provider == o.ID })
}

func (b *batch) save(ctx context.Context, tail change.Change) error {
	for _, o := range b.found {
		if b.teaches(o) {
			b.bundle.Organisations = append(b.bundle.Organisations, o)
			b.all.Log(record.Ref{Kind: organisation.RecordKind, ID: o.ID}, "enter")
		}
	}
	tail.Join(b.all)
	return b.store.SaveRoster(ctx, b.bundle, tail)
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
