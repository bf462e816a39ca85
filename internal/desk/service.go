package desk

import (
	"context"
	"errors"
	"maps"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/db"
)

// How much a page shows at most.
const (
	MaxTodos   = 200
	MaxNotices = 100
	MaxJobs    = 100
)

// Store reads and marks what lies on desks; deskdb is the one.
type Store interface {
	Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, error)
	CountTodos(ctx context.Context, a access.Actor) (int, error)
	Notices(ctx context.Context, a access.Actor, limit int) ([]notify.Notice, error)
	CountUnread(ctx context.Context, a access.Actor) (int, error)
	// Glance counts open steps and unread notices, up to ledger.GlanceCap.
	Glance(ctx context.Context, a access.Actor) (todos, unread int, err error)
	// Read marks the notices up to the newest of them as seen.
	Read(ctx context.Context, a access.Actor, newest notify.Notice) error
	Jobs(ctx context.Context, person record.ID, limit int) ([]job.Job, error)
	// Escalate marks the steps that are overdue and commits what tell makes of
	// them, in one transaction.
	Escalate(ctx context.Context, today calendar.Date, tell func([]todo.Item) change.Change) error
}

// Service shows a person's desk.
type Service struct {
	store Store
	clock clock.Clock
}

// NewService makes the service.
func NewService(store Store, c clock.Clock) *Service { return &Service{store, c} }

// Today is the civil date of now.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.clock.Now()) }

// Todos lists the first open steps of the actor, those due first at the top.
func (s *Service) Todos(ctx context.Context, a access.Actor, limit int) ([]todo.Item, error) {
	return s.store.Todos(ctx, a, limit)
}

// Glance counts the open steps of the actor and the notices that the actor has
// not seen, for the frame: as far as it shows them.
func (s *Service) Glance(ctx context.Context, a access.Actor) (todos, unread int, err error) {
	return s.store.Glance(ctx, a)
}

// TodoCount counts the open steps of the actor.
func (s *Service) TodoCount(ctx context.Context, a access.Actor) (int, error) {
	return s.store.CountTodos(ctx, a)
}

// UnreadCount counts the notices that the actor has not seen.
func (s *Service) UnreadCount(ctx context.Context, a access.Actor) (int, error) {
	return s.store.CountUnread(ctx, a)
}

// Notices returns the newest notices and how many of them, from the top, are
// new to the actor; from now on they are not.
func (s *Service) Notices(ctx context.Context, a access.Actor) ([]notify.Notice, int, error) {
	unread, err := s.store.CountUnread(ctx, a)
	if err != nil {
		return nil, 0, err
	}
	list, err := s.store.Notices(ctx, a, MaxNotices)
	if err != nil || unread == 0 || len(list) == 0 || a.Person == "" {
		return list, unread, err
	}
	return list, min(unread, len(list)), s.store.Read(ctx, a, list[0])
}

// Jobs lists the newest jobs that the actor asked for.
func (s *Service) Jobs(ctx context.Context, a access.Actor) ([]job.Job, error) {
	if a.Person == "" {
		return nil, nil
	}
	return s.store.Jobs(ctx, a.Person, MaxJobs)
}

// Daily is the desk's part of the daily round.
func (s *Service) Daily(ctx context.Context) error { return s.Escalate(ctx) }

// OverdueNotice is the key of the notice that a step is overdue. Its arguments
// are those of the step, and "step", "kind" and "due".
const OverdueNotice = "todo.overdue"

// Escalate tells those above of the steps that have become overdue.
func (s *Service) Escalate(ctx context.Context) error {
	consortium, ok := db.Consortium(ctx)
	if !ok {
		return errors.New("desk: a round of no consortium")
	}
	return s.store.Escalate(ctx, s.Today(), func(list []todo.Item) change.Change {
		c := change.By(access.Robot(consortium), s.clock.Now())
		for _, i := range list {
			c.Tell(overdue(i))
		}
		return c
	})
}

// consortiumWide are the roles that look after the whole consortium; a notice
// to any other goes to the organisation that owes the step.
var consortiumWide = []access.Role{access.Secretariat, access.Leader, access.Auditor, access.Admin}

func overdue(i todo.Item) notify.Notice {
	args := map[string]string{}
	maps.Copy(args, i.Args)
	args["step"], args["kind"], args["due"] = i.Step, string(i.Record.Kind), i.DueOn.String()
	n := notify.Notice{Record: i.Record, Key: OverdueNotice, Role: i.EscalateTo, Args: args}
	if !slices.Contains(consortiumWide, i.EscalateTo) {
		n.Organisation = i.Organisation
	}
	return n
}
