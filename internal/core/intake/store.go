package intake

import (
	"context"
	"time"

	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
)

// Store keeps imports and the rows that failed; intakedb is the one.
type Store interface {
	// Find returns an import; a NotFound fault if there is none.
	Find(ctx context.Context, id record.ID) (Import, error)
	// Add inserts an import together with the change, which carries its file.
	Add(ctx context.Context, i Import, c change.Change) error
	// Save updates the import, if its version is still i.Version, together with
	// the change.
	Save(ctx context.Context, i Import, c change.Change) error
	// List returns the newest imports of a person, of everybody if it is empty.
	List(ctx context.Context, person record.ID, limit int) ([]Import, error)
	// Same returns the newest finished import of the same content and kind
	// other than i; false if there is none.
	Same(ctx context.Context, i Import) (Import, bool, error)
	// Kept returns imports of some kinds that came to rest before an instant and
	// whose workbook is still kept, at most limit.
	Kept(ctx context.Context, kinds []string, before time.Time, limit int) ([]Import, error)
	// Commit writes a change that concerns no import of its own.
	Commit(ctx context.Context, c change.Change) error

	// PutFailures keeps failed rows; a row that is kept already is replaced.
	PutFailures(ctx context.Context, id record.ID, list []Failure) error
	// DropFailures forgets the failed rows behind a row.
	DropFailures(ctx context.Context, id record.ID, after int) error
	// ForgetFailures forgets the failed rows of imports made before an instant.
	ForgetFailures(ctx context.Context, before time.Time) error
	// Failures returns the first failed rows, all if limit is 0.
	Failures(ctx context.Context, id record.ID, limit int) ([]Failure, error)

	// Job returns a job with its progress.
	Job(ctx context.Context, id record.ID) (job.Job, error)
	// EndJob marks a job as done that was worked on without a worker.
	EndJob(ctx context.Context, id record.ID) error
	// Story returns the timeline of a record, the newest first.
	Story(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
}
