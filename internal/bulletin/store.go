package bulletin

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// Stated is a figure as a paper published it.
type Stated struct {
	Paper  record.ID
	Number string
	Key    string
	Slice  metric.Slice
	Period calendar.Period
	Value  int64
}

// Store keeps bulletins.
type Store interface {
	// Find returns a bulletin.
	Find(ctx context.Context, id record.ID) (Bulletin, error)
	// Of returns the bulletin of a period that is not withdrawn; a NotFound fault
	// if there is none.
	Of(ctx context.Context, series Series, period string) (Bulletin, error)
	// Save inserts a bulletin of version 0, else updates the one of that version,
	// with the change.
	Save(ctx context.Context, b Bulletin, c change.Change) error
	// Publish saves a paper with its archive and its figures.
	Publish(ctx context.Context, b Bulletin, x Archive, c change.Change) error
	// Archive is what is kept of a published paper.
	Archive(ctx context.Context, id record.ID) (Archive, error)
	// NextIssue is the next free number of a series in a year.
	NextIssue(ctx context.Context, series Series, year int) (int64, error)
	// List answers a query.
	List(ctx context.Context, q listing.Query) (listing.Page[Bulletin], error)
	// Each calls fn for every bulletin that the query matches.
	Each(ctx context.Context, q listing.Query, fn func(Bulletin) error) error
	// Stated lists the published values of some metrics, the newest paper first.
	Stated(ctx context.Context, keys []string) ([]Stated, error)
	// Countable lists steps that left facts of some kinds in the period, the
	// newest first: of one kind of record, or of all; at most limit steps.
	Countable(ctx context.Context, kinds []fact.Kind, p calendar.Period, limit int) ([]timeline.Entry, error)
	// Lapsed lists bulletins whose review goes back today.
	Lapsed(ctx context.Context, today calendar.Date) ([]record.ID, error)
	// Timeline is the story of a bulletin, the newest first.
	Timeline(ctx context.Context, b Bulletin) ([]timeline.Entry, error)
	// Consortium is the consortium of the context.
	Consortium(ctx context.Context) (consortium.Consortium, error)
	// Keyed returns the consortium with a key, and a context for reading its
	// published papers.
	Keyed(ctx context.Context, key string) (consortium.Consortium, context.Context, error)
}
