package demo

import (
	"context"
	"fmt"
	"time"

	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementdb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerdb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
)

// offers adds programmes and cohorts of the copies of each school.
func (m *maker) offers(ctx context.Context) error {
	store, programmes := offerdb.New(m.DB), map[record.ID]offer.Programme{}
	for n := range m.size {
		b := m.batch()
		var ps []offer.Programme
		var cs []offer.Cohort
		for _, r := range m.in.rows("programmes.csv") {
			school := m.copies[r.text("school")][n]
			p, c, err := offer.AddProgramme(record.Derived(school.ID, "programme/"+r.text("code")), school.ID, offer.ProgrammeData{
				Code: r.text("code"), Name: r.text("name"), Years: r.int("years"), Occupations: r.list("occupations"), Skills: r.list("skills"),
			}, m.a, m.now)
			if err != nil {
				return fmt.Errorf("%s: %w", r.where(), err)
			}
			ps, programmes[p.ID] = append(ps, p), p
			b.add(c)
		}
		for _, r := range m.in.rows("cohorts.csv") {
			school := m.copies[r.text("school")][n]
			students := 20 + m.dice.Int64N(40)
			x, c, err := offer.AddCohort(record.Derived(school.ID, "cohort/"+r.text("name")), programmes[record.Derived(school.ID, "programme/"+r.text("programme"))], offer.CohortData{
				Name: r.text("name"), StartOn: r.date("start_on"), GraduateOn: r.date("graduate_on"), Students: students, Available: m.dice.Int64N(students + 1),
				PracticeFrom: r.date("practice_from"), PracticeTo: r.date("practice_to"),
			}, m.a, m.now)
			if err != nil {
				return fmt.Errorf("%s: %w", r.where(), err)
			}
			cs = append(cs, x)
			b.add(c)
		}
		if err := store.SaveAll(ctx, ps, cs, b.change); err != nil {
			return err
		}
	}
	return nil
}

// orders makes orders of every kind, most of them open, with answers.
func (m *maker) orders(ctx context.Context) error {
	store := orderdb.New(m.DB)
	b, batch := m.batch(), order.Batch{}
	flush := func() error {
		err := store.Save(ctx, batch, b.change)
		b, batch = m.batch(), order.Batch{}
		return err
	}
	for _, r := range m.in.rows("orders.csv") {
		pattern := m.pattern(r)
		for n := range m.size * ordersPerRow {
			copies := m.copies[r.text("enterprise")]
			o, answers, err := m.order(b, copies[n%len(copies)], pattern, n)
			if err != nil {
				return fmt.Errorf("%s: %w", r.where(), err)
			}
			batch.Orders, batch.Responses = append(batch.Orders, o), append(batch.Responses, answers...)
			if len(batch.Orders) == batchRows {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

// pattern is an order of the demonstration, without its dates.
func (m *maker) pattern(r row) order.Data {
	return order.Data{Kind: order.Kind(r.text("kind")), Reference: r.text("key"), Title: r.text("title"), Quantity: r.int("quantity"), Visibility: order.Members, Details: details(r)}
}

// order makes one order as it would have come about in the last four weeks: a
// tenth waits for the secretariat, a twentieth is a draft, the rest is open,
// and of those a third answered by a school.
func (m *maker) order(b *batch, e organisation.Organisation, d order.Data, n int) (order.Order, []order.Response, error) {
	at := m.now.Add(-time.Duration(m.dice.IntN(28*24)) * time.Hour)
	today := calendar.DateOf(m.now)
	d.Reference, d.Title = fmt.Sprintf("%s-%d", d.Reference, n+1), d.Title+m.suffix(n)
	d.ValidUntil, d.StartOn, d.Deadline = today.AddDays(3+m.dice.IntN(90)), today.AddDays(10+m.dice.IntN(80)), today.AddDays(60)
	d.EndOn = d.StartOn.AddDays(180)
	if d.Kind.Counts() {
		d.Quantity = max(1, d.Quantity/2+m.dice.Int64N(d.Quantity+1))
	}
	a := m.actingFor(e)
	o, c, err := order.Create(record.Derived(e.ID, "order/"+d.Reference), e, d, a, at, m.book)
	b.add(c)
	luck := m.dice.IntN(20)
	if err != nil || luck == 0 {
		return o, nil, err
	}
	o, c, err = order.Submit(o, a, at, m.book)
	b.add(c)
	if err != nil || luck <= 2 {
		return o, nil, err
	}
	o, c, err = order.Publish(o, m.a, at, m.book)
	b.add(c)
	if err != nil || luck > 9 {
		return o, nil, err
	}
	return m.answered(b, o, luck, n)
}

func (m *maker) actingFor(o organisation.Organisation) access.Actor {
	a := m.a
	a.Organisation, a.OrganisationName, a.OrganisationKind, a.Role = o.ID, o.Name, o.Kind, access.Enterprise
	if o.Kind == organisation.School {
		a.Role = access.Dean
	}
	return a
}

// answered lets a school answer within the last twelve days, and half of the
// enterprises agree.
func (m *maker) answered(b *batch, o order.Order, luck, n int) (order.Order, []order.Response, error) {
	rows := m.in.rows("programmes.csv")
	r := rows[n%len(rows)]
	school := m.copies[r.text("school")][n%m.size]
	at := m.now.Add(-time.Duration(m.dice.IntN(12*24)) * time.Hour)
	if at.Before(o.OpenedAt) {
		at = o.OpenedAt
	}
	terms := order.Terms{Quantity: o.Quantity, StartOn: o.StartOn, Pay: o.Details.PayFrom, Programme: record.Derived(school.ID, "programme/"+r.text("code")), ProgrammeCode: r.text("code"), ProgrammeName: r.text("name")}
	cmd := order.AnswerCommand{Answer: order.Yes, Terms: terms}
	if luck > 6 || (o.Kind == order.People && o.Details.Mode == order.Internship) {
		cmd = order.AnswerCommand{Answer: order.No, Category: "capacity"}
	}
	a, c := m.actingFor(school), change.Change{}
	answer, c, err := order.Respond(o, order.Response{}, school.ID, school.Name, cmd, a, at, m.book)
	b.add(c)
	if err != nil || cmd.Answer == order.No || luck%2 == 0 {
		return o, []order.Response{answer}, err
	}
	by := a
	by.Organisation, by.Role = o.Enterprise, access.Enterprise
	talk, c, err := order.Approve(order.Talk{Response: answer, Order: o}, "", by, at, m.book)
	b.add(c)
	return talk.Order, []order.Response{talk.Response}, err
}

// agreements registers the copies of the signed agreements.
func (m *maker) agreements(ctx context.Context) error {
	store := agreementdb.New(m.DB)
	for n := range m.size {
		b := m.batch()
		var list []agreement.Agreement
		for _, r := range m.in.rows("agreements.csv") {
			if r.text("number") == "" || r.text("ended_on") != "" {
				continue
			}
			x := agreement.Content{Title: r.text("title") + m.suffix(n), Type: r.text("type"), Topics: r.list("topics"), FromOn: r.date("from_on"), ToOn: r.date("to_on"), Purpose: r.text("purpose")}
			for _, name := range r.list("parties") {
				copies := m.copies[name]
				if len(copies) == 0 {
					p := agreement.PartyOf(m.copies[""][0], "")
					p.Body = true
					x.Parties = append(x.Parties, p)
					continue
				}
				x.Parties = append(x.Parties, agreement.PartyOf(copies[n], ""))
			}
			g, c, err := agreement.Register(agreement.RegisterCommand{
				ID: record.Derived("", fmt.Sprintf("made/agreement/%s/%d", r.text("key"), n)), Number: fmt.Sprintf("%s-%d", r.text("number"), n+1),
				Content: x, SignedOn: r.date("signed_on"), Code: code.NewVerification(), Sample: true,
			}, m.a, m.now)
			if err != nil {
				return fmt.Errorf("%s: %w", r.where(), err)
			}
			list = append(list, g)
			b.add(c)
		}
		if err := store.SaveAll(ctx, list, b.change); err != nil {
			return err
		}
	}
	return nil
}
