package offer

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/todo"
)

// StepConfirm is the to-do of a school to confirm an offer or to mend it.
const StepConfirm = "confirm"

// confirmWithin is how many days a school has for StepConfirm.
const confirmWithin = 14

// ConfirmProgramme stamps a programme as still true.
func ConfirmProgramme(p Programme, a access.Actor, now time.Time) (Programme, change.Change, error) {
	if _, err := ProgrammeFlow.Next(p.State, VerbConfirm); err != nil {
		return p, change.Change{}, err
	}
	p.ConfirmedAt = now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbConfirm)
	c.Close(p.Ref(), StepConfirm)
	return p, c, nil
}

// ConfirmCohort stamps a cohort as still true.
func ConfirmCohort(c Cohort, a access.Actor, now time.Time) (Cohort, change.Change, error) {
	if _, err := CohortFlow.Next(c.State, VerbConfirm); err != nil {
		return c, change.Change{}, err
	}
	c.ConfirmedAt = now
	ch := change.By(a, now)
	ch.Log(c.Ref(), VerbConfirm)
	ch.Close(c.Ref(), StepConfirm)
	return c, ch, nil
}

// RemindCohort puts a cohort that was not confirmed for long on the school's
// list; false if there is nothing to remind of.
func RemindCohort(c Cohort, a access.Actor, now time.Time) (Cohort, change.Change, bool) {
	today := calendar.DateOf(now)
	ch := change.By(a, now)
	if c.State != Active || !Stale(c.ConfirmedAt, today, ConfirmDays) {
		return c, ch, false
	}
	ch.Open(todo.Item{
		Record: c.Ref(), Step: StepConfirm, Args: change.Pairs("name", c.ProgrammeName+" "+c.Name),
		Organisation: c.School, Role: access.Dean, DueOn: today.AddDays(confirmWithin), EscalateTo: access.Secretariat,
	})
	return c, ch, true
}
