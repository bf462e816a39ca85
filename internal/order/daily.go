package order

import (
	"context"

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
