package workplandb

import (
	"context"

	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/db"
	"tongpin/internal/workplan"
)

// AddReport keeps a report.
func (s *Store) AddReport(ctx context.Context, r workplan.Report, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO work_plan_reports (consortium_id, id, item_id, counts_on, value, note, file_id, person_id, person_name, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, r.ID, r.Item, r.On, r.Value, r.Note, r.File, db.Null(r.By), r.ByName, r.At)
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Reports lists the reports of a plan's items, the latest day first.
func (s *Store) Reports(ctx context.Context, plan record.ID) (list []workplan.Report, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.All(tx, func(r db.Row) (x workplan.Report, err error) {
			return x, r.Scan(&x.ID, &x.Item, &x.On, &x.Value, &x.Note, &x.File, &x.By, &x.ByName, &x.At)
		}, `SELECT r.id, r.item_id, r.counts_on, r.value, r.note, r.file_id, r.person_id, r.person_name, r.at
			FROM work_plan_reports r JOIN work_plan_items i ON i.consortium_id = r.consortium_id AND i.id = r.item_id
			WHERE r.consortium_id = $1 AND i.plan_id = $2 ORDER BY r.counts_on DESC, r.at DESC, r.id DESC`, plan)
		return err
	})
	return list, err
}

// Watches returns what is remembered of a plan's items, by item.
func (s *Store) Watches(ctx context.Context, plan record.ID) (map[record.ID]workplan.Watch, error) {
	all := map[record.ID]workplan.Watch{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(r db.Row) error {
			w := workplan.Watch{Plan: plan}
			if err := r.Scan(&w.Item, &w.Light, &w.Why, &w.Since, &w.Said, &w.SaidBy, &w.SaidOn); err != nil {
				return err
			}
			all[w.Item] = w
			return nil
		}, `SELECT id, light, why, since_on, said, said_by, said_on FROM work_plan_items WHERE consortium_id = $1 AND plan_id = $2`, plan)
	})
	return all, err
}

// SaveWatch keeps what is remembered of one item.
func (s *Store) SaveWatch(ctx context.Context, w workplan.Watch, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		err := tx.ExecOne(`UPDATE work_plan_items SET light = $3, why = $4, since_on = $5, said = $6, said_by = $7, said_on = $8 WHERE consortium_id = $1 AND id = $2`,
			w.Item, w.Light, w.Why, w.Since, w.Said, w.SaidBy, w.SaidOn)
		if err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Waits tells whether a step of a record is on somebody's list.
func (s *Store) Waits(ctx context.Context, ref record.Ref, step string) (waits bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		open, err := ledger.TodosOf(tx, ref)
		for _, t := range open {
			waits = waits || t.Step == step
		}
		return err
	})
	return waits, err
}

// Commit writes a change that moves no record.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.Commit(tx, c) })
}

// Organisations lists those that can answer for an item.
func (s *Store) Organisations(ctx context.Context) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx) })
}

// Timeline is the story of a record.
func (s *Store) Timeline(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]timeline.Entry, error) { return ledger.Timeline(tx, ref) })
}
