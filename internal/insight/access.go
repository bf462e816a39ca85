package insight

import (
	"tongpin/internal/core/access"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
)

// The actions.
const (
	ActHome    access.Action = "home.view"    // the first page after signing in
	ActView    access.Action = "figure.view"  // figures; the facts behind those of the own organisation
	ActCorrect access.Action = "fact.correct" // take a fact back
)

// Grants says who may do what: totals are for every member, the facts behind
// them for those who oversee the consortium and for the organisation whose
// doing they are.
func Grants() []access.Grant {
	return []access.Grant{
		access.Allow(ActHome, access.Any, access.Roles...),
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActView, access.Own, access.Enterprise, access.Dean, access.Teacher, access.Provider, access.BaseManager),
		access.Allow(ActCorrect, access.Any, access.Secretariat),
	}
}

// horizon narrows an actor to the organisation whose facts it may see; empty
// for all.
func (s *Service) horizon(a access.Actor) record.ID {
	if s.table.Reach(a, ActView)&access.Any != 0 {
		return ""
	}
	return a.Organisation
}

// sees tells whether the facts behind a slice may be shown to the actor.
func (s *Service) sees(a access.Actor, slice metric.Slice) bool {
	only := s.horizon(a)
	return only == "" || slice.Owner == only
}

// Narrow keeps a slice to the own organisation for an actor who may see the
// facts of no other; a slice that names another stays, to be refused.
func (s *Service) Narrow(a access.Actor, slice metric.Slice) metric.Slice {
	if slice.Owner == "" {
		slice.Owner = s.horizon(a)
	}
	return slice
}

// Oversees tells whether the actor sees the facts of the whole consortium.
func (s *Service) Oversees(a access.Actor) bool {
	return s.table.Reach(a, ActView)&access.Any != 0
}
