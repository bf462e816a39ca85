package order

import (
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/job"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/todo"
	"tongpin/internal/core/turn"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

// Talk is a response with its order and, for the step that fills the order, the
// other live responses. A decision returns in Others what is to be written, and
// sets Fills if the order is to be written too.
type Talk struct {
	Response
	Order  Order
	Others []Response
	Fills  bool
}

// quiet is the talk with nothing but the response to be written.
func (t Talk) quiet(r Response) Talk {
	t.Response, t.Others, t.Fills = r, nil, false
	return t
}

// ProposeCommand puts new terms on the table.
type ProposeCommand struct {
	Terms   Terms
	Message string
	Approve bool // the proposer approves them at once; else hands over to talk on
}

// Propose changes the terms and hands the turn over. Approvals of the old terms
// are lost.
func Propose(t Talk, cmd ProposeCommand, a access.Actor, now time.Time, book *rule.Book) (Talk, change.Change, error) {
	r, o, today := t.Response, t.Order, calendar.DateOf(now)
	state, err := t.may(VerbPropose)
	if err != nil {
		return t, change.Change{}, err
	}
	if err := message(cmd.Message); err != nil {
		return t, change.Change{}, err
	}
	cmd.Terms = cmd.Terms.tidied(o)
	var l fault.List
	cmd.Terms.check(&l, o, today)
	if err := l.Err(); err != nil {
		return t, change.Change{}, err
	}
	me := a.Organisation
	if r.Turn, err = r.Turn.Edit(me); err != nil {
		return t, change.Change{}, err
	}
	before := r.Terms
	r.Terms, r.State, r.UpdatedAt = cmd.Terms, state, now
	r.Findings = JudgeTerms(o, r.Terms, today, book)
	if r.Turn, err = r.pass(me, cmd.Approve, today); err != nil {
		return t, change.Change{}, err
	}
	if err := stop(r.Findings, o.Details.Filing); err != nil && cmd.Approve {
		return t, change.Change{}, err
	}
	c := change.By(a, now)
	e := c.Log(r.Ref(), VerbPropose, "from", itoa(before.Quantity), "to", itoa(r.Terms.Quantity), "start", r.Terms.StartOn.String(), "pay", r.Terms.Pay.Yuan())
	e.Message, e.Waits = cmd.Message, true
	r.handOver(&c, o)
	r.tellParty(&c, o, "response.proposed", r.other(me))
	return t.quiet(r), c, nil
}

// pass hands the turn to the other party, with or without approval.
func (r Response) pass(me record.ID, approve bool, today calendar.Date) (turn.Turn, error) {
	if approve {
		return r.Turn.Approve(me, today, turn.SilenceDays)
	}
	return r.Turn.Send(me, r.other(me), today, turn.SilenceDays)
}

// Send hands the turn over with a message and without approval.
func Send(t Talk, text string, a access.Actor, now time.Time) (Talk, change.Change, error) {
	r := t.Response
	state, err := t.may(VerbSend)
	if err != nil {
		return t, change.Change{}, err
	}
	if text, err = reason(text); err != nil {
		return t, change.Change{}, err
	}
	if r.Turn, err = r.pass(a.Organisation, false, calendar.DateOf(now)); err != nil {
		return t, change.Change{}, err
	}
	r.State, r.UpdatedAt = state, now
	c := change.By(a, now)
	e := c.Log(r.Ref(), VerbSend)
	e.Message, e.Waits = text, true
	r.handOver(&c, t.Order)
	r.tellParty(&c, t.Order, "response.message", r.other(a.Organisation))
	return t.quiet(r), c, nil
}

// Lapse gives a silent turn back to the party that sent it; false if nothing
// has lapsed.
func Lapse(t Talk, a access.Actor, now time.Time) (Talk, change.Change, bool) {
	r := t.Response
	c := change.By(a, now)
	back, lapsed := r.Turn.Lapse(c.Today())
	if !r.State.Live() || !lapsed {
		return t, c, false
	}
	silent := r.Turn.With
	r.Turn, r.UpdatedAt = back, now
	c.Log(r.Ref(), VerbLapse).Waits = true
	r.handOver(&c, t.Order)
	r.tellParty(&c, t.Order, "response.lapsed", back.With)
	r.tellParty(&c, t.Order, "response.lapsed_from", silent)
	return t.quiet(r), c, true
}

// may checks that the response can take the verb and its order is open.
func (t Talk) may(verb string) (ResponseState, error) {
	state, err := ResponseFlow.Next(t.Response.State, verb)
	if err == nil && t.Order.State != Open {
		err = fault.Refuse("response.order_not_open", "state", string(t.Order.State))
	}
	return state, err
}

func message(s string) error {
	if len([]rune(s)) > MaxReason {
		return fault.Wrong("message", s, "order.too_long", "max", MaxReason)
	}
	return nil
}

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
	c.Log(r.Ref(), VerbAgree, "quantity", t.Order.persons(r.Terms)).Message = text
	r.handOver(&c, t.Order)
	o := t.Order
	countMatched(&c, o, r)
	o.Agreed += r.Terms.Quantity
	o.UpdatedAt = now
	r.promise(&c, o)
	c.Open(todo.Item{
		Record: r.Ref(), Step: StepAgreement, Args: o.named(), Organisation: r.Enterprise, Role: access.Enterprise,
		DueOn: c.Today().AddDays(agreementWithin), EscalateTo: access.Secretariat,
	})
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
