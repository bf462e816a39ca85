// Package accountdb is the SQL of the people of a consortium.
package accountdb

import (
	"context"
	"maps"

	"tongpin/internal/account"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/organisation/organisationdb"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/fault"
)

// Store keeps people in a database.
type Store struct{ db *db.DB }

// New makes a store.
func New(d *db.DB) *Store { return &Store{d} }

// Find returns a person who acts or acted in the consortium.
func (s *Store) Find(ctx context.Context, person record.ID) (d account.Details, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d.Person, err = identitydb.Person(tx, person); err != nil {
			return err
		}
		if d.Account, err = identitydb.AccountOf(tx, person); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if d.Assignments, err = identitydb.AssignmentsOf(tx, person); err != nil {
			return err
		}
		d.Today = calendar.DateOf(tx.Now())
		d.Story, err = ledger.Timeline(tx, d.Person.Ref())
		return err
	})
	return d, err
}

// Create inserts a person with account and assignments.
func (s *Store) Create(ctx context.Context, card account.Card, c change.Change) error {
	return s.SaveAll(ctx, []account.Card{card}, nil, c)
}

// SaveAll inserts people and further roles of others.
func (s *Store) SaveAll(ctx context.Context, people []account.Card, seats []identity.Assignment, c change.Change) error {
	return s.write(ctx, c, func(tx *db.Tx) error {
		for _, card := range people {
			if err := create(tx, card); err != nil {
				return err
			}
		}
		for _, a := range seats {
			if err := identitydb.SaveAssignment(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

func create(tx *db.Tx, card account.Card) error {
	if err := identitydb.SavePerson(tx, card.Person); err != nil {
		return err
	}
	if card.Account.ID != "" {
		if err := identitydb.InsertAccount(tx, card.Account); err != nil {
			return err
		}
	}
	for _, a := range card.Assignments {
		if err := identitydb.SaveAssignment(tx, a); err != nil {
			return err
		}
	}
	return nil
}

// SaveAccount updates an account that the consortium keeps.
func (s *Store) SaveAccount(ctx context.Context, a identity.Account, endSessions bool, c change.Change) error {
	return s.write(ctx, c, func(tx *db.Tx) error {
		if err := identitydb.SaveAccount(tx, a); err != nil || !endSessions {
			return err
		}
		return identitydb.EndSessions(tx, a.ID)
	})
}

// SaveAssignment inserts an assignment or writes its end.
func (s *Store) SaveAssignment(ctx context.Context, a identity.Assignment, c change.Change) error {
	return s.write(ctx, c, func(tx *db.Tx) error { return identitydb.SaveAssignment(tx, a) })
}

// Commit saves a change alone.
func (s *Store) Commit(ctx context.Context, c change.Change) error {
	return s.write(ctx, c, func(*db.Tx) error { return nil })
}

func (s *Store) write(ctx context.Context, c change.Change, fn func(*db.Tx) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return ledger.Commit(tx, c)
	})
}

// Organisation returns one organisation.
func (s *Store) Organisation(ctx context.Context, id record.ID) (organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (organisation.Organisation, error) { return organisationdb.Find(tx, id) })
}

// Organisations lists all organisations.
func (s *Store) Organisations(ctx context.Context) ([]organisation.Organisation, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]organisation.Organisation, error) { return organisationdb.List(tx) })
}

// Named finds organisations by credit code or exact name.
func (s *Store) Named(ctx context.Context, words []string) (found map[string]organisation.Organisation, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if found, err = organisationdb.ByNames(tx, words); err != nil {
			return err
		}
		codes, err := organisationdb.ByCreditCodes(tx, words)
		maps.Copy(found, codes)
		return err
	})
	return found, err
}
