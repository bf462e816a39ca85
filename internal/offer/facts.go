package offer

import (
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
)

// The facts.
const (
	FactProgramme fact.Kind = "offer.programme" // a programme opened (+1) or closed (-1)
	FactCapacity  fact.Kind = "offer.capacity"  // students available, gained or lost
)

func programmeFact(p Programme, quantity int64) fact.Fact {
	return fact.Fact{
		Kind: FactProgramme, Quantity: quantity, Unit: "programme", Scope: fact.ScopeSchools,
		Owner: p.School, Subject: p.ID, Dims: dimensions(p.Code), Record: p.Ref(),
	}
}

func capacityFact(c Cohort, quantity int64) fact.Fact {
	return fact.Fact{
		Kind: FactCapacity, Quantity: quantity, Unit: "student", Scope: fact.ScopeSchools,
		Owner: c.School, Subject: c.ID, Dims: dimensions(c.ProgrammeCode), Record: c.Ref(),
	}
}

func dimensions(programme string) map[string]string {
	return map[string]string{"category": CategoryKey(programme), "level": LevelKey(programme)}
}

// Metrics defines the figures over the facts.
func Metrics() []metric.Definition {
	scopes, dims := []string{fact.ScopeSchools}, []string{"category", "level"}
	return []metric.Definition{
		{Key: "offer.programmes", Kinds: []fact.Kind{FactProgramme}, Measure: metric.Sum, Stock: true, Scopes: scopes, PerOwner: true, Dimensions: dims, Unit: "programme"},
		{Key: "offer.students_available", Kinds: []fact.Kind{FactCapacity}, Measure: metric.Sum, Stock: true, Scopes: scopes, PerOwner: true, Dimensions: dims, Unit: "student"},
		{Key: "offer.cohorts_available", Kinds: []fact.Kind{FactCapacity}, Measure: metric.Subjects, Stock: true, Scopes: scopes, PerOwner: true, Dimensions: dims, Unit: "cohort"},
	}
}
