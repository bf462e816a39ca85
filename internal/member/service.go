package member

import (
	"context"
	_ "embed" // rules.json
	"slices"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

//go:embed rules.json
var rules []byte

// Rules are the dated rules of this feature, for the app's rule book.
func Rules() []byte { return rules }

// Service is everything that people and jobs do with memberships.
type Service struct {
	store Store
	table *access.Table
	clock clock.Clock
	book  *rule.Book
}

// NewService makes the service.
func NewService(store Store, table *access.Table, c clock.Clock, book *rule.Book) *Service {
	return &Service{store, table, c, book}
}

func (s *Service) gate(act access.Action) step.Gate {
	return step.Gate{Table: s.table, View: ActView, Act: act}
}

// take is one step on one membership.
func (s *Service) take(ctx context.Context, a access.Actor, t step.Target, act access.Action,
	decide func(m Membership, now time.Time) (Membership, change.Change, error),
) (Membership, error) {
	return step.Take(ctx, s.store, s.gate(act), a, t, func(m Membership) (Membership, change.Change, error) {
		return decide(m, s.clock.Now())
	})
}

// Find returns a membership that the actor may see.
func (s *Service) Find(ctx context.Context, a access.Actor, id record.ID) (Membership, error) {
	m, err := s.store.Find(ctx, id)
	if err != nil {
		return m, err
	}
	return m, s.gate(ActView).Check(a, m.Subject(a))
}

// May tells whether the actor may do an action to the membership, for buttons.
func (s *Service) May(a access.Actor, act access.Action, m Membership) bool {
	return s.table.Can(a, act, m.Subject(a))
}

// List answers a query with what the actor may see.
func (s *Service) List(ctx context.Context, a access.Actor, q listing.Query) (listing.Page[Membership], error) {
	return s.store.List(ctx, q, s.table.Reach(a, ActList), a)
}

// Return asks the applicant to complete the materials.
func (s *Service) Return(ctx context.Context, a access.Actor, t step.Target, cmd ReturnCommand) (Membership, error) {
	return s.take(ctx, a, t, ActCheck, func(m Membership, now time.Time) (Membership, change.Change, error) { return Return(m, cmd, a, now) })
}

// Assign finds the application complete and names the assessors by their ids.
func (s *Service) Assign(ctx context.Context, a access.Actor, t step.Target, persons []record.ID) (Membership, error) {
	all, err := s.store.Assessors(ctx)
	if err != nil {
		return Membership{}, err
	}
	var cmd AssignCommand
	for _, p := range persons {
		at := slices.IndexFunc(all, func(x Assessor) bool { return x.Person == p })
		if at < 0 {
			return Membership{}, fault.Wrong("assessors", string(p), "member.assessors.unknown")
		}
		cmd.Assessors = append(cmd.Assessors, all[at])
	}
	return s.take(ctx, a, t, ActCheck, func(m Membership, now time.Time) (Membership, change.Change, error) {
		return Assign(m, cmd, a, now, s.book)
	})
}

// Assess records the actor's opinion.
func (s *Service) Assess(ctx context.Context, a access.Actor, t step.Target, cmd AssessCommand) (Membership, error) {
	return s.take(ctx, a, t, ActAssess, func(m Membership, now time.Time) (Membership, change.Change, error) { return Assess(m, cmd, a, now) })
}

// Decide records the council's decision.
func (s *Service) Decide(ctx context.Context, a access.Actor, t step.Target, cmd DecideCommand) (Membership, error) {
	return s.take(ctx, a, t, ActDecide, func(m Membership, now time.Time) (Membership, change.Change, error) { return Decide(m, cmd, a, now) })
}

// Withdraw takes the application back.
func (s *Service) Withdraw(ctx context.Context, a access.Actor, t step.Target) (Membership, error) {
	return s.take(ctx, a, t, ActApply, func(m Membership, now time.Time) (Membership, change.Change, error) { return Withdraw(m, a, now) })
}

// Promote gives a member another tier.
func (s *Service) Promote(ctx context.Context, a access.Actor, t step.Target, cmd PromoteCommand) (Membership, error) {
	return s.take(ctx, a, t, ActDecide, func(m Membership, now time.Time) (Membership, change.Change, error) { return Promote(m, cmd, a, now) })
}

// Judge records a yearly review.
func (s *Service) Judge(ctx context.Context, a access.Actor, t step.Target, cmd ReviewCommand) (Membership, error) {
	return s.take(ctx, a, t, ActReview, func(m Membership, now time.Time) (Membership, change.Change, error) {
		return Judge(m, cmd, a, now, s.book)
	})
}

// End lets a member leave, or removes it.
func (s *Service) End(ctx context.Context, a access.Actor, t step.Target, cmd EndCommand) (Membership, error) {
	act := ActLeave
	if cmd.Removal {
		act = ActRemove
	}
	return s.take(ctx, a, t, act, func(m Membership, now time.Time) (Membership, change.Change, error) { return End(m, cmd, a, now) })
}

// Reinstate takes a former member back.
func (s *Service) Reinstate(ctx context.Context, a access.Actor, t step.Target, cmd ReinstateCommand) (Membership, error) {
	return s.take(ctx, a, t, ActDecide, func(m Membership, now time.Time) (Membership, change.Change, error) { return Reinstate(m, cmd, a, now) })
}

// DeclareIndustries states which leading industries the consortium serves.
func (s *Service) DeclareIndustries(ctx context.Context, a access.Actor, body record.ID, industries []string, on calendar.Date) error {
	if !s.table.Can(a, ActDecide, access.Subject{}) {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	before, err := s.store.Industries(ctx)
	if err != nil {
		return err
	}
	c := change.By(a, s.clock.Now())
	if err := DeclareIndustries(body, before, industries, on, &c); err != nil {
		return err
	}
	c.Log(record.Ref{Kind: organisation.RecordKind, ID: body}, "declare_industries")
	return s.store.Commit(ctx, c)
}
