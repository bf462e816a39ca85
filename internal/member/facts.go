package member

import (
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
)

// The kinds of facts about members.
const (
	FactMember   fact.Kind = "member.joined"       // +1 on joining, -1 on leaving or removal
	FactIndustry fact.Kind = "consortium.industry" // +1 for each leading industry that the consortium declares
)

// Metrics defines the figures about members.
func Metrics() []metric.Definition {
	consortium := []string{fact.ScopeConsortium}
	return []metric.Definition{
		{Key: "member.members", Kinds: []fact.Kind{FactMember}, Measure: metric.Sum, Stock: true, Scopes: consortium, Dimensions: []string{"kind", "tier", "industry"}, Unit: "organisation"},
		{Key: "member.joined", Kinds: []fact.Kind{FactMember}, Where: map[string][]string{"move": {"in"}}, Measure: metric.Sum, Scopes: consortium, Dimensions: []string{"kind"}, Unit: "organisation"},
		{Key: "member.specialised_smes", Kinds: []fact.Kind{FactMember}, Where: map[string][]string{"sme": {"yes"}}, Measure: metric.Sum, Stock: true, Scopes: consortium, Dimensions: []string{"industry"}, Unit: "enterprise"},
		{Key: "consortium.industries", Kinds: []fact.Kind{FactIndustry}, Measure: metric.Sum, Stock: true, Scopes: consortium, Unit: "industry"},
	}
}

// joined is the fact of a gain (+1) or loss (-1) of the member. A loss carries
// the dimensions of the gain, so that each sum comes back to what it was; only
// the direction of the move differs.
func (m Membership) joined(quantity int64) fact.Fact {
	dims := map[string]string{"kind": string(m.Organisation.Kind), "tier": string(m.Tier), "move": "in"}
	if m.Organisation.Industry != "" {
		dims["industry"] = m.Organisation.Industry
	}
	if m.Organisation.SpecialisedSME {
		dims["sme"] = "yes"
	}
	if quantity < 0 {
		dims["move"] = "out"
	}
	return fact.Fact{Kind: FactMember, Quantity: quantity, Unit: "organisation", Scope: fact.ScopeConsortium, Subject: m.Organisation.ID, Dims: dims, Record: m.Ref()}
}
