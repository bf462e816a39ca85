package account

import (
	"context"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/listing"
)

// Layout is the columns of the sheet of people: one row a role of a person. A
// person is known by the login, or by name and telephone.
var Layout = sheet.Layout{Kind: "person", Columns: []sheet.Column{
	{Key: "name", Required: true, Match: true, Name: true},
	{Key: "organisation", Required: true, Match: true, Width: 32},
	{Key: "role", Required: true, Match: true, Type: sheet.Choice, Options: sheet.Words(access.Roles), Enum: "role"},
	{Key: "phone", Match: true, Sensitive: true, Sample: "13800000000"},
	{Key: "email", Sensitive: true, Sample: "li@example.org"},
	{Key: "login", Sample: "li.shili"},
	{Key: "from", Type: sheet.Date, Sample: "2026-03-01"},
	{Key: "to", Type: sheet.Date},
}}

// Sheet is the spreadsheet of people. Telephone and e-mail leave masked, whoever
// asks: to see them is a step of its own, with a reason (Reveal).
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{
		Name: "person", Layout: Layout, Import: ActCreate, Export: ActList, Decide: s.decideRows, Rows: s.rows, Filters: Filters, Sorts: Sorts,
		Words: map[string]string{"role": "enum.role", "kind": "enum.organisation_kind", "state": "enum.account_state"},
	}
}

// rows yields each role that a person holds today; one empty role for who holds
// none.
func (s *Service) rows(ctx context.Context, _ access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.Each(ctx, q, func(c Card) error {
		held := c.Active(calendar.DateOf(s.clock.Now()))
		if len(held) == 0 {
			held = []identity.Assignment{{}}
		}
		for _, x := range held {
			if err := yield(sheet.Values{c.Person.Name, x.OrganisationName, string(x.Role), c.Person.Phone, c.Person.Email, c.Account.Login, x.From, x.To}); err != nil {
				return err
			}
		}
		return nil
	})
}

// crowd is the people that a batch of rows finds and makes.
type crowd struct {
	actor   access.Actor
	now     time.Time
	known   []Card
	created map[record.ID]bool
	seats   []identity.Assignment // further roles of people who were there
	changes change.Change
}

// decideRows judges a batch: a row of somebody unknown makes a person with a
// role, one of somebody known gives the role if it is not held. Who gets an
// account gets it without a password: it opens with a reset on the page.
func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Text("organisation")
	}
	places, err := s.store.Named(ctx, names)
	if err != nil {
		return intake.Batch{}, err
	}
	c := crowd{actor: a, now: s.clock.Now(), created: map[record.ID]bool{}}
	c.changes = change.By(a, c.now)
	if err := s.store.Each(ctx, listing.Query{}, func(x Card) error { c.known = append(c.known, x); return nil }); err != nil {
		return intake.Batch{}, err
	}
	outcomes := make([]intake.Outcome, len(rows))
	for i, r := range rows {
		outcomes[i] = c.row(r, places[names[i]])
	}
	save := func(ctx context.Context, tail change.Change) error {
		tail.Join(c.changes)
		return s.store.SaveAll(ctx, c.fresh(), c.seats, tail)
	}
	return intake.Batch{Outcomes: outcomes, Save: save}, nil
}

func (c *crowd) row(r *sheet.Row, o organisation.Organisation) intake.Outcome {
	cmd := CreateCommand{
		ID: record.NewID(), Contact: identity.Contact{Name: r.Text("name"), Phone: r.Text("phone"), Email: r.Text("email")}, Login: r.Text("login"),
		Role: access.Role(r.Choice("role")), Organisation: o.ID, From: r.Date("from"), To: r.Date("to"),
	}
	if r.Text("organisation") != "" && o.ID == "" {
		r.Fail("organisation", "account.import.organisation")
	}
	if r.Err() != nil {
		return intake.Outcome{}
	}
	if at := c.find(cmd); at >= 0 {
		return c.again(r, at, cmd, o)
	}
	card, ch, err := Create(cmd, "", o, c.actor, c.now)
	if err != nil {
		r.Add(err)
		return intake.Outcome{}
	}
	c.known = append(c.known, card)
	c.created[card.Person.ID] = true
	c.changes.Join(ch)
	return intake.Outcome{Result: intake.Created, Record: card.Person.Ref()}
}

// again gives somebody who is known the role of a row, unless it is held.
func (c *crowd) again(r *sheet.Row, at int, cmd CreateCommand, o organisation.Organisation) intake.Outcome {
	card := &c.known[at]
	out := intake.Outcome{Result: intake.Unchanged, Record: card.Person.Ref()}
	for _, x := range card.Assignments {
		if x.Role == cmd.Role && x.Organisation == o.ID && (x.To.Zero() || !x.To.Before(calendar.DateOf(c.now))) {
			return out
		}
	}
	next, ch, err := Assign(card.Person, AssignCommand{ID: record.Derived(cmd.ID, "assignment"), Role: cmd.Role, From: cmd.From, To: cmd.To}, o, c.actor, c.now)
	if err != nil {
		r.Add(err)
		return intake.Outcome{}
	}
	card.Assignments = append(card.Assignments, next)
	if !c.created[card.Person.ID] {
		c.seats = append(c.seats, next)
	}
	c.changes.Join(ch)
	out.Result = intake.Updated
	return out
}

// find is the person of a row among those who are known; -1 if there is none.
func (c *crowd) find(cmd CreateCommand) int {
	login := strings.ToLower(strings.TrimSpace(cmd.Login))
	for i, x := range c.known {
		if login != "" && x.Account.Login == login ||
			login == "" && x.Person.Name == cmd.Contact.Name && samePhone(x.Person.Phone, cmd.Contact.Phone) {
			return i
		}
	}
	return -1
}

// samePhone takes a number as it was exported, masked, for the whole one.
func samePhone(stored, given string) bool {
	return stored == given || stored != "" && given == code.MaskMobile(stored)
}

// fresh are the people whom the batch makes, with all their roles.
func (c *crowd) fresh() []Card {
	var list []Card
	for _, x := range c.known {
		if c.created[x.Person.ID] {
			list = append(list, x)
		}
	}
	return list
}
