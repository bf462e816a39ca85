package offer

import (
	"tongpin/internal/core/access"
)

// The actions.
const (
	ActView access.Action = "offer.view" // programmes and cohorts of all schools
	ActKeep access.Action = "offer.keep" // add, edit, confirm, close, import
)

// Grants says who may do what: a school keeps its own offers, the secretariat
// keeps those of schools that ask for it, and every member sees them.
func Grants() []access.Grant {
	return []access.Grant{
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActView, access.Own|access.Shown, access.Dean, access.Teacher),
		access.Allow(ActView, access.Shown, access.Enterprise, access.Provider),
		access.Allow(ActKeep, access.Any, access.Secretariat),
		access.Allow(ActKeep, access.Own, access.Dean),
	}
}
