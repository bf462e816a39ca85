package training

import (
	"context"
	"maps"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
)

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

// class is the class of a row: a known one of which the row says nothing else,
// or one that is made of the row.
func (b *batch) class(r *sheet.Row) (Class, bool) {
	number := r.Text("class_number")
	x, owner := contentOf(r), b.owner(r)
	if number == "" || r.Err() != nil {
		return Class{}, false
	}
	if k, ok := b.classes[number]; ok {
		if !b.table.Can(b.actor, ActKeep, k.Subject(b.actor)) {
			r.Fail("class_number", "training.import.others")
			return k, false
		}
		b.compare(r, k, x, owner)
		return k, r.Err() == nil
	}
	if x.Name == "" {
		r.Fail("class_number", "training.import.unknown")
		return Class{}, false
	}
	if b.table.Reach(b.actor, ActRegister) == access.None {
		r.Fail("class_number", "training.import.file")
		return Class{}, false
	}
	k, c, err := Register(RegisterCommand{ID: record.NewID(), Number: number, Provider: owner.ID, Content: x, Sample: owner.Sample}, b.actor, b.clock.Now())
	if err != nil {
		r.Add(err)
		return k, false
	}
	b.classes[number], b.fresh[number] = k, c
	return k, true
}

// owner is who teaches: the organisation of the credit code or name, a new one
// if both are given and the code is right, else the actor's own.
func (b *batch) owner(r *sheet.Row) organisation.Organisation {
	said := r.Text("provider")
	if o, ok := b.owners[said]; ok {
		return o
	}
	if said == "" {
		return organisation.Organisation{ID: b.actor.Organisation}
	}
	credit, err := code.ParseCredit("provider", said)
	if err != nil || r.Text("provider_name") == "" {
		r.Fail("provider", "training.import.provider")
		return organisation.Organisation{}
	}
	o := organisation.Organisation{ID: record.NewID(), Name: r.Text("provider_name"), Kind: kindOf(credit), CreditCode: credit}
	if known, ok := b.owners[credit]; ok {
		o = known
	} else {
		b.found = append(b.found, o)
	}
	b.owners[said], b.owners[credit] = o, o
	return o
}

// kindOf guesses what kind of organisation a provider is by its credit code.
func kindOf(credit string) organisation.Kind {
	for _, kind := range []organisation.Kind{organisation.School, organisation.Enterprise, organisation.Association} {
		if code.CheckCreditKind("provider", credit, kind) == nil {
			return kind
		}
	}
	return organisation.Institute
}

func contentOf(r *sheet.Row) Content {
	x := Content{
		Name: r.Text("class_name"), Category: r.Choice("category"), Occupation: r.Text("occupation"), Level: code.SkillLevel(r.Choice("level")),
		Subsidised: r.Flag("subsidised"), Fund: r.Choice("fund"), Industry: r.Choice("industry"),
		Opens: r.Date("opens"), Closes: r.Date("closes"), Hours: r.Integer("hours"), Seats: r.Integer("seats"), Place: r.Text("place"),
	}
	if x.Category == "" && x.Occupation != "" {
		x.Category = ByOccupation
	}
	return x
}

// compare refuses a row that says something else of the class than is known.
func (b *batch) compare(r *sheet.Row, k Class, x Content, owner organisation.Organisation) {
	occupation := x.Occupation
	if o, err := code.ParseOccupation("occupation", x.Occupation); err == nil {
		occupation = o.Code
	}
	for _, f := range []struct {
		column string
		same   bool
	}{
		{"class_name", x.Name == k.Name}, {"provider", owner.ID == k.Provider}, {"category", x.Category == k.Category}, {"occupation", occupation == k.Occupation},
		{"level", x.Level == k.Level}, {"subsidised", x.Subsidised == k.Subsidised}, {"fund", x.Fund == k.Fund}, {"industry", x.Industry == k.Industry},
		{"opens", x.Opens == k.Opens}, {"closes", x.Closes == k.Closes}, {"hours", x.Hours == k.Hours}, {"seats", x.Seats == k.Seats}, {"place", x.Place == k.Place},
	} {
		if r.Has(f.column) && !f.same {
			r.Fail(f.column, "training.import.differs", "class", k.Number)
		}
	}
}

// rehearsal is what a dry run knows so far: what is stored, and what its batches
// would have stored. It grows with the people of the workbook.
type rehearsal struct {
	classes map[string]Class                     // by number
	owners  map[string]organisation.Organisation // by credit code and by name
	known   map[string]Known                     // by identity number
}

// rehearse begins a dry run. Its batches see what the earlier ones would have
// stored, as those of an import do.
func (s *Service) rehearse() intake.Decide {
	r := rehearsal{map[string]Class{}, map[string]organisation.Organisation{}, map[string]Known{}}
	return func(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
		b, err := s.batch(ctx, a, rows)
		if err != nil {
			return intake.Batch{}, err
		}
		b.classes, b.owners, b.known = over(r.classes, b.classes), over(r.owners, b.owners), over(r.known, b.known)
		decided := b.decide(rows)
		b.forget()
		return decided, nil
	}
}

// over adds to what a dry run knows what it does not know yet.
func over[V any](known, stored map[string]V) map[string]V {
	for key, v := range stored {
		if _, ok := known[key]; !ok {
			known[key] = v
		}
	}
	return known
}

// forget drops what an import would not store: classes that nobody joined, and
// organisations that teach none.
func (b *batch) forget() {
	for number := range b.fresh {
		if !slices.Contains(b.used, number) {
			delete(b.classes, number)
		}
	}
	for _, o := range b.found {
		if !b.teaches(o) {
			maps.DeleteFunc(b.owners, func(_ string, x organisation.Organisation) bool { return x.ID == o.ID })
		}
	}
}
