package account

import (
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
)

// Card is a person of the consortium with the account, if there is one, and the
// roles held in this consortium.
type Card struct {
	Person      identity.Person
	Account     identity.Account // zero ID: the person cannot sign in
	Assignments []identity.Assignment
}

// Active are the roles that hold on a day.
func (c Card) Active(day calendar.Date) []identity.Assignment {
	return slices.DeleteFunc(slices.Clone(c.Assignments), func(a identity.Assignment) bool { return !a.Active(day) })
}

// Details are a card with the story of the person.
type Details struct {
	Card
	Story []timeline.Entry
	Today calendar.Date // on which this is said
}

// kept refuses changes by a consortium that does not keep the person.
func (c Card) kept(a access.Actor) error {
	if c.Person.KeptBy != a.Consortium {
		return fault.Refuse("account.kept_elsewhere", "name", c.Person.Name)
	}
	return nil
}

// guarded refuses everybody but an administrator to touch an administrator.
func (c Card) guarded(a access.Actor) error {
	if a.Role != access.Admin && a.Role != access.System &&
		slices.ContainsFunc(c.Assignments, func(x identity.Assignment) bool { return x.Role == access.Admin }) {
		return fault.Refuse("account.admin_only")
	}
	return nil
}

// Keeps tells whether the actor's consortium keeps the person.
func (c Card) Keeps(a access.Actor) bool { return c.kept(a) == nil }
