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
		{Key: "member.joined", Kinds: []fact.Kind{FactMember}, Where: map[string][]string{"move": {moveIn}}, Measure: metric.Sum, Scopes: consortium, Dimensions: []string{"kind"}, Unit: "organisation"},
		{Key: "member.specialised_smes", Kinds: []fact.Kind{FactMember}, Where: map[string][]string{"sme": {"yes"}}, Measure: metric.Sum, Stock: true, Scopes: consortium, Dimensions: []string{"industry"}, Unit: "enterprise"},
		{Key: "consortium.industries", Kinds: []fact.Kind{FactIndustry}, Measure: metric.Sum, Stock: true, Scopes: consortium, Unit: "industry"},
	}
}

// The moves of a member: in, out, and recounted under other particulars (a loss
// under the old ones, a gain under the new), which is no new member.
const (
	moveIn      = "in"
	moveOut     = "out"
	moveRecount = "recount"
)

// moved is the fact of a gain (+1) or loss (-1) of the member. A loss carries
// the dimensions of the gain, so that each sum comes back to what it was; only
// the kind of move differs.
func (m Membership) moved(quantity int64, move string) fact.Fact {
	dims := map[string]string{"kind": string(m.Organisation.Kind), "tier": string(m.Tier), "move": move}
	if m.Organisation.Industry != "" {
		dims["industry"] = m.Organisation.Industry
	}
	if m.Organisation.SpecialisedSME {
		dims["sme"] = "yes"
	}
	return fact.Fact{Kind: FactMember, Quantity: quantity, Unit: "organisation", Scope: fact.ScopeConsortium, Subject: m.Organisation.ID, Dims: dims, Record: m.Ref()}
}
