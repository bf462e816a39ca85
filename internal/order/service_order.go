package order

import (
	"context"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
)

// Create drafts an order; the same id again changes nothing. A secretariat
// names the enterprise for which it acts.
func (s *Service) Create(ctx context.Context, a access.Actor, id, enterprise record.ID, d Data) (Order, error) {
	e, err := s.Owner(ctx, a, ActPlace, enterprise)
	if err != nil {
		return Order{}, err
	}
	o, c, err := Create(id, e, d, a, s.clock.Now(), s.book)
	if err != nil {
		return o, err
	}
	c.Once = string(OrderKind) + "/" + string(id)
	return o, s.store.Save(ctx, Batch{Orders: []Order{o}}, c)
}

// Edit changes a draft or a returned order.
func (s *Service) Edit(ctx context.Context, a access.Actor, t step.Target, d Data) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Edit(o, d, a, now, s.book) })
}

// Submit hands the order to the secretariat.
func (s *Service) Submit(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Submit(o, a, now, s.book) })
}

// TakeBack makes a submitted order a draft again.
func (s *Service) TakeBack(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return TakeBack(o, a, now) })
}

// Publish opens a checked order to the schools.
func (s *Service) Publish(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActCheck, func(o Order, now time.Time) (Order, change.Change, error) { return Publish(o, a, now, s.book) })
}

// Return gives a submitted order back.
func (s *Service) Return(ctx context.Context, a access.Actor, t step.Target, why string) (Order, error) {
	return s.take(ctx, a, t, ActCheck, func(o Order, now time.Time) (Order, change.Change, error) { return Return(o, why, a, now) })
}

// Amend changes an open order and takes the approvals of its responses back.
func (s *Service) Amend(ctx context.Context, a access.Actor, t step.Target, d Data) (Order, error) {
	return s.takeAll(ctx, a, t, ActPlace, func(k Case, now time.Time) (Case, change.Change, error) { return Amend(k, d, a, now, s.book) })
}

// Confirm stamps an open order as still true.
func (s *Service) Confirm(ctx context.Context, a access.Actor, t step.Target) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Confirm(o, a, now) })
}

// Renew opens an expired order again until a day.
func (s *Service) Renew(ctx context.Context, a access.Actor, t step.Target, until calendar.Date) (Order, error) {
	return s.take(ctx, a, t, ActPlace, func(o Order, now time.Time) (Order, change.Change, error) { return Renew(o, until, a, now) })
}

// Close ends an order and its live responses.
func (s *Service) Close(ctx context.Context, a access.Actor, t step.Target, cmd CloseCommand) (Order, error) {
	return s.takeAll(ctx, a, t, ActPlace, func(k Case, now time.Time) (Case, change.Change, error) { return Close(k, cmd, a, now) })
}
