package order

import (
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/todo"
)

// The facts.
const (
	FactOpened  fact.Kind = "order.opened"  // an order was opened to schools (1)
	FactPlaced  fact.Kind = "order.placed"  // persons that it asks for
	FactMatched fact.Kind = "order.matched" // persons, or solutions, agreed with a school
	FactDemand  fact.Kind = "demand.open"   // stock of persons asked for and not yet agreed
)

func (o Order) dimensions() map[string]string {
	return map[string]string{"kind": string(o.Kind), "mode": string(o.Details.Mode), "industry": o.Industry}
}

func (o Order) fact(kind fact.Kind, quantity int64, unit string) fact.Fact {
	return fact.Fact{
		Kind: kind, Quantity: quantity, Unit: unit, Scope: fact.ScopeConsortium,
		Owner: o.Enterprise, Subject: o.Enterprise, Dims: o.dimensions(), Record: o.Ref(),
	}
}

// countOpened counts an order that opens. The facts carry ids of their own, so
// that a withdrawal can name what it takes back.
func countOpened(c *change.Change, o Order) {
	opened := o.fact(FactOpened, 1, "order")
	opened.ID = o.factID(FactOpened)
	c.Count(opened)
	if o.Kind.Counts() {
		placed := o.fact(FactPlaced, o.Quantity, "person")
		placed.ID = o.factID(FactPlaced)
		c.Count(placed)
		c.Count(o.fact(FactDemand, o.Left(), "person"))
	}
}

func (o Order) factID(kind fact.Kind) record.ID { return record.Derived(o.ID, "fact/"+string(kind)) }

// countMore counts persons that an amendment adds or takes away.
func countMore(c *change.Change, o Order, more int64) {
	if more == 0 || !o.Kind.Counts() {
		return
	}
	c.Count(o.fact(FactPlaced, more, "person"))
	c.Count(o.fact(FactDemand, more, "person"))
}

// countDemand moves the stock of open demand.
func countDemand(c *change.Change, o Order, gained int64) {
	if gained != 0 && o.Kind.Counts() {
		c.Count(o.fact(FactDemand, gained, "person"))
	}
}

// countMatched counts what a response fills; it is the school's doing.
func countMatched(c *change.Change, o Order, r Response) {
	unit := "solution"
	if o.Kind.Counts() {
		unit = "person"
	}
	f := o.fact(FactMatched, r.Terms.Quantity, unit)
	f.Owner, f.Record = r.School, r.Ref()
	c.Count(f)
	countDemand(c, o, -r.Terms.Quantity)
}

// Metrics defines the figures over the facts.
func Metrics() []metric.Definition {
	scopes := []string{fact.ScopeConsortium}
	people := map[string][]string{"kind": {string(People)}}
	return []metric.Definition{
		{Key: "order.count", Kinds: []fact.Kind{FactOpened}, Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"kind", "mode", "industry"}, Unit: "order"},
		{Key: "order.enterprises", Kinds: []fact.Kind{FactOpened}, Measure: metric.Subjects, Scopes: scopes, Dimensions: []string{"kind", "industry"}, Unit: "enterprise"},
		{Key: "order.people_wanted", Kinds: []fact.Kind{FactPlaced}, Where: people, Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"mode", "industry"}, Unit: "person"},
		{Key: "order.people_matched", Kinds: []fact.Kind{FactMatched}, Where: people, Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: []string{"mode", "industry"}, Unit: "person"},
		{Key: "order.matched_enterprises", Kinds: []fact.Kind{FactMatched}, Measure: metric.Subjects, Scopes: scopes, Dimensions: []string{"kind", "industry"}, Unit: "enterprise"},
		{Key: "demand.open", Kinds: []fact.Kind{FactDemand}, Where: people, Measure: metric.Sum, Stock: true, Scopes: scopes, PerOwner: true, Dimensions: []string{"mode", "industry"}, Unit: "person"},
	}
}

// The steps on people's lists.
const (
	StepCheck   = "check"   // the secretariat checks what was submitted
	StepMend    = "mend"    // the enterprise mends what was returned
	StepAnswer  = "answer"  // a chosen school answers
	StepConfirm = "confirm" // the enterprise says that the order is still true
	StepRenew   = "renew"   // the enterprise renews or closes an expired order
	StepTurn    = "turn"    // it is the party's turn on a response
	// StepAgreement is the last step of an agreed response: an agreement is drawn
	// up. Drafting one that comes from the response does it.
	StepAgreement = "agreement"
)

// Days within which the steps should be done.
const (
	checkWithin     = 3
	mendWithin      = 7
	answerWithin    = 7
	confirmWithin   = 7
	agreementWithin = 30 // from agreed terms to the draft of an agreement [D]
)

// named are the arguments that texts about an order take.
func (o Order) named() map[string]string {
	return change.Pairs("number", o.Number, "title", o.Title)
}

func (o Order) item(step string, org record.ID, role access.Role, due calendar.Date, escalate access.Role) todo.Item {
	return todo.Item{Record: o.Ref(), Step: step, Args: o.named(), Organisation: org, Role: role, DueOn: due, EscalateTo: escalate}
}

// tell sends a notice about the order to a role of an organisation.
func (o Order) tell(c *change.Change, key string, org record.ID, role access.Role, args ...string) {
	all := o.named()
	for name, value := range change.Pairs(args...) {
		all[name] = value
	}
	c.Tell(notify.Notice{Record: o.Ref(), Key: key, Args: all, Organisation: org, Role: role})
}

// tellSchools tells those who may answer that the order is open; chosen schools
// also find it on their lists.
func (o Order) tellSchools(c *change.Change, key string) {
	if o.Visibility != Chosen {
		o.tell(c, key, "", access.Dean)
		return
	}
	due := earlier(c.Today().AddDays(answerWithin), o.ValidUntil)
	for _, school := range o.ShownTo {
		o.tell(c, key, school, access.Dean)
		c.Open(o.item(StepAnswer, school, access.Dean, due, ""))
	}
}

func earlier(a, b calendar.Date) calendar.Date {
	if !b.Zero() && b.Before(a) {
		return b
	}
	return a
}

// tellParty tells one side of a response what happened; the notice leads to the
// response.
func (r Response) tellParty(c *change.Change, o Order, key string, to record.ID, args ...string) {
	all := o.named()
	all["school"] = r.SchoolName
	for name, value := range change.Pairs(args...) {
		all[name] = value
	}
	c.Tell(notify.Notice{Record: r.Ref(), Key: key, Args: all, Organisation: to, Role: r.roleOf(to)})
}

func (r Response) roleOf(party record.ID) access.Role {
	if party == r.Enterprise {
		return access.Enterprise
	}
	return access.Dean
}

// other returns the other party.
func (r Response) other(party record.ID) record.ID {
	if party == r.Enterprise {
		return r.School
	}
	return r.Enterprise
}

// handOver puts the turn of the response on the list of the party that has it,
// and takes it off the list of the one that had it.
func (r Response) handOver(c *change.Change, o Order) {
	c.Close(r.Ref())
	c.Pass(r.Ref(), r.Turn)
	if !r.State.Live() || r.Turn.With == "" {
		return
	}
	args := o.named()
	args["school"] = r.SchoolName
	c.Open(todo.Item{
		Record: r.Ref(), Step: StepTurn, Args: args, Organisation: r.Turn.With, Role: r.roleOf(r.Turn.With),
		DueOn: r.Turn.LapsesOn, EscalateTo: access.Secretariat,
	})
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
