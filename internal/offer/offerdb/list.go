package offerdb

import (
	"context"

	"tongpin/internal/offer"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

// The orders of the lists.
var (
	programmeSorts = db.Sorts{Columns: map[string]string{"code": "p.code", "name": "p.name", "confirmed": "p.confirmed_at", "updated": "p.updated_at"}, Usual: "p.code, p.id", ID: "p.id"}
	cohortSorts    = db.Sorts{Columns: map[string]string{"name": "c.name", "graduate": "c.graduate_on", "available": "c.available", "confirmed": "c.confirmed_at", "updated": "c.updated_at"}, Usual: "c.graduate_on, c.id", ID: "c.id"}
)

func programmeWhere(q listing.Query) *db.Where {
	w := db.NewWhere(0)
	w.Like(q.Text, "p.name", "p.code", "s.name")
	w.In("p.id", q.Chosen)
	w.In("p.school_id", q.Filter["school"])
	w.In("p.level", q.Filter["level"])
	w.In("p.category", q.Filter["category"])
	w.In("p.state", q.Filter["state"])
	return w
}

func cohortWhere(q listing.Query) *db.Where {
	w := db.NewWhere(0)
	w.Like(q.Text, "c.name", "p.name", "p.code", "s.name")
	w.In("c.id", q.Chosen)
	w.In("p.school_id", q.Filter["school"])
	w.In("c.programme_id", q.Filter["programme"])
	w.In("p.level", q.Filter["level"])
	w.In("p.category", q.Filter["category"])
	w.In("c.state", q.Filter["state"])
	return w
}

// Programmes answers a query with one page.
func (s *Store) Programmes(ctx context.Context, q listing.Query) (p listing.Page[offer.Programme], err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.Page(tx, db.Question[offer.Programme]{Scan: scanProgramme, Rows: `SELECT ` + programmeColumns + programmeFrom, Count: programmeFrom, Where: programmeWhere(q), Order: programmeSorts.By(q)}, q)
		return err
	})
	return p, err
}

// Cohorts answers a query with one page.
func (s *Store) Cohorts(ctx context.Context, q listing.Query) (listing.Page[offer.Cohort], error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (listing.Page[offer.Cohort], error) {
		return db.Page(tx, db.Question[offer.Cohort]{Scan: scanCohort, Rows: `SELECT ` + cohortColumns + cohortFrom, Count: cohortFrom, Where: cohortWhere(q), Order: cohortSorts.By(q)}, q)
	})
}

// EachProgramme calls fn for every programme that the query matches.
func (s *Store) EachProgramme(ctx context.Context, q listing.Query, fn func(offer.Programme) error) error {
	w := programmeWhere(q)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanProgramme, fn, selectProgramme+w.SQL()+programmeSorts.By(q), w.Args()...)
	})
}

// EachCohort calls fn for every cohort that the query matches.
func (s *Store) EachCohort(ctx context.Context, q listing.Query, fn func(offer.Cohort) error) error {
	w := cohortWhere(q)
	return s.db.Read(ctx, func(tx *db.Tx) error {
		return db.Walk(tx, scanCohort, fn, selectCohort+w.SQL()+cohortSorts.By(q), w.Args()...)
	})
}
