package workplan

import "tongpin/internal/core/access"

// The actions.
const (
	ActView     access.Action = "workplan.view"
	ActKeep     access.Action = "workplan.keep"     // write, revise, import
	ActDecide   access.Action = "workplan.decide"   // record the decision of a body
	ActProgress access.Action = "workplan.progress" // report an actual, explain a deviation
)

// Grants says who may do what: members see adopted plans; the secretariat keeps
// them and records decisions; whoever answers for an item reports on it.
func Grants() []access.Grant {
	return []access.Grant{
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActView, access.Shown, access.Enterprise, access.Dean, access.Teacher, access.Provider, access.BaseManager),
		access.Allow(ActKeep, access.Any, access.Secretariat),
		access.Allow(ActDecide, access.Any, access.Secretariat),
		access.Allow(ActProgress, access.Any, access.Secretariat),
		access.Allow(ActProgress, access.Own, access.Enterprise, access.Dean, access.Provider, access.BaseManager),
	}
}
