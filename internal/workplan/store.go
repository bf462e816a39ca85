package workplan

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/listing"
)

// The keys by which the list of plans is filtered and sorted.
var (
	Filters = []string{"state", "result"}
	Sorts   = []string{"year", "title", "updated"}
)

// Store keeps plans with their editions, reports and watches. A plan at version
// 0 is inserted, any other updated if its version is still the stored one; the
// change is committed with it.
type Store interface {
	Find(ctx context.Context, id record.ID) (Plan, error)
	// PlanOf returns the id of the plan that has, or had, an item.
	PlanOf(ctx context.Context, item record.ID) (record.ID, error)
	// ByYear returns the plan of a year; NotFound if there is none.
	ByYear(ctx context.Context, year int) (Plan, error)
	Save(ctx context.Context, p Plan, c change.Change) error
	// SaveAll saves several plans in one transaction, with one change for all.
	SaveAll(ctx context.Context, list []Plan, c change.Change) error
	// List answers a query; shown keeps it to plans that have an edition.
	List(ctx context.Context, q listing.Query, shown bool) (listing.Page[Plan], error)
	// Running lists the plans that are adopted or being revised.
	Running(ctx context.Context) ([]Plan, error)
	// Results are those of the concluded years.
	Results(ctx context.Context) (map[int]Result, error)

	// AddReport keeps a report.
	AddReport(ctx context.Context, r Report, c change.Change) error
	// Reports lists the reports of a plan's items, the latest day first.
	Reports(ctx context.Context, plan record.ID) ([]Report, error)
	// Watches returns what is remembered of a plan's items, by item.
	Watches(ctx context.Context, plan record.ID) (map[record.ID]Watch, error)
	// SaveWatch keeps one.
	SaveWatch(ctx context.Context, w Watch, c change.Change) error
	// Waits tells whether a step of a record is on somebody's list.
	Waits(ctx context.Context, ref record.Ref, step string) (bool, error)
	// Commit writes a change that moves no record.
	Commit(ctx context.Context, c change.Change) error

	// Organisations lists those that can answer for an item.
	Organisations(ctx context.Context) ([]organisation.Organisation, error)
	// Timeline is the story of a record, the newest first.
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
}

// Figures computes metrics; insight's service is one.
type Figures interface {
	Figure(ctx context.Context, a access.Actor, key string, slice metric.Slice, p calendar.Period) (metric.Figure, error)
	Definitions() []metric.Definition
}
