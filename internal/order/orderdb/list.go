package orderdb

import (
	"context"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/search"
	"tongpin/internal/order"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{
		"number": "o.number", "title": "o.title", "quantity": "o.quantity", "confirmed": "o.confirmed_at", "valid": "o.valid_until", "created": "o.created_at",
	},
	Empty: []string{"o.confirmed_at", "o.valid_until"},
	Usual: "o.created_at DESC, o.id DESC",
	ID:    "o.id",
}

// Words is what orders are found by.
var Words = search.Source{Kind: order.OrderKind, Key: "o.id", Texts: 3, Rows: `SELECT o.id, o.enterprise_id, o.title, o.number, e.name` + from}

// where is the condition of a query in the actor's reach.
func where(q listing.Query, reach order.Reach) *db.Where {
	w := db.NewWhere(0)
	within(w, reach)
	w.Like(q.Text, "o.title", "o.number", "e.name")
	w.In("o.id", q.Chosen)
	w.In("o.kind", q.Filter["kind"])
	w.In("o.mode", q.Filter["mode"])
	w.In("o.industry", q.Filter["industry"])
	w.In("o.state", q.Filter["state"])
	w.In("o.enterprise_id", q.Filter["enterprise"])
	if reach.Responses&(access.Any|access.Party) != 0 {
		waits(w, q.First("waits"), reach)
	}
	mine(w, q.First("mine"), reach)
	return w
}

// within ties the query to what the actor may see: the same as
// order.Order.Subject says of one order. The own orders and those shown to the
// own school are few and found by an index.
func within(w *db.Where, reach order.Reach) {
	a := reach.Actor
	if reach.View&access.Any != 0 {
		return
	}
	rest, args := "o.opened_at IS NOT NULL", []any(nil)
	if reach.View&access.Own != 0 && a.Organisation != "" {
		w.Among(`SELECT m.id FROM orders m WHERE m.consortium_id = $1 AND m.enterprise_id = ?`, a.Organisation)
		rest, args = rest+" AND o.enterprise_id <> ?", []any{a.Organisation}
	}
	if reach.View&access.Shown == 0 {
		w.Or("FALSE")
		return
	}
	if a.Role == access.Student || a.Role == access.Trainee {
		rest += " AND o.kind = 'people'"
	}
	if a.Organisation != "" {
		w.Among(`SELECT o.id FROM order_schools x CROSS JOIN orders o WHERE x.consortium_id = $1 AND x.school_id = ? AND o.consortium_id = $1 AND o.id = x.order_id
			AND o.visibility = 'chosen' AND `+rest, append([]any{a.Organisation}, args...)...)
	}
	if a.Organisation != "" && (a.OrganisationKind == organisation.School || a.OrganisationKind == organisation.Institute ||
		a.Role == access.Provider || a.Role == access.Trainee) {
		w.Or("o.visibility IN ('public', 'members') AND "+rest, args...)
	} else {
		w.Or("o.visibility = 'public' AND "+rest, args...)
	}
}

// waits narrows to whose turn it is; see order.Row.Waits. A school asks only
// about its own responses, so that it learns nothing of its rivals.
func waits(w *db.Where, whose string, reach order.Reach) {
	// One value and not EXISTS: PostgreSQL would join all responses to all orders.
	live := `(SELECT 1 FROM responses r WHERE r.consortium_id = o.consortium_id AND r.order_id = o.id AND r.turn_with = o.enterprise_id`
	args := []any{}
	if onlyOwn(reach) {
		live += " AND r.school_id = ?"
		args = append(args, reach.Actor.Organisation)
	}
	live += " LIMIT 1) IS "
	switch whose {
	case order.WaitsSecretariat:
		w.And("o.state = 'submitted'")
	case order.WaitsEnterprise:
		w.Either(db.Case{Condition: "o.state IN ('draft', 'returned', 'expired')"}, db.Case{Condition: "o.state = 'open' AND " + live + "NOT NULL", Args: args})
	case order.WaitsSchool:
		w.And("o.state = 'open' AND "+live+"NULL", args...)
	case order.WaitsNobody:
		w.And("o.state IN ('agreed', 'closed')")
	}
}

// mine narrows to orders that the actor's school has, or has not, answered.
func mine(w *db.Where, how string, reach order.Reach) {
	answered := `EXISTS (SELECT 1 FROM responses r WHERE r.consortium_id = o.consortium_id AND r.order_id = o.id AND r.school_id = ?)`
	switch {
	case reach.Actor.Organisation == "":
	case how == order.MineOpen:
		w.And("o.state = 'open' AND NOT "+answered, reach.Actor.Organisation)
	case how == order.MineAnswered:
		w.And(answered, reach.Actor.Organisation)
	}
}

func onlyOwn(reach order.Reach) bool {
	return reach.Responses&access.Any == 0 && reach.Actor.OrganisationKind != organisation.Enterprise
}

// List answers a query with one page of what is in the actor's reach.
func (s *Store) List(ctx context.Context, q listing.Query, reach order.Reach) (listing.Page[order.Row], error) {
	return s.page(ctx, q, reach, selectOrder, func(r db.Row) (order.Row, error) {
		o, err := scan(r)
		return order.Row{Order: &o}, err
	})
}

// Brief is List without what most lists do not show.
func (s *Store) Brief(ctx context.Context, q listing.Query, reach order.Reach) (listing.Page[order.Row], error) {
	return s.page(ctx, q, reach, selectBrief, scanBrief)
}

const selectBrief = `SELECT o.id, o.version, o.number, o.enterprise_id, e.name, o.industry, o.kind, o.mode, o.title, o.quantity, o.agreed,
	o.valid_until, o.visibility, o.state, o.opened_at, o.confirmed_at, o.created_at` + from

func scanBrief(r db.Row) (order.Row, error) {
	o := new(order.Order)
	return order.Row{Order: o}, r.Scan(&o.ID, &o.Version, &o.Number, &o.Enterprise, &o.EnterpriseName, &o.Industry, &o.Kind, &o.Details.Mode, &o.Title, &o.Quantity, &o.Agreed,
		&o.ValidUntil, &o.Visibility, &o.State, &o.OpenedAt, &o.ConfirmedAt, &o.CreatedAt)
}

func (s *Store) page(ctx context.Context, q listing.Query, reach order.Reach, rows string, scan func(db.Row) (order.Row, error)) (p listing.Page[order.Row], err error) {
	w := where(q, reach)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if err := Words.Narrow(tx, w, q.Text); err != nil {
			return err
		}
		p, err = db.Page(tx, db.Question[order.Row]{Scan: scan, Rows: rows, Count: counted(q), CountBy: countedBy(q), Key: "o.id", Where: w, Order: sorts.By(q)}, q)
		if err != nil {
			return err
		}
		return tally(tx, p.Rows, reach)
	})
	return p, err
}

// counted is what the count of a query looks through: the organisations only if
// their names are searched.
func counted(q listing.Query) string {
	if q.Text != "" {
		return from
	}
	return ` FROM orders o WHERE o.consortium_id = $1`
}

// countedBy lets the orders of an industry be counted along their partial index.
func countedBy(q listing.Query) string {
	if q.Text == "" && len(q.Filter["industry"]) > 0 && !slices.Contains(q.Filter["industry"], "") {
		return ` AND o.industry <> ''`
	}
	return ""
}

// Each calls fn for every order that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, reach order.Reach, fn func(order.Order) error) error {
	w := where(q, reach)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scan, fn, selectOrder+w.Within("o.id")+sorts.By(q), w.Args()...)
	})
}

// tally adds what the actor may know of the responses.
func tally(tx *db.Tx, rows []order.Row, reach order.Reach) error {
	at := make(map[record.ID]int, len(rows))
	ids := make([]string, 0, len(rows))
	for i, o := range rows {
		if reach.Responses&access.Any != 0 || onlyOwn(reach) || o.Enterprise == reach.Actor.Organisation {
			at[o.ID] = i
			ids = append(ids, string(o.ID))
		}
	}
	if len(ids) == 0 || reach.Responses == access.None {
		return nil
	}
	w := db.NewWhere(0)
	w.In("order_id", ids)
	if onlyOwn(reach) {
		w.And("school_id = ?", db.Null(reach.Actor.Organisation))
	}
	return tx.Each(func(r db.Row) error {
		var id, school, with record.ID
		var answer order.Answer
		var state order.ResponseState
		if err := r.Scan(&id, &school, &with, &answer, &state); err != nil {
			return err
		}
		rows[at[id]].Tally.Add(answer, school, with, state, reach.Actor)
		return nil
	}, `SELECT order_id, school_id, turn_with, answer, state FROM responses WHERE consortium_id = $1`+w.SQL(), w.Args()...)
}
