package agreement

import (
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/fault"
)

// SendCommand hands the turn to another party with a message.
type SendCommand struct {
	To      record.ID
	Message string
}

// Send hands the draft or the negotiation to another party.
func Send(g Agreement, cmd SendCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	next, err := Flow.Next(g.State, VerbSend)
	if err != nil {
		return g, change.Change{}, err
	}
	c := change.By(a, now)
	t, err := g.Turn.Send(g.Acting(a), cmd.To, c.Today(), turn.SilenceDays)
	if err != nil {
		return g, change.Change{}, err
	}
	g.State, g.Turn = next, t
	to, _ := g.Party(cmd.To)
	e := c.Log(g.Ref(), VerbSend, "to", to.Name)
	e.Message, e.Waits = cmd.Message, true
	c.Pass(g.Ref(), t)
	g.waitFor(&c)
	return g, c, nil
}

// MayEdit says why the actor can't edit now; nil if it can.
func (g Agreement) MayEdit(a access.Actor) error {
	if _, err := Flow.Next(g.State, VerbEdit); err != nil {
		return err
	}
	_, err := g.Turn.Edit(g.Acting(a))
	return err
}

// ApproveCommand approves the present content. Code is the verification code
// that the agreement gets if this approval is the last.
type ApproveCommand struct {
	Message string
	Code    string
}

// Approve records the approval of the party with the turn. When all parties
// have approved the same content, it waits for its signed copy.
func Approve(g Agreement, cmd ApproveCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	next, err := Flow.Next(g.State, VerbApprove)
	if err != nil {
		return g, change.Change{}, err
	}
	c := change.By(a, now)
	t, err := g.Turn.Approve(g.Acting(a), c.Today(), turn.SilenceDays)
	if err != nil {
		return g, change.Change{}, err
	}
	g.State, g.Turn = next, t
	e := c.Log(g.Ref(), VerbApprove)
	e.Message, e.Waits = cmd.Message, !t.Complete()
	c.Pass(g.Ref(), t)
	g.waitFor(&c)
	if t.Complete() {
		g.State, _ = Flow.Next(g.State, VerbComplete)
		g.Code = cmd.Code
		c.Log(g.Ref(), VerbComplete).Waits = true
		for _, p := range g.Parties {
			c.Open(g.todo("sign", p.Organisation, c.Today().AddDays(signDays)))
		}
	}
	return g, c, nil
}

// Reopen takes an approved agreement that is not signed yet back to the table: a
// party proposes a change and says why. All approvals and the verification code
// are lost; the party has the turn and can edit. A signed agreement is renewed or
// ended, not changed.
func Reopen(g Agreement, reason string, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	next, err := Flow.Next(g.State, VerbReopen)
	if err != nil {
		return g, change.Change{}, err
	}
	by := g.Acting(a)
	if by == "" {
		return g, change.Change{}, fault.New(fault.Forbidden, "turn.not_party")
	}
	if strings.TrimSpace(reason) == "" {
		return g, change.Change{}, fault.Wrong("reason", "", "agreement.reason.missing")
	}
	g.State, g.Code, g.Turn = next, "", turn.Begin(g.organisations(), by)
	c := change.By(a, now)
	c.Log(g.Ref(), VerbReopen).Message = reason
	c.Close(g.Ref())
	c.Pass(g.Ref(), g.Turn)
	g.tellAll(&c, "agreement.reopened", by)
	return g, c, nil
}

// signDays is how long the parties have to hand in the signed copy [D].
const signDays = 30

// SignCommand hands in the signed copy.
type SignCommand struct {
	On   calendar.Date // zero: today
	File file.File     // scan of the signed copy; required
}

// Sign makes the agreement active: from here on it counts.
func Sign(g Agreement, cmd SignCommand, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	next, err := Flow.Next(g.State, VerbSign)
	if err != nil {
		return g, change.Change{}, err
	}
	c := change.By(a, now)
	var wrong fault.List
	on := cmd.On
	if on.Zero() {
		on = c.Today()
	}
	if on.After(c.Today()) {
		wrong.Add("signed_on", on.String(), "agreement.day.future")
	}
	if cmd.File.ID == "" {
		wrong.Add("signed_file", "", "agreement.signed_file.missing")
	}
	if err := wrong.Err(); err != nil {
		return g, change.Change{}, err
	}
	g.State, g.SignedOn, g.SignedFile = next, on, cmd.File.ID
	c.Attach(cmd.File)
	c.Log(g.Ref(), VerbSign, "on", on.String())
	c.Close(g.Ref())
	g.begin(&c)
	g.tellAll(&c, "agreement.signed", g.Acting(a))
	return g, c, nil
}

// begin writes the facts of a freshly signed agreement.
func (g Agreement) begin(c *change.Change) {
	g.count(c, 1, g.SignedOn)
	for _, o := range g.Obligations {
		c.Count(g.about(o, FactObligation, 1, "obligation", g.SignedOn))
		c.Count(g.about(o, FactPromised, o.Quantity, o.Unit(), g.SignedOn))
	}
}

// Lapse gives a silent turn back; false if it has not lapsed.
func Lapse(g Agreement, a access.Actor, now time.Time) (Agreement, change.Change, bool) {
	c := change.By(a, now)
	t, lapsed := g.Turn.Lapse(c.Today())
	if !lapsed || !Flow.Can(g.State, VerbLapse) {
		return g, c, false
	}
	g.Turn = t
	c.Log(g.Ref(), VerbLapse).Waits = true
	c.Pass(g.Ref(), t)
	g.waitFor(&c)
	return g, c, true
}

// Withdraw gives up an agreement that is not signed. Any party may.
func Withdraw(g Agreement, reason string, a access.Actor, now time.Time) (Agreement, change.Change, error) {
	next, err := Flow.Next(g.State, VerbWithdraw)
	if err != nil {
		return g, change.Change{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return g, change.Change{}, fault.Wrong("reason", "", "agreement.reason.missing")
	}
	if g.Acting(a) == "" {
		return g, change.Change{}, fault.New(fault.Forbidden, "turn.not_party")
	}
	g.State, g.EndReason = next, reason
	g.Turn.With, g.Turn.From, g.Turn.LapsesOn = "", "", calendar.Date{}
	c := change.By(a, now)
	c.Log(g.Ref(), VerbWithdraw).Message = reason
	c.Close(g.Ref())
	c.Pass(g.Ref(), g.Turn)
	g.tellAll(&c, "agreement.withdrawn", g.Acting(a))
	return g, c, nil
}
