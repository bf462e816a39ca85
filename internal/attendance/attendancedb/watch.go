package attendancedb

import (
	"context"

	"tongpin/internal/attendance"
	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

const selectInspection = `SELECT id, class_id, held_on, half, heads, remark, person_id, person_name, inspected_at, sample FROM attendance_inspections WHERE consortium_id = $1`

func scanInspection(r db.Row) (x attendance.Inspection, err error) {
	return x, r.Scan(&x.ID, &x.Class, &x.On, &x.Half, &x.Heads, &x.Remark, &x.Person, &x.PersonName, &x.At, &x.Sample)
}

// FindInspection returns an inspection.
func (s *Store) FindInspection(ctx context.Context, id record.ID) (attendance.Inspection, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (attendance.Inspection, error) {
		return db.One(tx, scanInspection, selectInspection+` AND id = $2`, id)
	})
}

// Inspections are those of a class, the newest first.
func (s *Store) Inspections(ctx context.Context, class record.ID) ([]attendance.Inspection, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]attendance.Inspection, error) {
		return db.All(tx, scanInspection, selectInspection+` AND class_id = $2 ORDER BY inspected_at DESC, id`, class)
	})
}

// AddInspection writes an inspection; it never changes.
func (s *Store) AddInspection(ctx context.Context, x attendance.Inspection, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO attendance_inspections (consortium_id, id, class_id, held_on, half, heads, remark, person_id, person_name, inspected_at, sample)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, x.ID, x.Class, x.On, x.Half, x.Heads, x.Remark, db.Null(x.Person), x.PersonName, x.At, x.Sample)
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

const signalColumns = `s.id, s.version, s.class_id, k.name, o.name, s.kind, s.finding, s.evidence, s.state, s.reason, s.found_on, s.decided_at, s.person_name`

const signalFrom = ` FROM attendance_signals s JOIN training_classes k ON k.consortium_id = s.consortium_id AND k.id = s.class_id
	JOIN organisations o ON o.consortium_id = k.consortium_id AND o.id = k.provider_id WHERE s.consortium_id = $1`

const selectSignal = `SELECT ` + signalColumns + signalFrom

// openFirst is the order in which people look at signals.
const openFirst = ` ORDER BY CASE s.state WHEN 'open' THEN 0 ELSE 1 END, s.found_on DESC, s.id`

func scanSignal(r db.Row) (x attendance.Signal, err error) {
	return x, r.Scan(&x.ID, &x.Version, &x.Class, &x.ClassName, &x.Provider, &x.Kind, db.JSON(&x.Finding), db.JSON(&x.Evidence), &x.State, &x.Reason, &x.FoundOn, &x.DecidedAt, &x.PersonName)
}

// FindSignal returns a signal.
func (s *Store) FindSignal(ctx context.Context, id record.ID) (attendance.Signal, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (attendance.Signal, error) {
		return db.One(tx, scanSignal, selectSignal+` AND s.id = $2`, id)
	})
}

// Signals are those of a class, the open ones first.
func (s *Store) Signals(ctx context.Context, class record.ID) ([]attendance.Signal, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]attendance.Signal, error) {
		return db.All(tx, scanSignal, selectSignal+` AND s.class_id = $2`+openFirst, class)
	})
}

// AllSignals answers a query about the signals of all classes.
func (s *Store) AllSignals(ctx context.Context, q listing.Query) (listing.Page[attendance.Signal], error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (listing.Page[attendance.Signal], error) {
		return db.Page(tx, db.Question[attendance.Signal]{
			Scan: scanSignal, Rows: selectSignal, Count: signalFrom, Key: "s.id", Where: whereSignal(q), Order: openFirst,
		}, q)
	})
}

func whereSignal(q listing.Query) *db.Where {
	w := db.NewWhere(0)
	w.Like(q.Text, "k.name", "k.number", "o.name")
	w.In("s.id", record.SoughtAll(q.Chosen))
	w.In("s.state", q.Filter["state"])
	w.In("s.kind", q.Filter["kind"])
	return w
}

// EachSignal calls fn for every signal that the query matches.
func (s *Store) EachSignal(ctx context.Context, q listing.Query, fn func(attendance.Signal) error) error {
	w := whereSignal(q)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanSignal, fn, selectSignal+w.SQL()+openFirst, w.Args()...)
	})
}

// SaveSignals writes signals with their decision.
func (s *Store) SaveSignals(ctx context.Context, list []attendance.Signal, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, x := range list {
			if err := saveSignal(tx, x); err != nil {
				return err
			}
		}
		return ledger.Commit(tx, c)
	})
}

func saveSignal(tx *db.Tx, x attendance.Signal) error {
	if x.Version > 0 {
		return tx.ExecOne(`UPDATE attendance_signals SET version = version + 1, finding = $4, evidence = $5, state = $6, reason = $7, decided_at = $8, person_name = $9
			WHERE consortium_id = $1 AND id = $2 AND version = $3`, x.ID, x.Version, db.JSON(x.Finding), db.JSON(x.Evidence), x.State, x.Reason, x.DecidedAt, x.PersonName)
	}
	_, err := tx.Exec(`INSERT INTO attendance_signals (consortium_id, id, version, class_id, kind, finding, evidence, state, reason, found_on, decided_at, person_name)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, x.ID, x.Class, x.Kind, db.JSON(x.Finding), db.JSON(x.Evidence), x.State, x.Reason, x.FoundOn, x.DecidedAt, x.PersonName)
	return err
}
