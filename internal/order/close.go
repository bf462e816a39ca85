package order

import (
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/platform/fault"
)

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
