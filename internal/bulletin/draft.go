package bulletin

import (
	"strings"
	"time"
	"unicode/utf8"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
	"tongpin/internal/platform/fault"
)

// The open steps of a bulletin and how long each may take [D].
const (
	stepReview  = "review"
	stepPublish = "publish"
	stepMend    = "mend"
	stepDays    = 7
)

// DraftCommand begins a paper.
type DraftCommand struct {
	ID      record.ID
	Period  calendar.Period
	Content Content
	Sample  bool
}

// Start makes a draft of a quarter or a year. A period that is not over may be
// drafted: its numbers grow until publication.
func Start(cmd DraftCommand, a access.Actor, now time.Time, find Metrics) (Bulletin, change.Change, error) {
	c := change.By(a, now)
	series, ok := SeriesOf(cmd.Period)
	switch {
	case !ok:
		return Bulletin{}, c, fault.Wrong("period", cmd.Period.Name, "bulletin.period")
	case cmd.Period.From.After(c.Today()):
		return Bulletin{}, c, fault.Wrong("period", cmd.Period.Name, "bulletin.period.future")
	}
	if err := cmd.Content.check(find); err != nil {
		return Bulletin{}, c, err
	}
	b := Bulletin{ID: cmd.ID, Series: series, Period: cmd.Period, Content: cmd.Content, State: Flow.Start, Turn: fresh(), Sample: cmd.Sample}
	c.Log(b.Ref(), VerbDraft, "title", b.Content.Title)
	c.Pass(b.Ref(), b.Turn)
	return b, c, nil
}

// fresh is the turn of a text that nobody has approved.
func fresh() turn.Turn {
	return turn.Begin([]record.ID{OfficeSecretariat, OfficeLeader}, OfficeSecretariat)
}

// Edit changes the content; every approval is lost.
func Edit(b Bulletin, x Content, a access.Actor, now time.Time, find Metrics) (Bulletin, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(b.State, VerbEdit)
	if err != nil {
		return b, c, err
	}
	if err := x.check(find); err != nil {
		return b, c, err
	}
	b.State, b.Content, b.Turn = next, x, fresh()
	c.Log(b.Ref(), VerbEdit)
	c.Close(b.Ref())
	c.Pass(b.Ref(), b.Turn)
	return b, c, nil
}

// Submit is the approval of the secretariat: the text goes to the leading group.
// An equation that does not hold is refused.
func Submit(b Bulletin, message string, n Numbers, a access.Actor, now time.Time, find Metrics) (Bulletin, change.Change, error) {
	if err := b.Content.failing(n, b.Period, find); err != nil {
		return b, change.By(a, now), err
	}
	return b.approve(VerbSubmit, message, a, now)
}

// Approve is the approval of the leading group.
func Approve(b Bulletin, message string, a access.Actor, now time.Time) (Bulletin, change.Change, error) {
	return b.approve(VerbApprove, message, a, now)
}

func (b Bulletin) approve(verb, message string, a access.Actor, now time.Time) (Bulletin, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(b.State, verb)
	if err != nil {
		return b, c, err
	}
	if err := words(message, false); err != nil {
		return b, c, err
	}
	t, err := b.Turn.Approve(Acting(a), c.Today(), turn.SilenceDays)
	if err != nil {
		return b, c, err
	}
	b.State, b.Turn = next, t
	e := c.Log(b.Ref(), verb)
	e.Message, e.Waits = message, true
	c.Close(b.Ref())
	c.Pass(b.Ref(), t)
	if t.Complete() {
		b.ask(&c, stepPublish, access.Secretariat)
	} else {
		b.ask(&c, stepReview, access.Leader)
	}
	return b, c, nil
}

// Return gives the text back to the secretariat, with what is to be changed.
func Return(b Bulletin, message string, a access.Actor, now time.Time) (Bulletin, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(b.State, VerbReturn)
	if err != nil {
		return b, c, err
	}
	if err := words(message, true); err != nil {
		return b, c, err
	}
	t, err := b.Turn.Send(Acting(a), OfficeSecretariat, c.Today(), 0)
	if err != nil {
		return b, c, err
	}
	t.Approved = nil
	b.State, b.Turn = next, t
	e := c.Log(b.Ref(), VerbReturn)
	e.Message, e.Waits = message, true
	c.Close(b.Ref())
	c.Pass(b.Ref(), t)
	b.ask(&c, stepMend, access.Secretariat)
	c.Tell(notify.Notice{Record: b.Ref(), Key: "bulletin.returned", Args: b.named(), Role: access.Secretariat})
	return b, c, nil
}

// Lapse gives a review that lay silent back to the secretariat; false if it has
// not lapsed.
func Lapse(b Bulletin, a access.Actor, now time.Time) (Bulletin, change.Change, bool) {
	c := change.By(a, now)
	t, lapsed := b.Turn.Lapse(c.Today())
	next, err := Flow.Next(b.State, VerbLapse)
	if !lapsed || err != nil {
		return b, c, false
	}
	t.Approved = nil
	b.State, b.Turn = next, t
	c.Log(b.Ref(), VerbLapse).Waits = true
	c.Close(b.Ref())
	c.Pass(b.Ref(), t)
	b.ask(&c, stepMend, access.Secretariat)
	return b, c, true
}

// Withdraw gives up a paper that is not published.
func Withdraw(b Bulletin, reason string, a access.Actor, now time.Time) (Bulletin, change.Change, error) {
	c := change.By(a, now)
	next, err := Flow.Next(b.State, VerbWithdraw)
	if err != nil {
		return b, c, err
	}
	if err := words(reason, true); err != nil {
		return b, c, err
	}
	b.State, b.Reason = next, strings.TrimSpace(reason)
	b.Turn.With, b.Turn.From, b.Turn.LapsesOn = "", "", calendar.Date{}
	c.Log(b.Ref(), VerbWithdraw).Message = b.Reason
	c.Close(b.Ref())
	c.Pass(b.Ref(), b.Turn)
	return b, c, nil
}

// words proves a message.
func words(message string, needed bool) error {
	switch n := utf8.RuneCountInString(message); {
	case needed && strings.TrimSpace(message) == "":
		return fault.Wrong("message", "", "bulletin.message")
	case n > MaxLine:
		return fault.Wrong("message", "", "bulletin.long", "n", n, "max", MaxLine)
	}
	return nil
}

// ask puts a step on the list of a role.
func (b Bulletin) ask(c *change.Change, step string, role access.Role) {
	c.Open(todo.Item{Record: b.Ref(), Step: step, Args: b.named(), Role: role, DueOn: c.Today().AddDays(stepDays), EscalateTo: access.Secretariat})
}

func (b Bulletin) named() map[string]string { return map[string]string{"title": b.Content.Title} }
