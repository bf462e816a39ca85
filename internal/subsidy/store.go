package subsidy

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/file"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// The keys by which the list of claims is filtered and sorted.
var (
	Filters = []string{"state", "category", "provider", "period", "policy"}
	Sorts   = []string{"number", "closes", "due", "notice"}
)

// Sums are what is claimed, due, paid and clawed back, in fen, of the claims
// that a query matches; withdrawn and declined ones are not counted as claimed.
type Sums struct {
	Claims                   int64
	Claimed, Due, Paid, Back money.Fen
}

// Store keeps policies, claims and rounds. A record at version 0 is inserted,
// any other updated if its version is still the stored one (a Stale fault if
// not), and the change is committed with it.
type Store interface {
	// Consortium returns the consortium with a key.
	Consortium(ctx context.Context, key string) (consortium.Consortium, error)
	// Own is the key of the context's consortium.
	Own(ctx context.Context) (string, error)

	FindPolicy(ctx context.Context, id record.ID) (Policy, error)
	SavePolicy(ctx context.Context, p Policy, c change.Change) error
	// Policies are all of them, the newest first.
	Policies(ctx context.Context) ([]Policy, error)

	// FindDossier returns a claim with its lines.
	FindDossier(ctx context.Context, id record.ID) (Dossier, error)
	// SaveDossier writes a claim and makes its stored lines equal to the given
	// ones; a claim without a number gets the next one of the year. With a mark of
	// a year it is a Stale fault if anything was submitted in that year since.
	SaveDossier(ctx context.Context, d Dossier, mark YearMark, c change.Change) error
	// Before are the sums of people in a year, of all claims but one that are
	// neither a draft nor ended, with the mark of that year.
	Before(ctx context.Context, year int, but record.ID) (map[record.ID]money.Fen, YearMark, error)
	// List answers a query with what is in the actor's reach.
	List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[Claim], error)
	// Each calls fn for every claim that the query matches.
	Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(Claim) error) error
	// Sums adds up the claims that the query matches.
	Sums(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (Sums, error)
	// Claimed tells which of the classes have a claim.
	Claimed(ctx context.Context, classes []record.ID) (map[record.ID]bool, error)
	// OnNotice are the claims with a notice, the newest first.
	OnNotice(ctx context.Context) ([]Claim, error)
	// Files are the attachments of a claim.
	Files(ctx context.Context, ref record.Ref) ([]file.File, error)
	// Timeline is the story of a record, the newest first.
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)

	// FindPool returns a round with its claims.
	FindPool(ctx context.Context, id record.ID) (Pool, error)
	// SavePool writes a round and its claims, all or nothing.
	SavePool(ctx context.Context, p Pool, c change.Change) error
	// Rounds are all of them, the newest first.
	Rounds(ctx context.Context) ([]Round, error)
	// RoundByCode finds a round by its public code.
	RoundByCode(ctx context.Context, code string) (Round, error)
}
