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
)

// FactQuery asks for the facts behind a figure.
type FactQuery struct {
	Definition metric.Definition
	Slice      metric.Slice
	Span       calendar.Period
	Reversals  bool // only the corrections
	Limit      int  // 0 for all
	Offset     int
}

// Store reads facts and keeps corrections.
type Store interface {
	// Groups sums the facts of some kinds over a span.
	Groups(ctx context.Context, kinds []fact.Kind, span calendar.Period) ([]metric.Group, error)
	// Facts lists facts, the newest first, with the number of all that match.
	Facts(ctx context.Context, q FactQuery) ([]fact.Fact, int64, error)
	// Fact returns one fact and the id of the one that reverses it, if any.
	Fact(ctx context.Context, id record.ID) (fact.Fact, record.ID, error)
	// Names returns the names of organisations by id.
	Names(ctx context.Context, ids []record.ID) (map[record.ID]string, error)
	// Todos lists the open steps of the actor, at most limit, and their number.
	Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, int, error)
	// Commit writes a correction.
	Commit(ctx context.Context, c change.Change) error
}
