package account

import (
	"context"

	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/listing"
)

// Store keeps the people of a consortium.
type Store interface {
	// Find returns a person who acts or acted in the consortium.
	Find(ctx context.Context, person record.ID) (Details, error)
	List(ctx context.Context, q listing.Query) (listing.Page[Card], error)
	// Each streams the people that a query finds, with all their roles.
	Each(ctx context.Context, q listing.Query, fn func(Card) error) error
	// SaveAll inserts people with account and roles, and further roles of others,
	// with one change.
	SaveAll(ctx context.Context, people []Card, seats []identity.Assignment, c change.Change) error
	// Named finds organisations by credit code or exact name.
	Named(ctx context.Context, words []string) (map[string]organisation.Organisation, error)
	// Create inserts person, account (if it has an id) and assignments.
	Create(ctx context.Context, card Card, c change.Change) error
	// SaveAccount updates an account that the consortium keeps; endSessions also
	// ends all its sessions.
	SaveAccount(ctx context.Context, a identity.Account, endSessions bool, c change.Change) error
	SaveAssignment(ctx context.Context, a identity.Assignment, c change.Change) error
	// Commit saves a change that changes no row of a person.
	Commit(ctx context.Context, c change.Change) error
	Organisation(ctx context.Context, id record.ID) (organisation.Organisation, error)
	// Organisations lists all, for the choice in forms.
	Organisations(ctx context.Context) ([]organisation.Organisation, error)
}
