package offer

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/listing"
)

// The keys by which the lists are filtered and sorted.
var (
	ProgrammeFilters = []string{"school", "level", "category", "state"}
	ProgrammeSorts   = []string{"code", "name", "confirmed", "updated"}
	CohortFilters    = []string{"school", "programme", "level", "category", "state"}
	CohortSorts      = []string{"name", "graduate", "available", "confirmed", "updated"}
)

// Store keeps programmes and cohorts. A record at version 0 is inserted, any
// other updated if its version is still the stored one; the change is committed
// with it.
type Store interface {
	FindProgramme(ctx context.Context, id record.ID) (Programme, error)
	// ProgrammeByCode finds the programme of a school by its code without
	// regard to K; a NotFound fault if there is none.
	ProgrammeByCode(ctx context.Context, school record.ID, code string) (Programme, error)
	SaveProgramme(ctx context.Context, p Programme, c change.Change) error
	Programmes(ctx context.Context, q listing.Query) (listing.Page[Programme], error)
	// ActiveCohorts counts the active cohorts of a programme.
	ActiveCohorts(ctx context.Context, programme record.ID) (int, error)

	FindCohort(ctx context.Context, id record.ID) (Cohort, error)
	// CohortByName finds the cohort of a programme by its name; a NotFound
	// fault if there is none.
	CohortByName(ctx context.Context, programme record.ID, name string) (Cohort, error)
	SaveCohort(ctx context.Context, c Cohort, ch change.Change) error
	Cohorts(ctx context.Context, q listing.Query) (listing.Page[Cohort], error)
	// Unconfirmed lists active cohorts last confirmed before a day and not yet
	// reminded of, at most limit.
	Unconfirmed(ctx context.Context, before calendar.Date, limit int) ([]Cohort, error)
	// Supplies lists every active programme with its active cohorts that have
	// students available; one row without cohort for a programme without any.
	// An empty school means all schools.
	Supplies(ctx context.Context, school record.ID) ([]Supply, error)
	// SchoolByCredit finds a school by its credit code.
	SchoolByCredit(ctx context.Context, code string) (record.ID, error)
}
