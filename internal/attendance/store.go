package attendance

import (
	"context"

	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// Filters are the keys by which the list of signals is filtered.
var Filters = []string{"state", "kind"}

// Store keeps attendance.
type Store interface {
	// Consortium finds a consortium by its key.
	Consortium(ctx context.Context, key string) (consortium.Consortium, error)
	// OwnKey is the key of the context's consortium.
	OwnKey(ctx context.Context) (string, error)
	// Secret is the secret of a class: the stored one, or else fresh, which is
	// stored. Of several who ask at once all get the same.
	Secret(ctx context.Context, class record.ID, fresh Secret) (Secret, error)
	// Marks are all marks of a class, by time.
	Marks(ctx context.Context, class record.ID) ([]Mark, error)
	// SaveMarks writes marks: the school's replace its earlier ones of the same
	// source; the first sign-in by code stays.
	SaveMarks(ctx context.Context, marks []Mark, c change.Change) error
	FindLeave(ctx context.Context, id record.ID) (Leave, error)
	// Leaves are the leaves of a class, by day.
	Leaves(ctx context.Context, class record.ID) ([]Leave, error)
	// SaveLeave writes a leave; a second one of the same person and slot is a
	// Conflict.
	SaveLeave(ctx context.Context, l Leave, c change.Change) error
	FindInspection(ctx context.Context, id record.ID) (Inspection, error)
	// Inspections are those of a class, the newest first.
	Inspections(ctx context.Context, class record.ID) ([]Inspection, error)
	AddInspection(ctx context.Context, x Inspection, c change.Change) error
	FindSignal(ctx context.Context, id record.ID) (Signal, error)
	// Signals are those of a class, the open ones first.
	Signals(ctx context.Context, class record.ID) ([]Signal, error)
	SaveSignals(ctx context.Context, list []Signal, c change.Change) error
	// AllSignals answers a query about the signals of all classes.
	AllSignals(ctx context.Context, q listing.Query) (listing.Page[Signal], error)
	// EachSignal calls fn for every signal that the query matches.
	EachSignal(ctx context.Context, q listing.Query, fn func(Signal) error) error
	// Timeline is the story of a record, the newest first.
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
	// Files are those of a record.
	Files(ctx context.Context, ref record.Ref) ([]file.File, error)
	// Commit writes a change without a record.
	Commit(ctx context.Context, c change.Change) error
}
