package order

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// Create drafts an order of an enterprise; id is made by the caller. The store
// allots the number.
func Create(id record.ID, e organisation.Organisation, d Data, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	if e.Kind != organisation.Enterprise && e.Kind != organisation.Park {
		return Order{}, change.Change{}, fault.Refuse("order.not_enterprise", "organisation", e.Name)
	}
	d = d.tidied()
	if err := d.check(); err != nil {
		return Order{}, change.Change{}, err
	}
	o := Order{
		ID: id, Enterprise: e.ID, EnterpriseName: e.Name, EnterpriseCredit: e.CreditCode, Industry: e.Industry, IndustryCode: e.IndustryCode,
		Data: d, State: Draft, CreatedAt: now, UpdatedAt: now,
	}
	o.Findings = Judge(o, calendar.DateOf(now), book)
	c := change.By(a, now)
	c.Log(o.Ref(), VerbCreate, "title", o.Title)
	return o, c, nil
}

// Edit changes a draft or a returned order. The kind stays: another kind is
// another order.
func Edit(o Order, d Data, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	if _, err := Flow.Next(o.State, VerbEdit); err != nil {
		return o, change.Change{}, err
	}
	d.Kind = o.Kind
	d = d.tidied()
	if err := d.check(); err != nil {
		return o, change.Change{}, err
	}
	o.Data, o.UpdatedAt = d, now
	o.Findings = Judge(o, calendar.DateOf(now), book)
	c := change.By(a, now)
	c.Log(o.Ref(), VerbEdit)
	return o, c, nil
}

// Submit hands the order to the secretariat. It has to be complete, and no rule
// may forbid it.
func Submit(o Order, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbSubmit)
	if err != nil {
		return o, change.Change{}, err
	}
	today := calendar.DateOf(now)
	if err := o.complete(today); err != nil {
		return o, change.Change{}, err
	}
	o.Findings = Judge(o, today, book)
	if err := stop(o.Findings, o.Details.Filing); err != nil {
		return o, change.Change{}, err
	}
	o.State, o.Reason, o.SubmittedAt, o.UpdatedAt, o.ConfirmedAt = state, "", now, now, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbSubmit).Waits = true
	c.Close(o.Ref(), StepMend)
	c.Open(o.item(StepCheck, "", access.Secretariat, today.AddDays(checkWithin), access.Leader))
	return o, c, nil
}

// TakeBack makes a submitted order a draft again, before it was checked.
func TakeBack(o Order, a access.Actor, now time.Time) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbTakeBack)
	if err != nil {
		return o, change.Change{}, err
	}
	o.State, o.UpdatedAt = state, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbTakeBack)
	c.Close(o.Ref(), StepCheck)
	return o, c, nil
}

// reason trims and checks a reason that must be given.
func reason(s string) (string, error) {
	var l fault.List
	s = strings.TrimSpace(s)
	required(&l, "reason", s)
	if len([]rune(s)) > MaxReason {
		l.Add("reason", s, "order.too_long", "max", MaxReason)
	}
	return s, l.Err()
}
