package workplan

import (
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
)

// FactItem is the result of one item of a concluded plan, on the last day of
// its year.
const FactItem fact.Kind = "workplan.item"

// Metrics defines the figures about work plans.
func Metrics() []metric.Definition {
	scope := []string{fact.ScopeConsortium}
	return []metric.Definition{
		{Key: "workplan.items", Kinds: []fact.Kind{FactItem}, Measure: metric.Sum, Scopes: scope, Dimensions: []string{"result"}, Unit: "plan_item"},
		{Key: "workplan.items_fulfilled", Kinds: []fact.Kind{FactItem}, Where: map[string][]string{"result": {string(Fulfilled)}}, Measure: metric.Sum, Scopes: scope, Unit: "plan_item"},
	}
}
