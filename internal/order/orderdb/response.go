package orderdb

import (
	"context"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
)

const selectResponse = `SELECT r.id, r.version, r.order_id, o.enterprise_id, r.school_id, s.name, r.answer, r.category, r.reason, r.terms, r.turn, r.state, r.ended_by,
	r.findings, r.created_at, r.updated_at
	FROM responses r JOIN orders o ON o.consortium_id = r.consortium_id AND o.id = r.order_id
	JOIN organisations s ON s.consortium_id = r.consortium_id AND s.id = r.school_id WHERE r.consortium_id = $1`

func scanResponse(r db.Row) (x order.Response, err error) {
	return x, r.Scan(&x.ID, &x.Version, &x.Order, &x.Enterprise, &x.School, &x.SchoolName, &x.Answer, &x.Category, &x.Reason, db.JSON(&x.Terms), db.JSON(&x.Turn),
		&x.State, &x.EndedBy, db.JSON(&x.Findings), &x.CreatedAt, &x.UpdatedAt)
}

// FindResponse returns one response.
func (s *Store) FindResponse(ctx context.Context, id record.ID) (order.Response, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (order.Response, error) {
		return db.One(tx, scanResponse, selectResponse+` AND r.id = $2`, id)
	})
}

// Responses returns all responses to an order, the oldest first.
func (s *Store) Responses(ctx context.Context, id record.ID) ([]order.Response, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]order.Response, error) {
		return db.All(tx, scanResponse, selectResponse+` AND r.order_id = $2 ORDER BY r.created_at, r.id`, id)
	})
}

// Lapsed lists the responses whose silent turn goes back today.
func (s *Store) Lapsed(ctx context.Context, today calendar.Date) ([]record.ID, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]record.ID, error) { return ledger.Lapsed(tx, order.ResponseKind, today) })
}

var onlyResponse = db.Unique[order.Response]{
	Names: []string{"responses_school", "responses_pkey", "responses.school_id", "responses.id"}, Key: "response.exists",
}

func saveResponse(tx *db.Tx, x order.Response) error {
	if x.Version == 0 {
		_, err := tx.Exec(`INSERT INTO responses (consortium_id, id, version, order_id, school_id, answer, category, reason, terms, quantity, turn, turn_with, state,
				ended_by, findings, created_at, updated_at)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			x.ID, x.Order, x.School, x.Answer, x.Category, x.Reason, db.JSON(x.Terms), x.Terms.Quantity, db.JSON(x.Turn), db.Null(x.Turn.With), x.State,
			db.Null(x.EndedBy), db.JSON(x.Findings), x.CreatedAt, x.UpdatedAt)
		return onlyResponse.Broken(err, x)
	}
	return tx.ExecOne(`UPDATE responses SET version = version + 1, answer = $4, category = $5, reason = $6, terms = $7, quantity = $8, turn = $9, turn_with = $10,
			state = $11, ended_by = $12, findings = $13, updated_at = $14
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		x.ID, x.Version, x.Answer, x.Category, x.Reason, db.JSON(x.Terms), x.Terms.Quantity, db.JSON(x.Turn), db.Null(x.Turn.With), x.State,
		db.Null(x.EndedBy), db.JSON(x.Findings), x.UpdatedAt)
}
