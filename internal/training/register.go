package training

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
)

// RegisterCommand enters a class that took place, or is running, without a
// filing here. ID is made by the caller; Number is that of the paper.
type RegisterCommand struct {
	ID       record.ID
	Number   string
	Provider record.ID
	Content
	Sample bool
}

// Register makes a class of what the paper says. One that is over is completed
// at once, one that runs is open; one that is still to come is filed, not
// registered. How many places there were may be unknown.
func Register(cmd RegisterCommand, a access.Actor, now time.Time) (Class, change.Change, error) {
	if cmd.Subsidised {
		cmd.Fund = orElse(cmd.Fund, "other")
	}
	c := change.By(a, now)
	x, wrong := cmd.Content.read()
	if x.Opens.After(c.Today()) {
		wrong.Add("opens", x.Opens.String(), "training.register.future")
	}
	if cmd.Number = strings.TrimSpace(cmd.Number); cmd.Number == "" || len([]rune(cmd.Number)) > 60 {
		wrong.Add("number", cmd.Number, "training.number.missing")
	}
	if err := wrong.Err(); err != nil {
		return Class{}, c, err
	}
	k := x.onto(Class{ID: cmd.ID, Number: cmd.Number, Provider: cmd.Provider, State: Open, Registered: true, Sample: cmd.Sample, CreatedAt: now})
	k.Seats = max(x.Seats, 0)
	if !k.Closes.After(c.Today()) {
		k.State, k.CompletedOn = Completed, c.Today()
	}
	c.Log(k.Ref(), VerbRegister)
	k.countOpened(&c)
	return k, c, nil
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
