package internship

import "tongpin/internal/core/access"

// The actions.
const (
	ActView   access.Action = "internship.view"   // who is where, masked
	ActKeep   access.Action = "internship.keep"   // register, edit, end early, call off, import
	ActReveal access.Action = "internship.reveal" // a student in clear, which is recorded
	ActErase  access.Action = "internship.erase"  // what identifies a student
	ActExport access.Action = "internship.export"
)

// Grants says who may do what: a school keeps the internships of its students,
// a host sees those that it has, the secretariat keeps them for schools that ask.
func Grants() []access.Grant {
	const own, any, party = access.Own, access.Any, access.Party
	return []access.Grant{
		access.Allow(ActView, any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActView, own, access.Dean, access.Teacher),
		access.Allow(ActView, party, access.Enterprise, access.BaseManager),
		access.Allow(ActKeep, any, access.Secretariat),
		access.Allow(ActKeep, own, access.Dean),
		access.Allow(ActReveal, any, access.Secretariat, access.Auditor),
		access.Allow(ActReveal, own, access.Dean),
		access.Allow(ActErase, any, access.Secretariat),
		access.Allow(ActExport, any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActExport, own, access.Dean),
	}
}
