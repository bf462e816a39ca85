package insight

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/listing"
)

// FactQuery asks for the facts behind a figure.
type FactQuery struct {
	Definition metric.Definition
	Slice      metric.Slice
	Span       calendar.Period
	Reversals  bool       // only the corrections
	Record     record.Ref // only those of one record; zero for all
	Limit      int        // 0 for all
	Offset     int
}

// Mark is a place in the facts of a figure, in the order of lists; the zero Mark
// is the beginning.
type Mark struct {
	On  calendar.Date
	Seq int64
}

// RecordSum is one record behind a figure, with what its facts add to it.
type RecordSum struct {
	Record   record.Ref
	Quantity int64
	Facts    int64
	Oldest   calendar.Date
	Newest   calendar.Date
}

// Store reads facts and keeps corrections.
type Store interface {
	// Figures answers questions, each with its figures in the order of
	// metric.Definition.Sort, or of the slices that it names.
	Figures(ctx context.Context, questions []metric.Question) ([][]metric.Figure, error)
	// Facts lists facts, the newest first, with the number of all that match.
	Facts(ctx context.Context, q FactQuery) (listing.Page[fact.Fact], error)
	// Records lists the records behind a figure from a place on, at most the limit
	// of the query, and the place of the next; a zero Mark if there are no more.
	Records(ctx context.Context, q FactQuery, after Mark) ([]RecordSum, Mark, error)
	// Fact returns one fact and the id of the one that reverses it, if any.
	Fact(ctx context.Context, id record.ID) (fact.Fact, record.ID, error)
	// Names returns the names of organisations by id.
	Names(ctx context.Context, ids []record.ID) (map[record.ID]string, error)
	// Todos lists the open steps of the actor, at most limit, and their number.
	Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, int, error)
	// Commit writes a correction.
	Commit(ctx context.Context, c change.Change) error
	// Keep sees to it that the definitions are rolled up, and returns the keys of
	// those that had to be built; with anew, all are.
	Keep(ctx context.Context, definitions []metric.Definition, anew bool) ([]string, error)
	// Compare returns every difference between the rollups and the facts.
	Compare(ctx context.Context, definitions []metric.Definition) ([]metric.Difference, error)
}
