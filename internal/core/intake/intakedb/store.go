// Package intakedb keeps imports and the rows that failed.
package intakedb

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
)

// Store is the intake.Store on a database.
type Store struct{ db *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d} }

var _ intake.Store = (*Store)(nil)

const selectImport = `SELECT id, version, kind, file_id, file_name, hash, state, created_rows, updated_rows, unchanged_rows, failed_rows,
	problems, job_id, person_id, person_name, created_at, ended_at FROM imports WHERE consortium_id = $1`

func scanImport(r db.Row) (i intake.Import, err error) {
	var problems intake.Problems
	err = r.Scan(&i.ID, &i.Version, &i.Kind, &i.File, &i.FileName, &i.Hash, &i.State,
		&i.Counts.Created, &i.Counts.Updated, &i.Counts.Unchanged, &i.Counts.Failed,
		db.JSON(&problems), &i.Job, &i.Person, &i.PersonName, &i.CreatedAt, &i.EndedAt)
	i.Problems = problems.List()
	return i, err
}

// Find returns an import.
func (s *Store) Find(ctx context.Context, id record.ID) (intake.Import, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (intake.Import, error) {
		return db.One(tx, scanImport, selectImport+` AND id = $2`, id)
	})
}

// Add inserts an import and commits the change.
func (s *Store) Add(ctx context.Context, i intake.Import, c change.Change) error {
	n := i.Counts
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO imports (consortium_id, id, version, kind, file_id, file_name, hash, state, created_rows, updated_rows,
				unchanged_rows, failed_rows, problems, job_id, person_id, person_name, created_at, ended_at)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
			i.ID, i.Kind, i.File, i.FileName, i.Hash, i.State, n.Created, n.Updated, n.Unchanged, n.Failed,
			db.JSON(intake.Problems(i.Problems)), i.Job, db.Null(i.Person), i.PersonName, i.CreatedAt, i.EndedAt)
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Save updates an import and commits the change.
func (s *Store) Save(ctx context.Context, i intake.Import, c change.Change) error {
	n := i.Counts
	return s.db.Write(ctx, func(tx *db.Tx) error {
		err := tx.ExecOne(`UPDATE imports SET version = version + 1, state = $4, created_rows = $5, updated_rows = $6, unchanged_rows = $7,
				failed_rows = $8, problems = $9, job_id = $10, ended_at = $11
			WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			i.ID, i.Version, i.State, n.Created, n.Updated, n.Unchanged, n.Failed, db.JSON(intake.Problems(i.Problems)), i.Job, i.EndedAt)
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// List returns the newest imports of a person, or of everybody.
func (s *Store) List(ctx context.Context, person record.ID, limit int) ([]intake.Import, error) {
	w := db.NewWhere(0)
	if person != "" {
		w.And("person_id = ?", person)
	}
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]intake.Import, error) {
		return db.All(tx, scanImport, selectImport+w.SQL()+fmt.Sprintf(` ORDER BY created_at DESC, id DESC LIMIT %d`, limit), w.Args()...)
	})
}

// Same returns the newest finished import of the same content.
func (s *Store) Same(ctx context.Context, i intake.Import) (intake.Import, bool, error) {
	list, err := db.Ask(ctx, s.db, func(tx *db.Tx) ([]intake.Import, error) {
		return db.All(tx, scanImport, selectImport+` AND kind = $2 AND hash = $3 AND id <> $4 AND state = 'done' ORDER BY created_at DESC, id DESC LIMIT 1`,
			i.Kind, i.Hash, i.ID)
	})
	if err != nil || len(list) == 0 {
		return intake.Import{}, false, err
	}
	return list[0], true, nil
}

// Kept returns imports of some kinds at rest since an instant whose workbook is
// still kept.
func (s *Store) Kept(ctx context.Context, kinds []string, before time.Time, limit int) ([]intake.Import, error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	w := db.NewWhere(0)
	w.In("kind", kinds)
	w.And("(state IN ('done', 'refused') AND ended_at < ?) OR (state = 'checked' AND created_at < ?)", before, before)
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]intake.Import, error) {
		return db.All(tx, scanImport, selectImport+w.SQL()+` AND EXISTS (SELECT 1 FROM files f WHERE f.consortium_id = $1 AND f.id = file_id)
			ORDER BY created_at, imports.id LIMIT `+strconv.Itoa(limit), w.Args()...)
	})
}

// Commit writes a change.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}

// PutFailures keeps failed rows.
func (s *Store) PutFailures(ctx context.Context, id record.ID, list []intake.Failure) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, f := range list {
			_, err := tx.Exec(`INSERT INTO import_failures (consortium_id, import_id, row_number, cells, problems) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (consortium_id, import_id, row_number) DO UPDATE SET cells = excluded.cells, problems = excluded.problems`,
				id, f.Number, db.JSON(f.Cells), db.JSON(intake.Problems(f.Problems)))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// DropFailures forgets the failed rows behind a row.
func (s *Store) DropFailures(ctx context.Context, id record.ID, after int) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM import_failures WHERE consortium_id = $1 AND import_id = $2 AND row_number > $3`, id, after)
		return err
	})
}

// ForgetFailures forgets the failed rows of old imports.
func (s *Store) ForgetFailures(ctx context.Context, before time.Time) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM import_failures WHERE consortium_id = $1
			AND import_id IN (SELECT id FROM imports WHERE consortium_id = $1 AND created_at < $2)`, before)
		return err
	})
}

// Failures returns the first failed rows in their order.
func (s *Store) Failures(ctx context.Context, id record.ID, limit int) ([]intake.Failure, error) {
	text := `SELECT row_number, cells, problems FROM import_failures WHERE consortium_id = $1 AND import_id = $2 ORDER BY row_number`
	if limit > 0 {
		text += fmt.Sprintf(" LIMIT %d", limit)
	}
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]intake.Failure, error) { return db.All(tx, scanFailure, text, id) })
}

func scanFailure(r db.Row) (f intake.Failure, err error) {
	var problems intake.Problems
	err = r.Scan(&f.Number, db.JSON(&f.Cells), db.JSON(&problems))
	f.Problems = problems.List()
	return f, err
}

// Job returns a job with its progress.
func (s *Store) Job(ctx context.Context, id record.ID) (job.Job, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (job.Job, error) { return ledger.JobByID(tx, id) })
}

// EndJob marks a job as done.
func (s *Store) EndJob(ctx context.Context, id record.ID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.FinishJob(tx, id) })
}

// Story returns the timeline of a record.
func (s *Store) Story(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}
