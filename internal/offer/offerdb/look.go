package offerdb

import (
	"context"
	"fmt"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/offer"
	"tongpin/internal/platform/db"
)

// ActiveCohorts counts the active cohorts of a programme.
func (s *Store) ActiveCohorts(ctx context.Context, programme record.ID) (int, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (int, error) {
		return db.Value[int](tx, `SELECT count(*) FROM cohorts WHERE consortium_id = $1 AND programme_id = $2 AND state = $3`, programme, offer.Active)
	})
}

// Unconfirmed lists active cohorts last confirmed before a day that are on
// nobody's list for it.
func (s *Store) Unconfirmed(ctx context.Context, before calendar.Date, limit int) (list []offer.Cohort, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scanCohort, selectCohort+` AND c.state = $2 AND c.confirmed_at < $3 AND NOT EXISTS (
				SELECT 1 FROM todos t WHERE t.consortium_id = c.consortium_id AND t.record_kind = $4 AND t.record_id = c.id AND t.step = $5 AND t.closed_at IS NULL)
			ORDER BY c.confirmed_at, c.id LIMIT $6`, offer.Active, before.AddDays(1).Start(), offer.CohortKind, offer.StepConfirm, limit)
		return err
	})
	return list, err
}

// Supplies lists what schools could offer; an empty school means all.
func (s *Store) Supplies(ctx context.Context, school record.ID) (list []offer.Supply, err error) {
	programmes, cohorts := db.NewWhere(0), db.NewWhere(0)
	programmes.And("p.state = ?", offer.Active)
	cohorts.And("p.state = ? AND c.state = ? AND c.available > 0", offer.Active, offer.Active)
	if school != "" {
		programmes.And("p.school_id = ?", school)
		cohorts.And("p.school_id = ?", school)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := db.All(tx, scanProgramme, selectProgramme+programmes.SQL()+` ORDER BY p.id`, programmes.Args()...)
		if err != nil {
			return err
		}
		below, err := db.All(tx, scanCohort, selectCohort+cohorts.SQL()+` ORDER BY c.id`, cohorts.Args()...)
		list = join(all, below)
		return err
	})
	return list, err
}

func join(programmes []offer.Programme, cohorts []offer.Cohort) (list []offer.Supply) {
	below := map[record.ID][]offer.Cohort{}
	for _, c := range cohorts {
		below[c.Programme] = append(below[c.Programme], c)
	}
	for _, p := range programmes {
		for _, c := range below[p.ID] {
			list = append(list, offer.Supply{Programme: p, Cohort: c})
		}
		if len(below[p.ID]) == 0 {
			list = append(list, offer.Supply{Programme: p})
		}
	}
	return list
}

// Schools returns the schools with these credit codes, by code.
func (s *Store) Schools(ctx context.Context, codes []string) (map[string]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (map[string]organisation.Organisation, error) {
		return organisationdb.ByCreditCodes(tx, codes)
	})
}

// AllSchools lists the schools.
func (s *Store) AllSchools(ctx context.Context) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) {
		return organisationdb.List(tx, organisation.School)
	})
}

// ProgrammesOf returns the programmes of some schools.
func (s *Store) ProgrammesOf(ctx context.Context, schools []record.ID) (list []offer.Programme, err error) {
	return of(ctx, s, scanProgramme, selectProgramme, schools, "p.id")
}

// CohortsOf returns the cohorts of some schools.
func (s *Store) CohortsOf(ctx context.Context, schools []record.ID) (list []offer.Cohort, err error) {
	return of(ctx, s, scanCohort, selectCohort, schools, "c.id")
}

func of[T any](ctx context.Context, s *Store, scan func(db.Row) (T, error), text string, schools []record.ID, id string) (list []T, err error) {
	if len(schools) == 0 {
		return nil, nil
	}
	w := db.NewWhere(0)
	words := make([]string, len(schools))
	for i, school := range schools {
		words[i] = string(school)
	}
	w.In("p.school_id", words)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, scan, fmt.Sprintf("%s%s ORDER BY %s", text, w.SQL(), id), w.Args()...)
		return err
	})
	return list, err
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}
