package offer

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/fault"
)

func checkReason(reason string) (string, error) {
	var l fault.List
	reason = strings.TrimSpace(reason)
	checkText(&l, "reason", reason, MaxReason)
	return reason, l.Err()
}

// CloseProgramme ends a programme that has no active cohort any more.
func CloseProgramme(p Programme, reason string, activeCohorts int, a access.Actor, now time.Time) (Programme, change.Change, error) {
	state, err := ProgrammeFlow.Next(p.State, VerbClose)
	if err != nil {
		return p, change.Change{}, err
	}
	if activeCohorts > 0 {
		return p, change.Change{}, fault.Refuse("offer.close.has_cohorts", "count", activeCohorts)
	}
	if reason, err = checkReason(reason); err != nil {
		return p, change.Change{}, err
	}
	p.State, p.Reason, p.UpdatedAt = state, reason, now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbClose, "reason", reason)
	c.Close(p.Ref())
	c.Count(programmeFact(p, -1))
	return p, c, nil
}

// ReopenProgramme takes a closed programme up again.
func ReopenProgramme(p Programme, a access.Actor, now time.Time) (Programme, change.Change, error) {
	state, err := ProgrammeFlow.Next(p.State, VerbReopen)
	if err != nil {
		return p, change.Change{}, err
	}
	p.State, p.Reason, p.UpdatedAt, p.ConfirmedAt = state, "", now, now
	c := change.By(a, now)
	c.Log(p.Ref(), VerbReopen)
	c.Count(programmeFact(p, 1))
	return p, c, nil
}

// CloseCohort ends a cohort: it is no longer offered and not counted.
func CloseCohort(c Cohort, reason string, a access.Actor, now time.Time) (Cohort, change.Change, error) {
	state, err := CohortFlow.Next(c.State, VerbClose)
	if err != nil {
		return c, change.Change{}, err
	}
	if reason, err = checkReason(reason); err != nil {
		return c, change.Change{}, err
	}
	c.State, c.Reason, c.UpdatedAt = state, reason, now
	ch := change.By(a, now)
	ch.Log(c.Ref(), VerbClose, "reason", reason)
	ch.Close(c.Ref())
	countCapacity(&ch, c, -c.Available)
	return c, ch, nil
}

// ReopenCohort offers a closed cohort again, if its programme is active.
func ReopenCohort(c Cohort, p Programme, a access.Actor, now time.Time) (Cohort, change.Change, error) {
	state, err := CohortFlow.Next(c.State, VerbReopen)
	if err != nil {
		return c, change.Change{}, err
	}
	if p.State != Active {
		return c, change.Change{}, fault.Refuse("offer.programme_closed", "programme", p.Name)
	}
	c.State, c.Reason, c.UpdatedAt, c.ConfirmedAt = state, "", now, now
	ch := change.By(a, now)
	ch.Log(c.Ref(), VerbReopen)
	countCapacity(&ch, c, c.Available)
	return c, ch, nil
}

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
