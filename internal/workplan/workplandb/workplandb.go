// Package workplandb is the SQL of work plans.
package workplandb

import (
	"context"
	"strconv"

	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
	"tongpin/internal/workplan"
)

// Store keeps work plans in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const (
	columns = `p.id, p.version, p.year, p.title, p.items, p.state, p.reason, p.result, p.concluded, p.sample, p.created_at, p.updated_at`
	from    = ` FROM work_plans p WHERE p.consortium_id = $1`
	rows    = `SELECT ` + columns + from
)

func scan(r db.Row) (p workplan.Plan, err error) {
	return p, r.Scan(&p.ID, &p.Version, &p.Year, &p.Title, db.JSON(&p.Items), &p.State, &p.Reason, &p.Result, db.JSON(&p.Concluded), &p.Sample, &p.CreatedAt, &p.UpdatedAt)
}

func scanEdition(r db.Row) (e workplan.Edition, err error) {
	return e, r.Scan(&e.No, db.JSON(&e.Decision), &e.Reason, &e.Title, db.JSON(&e.Items))
}

// one reads one plan with its editions.
func (s *Store) one(ctx context.Context, condition string, arg any) (p workplan.Plan, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if p, err = db.One(tx, scan, rows+condition, arg); err != nil {
			return err
		}
		p.Editions, err = db.All(tx, scanEdition, `SELECT no, decision, reason, title, items FROM work_plan_editions WHERE consortium_id = $1 AND plan_id = $2 ORDER BY no`, p.ID)
		return err
	})
	return p, err
}

// Find returns a plan.
func (s *Store) Find(ctx context.Context, id record.ID) (workplan.Plan, error) {
	return s.one(ctx, ` AND p.id = $2`, id)
}

// ByYear returns the plan of a year.
func (s *Store) ByYear(ctx context.Context, year int) (workplan.Plan, error) {
	return s.one(ctx, ` AND p.year = $2`, year)
}

// PlanOf returns the id of the plan that has, or had, an item.
func (s *Store) PlanOf(ctx context.Context, item record.ID) (id record.ID, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		id, err = db.Value[record.ID](tx, `SELECT plan_id FROM work_plan_items WHERE consortium_id = $1 AND id = $2`, item)
		return err
	})
	return id, err
}

// Save writes one plan and the change.
func (s *Store) Save(ctx context.Context, p workplan.Plan, c change.Change) error {
	return s.SaveAll(ctx, []workplan.Plan{p}, c)
}

// SaveAll writes several plans and one change for all, all or nothing.
func (s *Store) SaveAll(ctx context.Context, list []workplan.Plan, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, p := range list {
			if err := save(tx, p); err != nil {
				return err
			}
		}
		return ledger.Commit(tx, c)
	})
}

var onlyPlan = db.Unique[workplan.Plan]{
	Names: []string{"work_plans_consortium_id_year_key", "work_plans.year"}, Key: "workplan.year_twice", Field: "year", Value: func(p workplan.Plan) string { return strconv.Itoa(p.Year) },
}

func save(tx *db.Tx, p workplan.Plan) error {
	if err := write(tx, p); err != nil {
		return onlyPlan.Broken(err, p)
	}
	for _, e := range p.Editions {
		if _, err := tx.Exec(`INSERT INTO work_plan_editions (consortium_id, plan_id, no, decision, reason, title, items) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (consortium_id, plan_id, no) DO NOTHING`, p.ID, e.No, db.JSON(e.Decision), e.Reason, e.Title, db.JSON(e.Items)); err != nil {
			return err
		}
	}
	for _, i := range p.Items {
		if _, err := tx.Exec(`INSERT INTO work_plan_items (consortium_id, id, plan_id, light, why, said, said_by) VALUES ($1, $2, $3, '', '', '', '')
			ON CONFLICT (consortium_id, id) DO NOTHING`, i.ID, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func write(tx *db.Tx, p workplan.Plan) error {
	if p.Version == 0 {
		_, err := tx.Exec(`INSERT INTO work_plans (consortium_id, id, version, year, title, items, state, reason, editions, result, concluded, sample, created_at, updated_at)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			p.ID, p.Year, p.Title, db.JSON(p.Items), p.State, p.Reason, len(p.Editions), p.Result, db.JSON(p.Concluded), p.Sample, p.CreatedAt, p.UpdatedAt)
		return err
	}
	return tx.ExecOne(`UPDATE work_plans SET version = version + 1, title = $4, items = $5, state = $6, reason = $7, editions = $8, result = $9, concluded = $10, updated_at = $11
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		p.ID, p.Version, p.Title, db.JSON(p.Items), p.State, p.Reason, len(p.Editions), p.Result, db.JSON(p.Concluded), p.UpdatedAt)
}

// sorts are the orders of the list; a year has one plan.
var sorts = db.Sorts{
	Columns: map[string]string{"year": "p.year", "title": "p.title", "updated": "p.updated_at"},
	Usual:   "p.year DESC",
	ID:      "p.id",
}

// List answers a query with one page of plans, without their editions.
func (s *Store) List(ctx context.Context, q listing.Query, shown bool) (page listing.Page[workplan.Plan], err error) {
	w := db.NewWhere(0)
	w.Like(q.Text, "p.title")
	w.In("p.id", q.Chosen)
	w.In("p.state", q.Filter["state"])
	w.In("p.result", q.Filter["result"])
	if shown {
		w.And("p.editions > 0")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		page, err = db.Page(tx, db.Question[workplan.Plan]{Scan: scan, Rows: rows, Count: from, Where: w, Order: sorts.By(q)}, q)
		return err
	})
	return page, err
}

// Running lists the plans that are adopted or being revised, without their
// editions.
func (s *Store) Running(ctx context.Context) ([]workplan.Plan, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]workplan.Plan, error) {
		return db.All(tx, scan, rows+` AND p.state IN ($2, $3) ORDER BY p.year`, workplan.Adopted, workplan.Revising)
	})
}

// Results are those of the concluded years.
func (s *Store) Results(ctx context.Context) (map[int]workplan.Result, error) {
	results := map[int]workplan.Result{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(r db.Row) error {
			var year int
			var result workplan.Result
			if err := r.Scan(&year, &result); err != nil {
				return err
			}
			results[year] = result
			return nil
		}, `SELECT year, result FROM work_plans WHERE consortium_id = $1 AND result <> ''`)
	})
	return results, err
}
