// Package deskdb reads desks from the ledger.
package deskdb

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/desk"
	"tongpin/internal/platform/db"
)

// Store is the desk.Store on a database.
type Store struct{ db *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d} }

var _ desk.Store = (*Store)(nil)

// Todos lists the open steps of the actor.
func (s *Store) Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]todo.Item, error) { return ledger.Todos(tx, a, limit) })
}

// CountTodos counts the open steps of the actor.
func (s *Store) CountTodos(ctx context.Context, a access.Actor) (int, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (int, error) { return ledger.CountTodos(tx, a) })
}

// Notices lists the newest notices of the actor.
func (s *Store) Notices(ctx context.Context, a access.Actor, limit int) ([]notify.Notice, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]notify.Notice, error) { return ledger.Notices(tx, a, limit) })
}

// CountUnread counts the notices that the actor has not seen.
func (s *Store) CountUnread(ctx context.Context, a access.Actor) (int, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) (int, error) { return ledger.CountUnread(tx, a) })
}

// Glance counts the open steps and the unread notices of the actor.
func (s *Store) Glance(ctx context.Context, a access.Actor) (todos, unread int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		todos, unread, err = ledger.Glance(tx, a)
		return err
	})
	return todos, unread, err
}

// Read marks the notices up to the newest as seen.
func (s *Store) Read(ctx context.Context, a access.Actor, newest notify.Notice) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return ledger.MarkRead(tx, a, newest.At) })
}

// Jobs lists the newest jobs of a person.
func (s *Store) Jobs(ctx context.Context, person record.ID, limit int) ([]job.Job, error) {
	return db.Ask(ctx, s.db, func(tx *db.Tx) ([]job.Job, error) { return ledger.JobsOf(tx, person, limit) })
}

// Escalate marks the overdue steps and commits what is told of them.
func (s *Store) Escalate(ctx context.Context, today calendar.Date, tell func([]todo.Item) change.Change) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := ledger.Escalate(tx, today)
		if err != nil || len(list) == 0 {
			return err
		}
		return ledger.Commit(tx, tell(list))
	})
}
