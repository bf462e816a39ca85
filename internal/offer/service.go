package offer

import (
	"context"
	"encoding/json"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Service is everything that people and jobs do with offers.
type Service struct {
	store Store
	table *access.Table
	clock clock.Clock
}

// NewService makes the service.
func NewService(store Store, table *access.Table, c clock.Clock) *Service {
	return &Service{store, table, c}
}

// reminded is how many cohorts one run of Daily reminds of.
const reminded = 500

func (s *Service) keep() step.Gate { return step.Gate{Table: s.table, View: ActView, Act: ActKeep} }

func (s *Service) may(a access.Actor, action access.Action) error {
	if s.table.Reach(a, action) == access.None {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return nil
}

// CanKeep tells whether the actor may change the offers of a school.
func (s *Service) CanKeep(a access.Actor, school record.ID) bool {
	return s.table.Can(a, ActKeep, access.Subject{Owner: school})
}

// SchoolOf says for which school an actor enters offers: the own one, or the
// one that a secretariat names.
func (s *Service) SchoolOf(a access.Actor, named record.ID) (record.ID, error) {
	if s.table.Reach(a, ActKeep)&access.Any != 0 && named != "" {
		return named, nil
	}
	if s.CanKeep(a, a.Organisation) {
		return a.Organisation, nil
	}
	return "", fault.New(fault.Forbidden, "record.forbidden")
}

// Supplies lists what schools could offer; an empty school means all.
func (s *Service) Supplies(ctx context.Context, a access.Actor, school record.ID) ([]Supply, error) {
	if err := s.may(a, ActView); err != nil {
		return nil, err
	}
	return s.store.Supplies(ctx, school)
}

// Suiting lists what schools could offer for a need, as Store.Suiting does.
func (s *Service) Suiting(ctx context.Context, a access.Actor, school record.ID, n Need) ([]Supply, error) {
	if err := s.may(a, ActView); err != nil {
		return nil, err
	}
	return s.store.Suiting(ctx, school, n)
}

// Daily puts cohorts that were not confirmed for long on their schools' lists.
func (s *Service) Daily(ctx context.Context) error {
	a, now := robot(ctx), s.clock.Now()
	before := calendar.DateOf(now).AddDays(-ConfirmDays)
	stale, err := s.store.Unconfirmed(ctx, before, reminded)
	if err != nil {
		return err
	}
	for _, c := range stale {
		next, ch, ok := RemindCohort(c, a, now)
		if !ok {
			continue
		}
		if err := s.store.SaveCohort(ctx, next, ch); err != nil && !fault.Is(err, fault.Stale) {
			return err
		}
	}
	return nil
}

// robot is the program, acting for the consortium of the context.
func robot(ctx context.Context) access.Actor {
	if a, ok := access.From(ctx); ok {
		return a
	}
	return access.Actor{Role: access.System}
}

// KeepPromise is the handler of JobPromise.
func (s *Service) KeepPromise(ctx context.Context, j job.Job) error {
	var p Promise
	if err := json.Unmarshal(j.Args, &p); err != nil {
		return err
	}
	c, err := s.store.FindCohort(ctx, p.Cohort)
	if err != nil {
		return err
	}
	next, ch, err := Keep(c, p, robot(ctx), s.clock.Now())
	if err != nil {
		return err
	}
	if err = s.store.SaveCohort(ctx, next, ch); fault.Is(err, fault.Conflict) {
		return nil // it was kept before
	}
	return err
}

// List returns a page of programmes.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Programme], error) {
	if err := s.may(a, ActView); err != nil {
		return listing.Page[Programme]{}, err
	}
	return s.store.Programmes(ctx, q)
}

// Cohorts returns a page of cohorts.
func (s *Service) Cohorts(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Cohort], error) {
	if err := s.may(a, ActView); err != nil {
		return listing.Page[Cohort]{}, err
	}
	return s.store.Cohorts(ctx, q)
}

// keeperOf adapts the store to step.Keeper.
type keeperOf[R step.Record] struct {
	find func(context.Context, record.ID) (R, error)
	save func(context.Context, R, change.Change) error
}

func (k keeperOf[R]) Find(ctx context.Context, id record.ID) (R, error) { return k.find(ctx, id) }
func (k keeperOf[R]) Save(ctx context.Context, r R, c change.Change) error {
	return k.save(ctx, r, c)
}

// Reaches tells whether the actor may do an action to any offer at all.
func (s *Service) Reaches(a access.Actor, act access.Action) bool {
	return s.table.Reach(a, act) != access.None
}

// KeepsAll tells whether the actor enters offers for every school.
func (s *Service) KeepsAll(a access.Actor) bool {
	return s.table.Reach(a, ActKeep)&access.Any != 0
}

// Schools lists the schools, for choices in forms and filters.
func (s *Service) Schools(ctx context.Context) ([]organisation.Organisation, error) {
	return s.store.AllSchools(ctx)
}

// Story is the timeline of an offer, the newest first.
func (s *Service) Story(ctx context.Context, ref record.Ref) ([]timeline.Entry, error) {
	return s.store.Timeline(ctx, ref)
}
