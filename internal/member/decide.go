package member

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/platform/fault"
)

// DecideCommand is the council's decision on an application.
type DecideCommand struct {
	Admit   bool
	Tier    Tier
	On      calendar.Date // day of the decision; zero: today
	Meeting string        // number or name of the meeting
	Words   string        // required for a rejection
}

// Decide admits the applicant or rejects the application.
func Decide(m Membership, cmd DecideCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	verb := VerbReject
	if cmd.Admit {
		verb = VerbAdmit
	}
	next, err := Flow.Next(m.State, verb)
	if err != nil {
		return m, change.Change{}, err
	}
	c := change.By(a, now)
	on, wrong := dayOr("on", cmd.On, c.Today())
	if strings.TrimSpace(cmd.Meeting) == "" {
		wrong.Add("meeting", "", "member.meeting.missing")
	}
	if cmd.Admit && !slices.Contains(Tiers, cmd.Tier) {
		wrong.Add("tier", string(cmd.Tier), "member.tier.unknown")
	}
	if !cmd.Admit && strings.TrimSpace(cmd.Words) == "" {
		wrong.Add("words", "", "member.reason.missing")
	}
	if err := wrong.Err(); err != nil {
		return m, change.Change{}, err
	}
	m.State, m.DecidedOn, m.Decision, m.Meeting = next, on, cmd.Words, cmd.Meeting
	c.Log(m.Ref(), verb, "meeting", cmd.Meeting).Message = cmd.Words
	c.Close(m.Ref())
	if !cmd.Admit {
		c.Tell(m.notice("member.rejected"))
		return m, c, nil
	}
	m.Tier = cmd.Tier
	m.join(&c, on)
	c.Tell(m.notice("member.admitted"))
	return m, c, nil
}

// join writes the gain of a member.
func (m *Membership) join(c *change.Change, on calendar.Date) {
	m.JoinedOn, m.EndedOn, m.EndReasons, m.EndNote = on, calendar.Date{}, nil, ""
	f := m.moved(1, moveIn)
	f.On = on
	c.Count(f)
}

// dayOr is the given day, or today; a day in the future is wrong.
func dayOr(field string, given, today calendar.Date) (calendar.Date, fault.List) {
	var wrong fault.List
	if given.Zero() {
		return today, wrong
	}
	if given.After(today) {
		wrong.Add(field, given.String(), "member.day.future")
	}
	return given, wrong
}

// Withdraw takes an application back.
func Withdraw(m Membership, a access.Actor, now time.Time) (Membership, change.Change, error) {
	next, err := Flow.Next(m.State, VerbWithdraw)
	if err != nil {
		return m, change.Change{}, err
	}
	m.State = next
	c := change.By(a, now)
	c.Log(m.Ref(), VerbWithdraw)
	c.Close(m.Ref())
	return m, c, nil
}

// PromoteCommand gives a member another tier.
type PromoteCommand struct {
	Tier    Tier
	Meeting string
}

// Promote changes the tier by a decision of the council.
func Promote(m Membership, cmd PromoteCommand, a access.Actor, now time.Time) (Membership, change.Change, error) {
	if _, err := Flow.Next(m.State, VerbPromote); err != nil {
		return m, change.Change{}, err
	}
	var wrong fault.List
	if !slices.Contains(Tiers, cmd.Tier) || cmd.Tier == m.Tier {
		wrong.Add("tier", string(cmd.Tier), "member.tier.unknown")
	}
	if strings.TrimSpace(cmd.Meeting) == "" {
		wrong.Add("meeting", "", "member.meeting.missing")
	}
	if err := wrong.Err(); err != nil {
		return m, change.Change{}, err
	}
	c := change.By(a, now)
	before := m
	m.Tier = cmd.Tier
	m.recount(&c, before)
	c.Log(m.Ref(), VerbPromote, "tier", string(cmd.Tier), "meeting", cmd.Meeting)
	return m, c, nil
}
