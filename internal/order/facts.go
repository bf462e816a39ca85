package order

import (
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
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
