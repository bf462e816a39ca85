package order

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/rule"
)

// Publish opens a checked order to the schools. The rules are asked again: they
// may have changed since it was submitted.
func Publish(o Order, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbPublish)
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
	o.State, o.OpenedAt, o.UpdatedAt = state, now, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbPublish)
	c.Close(o.Ref(), StepCheck)
	countOpened(&c, o)
	o.tell(&c, "order.opened", o.Enterprise, access.Enterprise)
	o.tellSchools(&c, "order.new")
	return o, c, nil
}

// Return gives a submitted order back to the enterprise with a reason.
func Return(o Order, why string, a access.Actor, now time.Time) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbReturn)
	if err != nil {
		return o, change.Change{}, err
	}
	if why, err = reason(why); err != nil {
		return o, change.Change{}, err
	}
	o.State, o.Reason, o.UpdatedAt = state, why, now
	c := change.By(a, now)
	e := c.Log(o.Ref(), VerbReturn)
	e.Message, e.Waits = why, true
	c.Close(o.Ref(), StepCheck)
	c.Open(o.item(StepMend, o.Enterprise, access.Enterprise, c.Today().AddDays(mendWithin), access.Secretariat))
	o.tell(&c, "order.returned", o.Enterprise, access.Enterprise, "reason", why)
	return o, c, nil
}
