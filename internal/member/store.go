package member

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// Store keeps memberships with their organisations.
type Store interface {
	// Find returns a membership by its own id or by its organisation's.
	Find(ctx context.Context, id record.ID) (Membership, error)
	// Of returns the membership of an organisation, or one that holds only the
	// organisation if it has none.
	Of(ctx context.Context, org record.ID) (Membership, error)
	// Save inserts a membership of version 0, else updates the one of that
	// version, together with its organisation and the change.
	Save(ctx context.Context, m Membership, c change.Change) error
	// SaveAll saves several in one transaction, with one change for all.
	SaveAll(ctx context.Context, list []Membership, c change.Change) error
	// List answers a query with what is in the actor's reach.
	List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[Membership], error)
	// Each calls fn for every membership that the query matches, whatever the page.
	Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(Membership) error) error
	// ByCreditCodes returns memberships by credit code; for an organisation
	// without membership one that holds only the organisation.
	ByCreditCodes(ctx context.Context, codes []string) (map[string]Membership, error)
	// Organisations returns organisations by kind, for choices in forms.
	Organisations(ctx context.Context, kinds ...organisation.Kind) ([]organisation.Organisation, error)
	// Assessors lists the persons who can be asked for an assessment.
	Assessors(ctx context.Context) ([]Assessor, error)
	// Timeline is the story of the membership, the newest first.
	Timeline(ctx context.Context, m Membership) ([]timeline.Entry, error)
	// Files are the uploads of the membership.
	Files(ctx context.Context, m Membership) ([]file.File, error)
	// FactsAbout are the facts whose subject or owner is the organisation.
	FactsAbout(ctx context.Context, org record.ID, limit int) ([]fact.Fact, error)
	// Industries are the leading industries that the consortium has declared.
	Industries(ctx context.Context) ([]string, error)
	// Commit saves a change that belongs to no membership.
	Commit(ctx context.Context, c change.Change) error
}
