package order

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/file"
	"tongpin/internal/core/rule"
	"tongpin/internal/platform/fault"
)

// Case is an order with the responses that a step on it touches. A decision is
// given the live ones and returns those that are to be written.
type Case struct {
	Order
	Responses []Response
}

// Amend changes an open order. Who is negotiating is told, and all approvals
// are taken back: they were given to other terms.
func Amend(k Case, d Data, a access.Actor, now time.Time, book *rule.Book) (Case, change.Change, error) {
	o := k.Order
	if _, err := Flow.Next(o.State, VerbAmend); err != nil {
		return k, change.Change{}, err
	}
	d.Kind = o.Kind
	d = d.tidied()
	today := calendar.DateOf(now)
	if err := d.complete(today); err != nil {
		return k, change.Change{}, err
	}
	if err := d.covers(o); err != nil {
		return k, change.Change{}, err
	}
	before := o
	o.Data, o.UpdatedAt, o.ConfirmedAt = d, now, now
	o.Findings = Judge(o, today, book)
	if err := stop(o.Findings, o.Details.Filing); err != nil {
		return k, change.Change{}, err
	}
	c := change.By(a, now)
	c.Log(o.Ref(), VerbAmend, "from", itoa(before.Quantity), "to", itoa(o.Quantity))
	c.Close(o.Ref(), StepConfirm)
	recount(&c, before, o)
	k.Order = o
	live := k.Responses
	k.Responses = make([]Response, len(live))
	for i, r := range live {
		k.Responses[i] = r.reset(&c, o, book)
	}
	return k, c, nil
}

// recount moves the facts from the old to the new content: by the difference,
// or, if the mode changed, out of one dimension into the other.
func recount(c *change.Change, before, o Order) {
	if before.Details.Mode == o.Details.Mode {
		countMore(c, o, o.Quantity-before.Quantity)
		return
	}
	c.Count(before.fact(FactOpened, -1, "order"))
	c.Count(o.fact(FactOpened, 1, "order"))
	c.Count(before.fact(FactPlaced, -before.Quantity, "person"))
	c.Count(o.fact(FactPlaced, o.Quantity, "person"))
	countDemand(c, before, -before.Left())
	countDemand(c, o, o.Left())
}

// Confirm stamps an open order as still true.
func Confirm(o Order, a access.Actor, now time.Time) (Order, change.Change, error) {
	if _, err := Flow.Next(o.State, VerbConfirm); err != nil {
		return o, change.Change{}, err
	}
	o.ConfirmedAt = now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbConfirm)
	c.Close(o.Ref(), StepConfirm)
	return o, c, nil
}

// MaxFiles is how many files an order has at most.
const MaxFiles = 20

// Attach adds a file to an order that has some already: a drawing, a job
// description, a brochure. Who sees the content of the order sees its files.
func Attach(o Order, has []file.File, f file.File, a access.Actor, now time.Time) (Order, change.Change, error) {
	if _, err := Flow.Next(o.State, VerbAttach); err != nil {
		return o, change.Change{}, err
	}
	if len(has) >= MaxFiles {
		return o, change.Change{}, fault.Wrong("file", f.Name, "order.files.many", "max", MaxFiles)
	}
	if slices.ContainsFunc(has, func(x file.File) bool { return x.Name == f.Name && x.Hash == f.Hash }) {
		return o, change.Change{}, fault.Wrong("file", f.Name, "order.files.twice", "name", f.Name)
	}
	o.UpdatedAt = now
	c := change.By(a, now)
	c.Attach(f)
	c.Log(o.Ref(), VerbAttach, "name", f.Name)
	return o, c, nil
}

// Detach takes a file off an order.
func Detach(o Order, f file.File, a access.Actor, now time.Time) (Order, change.Change, error) {
	if _, err := Flow.Next(o.State, VerbDetach); err != nil {
		return o, change.Change{}, err
	}
	o.UpdatedAt = now
	c := change.By(a, now)
	c.Detach(f)
	c.Log(o.Ref(), VerbDetach, "name", f.Name)
	return o, c, nil
}

// covers refuses an amendment that asks for less than is agreed already, or for
// exactly that: then the order should be closed, not amended.
func (d Data) covers(o Order) error {
	if d.Kind.Counts() && d.Quantity <= o.Agreed {
		return fault.Wrong("quantity", itoa(d.Quantity), "order.quantity.agreed", "agreed", o.Agreed)
	}
	return nil
}

// Why an order is closed. Withdrawn means that it should never have counted:
// its facts are taken back.
const (
	WhyFilled    = "filled_elsewhere"
	WhyWithdrawn = "withdrawn"
	WhyNoSupply  = "no_supply"
	WhyOther     = "other"
)

// Whys lists the reasons to close in the order in which people see them.
var Whys = []string{WhyFilled, WhyNoSupply, WhyWithdrawn, WhyOther}

// CloseCommand ends an order.
type CloseCommand struct {
	Why  string // one of Whys
	Text string // required for WhyWithdrawn and WhyOther
}

func (cmd CloseCommand) check() error {
	var l fault.List
	if !slices.Contains(Whys, cmd.Why) {
		l.Add("why", cmd.Why, "order.choose")
	}
	if cmd.Why == WhyOther || cmd.Why == WhyWithdrawn {
		required(&l, "reason", cmd.Text)
	}
	if len([]rune(cmd.Text)) > MaxReason {
		l.Add("reason", cmd.Text, "order.too_long", "max", MaxReason)
	}
	return l.Err()
}

// Close ends an order that is not yet agreed. Live responses end with it.
func Close(k Case, cmd CloseCommand, a access.Actor, now time.Time) (Case, change.Change, error) {
	o := k.Order
	state, err := Flow.Next(o.State, VerbClose)
	if err != nil {
		return k, change.Change{}, err
	}
	cmd.Text = strings.TrimSpace(cmd.Text)
	if err := cmd.check(); err != nil {
		return k, change.Change{}, err
	}
	if cmd.Why == WhyWithdrawn && o.Agreed > 0 {
		return k, change.Change{}, fault.Wrong("why", cmd.Why, "order.withdraw.agreed", "agreed", o.Agreed)
	}
	was := o.State
	o.State, o.Reason, o.UpdatedAt = state, closing(cmd), now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbClose, "why", cmd.Why).Message = cmd.Text
	c.Close(o.Ref())
	if was == Open {
		countDemand(&c, o, -o.Left())
	}
	if cmd.Why == WhyWithdrawn && !o.OpenedAt.IsZero() {
		o.takeBackFacts(&c, o.Reason)
	}
	k.Order = o
	live := k.Responses
	k.Responses = make([]Response, len(live))
	for i, r := range live {
		k.Responses[i] = r.end(&c, o, "response.order_closed")
	}
	return k, c, nil
}

func closing(cmd CloseCommand) string {
	if cmd.Text == "" {
		return cmd.Why
	}
	return cmd.Why + ": " + cmd.Text
}

// takeBackFacts reverses what opening the order counted.
func (o Order) takeBackFacts(c *change.Change, reason string) {
	opened := o.fact(FactOpened, 1, "order")
	opened.ID = o.factID(FactOpened)
	c.Count(opened.Reverse(c.Today(), reason))
	if o.Kind.Counts() {
		placed := o.fact(FactPlaced, o.Quantity, "person")
		placed.ID = o.factID(FactPlaced)
		c.Count(placed.Reverse(c.Today(), reason))
	}
}
