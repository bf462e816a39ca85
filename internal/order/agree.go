package order

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/turn"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

// Approve approves the terms for the party with the turn. The second approval
// settles the response and fills the order.
func Approve(t Talk, text string, a access.Actor, now time.Time, book *rule.Book) (Talk, change.Change, error) {
	r, o, today := t.Response, t.Order, calendar.DateOf(now)
	state, err := t.may(VerbApprove)
	if err != nil {
		return t, change.Change{}, err
	}
	if err := message(text); err != nil {
		return t, change.Change{}, err
	}
	var l fault.List
	r.Terms.check(&l, o, today)
	r.Findings = JudgeTerms(o, r.Terms, today, book)
	l.Append(stop(r.Findings, o.Details.Filing))
	if err := l.Err(); err != nil {
		return t, change.Change{}, err
	}
	if r.Turn, err = r.Turn.Approve(a.Organisation, today, turn.SilenceDays); err != nil {
		return t, change.Change{}, err
	}
	r.State, r.UpdatedAt = state, now
	if r.Turn.Complete() {
		return t.settle(r, text, a, now)
	}
	c := change.By(a, now)
	e := c.Log(r.Ref(), VerbApprove)
	e.Message, e.Waits = text, true
	r.handOver(&c, o)
	r.tellParty(&c, o, "response.approved", r.other(a.Organisation))
	return t.quiet(r), c, nil
}

// settle makes the response agreed, takes its quantity off the order and, when
// the order is full, ends the other responses.
func (t Talk) settle(r Response, text string, a access.Actor, now time.Time) (Talk, change.Change, error) {
	state, err := ResponseFlow.Next(t.Response.State, VerbAgree)
	if err != nil {
		return t, change.Change{}, err
	}
	r.State = state
	c := change.By(a, now)
	c.Log(r.Ref(), VerbAgree, "quantity", itoa(r.Terms.Quantity)).Message = text
	r.handOver(&c, t.Order)
	o := t.Order
	countMatched(&c, o, r)
	o.Agreed += r.Terms.Quantity
	o.UpdatedAt = now
	r.promise(&c, o)
	r.tellParty(&c, o, "response.agreed", r.Enterprise)
	r.tellParty(&c, o, "response.agreed", r.School)
	others := t.Others
	t.Others = nil
	if o.Left() == 0 {
		if o, err = o.fill(&c); err != nil {
			return t, change.Change{}, err
		}
		for _, other := range others {
			t.Others = append(t.Others, other.end(&c, o, "response.order_full"))
		}
	}
	t.Response, t.Order, t.Fills = r, o, true
	return t, c, nil
}

func (o Order) fill(c *change.Change) (Order, error) {
	state, err := Flow.Next(o.State, VerbFill)
	if err != nil {
		return o, err
	}
	o.State = state
	c.Log(o.Ref(), VerbFill)
	c.Close(o.Ref())
	o.tell(c, "order.full", "", access.Secretariat)
	return o, nil
}

// promise takes the students off the cohort, after the commit.
func (r Response) promise(c *change.Change, o Order) {
	if r.Terms.Cohort == "" {
		return
	}
	c.Start(job.New{
		Kind: offer.JobPromise, Unique: offer.JobPromise + "/" + string(r.ID),
		Args: offer.Promise{Cohort: r.Terms.Cohort, Quantity: r.Terms.Quantity, Kind: ResponseKind, Behind: r.ID, Name: o.Number + " " + o.Title},
	})
}

// EndCommand ends a response; the reason is told to the other side.
type EndCommand struct{ Reason string }

// Decline ends a response for the enterprise, at any time and with a reason.
func Decline(t Talk, cmd EndCommand, a access.Actor, now time.Time) (Talk, change.Change, error) {
	return t.stop(VerbDecline, t.Response.Enterprise, cmd, a, now)
}

// Withdraw ends a response for the school, at any time and with a reason.
func Withdraw(t Talk, cmd EndCommand, a access.Actor, now time.Time) (Talk, change.Change, error) {
	return t.stop(VerbWithdraw, t.Response.School, cmd, a, now)
}

func (t Talk) stop(verb string, party record.ID, cmd EndCommand, a access.Actor, now time.Time) (Talk, change.Change, error) {
	r := t.Response
	state, err := ResponseFlow.Next(r.State, verb)
	if err != nil {
		return t, change.Change{}, err
	}
	if a.Organisation != party {
		return t, change.Change{}, fault.New(fault.Forbidden, "record.forbidden")
	}
	why, err := reason(cmd.Reason)
	if err != nil {
		return t, change.Change{}, err
	}
	r.State, r.Reason, r.EndedBy, r.UpdatedAt = state, why, party, now
	r.Turn = turn.Turn{}
	c := change.By(a, now)
	c.Log(r.Ref(), verb).Message = why
	r.handOver(&c, t.Order)
	r.tellParty(&c, t.Order, "response."+verb, r.other(party), "reason", why)
	return t.quiet(r), c, nil
}

// end declines a live response because of what happened to its order.
func (r Response) end(c *change.Change, o Order, key string) Response {
	r.State, r.Turn, r.EndedBy, r.UpdatedAt = Declined, turn.Turn{}, "", c.At
	c.Log(r.Ref(), VerbDecline, "key", key)
	r.handOver(c, o)
	r.tellParty(c, o, key, r.School)
	return r
}

// reset takes all approvals back after an amendment; the school looks first.
func (r Response) reset(c *change.Change, o Order, book *rule.Book) Response {
	if t, err := turn.Begin(r.Turn.Parties, r.Enterprise).Send(r.Enterprise, r.School, c.Today(), turn.SilenceDays); err == nil {
		r.Turn = t
	}
	r.Findings = JudgeTerms(o, r.Terms, c.Today(), book)
	r.UpdatedAt = c.At
	c.Log(r.Ref(), VerbReset).Waits = true
	r.handOver(c, o)
	r.tellParty(c, o, "response.order_amended", r.School)
	return r
}
