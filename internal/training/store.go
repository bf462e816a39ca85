package training

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// The keys by which the lists of classes and of providers are filtered and sorted.
var (
	Filters = []string{"state", "category", "occupation", "level", "subsidised", "provider", "period", "class"}
	Sorts   = []string{"number", "name", "opens", "closes", "enrolled"}

	ProviderFilters = []string{"state"}
)

// Joined is a place that is taken, with the person as now known. The store takes
// the place only if the class has one left and is still in its state.
type Joined struct {
	Class     Class
	Enrolment Enrolment
	Person    Trainee
}

// Bundle is what changes rosters together.
type Bundle struct {
	Organisations []organisation.Organisation // that are new
	Classes       []Class                     // that are new
	Joined        []Joined
	Graded        []Place   // results of people who are on a roster
	People        []Trainee // whose data changed, and nothing else
}

// Store keeps classes, their timetables and rosters, people, and providers. A
// record at version 0 is inserted, any other updated if its version is still
// the stored one (a Stale fault if not), and the change is committed with it.
type Store interface {
	FindClass(ctx context.Context, id record.ID) (Class, error)
	// FindDossier returns a class with timetable, roster and standing facts.
	FindDossier(ctx context.Context, id record.ID) (Dossier, error)
	// SaveDossier writes the class, its sessions as they are, and the touched of
	// its roster; who has a certificate code but no number gets the next number.
	SaveDossier(ctx context.Context, d Dossier, c change.Change) error
	// List answers a query with what is in the actor's reach.
	List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[Class], error)
	// Sessions are the timetable of a class, in order.
	Sessions(ctx context.Context, class record.ID) ([]Session, error)
	// Roster are the people of a class in clear, by the order of enrolment.
	Roster(ctx context.Context, class record.ID) ([]Entry, error)
	// Standing are the facts of a class and its enrolments that were not taken back.
	Standing(ctx context.Context, class record.ID) ([]fact.Fact, error)
	// FindPlace returns an enrolment with its class.
	FindPlace(ctx context.Context, enrolment record.ID) (Place, error)
	// FindTrainee returns a person in clear.
	FindTrainee(ctx context.Context, id record.ID) (Trainee, error)
	// Known returns who has these identity numbers, with all their places.
	Known(ctx context.Context, numbers []string) (map[string]Known, error)
	// KnownAs returns the person whose account in this program it is.
	KnownAs(ctx context.Context, person record.ID) (Known, error)
	// SaveRoster writes a bundle, all or nothing. It refuses with training.full
	// when no place is left.
	SaveRoster(ctx context.Context, b Bundle, c change.Change) error
	// ByNumbers returns classes by number.
	ByNumbers(ctx context.Context, numbers []string) (map[string]Class, error)
	// Owners returns organisations by credit code, and by name.
	Owners(ctx context.Context, codes, names []string) (map[string]organisation.Organisation, error)
	// EachEntry calls fn for everybody on the rosters that the query matches.
	EachEntry(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(Class, Entry) error) error
	// Each calls fn for every class that the query matches.
	Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(Class) error) error
	// Leave writes an enrolment that gives its place back.
	Leave(ctx context.Context, e Enrolment, c change.Change) error
	// SaveTrainee writes a person; an erased one loses the identity.
	SaveTrainee(ctx context.Context, t Trainee, c change.Change) error
	// PlacesOf are all enrolments of a person, the newest class first.
	PlacesOf(ctx context.Context, trainee record.ID) ([]Place, error)
	// FindCode returns what a verification code proves, whichever consortium
	// keeps it; a NotFound fault if nobody does. The name is in clear.
	FindCode(ctx context.Context, code string) (Proof, error)
	// Elsewhere are the sessions of other classes at the same times with the same teachers.
	Elsewhere(ctx context.Context, class record.ID) ([]Session, error)
	// Sharers are the people whose bank account is that of somebody on the roster.
	Sharers(ctx context.Context, class record.ID) ([]Trainee, error)
	// Behind lists the classes behind a figure about people, the newest first.
	Behind(ctx context.Context, q Behind) ([]ClassSum, error)
	// Timeline is the story of a record, the newest first.
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
	// Commit writes a change without a record: a view that is recorded.
	Commit(ctx context.Context, c change.Change) error

	FindProvider(ctx context.Context, id record.ID) (Provider, error)
	// ProviderOf is the admission of an organisation; a NotFound fault if none.
	ProviderOf(ctx context.Context, organisation record.ID) (Provider, error)
	// ProvidersOf are the admissions of organisations, by organisation.
	ProvidersOf(ctx context.Context, organisations []record.ID) (map[record.ID]Provider, error)
	SaveProviders(ctx context.Context, list []Provider, c change.Change) error
	Providers(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (listing.Page[Provider], error)
	// EachProvider calls fn for every admission that the query matches.
	EachProvider(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(Provider) error) error
	Teachers(ctx context.Context, provider record.ID) ([]Teacher, error)
	SaveTeacher(ctx context.Context, t Teacher, c change.Change) error
	// Organisations lists who can be admitted.
	Organisations(ctx context.Context) ([]organisation.Organisation, error)
}
