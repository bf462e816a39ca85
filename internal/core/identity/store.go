package identity

import (
	"context"
	"time"

	"tongpin/internal/core/record"
)

// Holder is an account with its person.
type Holder struct {
	Account Account
	Person  Person
}

// Visit is a session with everything that a request needs of it.
type Visit struct {
	Session     Session
	Account     Account
	Person      Person
	Assignments []Assignment
}

// Store keeps what signing in needs, across consortia.
type Store interface {
	// FindLogin returns the account with a login, or with an e-mail address
	// that belongs to exactly one account.
	FindLogin(ctx context.Context, login string) (Holder, error)
	FindAccount(ctx context.Context, id record.ID) (Holder, error)
	// DemoAccounts lists the accounts that a demonstration offers.
	DemoAccounts(ctx context.Context) ([]Holder, error)
	// SaveAccount updates the account of that version; Stale if it has moved on.
	SaveAccount(ctx context.Context, a Account) error
	// Assignments lists a person's assignments in all consortia.
	Assignments(ctx context.Context, person record.ID) ([]Assignment, error)

	Begin(ctx context.Context, s Session) error
	FindVisit(ctx context.Context, tokenHash string) (Visit, error)
	// SaveSession writes the assignment and the last use of a session.
	SaveSession(ctx context.Context, s Session) error
	Sessions(ctx context.Context, account record.ID) ([]Session, error)
	End(ctx context.Context, account, session record.ID) error
	EndOthers(ctx context.Context, account, but record.ID) error
	// Sweep removes the sessions that are over.
	Sweep(ctx context.Context, life Lifetime, now time.Time) error
}
