// Package orderdb is the SQL of orders, responses and core products.
package orderdb

import (
	"context"
	"fmt"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
)

// Store keeps orders, responses and products in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const columns = `o.id, o.version, o.number, o.enterprise_id, e.name, e.credit_code, o.industry, o.industry_code, o.kind, o.reference, o.title, o.quantity, o.agreed,
	o.start_on, o.end_on, o.deadline, o.valid_until, o.visibility, o.shown_to, o.details, o.findings, o.state, o.reason,
	o.submitted_at, o.opened_at, o.confirmed_at, o.created_at, o.updated_at`

const from = ` FROM orders o JOIN organisations e ON e.consortium_id = o.consortium_id AND e.id = o.enterprise_id WHERE o.consortium_id = $1`

const selectOrder = `SELECT ` + columns + from

func scan(r db.Row) (o order.Order, err error) {
	return o, r.Scan(&o.ID, &o.Version, &o.Number, &o.Enterprise, &o.EnterpriseName, &o.EnterpriseCredit, &o.Industry, &o.IndustryCode, &o.Kind, &o.Reference, &o.Title,
		&o.Quantity, &o.Agreed, &o.StartOn, &o.EndOn, &o.Deadline, &o.ValidUntil, &o.Visibility, db.JSON(&o.ShownTo), db.JSON(&o.Details), db.JSON(&o.Findings),
		&o.State, &o.Reason, &o.SubmittedAt, &o.OpenedAt, &o.ConfirmedAt, &o.CreatedAt, &o.UpdatedAt)
}

// Find returns one order.
func (s *Store) Find(ctx context.Context, id record.ID) (o order.Order, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err = db.One(tx, scan, selectOrder+` AND o.id = $2`, id)
		return err
	})
	return o, err
}

// Save writes a batch of orders and responses and one change for all. The
// change comes first: a step that was done before ends here.
func (s *Store) Save(ctx context.Context, b order.Batch, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		orders, err := number(tx, b.Orders, c)
		if err != nil {
			return err
		}
		if err := ledger.Commit(tx, c); err != nil {
			return err
		}
		if err := save(tx, orders); err != nil {
			return err
		}
		for _, r := range b.Responses {
			if err := saveResponse(tx, r); err != nil {
				return err
			}
		}
		return Words.Changed(tx, ids(orders)...)
	})
}

func ids(orders []order.Order) []record.ID {
	list := make([]record.ID, len(orders))
	for i, o := range orders {
		list[i] = o.ID
	}
	return list
}

// number allots the numbers of new orders by year, and tells them to the texts
// of the change. The series is locked until the transaction ends.
func number(tx *db.Tx, orders []order.Order, c change.Change) ([]order.Order, error) {
	fresh := map[int][]int{}
	out := make([]order.Order, len(orders))
	for i, o := range orders {
		out[i] = o
		if o.Version == 0 {
			year := calendar.DateOf(o.CreatedAt).Year
			fresh[year] = append(fresh[year], i)
		}
	}
	told := map[record.ID]string{}
	for year, list := range fresh {
		last, err := ledger.NextNumbers(tx, fmt.Sprintf("order/%d", year), len(list))
		if err != nil {
			return nil, err
		}
		for n, i := range list {
			out[i].Number = fmt.Sprintf("XQ-%d-%04d", year, last-int64(len(list)-1-n))
			told[out[i].ID] = out[i].Number
		}
	}
	tell(c, told)
	return out, nil
}

// tell puts the numbers of new orders into what the change says about them.
func tell(c change.Change, numbers map[record.ID]string) {
	for _, i := range c.Opened {
		if n, ok := numbers[i.Record.ID]; ok {
			i.Args["number"] = n
		}
	}
	for _, n := range c.Notices {
		if number, ok := numbers[n.Record.ID]; ok {
			n.Args["number"] = number
		}
	}
}

var (
	insertOrders = db.Inserting("orders", `id, version = 1, number, enterprise_id, industry, industry_code, kind, mode, reference, match_key, title,
		quantity, agreed, start_on, end_on, deadline, valid_until, visibility, shown_to, details, findings, state, reason,
		submitted_at, opened_at, confirmed_at, created_at, updated_at`, "")
	insertShown = db.Inserting("order_schools", "order_id, school_id", "")
)

var ownNumber = db.Unique[order.Order]{
	Names: []string{"orders_reference", "orders.reference"}, Key: "order.reference.exists", Field: "reference", Value: func(o order.Order) string { return o.Reference },
}

// save writes orders; new ones may be many.
func save(tx *db.Tx, list []order.Order) error {
	fresh := insertOrders.Into(tx)
	for _, o := range list {
		if o.Version == 0 {
			fresh.Add(o.ID, o.Number, o.Enterprise, o.Industry, o.IndustryCode, o.Kind, o.Details.Mode, db.Null(o.Reference), o.MatchKey(), o.Title,
				o.Quantity, o.Agreed, o.StartOn, o.EndOn, o.Deadline, o.ValidUntil, o.Visibility, db.JSON(o.ShownTo), db.JSON(o.Details), db.JSON(o.Findings),
				o.State, o.Reason, o.SubmittedAt, o.OpenedAt, o.ConfirmedAt, o.CreatedAt, o.UpdatedAt)
			continue
		}
		if err := update(tx, o); err != nil {
			return ownNumber.Broken(err, o)
		}
	}
	if err := fresh.Done(); err != nil {
		return ownNumber.Broken(err, list...)
	}
	return show(tx, list)
}

func update(tx *db.Tx, o order.Order) error {
	return tx.ExecOne(`UPDATE orders SET version = version + 1, mode = $4, reference = $5, match_key = $6, title = $7, quantity = $8, agreed = $9, start_on = $10,
			end_on = $11, deadline = $12, valid_until = $13, visibility = $14, shown_to = $15, details = $16, findings = $17, state = $18, reason = $19,
			submitted_at = $20, opened_at = $21, confirmed_at = $22, updated_at = $23
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		o.ID, o.Version, o.Details.Mode, db.Null(o.Reference), o.MatchKey(), o.Title, o.Quantity, o.Agreed, o.StartOn,
		o.EndOn, o.Deadline, o.ValidUntil, o.Visibility, db.JSON(o.ShownTo), db.JSON(o.Details), db.JSON(o.Findings), o.State, o.Reason,
		o.SubmittedAt, o.OpenedAt, o.ConfirmedAt, o.UpdatedAt)
}

// show keeps the schools to which chosen orders are shown in a table of its own,
// by which lists find them.
func show(tx *db.Tx, list []order.Order) error {
	shown := insertShown.Into(tx)
	for _, o := range list {
		if o.Version != 0 {
			if _, err := tx.Exec(`DELETE FROM order_schools WHERE consortium_id = $1 AND order_id = $2`, o.ID); err != nil {
				return err
			}
		}
		for _, school := range o.ShownTo {
			shown.Add(o.ID, school)
		}
	}
	return shown.Done()
}
