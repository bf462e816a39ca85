package offer

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
)

func (s *Service) programmes() step.Keeper[Programme] {
	return keeperOf[Programme]{s.store.FindProgramme, s.store.SaveProgramme}
}

// Programme returns one programme.
func (s *Service) Programme(ctx context.Context, a access.Actor, id record.ID) (Programme, error) {
	p, err := s.store.FindProgramme(ctx, id)
	if err != nil {
		return p, err
	}
	gate := step.Gate{Table: s.table, View: ActView, Act: ActView}
	return p, gate.Check(a, p.Subject(a))
}

// AddProgramme opens a programme; the same id again changes nothing.
func (s *Service) AddProgramme(ctx context.Context, a access.Actor, id, school record.ID, d ProgrammeData) (Programme, error) {
	school, err := s.SchoolOf(a, school)
	if err != nil {
		return Programme{}, err
	}
	p, c, err := AddProgramme(id, school, d, a, s.clock.Now())
	if err != nil {
		return p, err
	}
	c.Once = string(ProgrammeKind) + "/" + string(id)
	return p, s.store.SaveProgramme(ctx, p, c)
}

// EditProgramme changes what was entered.
func (s *Service) EditProgramme(ctx context.Context, a access.Actor, t step.Target, d ProgrammeData) (Programme, error) {
	return s.takeProgramme(ctx, a, t, func(p Programme, active int) (Programme, change.Change, error) {
		return EditProgramme(p, d, active, a, s.clock.Now())
	})
}

// ConfirmProgramme stamps a programme as still true.
func (s *Service) ConfirmProgramme(ctx context.Context, a access.Actor, t step.Target) (Programme, error) {
	return s.takeProgramme(ctx, a, t, func(p Programme, _ int) (Programme, change.Change, error) {
		return ConfirmProgramme(p, a, s.clock.Now())
	})
}

// CloseProgramme ends a programme.
func (s *Service) CloseProgramme(ctx context.Context, a access.Actor, t step.Target, reason string) (Programme, error) {
	return s.takeProgramme(ctx, a, t, func(p Programme, active int) (Programme, change.Change, error) {
		return CloseProgramme(p, reason, active, a, s.clock.Now())
	})
}

// ReopenProgramme takes a closed programme up again.
func (s *Service) ReopenProgramme(ctx context.Context, a access.Actor, t step.Target) (Programme, error) {
	return s.takeProgramme(ctx, a, t, func(p Programme, _ int) (Programme, change.Change, error) {
		return ReopenProgramme(p, a, s.clock.Now())
	})
}

func (s *Service) takeProgramme(ctx context.Context, a access.Actor, t step.Target,
	decide func(p Programme, activeCohorts int) (Programme, change.Change, error),
) (Programme, error) {
	active, err := s.store.ActiveCohorts(ctx, t.ID)
	if err != nil {
		return Programme{}, err
	}
	return step.Take(ctx, s.programmes(), s.keep(), a, t, func(p Programme) (Programme, change.Change, error) {
		return decide(p, active)
	})
}

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
