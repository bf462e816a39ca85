package account

import (
	"context"
	"log/slog"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
)

// Door lets people in and out.
type Door struct {
	store  identity.Store
	hasher *identity.Hasher
	clock  clock.Clock
	life   identity.Lifetime
	log    *slog.Logger
	demo   bool
}

// DoorOptions are what a Door needs. Demo lets anybody in as the accounts of the
// demonstration.
type DoorOptions struct {
	Store    identity.Store
	Hasher   *identity.Hasher
	Clock    clock.Clock
	Lifetime identity.Lifetime
	Log      *slog.Logger
	Demo     bool
}

// NewDoor makes a door.
func NewDoor(o DoorOptions) *Door {
	return &Door{o.Store, o.Hasher, o.Clock, o.Lifetime, o.Log, o.Demo}
}

// Caller is the browser that asks, as it describes itself.
type Caller struct{ Device, Address string }

// Visit is a session that is alive, with the seat in which the person acts.
type Visit struct {
	identity.Visit
	Seat  identity.Assignment
	Seats []identity.Assignment // all that hold today
}

// Actor is the person in the seat.
func (v Visit) Actor() access.Actor { return v.Seat.Actor(v.Person) }

// SignIn opens a session for a login or e-mail address and its password, and
// returns the token for the cookie.
func (d *Door) SignIn(ctx context.Context, login, password string, from Caller) (string, error) {
	h, err := d.store.FindLogin(ctx, strings.ToLower(strings.TrimSpace(login)))
	switch {
	case fault.Is(err, fault.NotFound), err == nil && h.Account.Disabled:
		if _, _, err := d.hasher.Verify(ctx, password, ""); err != nil {
			return "", err
		}
		d.log.InfoContext(ctx, "sign-in refused", slog.String("address", from.Address), slog.String("why", "no open account"))
		return "", fault.Wrong("password", "", "identity.wrong")
	case err != nil:
		return "", err
	}
	if h, err = d.update(ctx, h, func(a identity.Account) (identity.Account, error) { return a.Try(d.clock.Now()) }); err != nil {
		return "", err
	}
	ok, rehash, err := d.hasher.Verify(ctx, password, h.Account.Hash)
	if err != nil {
		return "", err
	}
	if !ok {
		d.log.InfoContext(ctx, "sign-in refused", slog.String("address", from.Address), slog.String("account", string(h.Account.ID)), slog.String("why", "password"))
		return "", fault.Wrong("password", "", "identity.wrong")
	}
	hash := h.Account.Hash
	if rehash {
		if hash, err = d.hasher.Hash(ctx, password); err != nil {
			return "", err
		}
	}
	h, err = d.update(ctx, h, func(a identity.Account) (identity.Account, error) {
		a = a.Succeed()
		a.Hash = hash
		return a, nil
	})
	if err != nil {
		return "", err
	}
	return d.begin(ctx, h, from)
}

// SignInDemo opens a session for an account of the demonstration, without a
// password; refused where no demonstration is served.
func (d *Door) SignInDemo(ctx context.Context, account record.ID, from Caller) (string, error) {
	if !d.demo {
		return "", fault.New(fault.NotFound, "record.not_found")
	}
	h, err := d.store.FindAccount(ctx, account)
	if err == nil && (!h.Account.Demo || h.Account.Disabled) {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	if err != nil {
		return "", err
	}
	return d.begin(ctx, h, from)
}

func (d *Door) begin(ctx context.Context, h identity.Holder, from Caller) (string, error) {
	now := d.clock.Now()
	if err := d.store.Sweep(ctx, d.life, now); err != nil { // signing in is rare enough to tidy up
		return "", err
	}
	list, err := d.store.Assignments(ctx, h.Person.ID)
	if err != nil {
		return "", err
	}
	seat, ok := identity.Choose(list, "", calendar.DateOf(now))
	if !ok {
		return "", fault.Wrong("login", h.Account.Login, "identity.no_role")
	}
	token := identity.NewToken()
	s := identity.Begin(token, h.Account, from.Device, from.Address, d.life, now)
	s.Assignment = seat.ID
	if err := d.store.Begin(ctx, s); err != nil {
		return "", err
	}
	d.log.InfoContext(ctx, "signed in", slog.String("address", s.Address), slog.String("account", string(h.Account.ID)))
	return token, nil
}

// maxSwaps is how often an update is tried against others who are faster.
const maxSwaps = 20

// update changes an account by compare-and-swap.
func (d *Door) update(ctx context.Context, h identity.Holder, fn func(identity.Account) (identity.Account, error)) (identity.Holder, error) {
	for swap := 1; ; swap++ {
		next, err := fn(h.Account)
		if err != nil {
			return h, err
		}
		err = d.store.SaveAccount(ctx, next)
		if err == nil {
			next.Version++
			h.Account = next
			return h, nil
		}
		if !fault.Is(err, fault.Stale) || swap == maxSwaps {
			return h, err
		}
		if h, err = d.store.FindAccount(ctx, h.Account.ID); err != nil {
			return h, err
		}
	}
}

// Enter returns the visit of a token; false if the session is over or unknown.
func (d *Door) Enter(ctx context.Context, token string) (Visit, bool, error) {
	found, err := d.store.FindVisit(ctx, identity.HashToken(token))
	if fault.Is(err, fault.NotFound) {
		return Visit{}, false, nil
	}
	if err != nil {
		return Visit{}, false, err
	}
	v, now := Visit{Visit: found}, d.clock.Now()
	seat, ok := identity.Choose(found.Assignments, found.Session.Assignment, calendar.DateOf(now))
	if !ok || found.Account.Disabled || !found.Session.Alive(d.life, now) {
		return Visit{}, false, d.store.End(ctx, found.Account.ID, found.Session.ID)
	}
	v.Seat = seat
	for _, a := range identity.Sort(found.Assignments) {
		if a.Active(calendar.DateOf(now)) {
			v.Seats = append(v.Seats, a)
		}
	}
	if found.Session.Stale(now) {
		v.Session.SeenAt = now
		if err := d.store.SaveSession(ctx, v.Session); err != nil && !fault.Is(err, fault.Stale) {
			return Visit{}, false, err
		}
	}
	return v, true, nil
}

// Switch sits the person down in another of their seats.
func (d *Door) Switch(ctx context.Context, v Visit, to record.ID) error {
	for _, a := range v.Seats {
		if a.ID == to {
			v.Session.Assignment, v.Session.SeenAt = to, d.clock.Now()
			return d.store.SaveSession(ctx, v.Session)
		}
	}
	return fault.New(fault.NotFound, "identity.no_seat")
}

// SignOut ends the session.
func (d *Door) SignOut(ctx context.Context, v Visit) error {
	return d.store.End(ctx, v.Account.ID, v.Session.ID)
}
