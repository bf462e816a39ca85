package internship

import (
	"context"
	"reflect"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Layout is the columns of the sheet of internships: one row an internship,
// known by its student, host and first day.
var Layout = sheet.Layout{Kind: "internship", Columns: []sheet.Column{
	{Key: "school"},
	{Key: "name", Required: true, Name: true, Sensitive: true},
	{Key: "id_number", Required: true, Match: true, Sensitive: true, Width: 22, Sample: "652824200901010018"},
	{Key: "class"},
	{Key: "host", Required: true, Match: true},
	{Key: "nature", Type: sheet.Choice, Options: Natures, Enum: "internship_nature"},
	{Key: "post", Required: true},
	{Key: "from", Required: true, Match: true, Type: sheet.Date, Sample: "2026-03-02"},
	{Key: "until", Required: true, Type: sheet.Date, Sample: "2026-08-31"},
	{Key: "days", Required: true, Type: sheet.List, Options: Weekdays, Enum: "weekday"},
	{Key: "starts", Required: true, Sample: "10:00"},
	{Key: "ends", Required: true, Sample: "19:30"},
	{Key: "hours", Required: true, Type: sheet.Integer, Sample: "8"},
	{Key: "agreement"},
	{Key: "exception"},
}}

// Sheet is the spreadsheet of internships.
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{
		Name: "internship", Layout: Layout, Import: ActKeep, Export: ActExport, Reveal: ActReveal,
		Decide: s.decideRows, Rows: s.rows, Filters: Filters, Sorts: Sorts,
		Words: map[string]string{"state": "internship.state", "nature": "enum.internship_nature"},
	}
}

// batch is what a batch of rows needs to be decided.
type batch struct {
	*Service
	actor access.Actor
	orgs  map[string]organisation.Organisation // by credit code and by name
	known map[string]Known                     // by identity number
	list  []Internship
	all   change.Change
}

func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	b := &batch{Service: s, actor: a, all: change.By(a, s.clock.Now())}
	var words, numbers []string
	for _, r := range rows {
		words = append(words, r.Text("school"), r.Text("host"))
		if id, err := code.ParseIdentity("id_number", r.Text("id_number"), s.Today()); err == nil {
			numbers = append(numbers, id.Number)
		}
	}
	var err error
	if b.orgs, err = s.store.Owners(ctx, words); err != nil {
		return intake.Batch{}, err
	}
	if b.known, err = s.store.Known(ctx, numbers); err != nil {
		return intake.Batch{}, err
	}
	outcomes := make([]intake.Outcome, len(rows))
	for i, r := range rows {
		if outcomes[i], err = b.row(r); err != nil {
			r.Add(err)
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(b.all)
		return s.store.Save(ctx, b.list, tail)
	}}, nil
}

// row decides one row: a new internship, a changed one, or nothing new.
func (b *batch) row(r *sheet.Row) (intake.Outcome, error) {
	school, content := b.school(r), b.content(r)
	person := PersonData{Name: r.Text("name"), IDNumber: r.Text("id_number")}
	if r.Err() != nil {
		return intake.Outcome{}, nil
	}
	id, err := code.ParseIdentity("id_number", person.IDNumber, b.Today())
	if err != nil {
		return intake.Outcome{}, err
	}
	n := b.known[id.Number]
	for i, was := range n.Places {
		if was.Host == content.Host && was.From == content.From {
			return b.again(n, i, school, person, content)
		}
	}
	x, c, err := Register(RegisterCommand{ID: record.NewID(), Student: record.NewID(), School: school, PersonData: person, Content: content}, n, b.actor, b.clock.Now(), b.book)
	if err != nil {
		return intake.Outcome{}, err
	}
	n.Student, n.Places = x.Student, append(n.Places, x)
	b.known[id.Number] = n
	b.list = append(b.list, x)
	b.all.Join(c)
	return intake.Outcome{Result: intake.Created, Record: x.Ref()}, nil
}

// again decides a row about an internship that is known, the i-th of a student.
func (b *batch) again(n Known, i int, school record.ID, person PersonData, content Content) (intake.Outcome, error) {
	was := n.Places[i]
	content, err := content.read()
	switch {
	case err != nil:
		return intake.Outcome{}, err
	case was.School != school:
		return intake.Outcome{}, fault.Wrong("school", "", "internship.import.school")
	case code.Name(person.Name) != n.Student.Name:
		return intake.Outcome{}, fault.Wrong("name", person.Name, "internship.other_name")
	case reflect.DeepEqual(content, was.Content):
		return intake.Outcome{Result: intake.Unchanged, Record: was.Ref()}, nil
	case was.Version == 0:
		return intake.Outcome{}, fault.Wrong("id_number", person.IDNumber, "internship.import.twice")
	}
	next, c, err := Edit(was, content, n, b.actor, b.clock.Now(), b.book)
	if err != nil {
		return intake.Outcome{}, err
	}
	n.Places[i] = next
	b.list = append(b.list, next)
	b.all.Join(c)
	return intake.Outcome{Result: intake.Updated, Record: was.Ref()}, nil
}

// school is the school of a row: the one it names, or the actor's own. A problem
// of the row if the actor may not keep its internships.
func (b *batch) school(r *sheet.Row) record.ID {
	school := b.actor.Organisation
	if named := r.Text("school"); named != "" {
		o, ok := b.orgs[named]
		if !ok || o.Kind != organisation.School {
			r.Fail("school", "internship.import.school")
			return ""
		}
		school = o.ID
	}
	if school == "" || !b.table.Can(b.actor, ActKeep, access.Subject{Owner: school}) || b.KeepsAll(b.actor) && r.Text("school") == "" {
		r.Fail("school", "internship.import.school")
	}
	return school
}

func (b *batch) content(r *sheet.Row) Content {
	host, ok := b.orgs[r.Text("host")]
	if !ok && r.Text("host") != "" {
		r.Fail("host", "internship.import.host")
	}
	x := Content{
		Host: host.ID, Nature: r.Choice("nature"), Post: r.Text("post"), From: r.Date("from"), Until: r.Date("until"), Days: r.List("days"),
		Hours: r.Integer("hours"), Class: r.Text("class"), Agreement: r.Text("agreement"), Exception: r.Text("exception"),
	}
	for name, minutes := range map[string]*int64{"starts": &x.Starts, "ends": &x.Ends} {
		n, err := calendar.ParseClock(r.Text(name))
		if err != nil && r.Text(name) != "" {
			r.Fail(name, "internship.clock")
		}
		*minutes = n
	}
	return x
}

func (s *Service) rows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.Each(ctx, q, s.table.Reach(a, ActExport), a, func(x Internship) error {
		return yield(sheet.Values{
			x.SchoolName, x.Student.Name, x.Student.IDNumber, x.Class, x.HostName, x.Nature, x.Post, x.From, x.Until, x.Days,
			calendar.Clock(x.Starts), calendar.Clock(x.Ends), x.Hours, x.Agreement, x.Exception,
		})
	})
}
