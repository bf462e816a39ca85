package agreement

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// RegisterCommand enters an agreement that was signed on paper.
type RegisterCommand struct {
	ID       record.ID
	Number   string // of the paper
	Content  Content
	SignedOn calendar.Date
	File     file.File // scan; optional
	Code     string
	Sample   bool
}

// Register makes an active agreement of a paper that all parties have signed.
func Register(cmd RegisterCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	c := change.By(a, now)
	wrong := cmd.Content.check()
	if cmd.SignedOn.Zero() {
		wrong.Add("signed_on", "", "agreement.signed_on.missing")
	}
	if cmd.SignedOn.After(c.Today()) {
		wrong.Add("signed_on", cmd.SignedOn.String(), "agreement.day.future")
	}
	if err := wrong.Err(); err != nil {
		return Agreement{}, change.Change{}, err
	}
	g := cmd.Content.onto(Agreement{
		ID: cmd.ID, Number: strings.TrimSpace(cmd.Number), State: Active, SignedOn: cmd.SignedOn, Code: cmd.Code,
		Registered: true, Sample: cmd.Sample, CreatedAt: now,
	})
	if cmd.File.ID != "" {
		g.SignedFile = cmd.File.ID
		c.Attach(cmd.File)
	}
	c.Log(g.Ref(), VerbRegister, "on", cmd.SignedOn.String())
	g.begin(&c)
	return g, c, nil
}

// FulfilCommand records a delivery. FactID is made by the caller.
type FulfilCommand struct {
	Obligation record.ID
	Quantity   int64
	On         calendar.Date // zero: today
	Evidence   file.File     // optional
	Note       string
	FactID     record.ID
}

// Fulfil records that something promised was delivered: a fact, and one more
// when the obligation is wholly met.
func Fulfil(g Agreement, cmd FulfilCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	if _, err := Flow.Next(g.State, VerbFulfil); err != nil {
		return g, change.Change{}, err
	}
	c := change.By(a, now)
	o, ok := g.Obligation(cmd.Obligation)
	var wrong fault.List
	if !ok {
		wrong.Add("obligation", string(cmd.Obligation), "agreement.obligation.unknown")
	}
	if cmd.Quantity <= 0 || cmd.Quantity > 1_000_000_000 {
		wrong.Add("quantity", strconv.FormatInt(cmd.Quantity, 10), "agreement.obligation.quantity")
	}
	on := cmd.On
	if on.Zero() {
		on = c.Today()
	}
	if on.After(c.Today()) || on.Before(g.SignedOn) {
		wrong.Add("on", on.String(), "agreement.delivery.day", "signed", g.SignedOn.String())
	}
	if err := wrong.Err(); err != nil {
		return g, change.Change{}, err
	}
	delivered := g.about(o, FactDelivered, cmd.Quantity, o.Unit(), on)
	delivered.ID = cmd.FactID
	if cmd.Evidence.ID != "" {
		delivered.Evidence = cmd.Evidence.ID
		c.Attach(cmd.Evidence)
	}
	c.Count(delivered)
	g = g.deliver(&c, o, cmd.Quantity, on)
	c.Log(g.Ref(), VerbFulfil, "what", o.Text, "quantity", strconv.FormatInt(cmd.Quantity, 10), "unit", o.Unit()).Message = cmd.Note
	return g, c, nil
}

// deliver moves what was delivered of an obligation, and the fact that it is
// wholly met.
func (g Agreement) deliver(c *change.Change, o Obligation, quantity int64, on calendar.Date) Agreement {
	before := o.Met()
	g.Obligations = slices.Clone(g.Obligations)
	for i := range g.Obligations {
		if g.Obligations[i].ID == o.ID {
			g.Obligations[i].Delivered += quantity
			o = g.Obligations[i]
		}
	}
	switch {
	case !before && o.Met():
		c.Count(g.about(o, FactMet, 1, "obligation", on))
		g.remind(c)
	case before && !o.Met():
		c.Count(g.about(o, FactMet, -1, "obligation", on))
		g.remind(c)
	}
	return g
}

// remind puts on the parties' lists what they still owe of what they were
// reminded of, and takes the rest off.
func (g Agreement) remind(c *change.Change) {
	c.Close(g.Ref(), "deliver")
	for _, o := range g.Obligations {
		if !o.Met() && !o.DueOn.Zero() && !o.DueOn.After(g.DueTold) {
			c.Open(g.todo("deliver", o.Party, o.DueOn))
		}
	}
}

// CorrectCommand takes a recorded delivery back.
type CorrectCommand struct {
	Fact   fact.Fact
	Reason string
}

// Correct writes the reversing fact of a delivery. The same fact can be taken
// back only once: the store keeps that.
func Correct(g Agreement, cmd CorrectCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	if _, err := Flow.Next(g.State, VerbCorrect); err != nil {
		return g, change.Change{}, err
	}
	o, ok := g.Obligation(cmd.Fact.Subject)
	switch {
	case cmd.Fact.Kind != FactDelivered || cmd.Fact.Record != g.Ref() || !ok || cmd.Fact.Reverses != "":
		return g, change.Change{}, fault.Wrong("fact", string(cmd.Fact.ID), "agreement.correct.unknown")
	case strings.TrimSpace(cmd.Reason) == "":
		return g, change.Change{}, fault.Wrong("reason", "", "agreement.reason.missing")
	}
	c := change.By(a, now)
	c.Count(cmd.Fact.Reverse(cmd.Fact.On, cmd.Reason))
	g = g.deliver(&c, o, -cmd.Fact.Quantity, cmd.Fact.On)
	c.Log(g.Ref(), VerbCorrect, "what", o.Text, "quantity", strconv.FormatInt(cmd.Fact.Quantity, 10), "unit", o.Unit()).Message = cmd.Reason
	return g, c, nil
}

// End ends an active agreement early, with a reason. A party or the secretariat
// records it; every party is told.
func End(g Agreement, reason string, on calendar.Date, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	next, err := Flow.Next(g.State, VerbEnd)
	if err != nil {
		return g, change.Change{}, err
	}
	c := change.By(a, now)
	if on.Zero() {
		on = c.Today()
	}
	var wrong fault.List
	if strings.TrimSpace(reason) == "" {
		wrong.Add("reason", "", "agreement.reason.missing")
	}
	if on.Before(g.SignedOn) || on.After(c.Today()) {
		wrong.Add("on", on.String(), "agreement.delivery.day", "signed", g.SignedOn.String())
	}
	if err := wrong.Err(); err != nil {
		return g, change.Change{}, err
	}
	g.State, g.EndedOn, g.EndReason = next, on, reason
	g.count(&c, -1, on)
	c.Log(g.Ref(), VerbEnd, "on", on.String()).Message = reason
	c.Close(g.Ref())
	g.tellAll(&c, "agreement.ended", g.Acting(a))
	return g, c, nil
}

// tellDays is how long before its end the parties are told, decideDays how long
// before it they should have decided about a renewal (then the secretariat is
// told), dueDays how long before a due date its party is [D].
const tellDays, decideDays, dueDays = 60, 30, 14

// Round does what the day brings to an active agreement: expiry on the day after
// its term, a reminder of its end, a to-do for what is due. False if nothing.
func Round(g Agreement, a access.Actor, now time.Time) (Agreement, change.Change, bool) {
	c := change.By(a, now)
	today := c.Today()
	if g.State != Active {
		return g, c, false
	}
	if !g.ToOn.Zero() && g.ToOn.Before(today) {
		g.State, g.EndedOn = Expired, g.ToOn
		g.count(&c, -1, g.ToOn.AddDays(1))
		c.Log(g.Ref(), VerbExpire)
		c.Close(g.Ref(), "renew")
		g.tellAll(&c, "agreement.expired", "")
		return g, c, true
	}
	if !g.EndTold && !g.ToOn.Zero() && today.DaysUntil(g.ToOn) <= tellDays {
		g.EndTold = true
		for _, p := range g.Parties {
			c.Open(g.todo("renew", p.Organisation, g.ToOn.AddDays(-decideDays)))
		}
	}
	for due := g.NextReminder(); !due.Zero() && today.DaysUntil(due) <= dueDays; due = g.NextReminder() {
		g.DueTold = due
		g.remindOf(&c, due)
	}
	return g, c, len(c.Opened) > 0
}

// remindOf puts what is due on a day on the lists of its parties.
func (g Agreement) remindOf(c *change.Change, due calendar.Date) {
	for _, o := range g.Obligations {
		if !o.Met() && o.DueOn == due {
			c.Open(g.todo("deliver", o.Party, due))
		}
	}
}
