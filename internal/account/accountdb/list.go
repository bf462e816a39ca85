package accountdb

import (
	"context"
	"fmt"
	"strings"

	"tongpin/internal/account"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/listing"
)

const from = ` FROM person_consortia m JOIN persons p ON p.id = m.person_id LEFT JOIN accounts c ON c.person_id = p.id WHERE m.consortium_id = $1`

const selectCard = `SELECT ` + identitydb.PersonColumns + `, c.id, c.kept_by, c.login, c.disabled, c.must_change, c.demo` + from

// holds is the condition of a role that holds on the day of the query.
const holds = `EXISTS (SELECT 1 FROM assignments a JOIN organisations o ON o.consortium_id = a.consortium_id AND o.id = a.organisation_id
	WHERE a.consortium_id = $1 AND a.person_id = p.id AND a.from_on <= ? AND (a.until_on IS NULL OR a.until_on >= ?)%s)`

func scanCard(r db.Row) (c account.Card, err error) {
	dest := append(identitydb.PersonDest(&c.Person), &c.Account.ID, &c.Account.KeptBy, &c.Account.Login, &c.Account.Disabled, &c.Account.MustChange, &c.Account.Demo)
	return c, r.Scan(dest...)
}

func where(q listing.Query, today calendar.Date) *db.Where {
	w := db.NewWhere(0)
	w.In("p.id", q.Chosen)
	w.Like(q.Text, "p.name", "c.login")
	holding(w, today, "a.role", q.Filter["role"])
	holding(w, today, "o.kind", q.Filter["kind"])
	switch q.First("state") {
	case "active":
		w.And(`c.disabled = FALSE AND `+fmt.Sprintf(holds, ""), today, today)
	case "disabled":
		w.And(`c.disabled = TRUE`)
	case "no_role":
		w.And(`NOT `+fmt.Sprintf(holds, ""), today, today)
	case "no_account":
		w.And(`c.id IS NULL`)
	}
	return w
}

// holding narrows to people with a role whose column has one of the values.
func holding(w *db.Where, today calendar.Date, column string, values []string) {
	if len(values) == 0 {
		return
	}
	args := []any{today, today}
	for _, v := range values {
		args = append(args, v)
	}
	w.And(fmt.Sprintf(holds, ` AND `+column+` IN (?`+strings.Repeat(", ?", len(values)-1)+`)`), args...)
}

// sorts are the orders of the list.
var sorts = db.Sorts{
	Columns: map[string]string{"name": "p.name", "created": "p.created_at"},
	Usual:   "p.created_at DESC, p.id DESC",
	ID:      "p.id",
}

// List answers a query with one page of people and their roles.
func (s *Store) List(ctx context.Context, q listing.Query) (p listing.Page[account.Card], err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w := where(q, calendar.DateOf(tx.Now()))
		p, err = db.Page(tx, db.Question[account.Card]{Scan: scanCard, Rows: selectCard, Count: from, Where: w, Order: sorts.By(q)}, q)
		if err != nil {
			return err
		}
		if err := seat(tx, p.Rows); err != nil {
			return err
		}
		for i, c := range p.Rows {
			p.Rows[i].Assignments = c.Active(calendar.DateOf(tx.Now()))
		}
		return nil
	})
	return p, err
}

// Each streams the people that a query finds, with all their roles.
func (s *Store) Each(ctx context.Context, q listing.Query, fn func(account.Card) error) error {
	var list []account.Card
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		w := where(q, calendar.DateOf(tx.Now()))
		if list, err = db.All(tx, scanCard, selectCard+w.SQL()+sorts.By(q), w.Args()...); err != nil {
			return err
		}
		for start := 0; start < len(list) && err == nil; start += maxAsked {
			err = seat(tx, list[start:min(start+maxAsked, len(list))])
		}
		return err
	})
	for i := 0; i < len(list) && err == nil; i++ {
		err = fn(list[i])
	}
	return err
}

// maxAsked is of how many people the roles are asked at once: databases limit
// the values of one statement.
const maxAsked = 500

// seat adds their roles to people, by one question.
func seat(tx *db.Tx, list []account.Card) error {
	ids := make([]record.ID, len(list))
	for i, c := range list {
		ids[i] = c.Person.ID
	}
	all, err := identitydb.AssignmentsOf(tx, ids...)
	of := map[record.ID][]identity.Assignment{}
	for _, a := range all {
		of[a.Person] = append(of[a.Person], a)
	}
	for i, c := range list {
		list[i].Assignments = of[c.Person.ID]
	}
	return err
}
