package order

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// ConfirmDays is after how many days without confirmation an enterprise is
// reminded. A default, not law.
const ConfirmDays = 30

// atOnce is how many records of each sort one run of Daily handles; the next
// run goes on.
const atOnce = 1000

// Daily ends what has expired, reminds of what was not confirmed and gives
// silent turns back. It can be run again at any time; what somebody changes
// meanwhile is left for the next run.
func (s *Service) Daily(ctx context.Context) error {
	a, today := robot(ctx), calendar.DateOf(s.clock.Now())
	for _, part := range []struct {
		list func() ([]record.ID, error)
		step func(context.Context, access.Actor, record.ID) error
	}{
		{func() ([]record.ID, error) { return s.store.Expired(ctx, today, atOnce) }, s.expire},
		{func() ([]record.ID, error) {
			return s.store.Unconfirmed(ctx, today.AddDays(-ConfirmDays), atOnce)
		}, s.remind},
		{func() ([]record.ID, error) { return s.store.Lapsed(ctx, today) }, s.lapse},
	} {
		ids, err := part.list()
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := part.step(ctx, a, id); err != nil && !fault.Is(err, fault.Stale) {
				return err
			}
		}
	}
	return nil
}

func robot(ctx context.Context) access.Actor {
	if a, ok := access.From(ctx); ok {
		return a
	}
	return access.Actor{Role: access.System}
}

func (s *Service) expire(ctx context.Context, a access.Actor, id record.ID) error {
	return s.quietly(ctx, id, func(k Case) (Case, change.Change, bool) { return Expire(k, a, s.clock.Now()) })
}

func (s *Service) remind(ctx context.Context, a access.Actor, id record.ID) error {
	return s.quietly(ctx, id, func(k Case) (Case, change.Change, bool) {
		o, c, ok := Remind(k.Order, ConfirmDays, a, s.clock.Now())
		return Case{Order: o}, c, ok
	})
}

func (s *Service) quietly(ctx context.Context, id record.ID, decide func(Case) (Case, change.Change, bool)) error {
	k, err := cases{s.store}.Find(ctx, id)
	if err != nil {
		return err
	}
	next, c, ok := decide(k)
	if !ok {
		return nil
	}
	return cases{s.store}.Save(ctx, next, c)
}

func (s *Service) lapse(ctx context.Context, a access.Actor, id record.ID) error {
	t, err := talks{s.store}.Find(ctx, id)
	if err != nil {
		return err
	}
	next, c, ok := Lapse(t, a, s.clock.Now())
	if !ok {
		return nil
	}
	return talks{s.store}.Save(ctx, next, c)
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
