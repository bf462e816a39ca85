package intake

import (
	"tongpin/internal/core/access"
	"tongpin/internal/platform/fault"
)

// ActOversee lets a person see the imports of others and the trace of exports.
const ActOversee access.Action = "intake.oversee"

// Grants says who oversees what comes in and goes out. Who imports and exports
// what, the kinds say.
func Grants() []access.Grant {
	return []access.Grant{access.Allow(ActOversee, access.Any, access.Secretariat, access.Auditor)}
}

// may refuses an action that the actor holds in no relation.
func (s *Service) may(a access.Actor, action access.Action) error {
	if action == "" {
		return fault.New(fault.NotFound, "record.not_found")
	}
	if s.o.Table.Reach(a, action) == access.None {
		return fault.New(fault.Forbidden, "record.forbidden")
	}
	return nil
}

// sees tells whether the actor may look at an import.
func (s *Service) sees(a access.Actor, i Import) bool {
	return i.Mine(a) || s.o.Table.Reach(a, ActOversee) != access.None
}

// works refuses a step of an import that is not the actor's own.
func (s *Service) works(a access.Actor, i Import, kind Kind) error {
	switch {
	case !s.sees(a, i):
		return fault.New(fault.NotFound, "record.not_found")
	case !i.Mine(a) && a.Role != access.System:
		return fault.New(fault.Forbidden, "intake.not_yours", "person", i.PersonName)
	}
	return s.may(a, kind.Import)
}

// Oversees tells whether the actor may look at the imports of others.
func (s *Service) Oversees(a access.Actor) bool {
	return s.o.Table.Reach(a, ActOversee) != access.None
}
