package internship

import (
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
)

// The kinds of facts. Subject is the student, owner the school.
const (
	FactStarted fact.Kind = "internship.started" // +1 on the first day
	FactEnded   fact.Kind = "internship.ended"   // +1 on the last day
)

// Metrics defines the figures: students who began an internship in the period,
// each once, and internships begun and ended.
func Metrics() []metric.Definition {
	flow := func(key string, kind fact.Kind, unit string, dims ...string) metric.Definition {
		return metric.Definition{
			Key: key, Kinds: []fact.Kind{kind}, Measure: metric.Sum, Scopes: []string{fact.ScopeSchools}, PerOwner: true, Dimensions: dims, Unit: unit,
		}
	}
	students := flow("internship.students", FactStarted, "student", "nature")
	students.Measure = metric.Subjects
	return []metric.Definition{
		students,
		flow("internship.started", FactStarted, "internship", "nature"),
		flow("internship.ended", FactEnded, "internship", "nature", "early"),
	}
}

// count adds a fact about the internship.
func (x Internship) count(c *change.Change, kind fact.Kind, on calendar.Date) {
	dims := map[string]string{"nature": x.Nature}
	if kind == FactEnded {
		dims["early"] = "no"
		if x.State == EndedEarly {
			dims["early"] = "yes"
		}
	}
	c.Count(fact.Fact{
		Kind: kind, On: on, Quantity: 1, Unit: "internship", Scope: fact.ScopeSchools, Owner: x.School, Subject: x.Student.ID, Dims: dims, Record: x.Ref(),
	})
}
