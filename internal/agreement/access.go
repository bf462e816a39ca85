package agreement

import "tongpin/internal/core/access"

// The actions on agreements.
const (
	ActList     access.Action = "agreement.list"
	ActView     access.Action = "agreement.view"
	ActDraft    access.Action = "agreement.draft"
	ActAct      access.Action = "agreement.act" // edit, send, approve, withdraw, sign, end for one's own party
	ActFulfil   access.Action = "agreement.fulfil"
	ActCorrect  access.Action = "agreement.correct"
	ActRegister access.Action = "agreement.register"
	ActImport   access.Action = "agreement.import"
	ActExport   access.Action = "agreement.export"
)

// Grants says who may do what: parties see and move their own; who is no party
// sees nothing, but for those who oversee the consortium.
func Grants() []access.Grant {
	acting := []access.Role{access.Enterprise, access.Dean, access.Provider, access.BaseManager, access.Leader}
	watch := []access.Role{access.Secretariat, access.Leader, access.Auditor}
	return []access.Grant{
		access.Allow(ActList, access.Any, watch...),
		access.Allow(ActList, access.Party, access.Enterprise, access.Dean, access.Teacher, access.Provider, access.BaseManager),
		access.Allow(ActView, access.Any, watch...),
		access.Allow(ActView, access.Party, access.Enterprise, access.Dean, access.Teacher, access.Provider, access.BaseManager),
		access.Allow(ActDraft, access.Party, access.Enterprise, access.Dean, access.Provider),
		access.Allow(ActDraft, access.Any, access.Secretariat),
		access.Allow(ActAct, access.Party, acting...),
		access.Allow(ActAct, access.Any, access.Secretariat),
		access.Allow(ActFulfil, access.Party, acting...),
		access.Allow(ActFulfil, access.Any, access.Secretariat),
		access.Allow(ActCorrect, access.Any, access.Secretariat),
		access.Allow(ActRegister, access.Any, access.Secretariat),
		access.Allow(ActImport, access.Any, access.Secretariat),
		access.Allow(ActExport, access.Any, watch...),
		access.Allow(ActExport, access.Party, access.Enterprise, access.Dean),
	}
}
