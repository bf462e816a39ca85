package training

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/fault"
)

// The kinds of facts about training.
const (
	FactOpened    fact.Kind = "training.class_opened" // +1 on the day of opening; subject: the class
	FactAttended  fact.Kind = "training.attended"     // +1 for each person on the roster at completion, on the closing day
	FactCertified fact.Kind = "training.certified"    // +1 on the day of issue
)

// Metrics defines the figures about training: classes by opening day,
// person-times and persons by closing day (domain.md 4.7).
func Metrics() []metric.Definition {
	scopes := []string{fact.ScopeConsortium}
	dims := []string{"occupation", "category", "level", "industry", "subsidised"}
	flow := func(key string, kind fact.Kind, unit string) metric.Definition {
		return metric.Definition{Key: key, Kinds: []fact.Kind{kind}, Measure: metric.Sum, Scopes: scopes, PerOwner: true, Dimensions: dims, Unit: unit}
	}
	narrowed := func(key, value string) metric.Definition {
		d := flow(key, FactAttended, "person_time")
		d.Where = map[string][]string{"subsidised": {value}}
		return d
	}
	persons := flow("training.persons", FactAttended, "person")
	persons.Measure = metric.Subjects
	return []metric.Definition{
		flow("training.classes", FactOpened, "class"),
		flow("training.person_times", FactAttended, "person_time"),
		narrowed("training.person_times.subsidised", "yes"),
		narrowed("training.person_times.unsubsidised", "no"),
		persons,
		flow("training.certificates", FactCertified, "certificate"),
	}
}

// dims are what every fact of the class can be told apart by.
func (k Class) dims() map[string]string {
	d := map[string]string{"category": k.Category, "subsidised": "no"}
	if k.Subsidised {
		d["subsidised"] = "yes"
	}
	for key, value := range map[string]string{"occupation": k.Occupation, "level": string(k.Level), "industry": k.Industry} {
		if value != "" {
			d[key] = value
		}
	}
	return d
}

func (k Class) fact(kind fact.Kind, unit string, on calendar.Date, subject record.ID, of record.Ref) fact.Fact {
	return fact.Fact{Kind: kind, On: on, Quantity: 1, Unit: unit, Scope: fact.ScopeConsortium, Owner: k.Provider, Subject: subject, Dims: k.dims(), Record: of}
}

// countOpened counts the class on its day of opening.
func (k Class) countOpened(c *change.Change) {
	c.Count(k.fact(FactOpened, "class", k.Opens, k.ID, k.Ref()))
}

// countAttended counts one person of the roster on the day of closing.
func (k Class) countAttended(c *change.Change, e Enrolment) {
	c.Count(k.fact(FactAttended, "person_time", k.Closes, e.Trainee, e.Ref()))
}

// countCertified counts one certificate on the day of issue.
func (k Class) countCertified(c *change.Change, e Enrolment) {
	c.Count(k.fact(FactCertified, "certificate", e.CertifiedOn, e.Trainee, e.Ref()))
}

// Behind asks for the classes behind a figure about the people in them.
type Behind struct {
	Kind         fact.Kind
	Slice        metric.Slice
	Where        map[string][]string // as in metric.Definition
	From, To     calendar.Date       // zero: without end
	Limit, Leave int                 // most classes, and how many newer ones to leave out
}

// ClassSum is one class behind a figure, with what the facts about its people
// add up to.
type ClassSum struct {
	Class          record.ID
	Quantity       int64
	Facts          int64
	Oldest, Newest calendar.Date
}

// Classed tells whether the facts of a metric are about people in classes, so
// that it opens to classes first.
func Classed(d metric.Definition) bool {
	return len(d.Kinds) == 1 && (d.Kinds[0] == FactAttended || d.Kinds[0] == FactCertified)
}

// Behind lists the classes behind a figure, the newest first.
func (s *Service) Behind(ctx context.Context, a access.Actor, q Behind) ([]ClassSum, error) {
	if s.table.Reach(a, ActView) == access.None {
		return nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	return s.store.Behind(ctx, q)
}
