package offer

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
)

func (s *Service) cohorts() step.Keeper[Cohort] {
	return keeperOf[Cohort]{s.store.FindCohort, s.store.SaveCohort}
}

// Cohort returns one cohort.
func (s *Service) Cohort(ctx context.Context, a access.Actor, id record.ID) (Cohort, error) {
	c, err := s.store.FindCohort(ctx, id)
	if err != nil {
		return c, err
	}
	gate := step.Gate{Table: s.table, View: ActView, Act: ActView}
	return c, gate.Check(a, c.Subject(a))
}

// AddCohort opens a cohort below a programme; the same id again changes nothing.
func (s *Service) AddCohort(ctx context.Context, a access.Actor, id, programme record.ID, d CohortData) (Cohort, error) {
	p, err := s.store.FindProgramme(ctx, programme)
	if err != nil {
		return Cohort{}, err
	}
	if err := s.keep().Check(a, p.Subject(a)); err != nil {
		return Cohort{}, err
	}
	c, ch, err := AddCohort(id, p, d, a, s.clock.Now())
	if err != nil {
		return c, err
	}
	ch.Once = string(CohortKind) + "/" + string(id)
	return c, s.store.SaveCohort(ctx, c, ch)
}

// EditCohort changes what was entered.
func (s *Service) EditCohort(ctx context.Context, a access.Actor, t step.Target, d CohortData) (Cohort, error) {
	return s.takeCohort(ctx, a, t, func(c Cohort) (Cohort, change.Change, error) {
		return EditCohort(c, d, a, s.clock.Now())
	})
}

// ConfirmCohort stamps a cohort as still true.
func (s *Service) ConfirmCohort(ctx context.Context, a access.Actor, t step.Target) (Cohort, error) {
	return s.takeCohort(ctx, a, t, func(c Cohort) (Cohort, change.Change, error) {
		return ConfirmCohort(c, a, s.clock.Now())
	})
}

// CloseCohort ends a cohort.
func (s *Service) CloseCohort(ctx context.Context, a access.Actor, t step.Target, reason string) (Cohort, error) {
	return s.takeCohort(ctx, a, t, func(c Cohort) (Cohort, change.Change, error) {
		return CloseCohort(c, reason, a, s.clock.Now())
	})
}

// ReopenCohort offers a closed cohort again.
func (s *Service) ReopenCohort(ctx context.Context, a access.Actor, t step.Target) (Cohort, error) {
	return s.takeCohort(ctx, a, t, func(c Cohort) (Cohort, change.Change, error) {
		p, err := s.store.FindProgramme(ctx, c.Programme)
		if err != nil {
			return c, change.Change{}, err
		}
		return ReopenCohort(c, p, a, s.clock.Now())
	})
}

func (s *Service) takeCohort(ctx context.Context, a access.Actor, t step.Target,
	decide func(Cohort) (Cohort, change.Change, error),
) (Cohort, error) {
	return step.Take(ctx, s.cohorts(), s.keep(), a, t, decide)
}
