package member

import "tongpin/internal/core/access"

// The actions on memberships.
const (
	ActList     access.Action = "member.list"
	ActView     access.Action = "member.view"
	ActApply    access.Action = "member.apply"
	ActAmend    access.Action = "member.amend"
	ActCheck    access.Action = "member.check"
	ActAssess   access.Action = "member.assess"
	ActDecide   access.Action = "member.decide"
	ActReview   access.Action = "member.review"
	ActLeave    access.Action = "member.leave"
	ActRemove   access.Action = "member.remove"
	ActRegister access.Action = "member.register"
	ActImport   access.Action = "member.import"
	ActExport   access.Action = "member.export"
	ActContact  access.Action = "member.contact" // see telephone numbers unmasked
)

// Grants says who may do what with memberships.
func Grants() []access.Grant {
	const own, any, shown = access.Own, access.Any, access.Shown
	staff := []access.Role{access.Enterprise, access.Dean, access.Teacher, access.BaseManager, access.Provider, access.Expert}
	watch := []access.Role{access.Secretariat, access.Leader, access.Auditor, access.Admin}
	return []access.Grant{
		access.Allow(ActList, any, watch...),
		access.Allow(ActList, own|shown, staff...),
		access.Allow(ActView, any, watch...),
		access.Allow(ActView, own|shown, staff...),
		access.Allow(ActApply, own, access.Enterprise, access.Dean, access.Provider),
		access.Allow(ActApply, any, access.Secretariat),
		access.Allow(ActAmend, own, access.Enterprise, access.Dean, access.Provider),
		access.Allow(ActAmend, any, access.Secretariat),
		access.Allow(ActCheck, any, access.Secretariat),
		access.Allow(ActAssess, shown, access.Expert, access.Leader),
		access.Allow(ActDecide, any, access.Secretariat),
		access.Allow(ActReview, any, access.Secretariat),
		access.Allow(ActLeave, own, access.Enterprise, access.Dean, access.Provider),
		access.Allow(ActLeave, any, access.Secretariat),
		access.Allow(ActRemove, any, access.Secretariat),
		access.Allow(ActRegister, any, access.Secretariat),
		access.Allow(ActImport, any, access.Secretariat),
		access.Allow(ActExport, any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActContact, any, access.Secretariat),
		access.Allow(ActContact, own, access.Enterprise, access.Dean, access.Provider),
	}
}
