package offer

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
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
	SaveProgramme(ctx context.Context, p Programme, c change.Change) error
	// SaveAll saves several records in one transaction, with one change for all.
	SaveAll(ctx context.Context, programmes []Programme, cohorts []Cohort, c change.Change) error
	Programmes(ctx context.Context, q listing.Query) (listing.Page[Programme], error)
	EachProgramme(ctx context.Context, q listing.Query, fn func(Programme) error) error
	// ActiveCohorts counts the active cohorts of a programme.
	ActiveCohorts(ctx context.Context, programme record.ID) (int, error)

	FindCohort(ctx context.Context, id record.ID) (Cohort, error)
	SaveCohort(ctx context.Context, c Cohort, ch change.Change) error
	Cohorts(ctx context.Context, q listing.Query) (listing.Page[Cohort], error)
	EachCohort(ctx context.Context, q listing.Query, fn func(Cohort) error) error
	// Unconfirmed lists active cohorts last confirmed before a day, and not yet
	// on anybody's list for it, at most limit.
	Unconfirmed(ctx context.Context, before calendar.Date, limit int) ([]Cohort, error)
	// Supplies lists every active programme with its active cohorts that have
	// students available; one row without cohort for a programme without any.
	// An empty school means all schools.
	Supplies(ctx context.Context, school record.ID) ([]Supply, error)
	// Suiting lists, in no order, those of Supplies for which a reason of content
	// can speak (see Suggest), with what Suggest reads and what names them: ids,
	// school, code, names, occupations, skills, dates, students.
	Suiting(ctx context.Context, school record.ID, n Need) ([]Supply, error)

	// Schools returns the schools with these credit codes, by code.
	Schools(ctx context.Context, codes []string) (map[string]organisation.Organisation, error)
	// AllSchools lists the schools, for choices in forms.
	AllSchools(ctx context.Context) ([]organisation.Organisation, error)
	// ProgrammesOf returns the programmes of some schools.
	ProgrammesOf(ctx context.Context, schools []record.ID) ([]Programme, error)
	// CohortsOf returns the cohorts of some schools.
	CohortsOf(ctx context.Context, schools []record.ID) ([]Cohort, error)
	// Timeline is the story of a record, the newest first.
	Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error)
}
