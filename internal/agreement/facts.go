package agreement

import (
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
)

// The kinds of facts about agreements.
const (
	FactSigned     fact.Kind = "agreement.signed"     // +1 at signing, -1 at its end; subject: the agreement
	FactEnterprise fact.Kind = "agreement.enterprise" // the same for each enterprise party; subject: the enterprise
	FactTopic      fact.Kind = "agreement.topic"      // the same for each enterprise and topic
	FactObligation fact.Kind = "agreement.obligation" // +1 for each obligation that was signed
	FactPromised   fact.Kind = "agreement.promised"   // quantity that an obligation promises, in the measure's unit
	FactDelivered  fact.Kind = "agreement.delivered"  // quantity delivered, in the measure's unit
	FactMet        fact.Kind = "agreement.met"        // +1 when an obligation is wholly delivered
)

// Metrics defines the figures about agreements. With the consortium and with a
// school are two scopes that are never added up: an enterprise may be in both.
func Metrics() []metric.Definition {
	both := []string{fact.ScopeConsortium, fact.ScopeSchools}
	return []metric.Definition{
		{Key: "agreement.enterprises", Kinds: []fact.Kind{FactEnterprise}, Measure: metric.Subjects, Stock: true, Scopes: both, PerOwner: true, Dimensions: []string{"industry", "type"}, Unit: "enterprise"},
		{Key: "agreement.count", Kinds: []fact.Kind{FactSigned}, Measure: metric.Subjects, Stock: true, Scopes: both, PerOwner: true, Dimensions: []string{"type"}, Unit: "agreement"},
		{
			Key: "agreement.base_enterprises", Kinds: []fact.Kind{FactTopic}, Measure: metric.SubjectsHaving, Stock: true, Scopes: both, PerOwner: true, Unit: "enterprise",
			Having: metric.Having{Dimension: "topic", Values: []string{"teacher_base", "student_base"}},
		},
		{Key: "agreement.people", Kinds: []fact.Kind{FactPromised}, Where: measured("students"), Measure: metric.Sum, Scopes: []string{fact.ScopeConsortium}, Dimensions: []string{"type"}, Unit: "person"},
		{Key: "agreement.people_sent", Kinds: []fact.Kind{FactDelivered}, Where: measured("students"), Measure: metric.Sum, Scopes: []string{fact.ScopeConsortium}, Dimensions: []string{"type"}, Unit: "person"},
		{Key: "agreement.people_hired", Kinds: []fact.Kind{FactDelivered}, Where: measured("graduates_hired"), Measure: metric.Sum, Scopes: []string{fact.ScopeConsortium}, Dimensions: []string{"type"}, Unit: "person"},
		{Key: "agreement.obligations", Kinds: []fact.Kind{FactObligation}, Measure: metric.Sum, Stock: true, Scopes: []string{fact.ScopeConsortium}, Dimensions: []string{"measure"}, Unit: "obligation"},
		{Key: "agreement.obligations_met", Kinds: []fact.Kind{FactMet}, Measure: metric.Sum, Stock: true, Scopes: []string{fact.ScopeConsortium}, Dimensions: []string{"measure"}, Unit: "obligation"},
	}
}

// measured narrows a metric to the obligations of one measure.
func measured(measure string) map[string][]string {
	return map[string][]string{"measure": {measure}}
}

// count writes the gain (+1) of a signed agreement, or its loss (-1) when it is
// over: once for each scope, and there once for each enterprise and topic.
func (g Agreement) count(c *change.Change, quantity int64, on calendar.Date) {
	for _, s := range g.scopes() {
		base := fact.Fact{On: on, Quantity: quantity, Scope: s.scope, Owner: s.owner, Record: g.Ref()}
		signed := base
		signed.Kind, signed.Unit, signed.Subject, signed.Dims = FactSigned, "agreement", g.ID, map[string]string{"type": g.Type}
		c.Count(signed)
		for _, p := range g.Parties {
			if p.Kind == organisation.Enterprise {
				g.countEnterprise(c, base, p)
			}
		}
	}
}

func (g Agreement) countEnterprise(c *change.Change, base fact.Fact, p Party) {
	dims := map[string]string{"type": g.Type}
	if p.Industry != "" {
		dims["industry"] = p.Industry
	}
	f := base
	f.Kind, f.Unit, f.Subject, f.Dims = FactEnterprise, "enterprise", p.Organisation, dims
	c.Count(f)
	for _, topic := range g.Topics {
		t := base
		t.Kind, t.Unit, t.Subject, t.Dims = FactTopic, "enterprise", p.Organisation, map[string]string{"topic": topic}
		c.Count(t)
	}
}

type scope struct {
	scope string
	owner record.ID
}

// scopes are those in which the agreement counts: the consortium's if its body
// is a party, and each school party's own.
func (g Agreement) scopes() []scope {
	var list []scope
	if _, ok := g.Body(); ok {
		list = append(list, scope{fact.ScopeConsortium, ""})
	}
	for _, p := range g.Parties {
		if p.Kind == organisation.School {
			list = append(list, scope{fact.ScopeSchools, p.Organisation})
		}
	}
	return list
}

// about is a fact of one obligation; obligations count once, in the
// consortium's scope, whoever the parties are.
func (g Agreement) about(o Obligation, kind fact.Kind, quantity int64, unit string, on calendar.Date) fact.Fact {
	return fact.Fact{
		Kind: kind, On: on, Quantity: quantity, Unit: unit, Scope: fact.ScopeConsortium, Owner: o.Party, Subject: o.ID,
		Dims: map[string]string{"measure": o.Measure, "type": g.Type}, Record: g.Ref(),
	}
}
