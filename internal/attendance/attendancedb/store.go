// Package attendancedb is the SQL of attendance.
package attendancedb

import (
	"context"

	"tongpin/internal/attendance"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/file"
	"tongpin/internal/core/file/filedb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Store keeps attendance in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

// Consortium finds a consortium by its key.
func (s *Store) Consortium(ctx context.Context, key string) (consortium.Consortium, error) {
	return consortiumdb.ByKey(ctx, s.db, key)
}

// OwnKey is the key of the context's consortium.
func (s *Store) OwnKey(ctx context.Context) (string, error) {
	return db.Ask(ctx, s.db, consortiumdb.OwnKey)
}

const selectSecret = `SELECT secret FROM attendance_secrets WHERE consortium_id = $1 AND class_id = $2`

// Secret is the secret of a class; fresh becomes it if there is none.
func (s *Store) Secret(ctx context.Context, class record.ID, fresh attendance.Secret) (secret attendance.Secret, err error) {
	secret, err = db.Ask(ctx, s.db, func(tx *db.Tx) (attendance.Secret, error) {
		return db.Value[attendance.Secret](tx, selectSecret, class)
	})
	if !fault.Is(err, fault.NotFound) {
		return secret, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO attendance_secrets (consortium_id, class_id, secret) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, class, fresh)
		if err == nil {
			secret, err = db.Value[attendance.Secret](tx, selectSecret, class)
		}
		return err
	})
	return secret, err
}

// Marks are all marks of a class, by time.
func (s *Store) Marks(ctx context.Context, class record.ID) ([]attendance.Mark, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]attendance.Mark, error) {
		return db.All(tx, func(r db.Row) (m attendance.Mark, err error) {
			return m, r.Scan(&m.Class, &m.Enrolment, &m.On, &m.Half, &m.Source, &m.Present, &m.Device, &m.At, &m.Person, &m.PersonName)
		}, `SELECT class_id, enrolment_id, held_on, half, source, present, device, marked_at, person_id, person_name
			FROM attendance_marks WHERE consortium_id = $1 AND class_id = $2 ORDER BY marked_at, enrolment_id`, class)
	})
}

var putMarks = db.Inserting("attendance_marks", `class_id, enrolment_id, held_on, half, source, present, device, marked_at, person_id, person_name`,
	`ON CONFLICT (consortium_id, enrolment_id, held_on, half, source) DO UPDATE SET present = excluded.present, marked_at = excluded.marked_at,
		person_id = excluded.person_id, person_name = excluded.person_name WHERE attendance_marks.source <> 'code'`)

// SaveMarks writes marks. The first sign-in by code stays: who signs in again
// was there before.
func (s *Store) SaveMarks(ctx context.Context, marks []attendance.Mark, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		rows := putMarks.Into(tx)
		for _, m := range onceEach(marks) {
			rows.Add(m.Class, m.Enrolment, m.On, m.Half, m.Source, m.Present, m.Device, m.At, db.Null(m.Person), m.PersonName)
		}
		if err := rows.Done(); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// onceEach leaves one mark of those that would have the same row, which one
// statement can't write twice: the last, but of sign-ins by code the first.
func onceEach(marks []attendance.Mark) []attendance.Mark {
	type key struct {
		enrolment record.ID
		on        calendar.Date
		half      attendance.Half
		source    attendance.Source
	}
	at, list := make(map[key]int, len(marks)), make([]attendance.Mark, 0, len(marks))
	for _, m := range marks {
		k := key{m.Enrolment, m.On, m.Half, m.Source}
		i, twice := at[k]
		switch {
		case !twice:
			at[k], list = len(list), append(list, m)
		case m.Source != attendance.ByCode:
			list[i] = m
		}
	}
	return list
}

const selectLeave = `SELECT id, version, class_id, enrolment_id, held_on, half, reason, state, answer, asked_at, decided_at FROM attendance_leaves WHERE consortium_id = $1`

func scanLeave(r db.Row) (l attendance.Leave, err error) {
	return l, r.Scan(&l.ID, &l.Version, &l.Class, &l.Enrolment, &l.On, &l.Half, &l.Reason, &l.State, &l.Answer, &l.AskedAt, &l.DecidedAt)
}

// FindLeave returns a leave.
func (s *Store) FindLeave(ctx context.Context, id record.ID) (attendance.Leave, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (attendance.Leave, error) {
		return db.One(tx, scanLeave, selectLeave+` AND id = $2`, id)
	})
}

// Leaves are the leaves of a class, by day.
func (s *Store) Leaves(ctx context.Context, class record.ID) ([]attendance.Leave, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]attendance.Leave, error) {
		return db.All(tx, scanLeave, selectLeave+` AND class_id = $2 ORDER BY held_on DESC, asked_at DESC, id`, class)
	})
}

// SaveLeave writes a leave.
func (s *Store) SaveLeave(ctx context.Context, l attendance.Leave, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := saveLeave(tx, l); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

func saveLeave(tx *db.Tx, l attendance.Leave) error {
	if l.Version > 0 {
		return tx.ExecOne(`UPDATE attendance_leaves SET version = version + 1, state = $4, answer = $5, decided_at = $6 WHERE consortium_id = $1 AND id = $2 AND version = $3`,
			l.ID, l.Version, l.State, l.Answer, l.DecidedAt)
	}
	n, err := tx.Exec(`INSERT INTO attendance_leaves (consortium_id, id, version, class_id, enrolment_id, held_on, half, reason, state, answer, asked_at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, '', $9) ON CONFLICT DO NOTHING`, l.ID, l.Class, l.Enrolment, l.On, l.Half, l.Reason, l.State, l.AskedAt)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "attendance.leave.twice")
	}
	return err
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}

// Files are those of a record.
func (s *Store) Files(ctx context.Context, ref record.Ref) ([]file.File, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]file.File, error) { return filedb.Of(tx, ref) })
}

// Commit writes a change without a record.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}
