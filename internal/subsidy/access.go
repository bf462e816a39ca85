package subsidy

import "tongpin/internal/core/access"

// The actions on policies and claims.
const (
	ActPolicies access.Action = "subsidy.policies" // see them
	ActKeep     access.Action = "subsidy.keep"     // draft and end policies
	ActAdopt    access.Action = "subsidy.adopt"    // put them into force
	ActView     access.Action = "subsidy.view"     // claims
	ActClaim    access.Action = "subsidy.claim"    // make, submit, withdraw
	ActCheck    access.Action = "subsidy.check"    // check, reject people, publish, assure
	ActRounds   access.Action = "subsidy.rounds"   // see the rounds of sampling
	ActCommit   access.Action = "subsidy.commit"   // prepare a round
	ActDraw     access.Action = "subsidy.draw"     // and draw it
	ActApprove  access.Action = "subsidy.approve"
	ActPay      access.Action = "subsidy.pay" // the bank's file, with names and accounts in clear
	ActClaw     access.Action = "subsidy.claw"
	ActExport   access.Action = "subsidy.export"
)

// claimants are the roles that claim for their organisation, and are told.
var claimants = []access.Role{access.Provider, access.Dean}

// Grants says who may do what: a provider claims, the secretariat checks, the
// secretariat and the government approve. That it takes two persons is no
// matter of roles; the decisions see to it.
func Grants() []access.Grant {
	const own, any, shown = access.Own, access.Any, access.Shown
	watch := []access.Role{access.Secretariat, access.Leader, access.Auditor}
	office := []access.Role{access.Secretariat, access.Leader}
	return []access.Grant{
		access.Allow(ActPolicies, any, watch...),
		access.Allow(ActPolicies, shown, claimants...),
		access.Allow(ActKeep, any, access.Secretariat),
		access.Allow(ActAdopt, any, access.Leader),
		access.Allow(ActView, any, watch...),
		access.Allow(ActView, own, claimants...),
		access.Allow(ActClaim, own, claimants...),
		access.Allow(ActCheck, any, access.Secretariat),
		access.Allow(ActRounds, any, watch...),
		access.Allow(ActCommit, any, access.Secretariat),
		access.Allow(ActDraw, any, office...),
		access.Allow(ActApprove, any, office...),
		access.Allow(ActPay, any, access.Secretariat),
		access.Allow(ActClaw, any, office...),
		access.Allow(ActExport, any, watch...),
		access.Allow(ActExport, own, claimants...),
	}
}
