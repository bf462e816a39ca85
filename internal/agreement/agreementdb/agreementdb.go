// Package agreementdb is the SQL of agreements.
package agreementdb

import (
	"context"
	"fmt"
	"strings"

	"tongpin/internal/agreement"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/consortium/consortiumdb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
)

// Store keeps agreements in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

const columns = `g.id, g.version, g.number, g.title, g.type, g.topics, g.parties, g.from_on, g.to_on, g.purpose, g.clauses, g.obligations,
	g.order_id, g.response_id, g.renews_id, g.state, g.turn, g.code, g.signed_on, g.signed_file_id, g.ended_on, g.end_reason, g.registered,
	g.due_told, g.end_told, g.sample, g.created_at, g.updated_at`

const from = ` FROM agreements g WHERE g.consortium_id = $1`

const selectAgreement = `SELECT ` + columns + from

func scan(r db.Row) (g agreement.Agreement, err error) {
	return g, r.Scan(&g.ID, &g.Version, &g.Number, &g.Title, &g.Type, db.JSON(&g.Topics), db.JSON(&g.Parties), &g.FromOn, &g.ToOn, &g.Purpose, &g.Clauses, db.JSON(&g.Obligations),
		&g.Order, &g.Response, &g.Renews, &g.State, db.JSON(&g.Turn), &g.Code, &g.SignedOn, &g.SignedFile, &g.EndedOn, &g.EndReason, &g.Registered,
		&g.DueTold, &g.EndTold, &g.Sample, &g.CreatedAt, &g.UpdatedAt)
}

// one finds one agreement by a condition.
func (s *Store) one(ctx context.Context, condition string, args ...any) (agreement.Agreement, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (agreement.Agreement, error) {
		return db.One(tx, scan, selectAgreement+condition, args...)
	})
}

// Find returns an agreement.
func (s *Store) Find(ctx context.Context, id record.ID) (agreement.Agreement, error) {
	return s.one(ctx, ` AND g.id = $2`, id)
}

// FindCode returns the agreement with a verification code, whichever consortium
// keeps it: who holds a paper does not know that there are several.
func (s *Store) FindCode(ctx context.Context, code string) (agreement.Published, error) {
	g, c, err := consortiumdb.Anywhere(ctx, s.db, func(ctx context.Context) (agreement.Agreement, error) {
		return s.one(ctx, ` AND g.code = $2`, code)
	})
	return agreement.Published{Agreement: g, Consortium: c}, err
}

// Successor returns the agreement that renews one.
func (s *Store) Successor(ctx context.Context, id record.ID) (agreement.Agreement, error) {
	return s.one(ctx, ` AND g.renews_id = $2 AND g.state <> 'withdrawn' ORDER BY g.created_at DESC LIMIT 1`, id)
}

// Save writes one agreement and the change.
func (s *Store) Save(ctx context.Context, g agreement.Agreement, c change.Change) error {
	return s.SaveAll(ctx, []agreement.Agreement{g}, c)
}

// SaveAll writes several agreements and one change for all, all or nothing.
func (s *Store) SaveAll(ctx context.Context, list []agreement.Agreement, c change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := save(tx, list); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

var (
	insertAgreements = db.Inserting("agreements", `id, version = 1, number, title, type, topics, parties, from_on, to_on, purpose, clauses, obligations,
		order_id, response_id, renews_id, state, turn, with_id, code, signed_on, signed_file_id, ended_on, end_reason, registered,
		next_due_on, due_told, end_told, landing, sample, created_at, updated_at, party_names, landed, obligation_count`, "")
	insertParties = db.Inserting("agreement_parties", "agreement_id, organisation_id", "")
)

func save(tx *db.Tx, list []agreement.Agreement) error {
	fresh := insertAgreements.Into(tx)
	for _, g := range list {
		var err error
		if g.Version == 0 {
			err = add(fresh, tx, g)
		} else {
			err = update(tx, g)
		}
		if err != nil {
			return err
		}
	}
	if err := fresh.Done(); err != nil {
		return err
	}
	parties := insertParties.Into(tx)
	for _, g := range list {
		for _, p := range g.Parties {
			parties.Add(g.ID, p.Organisation)
		}
	}
	return parties.Done()
}

// add inserts an agreement, with the next number of the year if it has none.
func add(fresh *db.Rows, tx *db.Tx, g agreement.Agreement) error {
	if g.Number == "" {
		year := calendar.DateOf(tx.Now()).Year
		n, err := ledger.NextNumbers(tx, fmt.Sprintf("agreement-%d", year), 1)
		if err != nil {
			return err
		}
		g.Number = fmt.Sprintf("XY-%d-%04d", year, n)
	}
	landed, count := g.Landed()
	fresh.Add(g.ID, g.Number, g.Title, g.Type, db.JSON(g.Topics), db.JSON(g.Parties), g.FromOn, g.ToOn, g.Purpose, g.Clauses, db.JSON(g.Obligations),
		db.Null(g.Order), db.Null(g.Response), db.Null(g.Renews), g.State, db.JSON(g.Turn), db.Null(g.Turn.With), db.Null(g.Code), g.SignedOn, db.Null(g.SignedFile), g.EndedOn, g.EndReason, g.Registered,
		g.NextReminder(), g.DueTold, g.EndTold, landing(g), g.Sample, tx.Now(), tx.Now(), partyNames(g), landed, count)
	return nil
}

// update writes an agreement, and takes out its parties to be put in anew.
func update(tx *db.Tx, g agreement.Agreement) error {
	landed, count := g.Landed()
	err := tx.ExecOne(`UPDATE agreements SET version = version + 1, title = $4, type = $5, topics = $6, parties = $7, from_on = $8, to_on = $9, purpose = $10, clauses = $11,
			obligations = $12, state = $13, turn = $14, with_id = $15, code = $16, signed_on = $17, signed_file_id = $18, ended_on = $19, end_reason = $20,
			next_due_on = $21, due_told = $22, end_told = $23, landing = $24, updated_at = $25, party_names = $26, landed = $27, obligation_count = $28
		WHERE consortium_id = $1 AND id = $2 AND version = $3`,
		g.ID, g.Version, g.Title, g.Type, db.JSON(g.Topics), db.JSON(g.Parties), g.FromOn, g.ToOn, g.Purpose, g.Clauses,
		db.JSON(g.Obligations), g.State, db.JSON(g.Turn), db.Null(g.Turn.With), db.Null(g.Code), g.SignedOn, db.Null(g.SignedFile), g.EndedOn, g.EndReason,
		g.NextReminder(), g.DueTold, g.EndTold, landing(g), tx.Now(), partyNames(g), landed, count)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM agreement_parties WHERE consortium_id = $1 AND agreement_id = $2`, g.ID)
	}
	return err
}

// partyNames is what a search finds parties by.
func partyNames(g agreement.Agreement) string {
	var words []string
	for _, p := range g.Parties {
		words = append(words, p.Name, p.CreditCode)
	}
	return strings.Join(words, "\n")
}

// landing is the landing rate for lists; NULL if nothing countable was promised.
func landing(g agreement.Agreement) any {
	if rate, ok := g.Landing(); ok {
		return rate
	}
	return nil
}
