package agreement

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// Store keeps agreements.
type Store interface {
	// Find returns an agreement.
	Find(ctx context.Context, id record.ID) (Agreement, error)
	// FindCode returns the agreement with a verification code, whichever
	// consortium keeps it; a NotFound fault if there is none.
	FindCode(ctx context.Context, code string) (Published, error)
	// Landing sums the landing rate over what is in the actor's reach.
	Landing(ctx context.Context, reach access.Relation, a access.Actor) (LandingSum, error)
	// Save inserts an agreement of version 0 (with the next number of the year
	// if it has none), else updates the one of that version, with the change.
	Save(ctx context.Context, g Agreement, c change.Change) error
	// SaveAll saves several in one transaction, with one change for all.
	SaveAll(ctx context.Context, list []Agreement, c change.Change) error
	// List answers a query with what is in the actor's reach.
	List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, today calendar.Date) (listing.Page[Agreement], error)
	// Each calls fn for every agreement that the query matches.
	Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, today calendar.Date, fn func(Agreement) error) error
	// ByNumbers returns agreements by number.
	ByNumbers(ctx context.Context, numbers []string) (map[string]Agreement, error)
	// Parties makes parties of organisations, by credit code.
	Parties(ctx context.Context, creditCodes []string) (map[string]Party, error)
	// Organisations lists who can be a party.
	Organisations(ctx context.Context) ([]organisation.Organisation, error)
	// Body is the organisation that acts for the consortium as such.
	Body(ctx context.Context) (record.ID, error)
	// Successor returns the agreement that renews one; a NotFound fault if none.
	Successor(ctx context.Context, id record.ID) (Agreement, error)
	// Fact returns one fact.
	Fact(ctx context.Context, id record.ID) (fact.Fact, error)
	// Facts are those of an agreement, the oldest first.
	Facts(ctx context.Context, g Agreement) ([]fact.Fact, error)
	// Files are the uploads of an agreement.
	Files(ctx context.Context, g Agreement) ([]file.File, error)
	// Timeline is the story of an agreement, the newest first.
	Timeline(ctx context.Context, g Agreement) ([]timeline.Entry, error)
	// Lapsed lists agreements whose turn goes back today.
	Lapsed(ctx context.Context, today calendar.Date) ([]record.ID, error)
	// Awaited lists active agreements to which the day may bring something.
	Awaited(ctx context.Context, today calendar.Date) ([]record.ID, error)
}
