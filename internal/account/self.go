package account

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// ChangePassword changes the own password: the present one is asked for, and
// every other session ends. Wrong present passwords count as attempts to sign
// in.
func (d *Door) ChangePassword(ctx context.Context, v Visit, old, new string) error {
	if faults := identity.CheckPassword("new", new, v.Account.Login, v.Person); len(faults) > 0 {
		return faults.Err()
	}
	if old == new {
		return fault.Wrong("new", "", "password.same")
	}
	h := identity.Holder{Account: v.Account, Person: v.Person}
	h, err := d.update(ctx, h, func(a identity.Account) (identity.Account, error) { return a.Try(d.clock.Now()) })
	if err != nil {
		return err
	}
	ok, _, err := d.hasher.Verify(ctx, old, h.Account.Hash)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Wrong("old", "", "password.wrong")
	}
	hash, err := d.hasher.Hash(ctx, new)
	if err != nil {
		return err
	}
	if _, err = d.update(ctx, h, func(a identity.Account) (identity.Account, error) {
		a = a.Succeed()
		a.Hash, a.MustChange = hash, false
		return a, nil
	}); err != nil {
		return err
	}
	return d.store.EndOthers(ctx, v.Account.ID, v.Session.ID)
}

// Sessions lists the living sessions of the visit's account.
func (d *Door) Sessions(ctx context.Context, v Visit) ([]identity.Session, error) {
	list, err := d.store.Sessions(ctx, v.Account.ID)
	if err != nil {
		return nil, err
	}
	var alive []identity.Session
	for _, s := range list {
		if s.Alive(d.life, d.clock.Now()) {
			alive = append(alive, s)
		}
	}
	return alive, nil
}

// End ends one session of the visit's account.
func (d *Door) End(ctx context.Context, v Visit, session record.ID) error {
	return d.store.End(ctx, v.Account.ID, session)
}

// EndOthers ends all sessions of the visit's account but this one.
func (d *Door) EndOthers(ctx context.Context, v Visit) error {
	return d.store.EndOthers(ctx, v.Account.ID, v.Session.ID)
}

// Guest is an account of the demonstration with one of its seats.
type Guest struct {
	Account record.ID
	Name    string
	Seat    identity.Assignment
}

// Demo tells whether a demonstration is served.
func (d *Door) Demo() bool { return d.demo }

// Guests lists the accounts of the demonstration with their first seats, by
// consortium and role; none where no demonstration is served.
func (d *Door) Guests(ctx context.Context) ([]Guest, error) {
	if !d.demo {
		return nil, nil
	}
	holders, err := d.store.DemoAccounts(ctx)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(d.clock.Now())
	var seats []identity.Assignment
	guests := map[record.ID]Guest{}
	for _, h := range holders {
		list, err := d.store.Assignments(ctx, h.Person.ID)
		if err != nil {
			return nil, err
		}
		if seat, ok := identity.Choose(list, "", today); ok {
			seats = append(seats, seat)
			guests[seat.ID] = Guest{Account: h.Account.ID, Name: h.Person.Name, Seat: seat}
		}
	}
	out := make([]Guest, 0, len(seats))
	for _, s := range identity.Sort(seats) {
		out = append(out, guests[s.ID])
	}
	return out, nil
}
