package order

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// Case is an order with the responses that a step on it touches. A decision is
// given the live ones and returns those that are to be written.
type Case struct {
	Order
	Responses []Response
}

// Amend changes an open order. Who is negotiating is told, and all approvals
// are taken back: they were given to other terms.
func Amend(k Case, d Data, a access.Actor, now time.Time, book *rule.Book) (Case, change.Change, error) {
	o := k.Order
	if _, err := Flow.Next(o.State, VerbAmend); err != nil {
		return k, change.Change{}, err
	}
	d.Kind = o.Kind
	d = d.tidied()
	today := calendar.DateOf(now)
	if err := d.complete(today); err != nil {
		return k, change.Change{}, err
	}
	if err := d.covers(o); err != nil {
		return k, change.Change{}, err
	}
	before := o
	o.Data, o.UpdatedAt, o.ConfirmedAt = d, now, now
	o.Findings = Judge(o, today, book)
	if err := stop(o.Findings, o.Details.Filing); err != nil {
		return k, change.Change{}, err
	}
	c := change.By(a, now)
	c.Log(o.Ref(), VerbAmend, "from", itoa(before.Quantity), "to", itoa(o.Quantity))
	c.Close(o.Ref(), StepConfirm)
	recount(&c, before, o)
	k.Order = o
	live := k.Responses
	k.Responses = make([]Response, len(live))
	for i, r := range live {
		k.Responses[i] = r.reset(&c, o, book)
	}
	return k, c, nil
}

// recount moves the facts from the old to the new content: by the difference,
// or, if the mode changed, out of one dimension into the other.
func recount(c *change.Change, before, o Order) {
	if before.Details.Mode == o.Details.Mode {
		countMore(c, o, o.Quantity-before.Quantity)
		return
	}
	c.Count(before.fact(FactOpened, -1, "order"))
	c.Count(o.fact(FactOpened, 1, "order"))
	c.Count(before.fact(FactPlaced, -before.Quantity, "person"))
	c.Count(o.fact(FactPlaced, o.Quantity, "person"))
	countDemand(c, before, -before.Left())
	countDemand(c, o, o.Left())
}

// Confirm stamps an open order as still true.
func Confirm(o Order, a access.Actor, now time.Time) (Order, change.Change, error) {
	if _, err := Flow.Next(o.State, VerbConfirm); err != nil {
		return o, change.Change{}, err
	}
	o.ConfirmedAt = now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbConfirm)
	c.Close(o.Ref(), StepConfirm)
	return o, c, nil
}

// Remind puts an open order that was not confirmed for a number of days on the
// enterprise's list; false if there is nothing to remind of.
func Remind(o Order, days int, a access.Actor, now time.Time) (Order, change.Change, bool) {
	c := change.By(a, now)
	if o.State != Open || calendar.DateOf(o.ConfirmedAt).DaysUntil(c.Today()) < days {
		return o, c, false
	}
	c.Open(o.item(StepConfirm, o.Enterprise, access.Enterprise, c.Today().AddDays(confirmWithin), access.Secretariat))
	o.tell(&c, "order.confirm", o.Enterprise, access.Enterprise)
	return o, c, true
}

// Expire ends the validity of an open order; false if it has not passed.
func Expire(k Case, a access.Actor, now time.Time) (Case, change.Change, bool) {
	c := change.By(a, now)
	o := k.Order
	if o.State != Open || !o.ValidUntil.Before(c.Today()) {
		return k, c, false
	}
	o.State, o.UpdatedAt = Expired, now
	k.Order = o
	c.Log(o.Ref(), VerbExpire).Waits = true
	c.Close(o.Ref())
	countDemand(&c, o, -o.Left())
	c.Open(o.item(StepRenew, o.Enterprise, access.Enterprise, c.Today().AddDays(mendWithin), access.Secretariat))
	o.tell(&c, "order.expired", o.Enterprise, access.Enterprise)
	return k, c, true
}

// Renew opens an expired order again until a later day.
func Renew(o Order, until calendar.Date, a access.Actor, now time.Time) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbRenew)
	if err != nil {
		return o, change.Change{}, err
	}
	o.ValidUntil = until
	if err := o.complete(calendar.DateOf(now)); err != nil {
		return o, change.Change{}, err
	}
	o.State, o.UpdatedAt, o.ConfirmedAt = state, now, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbRenew, "until", until.String())
	c.Close(o.Ref(), StepRenew)
	countDemand(&c, o, o.Left())
	o.tellSchools(&c, "order.renewed")
	return o, c, nil
}

// covers refuses an amendment that asks for less than is agreed already, or for
// exactly that: then the order should be closed, not amended.
func (d Data) covers(o Order) error {
	if d.Kind.Counts() && d.Quantity <= o.Agreed {
		return fault.Wrong("quantity", itoa(d.Quantity), "order.quantity.agreed", "agreed", o.Agreed)
	}
	return nil
}
