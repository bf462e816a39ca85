// Package offerdb is the SQL of programmes and cohorts.
package offerdb

import (
	"context"
	"strings"

	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/platform/db"
)

// Store keeps programmes and cohorts in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const programmeColumns = `p.id, p.version, p.school_id, s.name, s.credit_code, p.code, p.name, p.years, p.occupations, p.skills, p.state, p.reason, p.confirmed_at, p.created_at, p.updated_at`

const programmeFrom = ` FROM programmes p JOIN organisations s ON s.consortium_id = p.consortium_id AND s.id = p.school_id WHERE p.consortium_id = $1`

const selectProgramme = `SELECT ` + programmeColumns + programmeFrom

func programmeDest(p *offer.Programme) []any {
	return []any{&p.ID, &p.Version, &p.School, &p.SchoolName, &p.SchoolCredit, &p.Code, &p.Name, &p.Years, db.JSON(&p.Occupations), db.JSON(&p.Skills),
		&p.State, &p.Reason, &p.ConfirmedAt, &p.CreatedAt, &p.UpdatedAt}
}

func scanProgramme(r db.Row) (p offer.Programme, err error) { return p, r.Scan(programmeDest(&p)...) }

const cohortColumns = `c.id, c.version, p.school_id, s.name, s.credit_code, c.programme_id, p.code, p.name, c.name, c.start_on, c.graduate_on, c.students, c.available,
	c.practice_from, c.practice_to, c.state, c.reason, c.confirmed_at, c.created_at, c.updated_at`

const cohortFrom = ` FROM cohorts c JOIN programmes p ON p.consortium_id = c.consortium_id AND p.id = c.programme_id
	JOIN organisations s ON s.consortium_id = p.consortium_id AND s.id = p.school_id WHERE c.consortium_id = $1`

const selectCohort = `SELECT ` + cohortColumns + cohortFrom

func scanCohort(r db.Row) (c offer.Cohort, err error) {
	return c, r.Scan(&c.ID, &c.Version, &c.School, &c.SchoolName, &c.SchoolCredit, &c.Programme, &c.ProgrammeCode, &c.ProgrammeName, &c.Name, &c.StartOn, &c.GraduateOn,
		&c.Students, &c.Available, &c.PracticeFrom, &c.PracticeTo, &c.State, &c.Reason, &c.ConfirmedAt, &c.CreatedAt, &c.UpdatedAt)
}

// FindProgramme returns one programme.
func (s *Store) FindProgramme(ctx context.Context, id record.ID) (p offer.Programme, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.One(tx, scanProgramme, selectProgramme+` AND p.id = $2`, id)
		return err
	})
	return p, err
}

// FindCohort returns one cohort.
func (s *Store) FindCohort(ctx context.Context, id record.ID) (c offer.Cohort, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = db.One(tx, scanCohort, selectCohort+` AND c.id = $2`, id)
		return err
	})
	return c, err
}

// SaveProgramme writes one programme and the change.
func (s *Store) SaveProgramme(ctx context.Context, p offer.Programme, c change.Change) error {
	return s.SaveAll(ctx, []offer.Programme{p}, nil, c)
}

// SaveCohort writes one cohort and the change.
func (s *Store) SaveCohort(ctx context.Context, c offer.Cohort, ch change.Change) error {
	return s.SaveAll(ctx, nil, []offer.Cohort{c}, ch)
}

// SaveAll writes several records and one change for all, all or nothing.
func (s *Store) SaveAll(ctx context.Context, programmes []offer.Programme, cohorts []offer.Cohort, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := ledger.Commit(tx, c); err != nil {
			return err
		}
		if err := saveProgrammes(tx, programmes); err != nil {
			return err
		}
		return saveCohorts(tx, cohorts)
	})
}

var (
	insertProgrammes = db.Inserting("programmes", `id, version = 1, school_id, code, code_digits, category, level, name, years, occupations, skills,
		state, reason, confirmed_at, created_at, updated_at`, "")
	insertCohorts = db.Inserting("cohorts", `id, version = 1, programme_id, name, start_on, graduate_on, students, available, practice_from, practice_to,
		state, reason, confirmed_at, created_at, updated_at`, "")
)

var (
	onlyCode = db.Unique[offer.Programme]{
		Names: []string{"programmes_code", "programmes.code_digits"}, Key: "offer.code.exists", Field: "code", Value: func(p offer.Programme) string { return p.Code },
	}
	onlyName = db.Unique[offer.Cohort]{
		Names: []string{"cohorts_name", "cohorts.programme_id"}, Key: "offer.cohort.exists", Field: "name", Value: func(c offer.Cohort) string { return c.Name },
	}
)

func saveProgrammes(tx *db.Tx, list []offer.Programme) error {
	fresh := insertProgrammes.Into(tx)
	for _, p := range list {
		digits := strings.TrimSuffix(p.Code, "K")
		if p.Version == 0 {
			fresh.Add(p.ID, p.School, p.Code, digits, offer.CategoryKey(p.Code), p.Level(), p.Name, p.Years, db.JSON(p.Occupations), db.JSON(p.Skills),
				p.State, p.Reason, p.ConfirmedAt, p.CreatedAt, p.UpdatedAt)
			continue
		}
		err := tx.ExecOne(`UPDATE programmes SET version = version + 1, code = $4, code_digits = $5, category = $6, level = $7, name = $8, years = $9, occupations = $10,
				skills = $11, state = $12, reason = $13, confirmed_at = $14, updated_at = $15
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			p.ID, p.Version, p.Code, digits, offer.CategoryKey(p.Code), p.Level(), p.Name, p.Years, db.JSON(p.Occupations), db.JSON(p.Skills),
			p.State, p.Reason, p.ConfirmedAt, p.UpdatedAt)
		if err != nil {
			return onlyCode.Broken(err, p)
		}
	}
	return onlyCode.Broken(fresh.Done(), list...)
}

func saveCohorts(tx *db.Tx, list []offer.Cohort) error {
	fresh := insertCohorts.Into(tx)
	for _, c := range list {
		if c.Version == 0 {
			fresh.Add(c.ID, c.Programme, c.Name, c.StartOn, c.GraduateOn, c.Students, c.Available, c.PracticeFrom, c.PracticeTo,
				c.State, c.Reason, c.ConfirmedAt, c.CreatedAt, c.UpdatedAt)
			continue
		}
		err := tx.ExecOne(`UPDATE cohorts SET version = version + 1, name = $4, start_on = $5, graduate_on = $6, students = $7, available = $8, practice_from = $9,
				practice_to = $10, state = $11, reason = $12, confirmed_at = $13, updated_at = $14
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			c.ID, c.Version, c.Name, c.StartOn, c.GraduateOn, c.Students, c.Available, c.PracticeFrom, c.PracticeTo, c.State, c.Reason, c.ConfirmedAt, c.UpdatedAt)
		if err != nil {
			return onlyName.Broken(err, c)
		}
	}
	return onlyName.Broken(fresh.Done(), list...)
}
