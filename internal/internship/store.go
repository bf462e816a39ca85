package internship

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// The keys by which the list is filtered and sorted.
var (
	Filters = []string{"state", "nature", "school", "host"}
	Sorts   = []string{"from", "until", "post"}
)

// Store keeps internships and students. A record at version 0 is inserted, any
// other updated if its version is still the stored one (a Stale fault if not),
// and the change is committed with it.
type Store interface {
	Find(ctx context.Context, id record.ID) (Internship, error)
	// Save writes internships, each with its student if the student is new. The
	// version of a student moves on, so that of two registrations of one student
	// at once, one is decided anew.
	Save(ctx context.Context, list []Internship, c change.Change) error
	// List answers a query with what is in the actor's reach.
	List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[Internship], error)
	// Each calls fn for every internship that the query matches.
	Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(Internship) error) error
	// Known returns who has these identity numbers, by number, with all places
	// that were not called off.
	Known(ctx context.Context, numbers []string) (map[string]Known, error)
	// PlacesOf are the internships of a student that were not called off.
	PlacesOf(ctx context.Context, student record.ID) ([]Internship, error)
	// Due lists internships that a day begins or ends, at most limit.
	Due(ctx context.Context, today calendar.Date, limit int) ([]Internship, error)
	// Standing are the facts of an internship that were not taken back.
	Standing(ctx context.Context, id record.ID) ([]fact.Fact, error)
	// SaveStudent writes a student; an erased one loses the identity.
	SaveStudent(ctx context.Context, s Student, c change.Change) error
	// Timeline is the story of a record, the newest first.
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
	// Commit writes a change without a record: a view that is recorded.
	Commit(ctx context.Context, c change.Change) error
	// Organisations lists those of some kinds, for choices in forms.
	Organisations(ctx context.Context, kinds ...organisation.Kind) ([]organisation.Organisation, error)
	// Owners returns organisations by credit code, and by name.
	Owners(ctx context.Context, words []string) (map[string]organisation.Organisation, error)
}
