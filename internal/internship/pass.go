package internship

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/platform/fault"
)

// pass lets the days act that are over: the internship begins on its first day
// and ends after its last.
func (x *Internship) pass(c *change.Change) {
	if x.State == Planned && !x.From.After(c.Today()) {
		x.State = UnderWay
		c.Log(x.Ref(), VerbBegin)
		x.count(c, FactStarted, x.From)
	}
	if x.State == UnderWay && x.Until.Before(c.Today()) {
		x.State, x.EndedOn = Ended, x.Until
		c.Log(x.Ref(), VerbEnd)
		x.count(c, FactEnded, x.Until)
	}
}

// Round is what a day brings; false if nothing.
func Round(x Internship, a access.Actor, now time.Time) (Internship, change.Change, bool) {
	c, was := change.By(a, now), x.State
	x.pass(&c)
	x.UpdatedAt = now
	return x, c, x.State != was
}

// EndCommand ends an internship before its last day.
type EndCommand struct {
	On     calendar.Date // the last day that the student was there
	Reason string
}

// EndEarly ends an internship that is under way.
func EndEarly(x Internship, cmd EndCommand, a access.Actor, now time.Time) (Internship, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(x.State, VerbEndEarly)
	if err != nil {
		return x, c, err
	}
	var wrong fault.List
	if cmd.On.Zero() || cmd.On.Before(x.From) || cmd.On.After(c.Today()) || !cmd.On.Before(x.Until) {
		wrong.Add("on", cmd.On.String(), "internship.early", "from", x.From.String(), "until", x.Until.String())
	}
	wrong.Append(checkReason(&cmd.Reason))
	if err := wrong.Err(); err != nil {
		return x, c, err
	}
	x.State, x.EndedOn, x.Reason, x.UpdatedAt = next, cmd.On, cmd.Reason, now
	c.Log(x.Ref(), VerbEndEarly, "on", cmd.On.String()).Message = cmd.Reason
	x.count(&c, FactEnded, cmd.On)
	return x, c, nil
}

// CallOff gives up an internship that does not take place, or did not as it was
// told; what was counted is taken back. Facts are those that stand.
func CallOff(x Internship, facts []fact.Fact, reason string, a access.Actor, now time.Time) (Internship, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(x.State, VerbCallOff)
	if err != nil {
		return x, c, err
	}
	if err := checkReason(&reason); err != nil {
		return x, c, err
	}
	x.State, x.Reason, x.UpdatedAt = next, reason, now
	c.Log(x.Ref(), VerbCallOff).Message = reason
	c.TakeBack(facts, reason, func(fact.Fact) bool { return true })
	return x, c, nil
}

// Erase removes what identifies a student. Internships and facts stay, with an
// id that leads to nobody.
func Erase(s Student, reason string, a access.Actor, now time.Time) (Student, change.Change, error) {
	c := change.By(a, now)
	if s.Erased() {
		return s, c, fault.Refuse("internship.erased.already")
	}
	if err := checkReason(&reason); err != nil {
		return s, c, err
	}
	s.Identity, s.ErasedAt = Identity{}, now
	c.Log(s.Ref(), VerbErase).Message = reason
	return s, c, nil
}

// checkReason trims a reason, which must be there.
func checkReason(reason *string) error {
	if *reason = strings.TrimSpace(*reason); *reason == "" {
		return fault.Wrong("reason", "", "internship.required")
	}
	if len([]rune(*reason)) > 5*MaxText {
		return fault.Wrong("reason", *reason, "internship.long", "max", 5*MaxText)
	}
	return nil
}
