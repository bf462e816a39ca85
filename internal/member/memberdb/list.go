package memberdb

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/member"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"name": "o.name", "joined": "m.joined_on", "applied": "m.applied_at", "staff": "o.staff_count"},
	Empty:   []string{"m.joined_on"},
	Usual:   "m.applied_at DESC, m.id DESC",
	ID:      "m.id",
}

// where is the condition of a query in the actor's reach.
func where(q listing.Query, reach access.Relation, a access.Actor) *db.Where {
	w := db.NewWhere(0)
	if reach&access.Any == 0 {
		var own any
		if a.Organisation != "" {
			own = a.Organisation
		}
		w.And("m.organisation_id = ? OR m.state = 'member'", own)
	}
	w.Like(q.Text, "o.name", "o.credit_code", "o.name_en")
	w.In("m.id", q.Chosen)
	w.In("o.kind", q.Filter["kind"])
	w.In("m.state", q.Filter["state"])
	w.In("m.tier", q.Filter["tier"])
	w.In("o.industry", q.Filter["industry"])
	if q.First("sme") == "yes" {
		w.And("o.specialised_sme = TRUE")
	}
	return w
}

// List answers a query with one page of what is in the actor's reach.
func (s *Store) List(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor) (p listing.Page[member.Membership], err error) {
	w := where(q, reach, a)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.Page(tx, db.Question[member.Membership]{Scan: scan, Rows: selectMembership, Count: from, Where: w, Order: sorts.By(q)}, q)
		return err
	})
	return p, err
}

// Each calls fn for every membership that the query matches.
func (s *Store) Each(ctx context.Context, q listing.Query, reach access.Relation, a access.Actor, fn func(member.Membership) error) error {
	w := where(q, reach, a)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scan, fn, selectMembership+w.SQL()+sorts.By(q), w.Args()...)
	})
}
