package agreementdb

import (
	"context"
	"strconv"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"number": "g.number", "signed": "g.signed_on", "to": "g.to_on", "created": "g.created_at", "landing": "g.landing"},
	Empty:   []string{"g.signed_on", "g.to_on", "g.landing"},
	Usual:   "g.created_at DESC, g.id DESC",
	ID:      "g.id",
}

const isParty = `EXISTS (SELECT 1 FROM agreement_parties p WHERE p.consortium_id = $1 AND p.agreement_id = g.id AND p.organisation_id = ?)`

// where is the condition of a query in the actor's reach.
func where(q listing.Query, reach access.Relation, a access.Actor, today calendar.Date) *db.Where {
	w := db.NewWhere(0)
	if reach&access.Any == 0 {
		w.And(isParty, record.Sought(a.Organisation))
		w.And("g.state <> 'draft' OR g.with_id = ?", record.Sought(a.Organisation))
	}
	w.Like(q.Text, "g.title", "g.number", "g.party_names")
	w.In("g.id", q.Chosen)
	w.In("g.type", q.Filter["type"])
	w.In("g.state", q.Filter["state"])
	if id, ok := record.ParseID(q.First("party")); ok { // from a link
		w.And(isParty, id)
	} else {
		w.Like(q.First("party"), "g.party_names")
	}
	if q.First("turn") == "mine" {
		w.And("g.with_id = ?", record.Sought(a.Organisation))
	}
	if topic := q.First("topic"); topic != "" {
		w.And("g.topics LIKE ?", `%"`+topic+`"%`)
	}
	if days, err := strconv.Atoi(q.First("within")); err == nil {
		w.And("g.state = 'active' AND g.to_on <= ?", today.AddDays(days))
	}
	return w
}

// List answers a query with one page of what is in the actor's reach.
func (s *Store) List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, today calendar.Date) (p listing.Page[agreement.Agreement], err error) {
	w := where(q, reach, a, today)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.Page(tx, db.Question[agreement.Agreement]{Scan: scan, Rows: selectAgreement, Count: from, Where: w, Order: sorts.By(q)}, q)
		return err
	})
	return p, err
}

// Each calls fn for every agreement that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, today calendar.Date, fn func(agreement.Agreement) error) error {
	w := where(q, reach, a, today)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scan, fn, selectAgreement+w.SQL()+sorts.By(q), w.Args()...)
	})
}
