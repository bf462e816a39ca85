package training

import "tongpin/internal/core/access"

// The actions on providers, classes and the people in them.
const (
	ActView      access.Action = "training.view"   // classes and providers
	ActRoster    access.Action = "training.roster" // who is in a class, masked
	ActReveal    access.Action = "training.reveal" // and in clear, which is recorded
	ActFile      access.Action = "training.file"   // draft, edit, file, call back, cancel
	ActKeep      access.Action = "training.keep"   // roster, timetable, results, completion
	ActCheck     access.Action = "training.check"
	ActApprove   access.Action = "training.approve"
	ActCorrect   access.Action = "training.correct"  // reopen, reverse, strike off
	ActRegister  access.Action = "training.register" // a class that took place before
	ActAdmit     access.Action = "training.admit"    // providers
	ActErase     access.Action = "training.erase"    // what identifies a person
	ActImport    access.Action = "training.import"
	ActExport    access.Action = "training.export"
	ActProviders access.Action = "training.providers"
)

// Grants says who may do what: a provider keeps its own classes, the
// secretariat checks and corrects, the government approves.
func Grants() []access.Grant {
	const own, any, shown = access.Own, access.Any, access.Shown
	teaching := []access.Role{access.Provider, access.Dean}
	watch := []access.Role{access.Secretariat, access.Leader, access.Auditor}
	return []access.Grant{
		access.Allow(ActView, any, watch...),
		access.Allow(ActView, own|shown, access.Provider, access.Dean, access.Teacher),
		access.Allow(ActView, shown, access.Enterprise, access.Student, access.Trainee, access.BaseManager),
		access.Allow(ActRoster, any, watch...),
		access.Allow(ActRoster, own, access.Provider, access.Dean, access.Teacher), // who teaches sees who is there
		access.Allow(ActReveal, any, access.Secretariat, access.Auditor),
		access.Allow(ActReveal, own, teaching...),
		access.Allow(ActFile, own, teaching...),
		access.Allow(ActKeep, own, teaching...),
		access.Allow(ActKeep, any, access.Secretariat),
		access.Allow(ActCheck, any, access.Secretariat),
		access.Allow(ActApprove, any, access.Leader),
		access.Allow(ActCorrect, any, access.Secretariat),
		access.Allow(ActRegister, any, access.Secretariat),
		access.Allow(ActAdmit, any, access.Secretariat),
		access.Allow(ActErase, any, access.Secretariat),
		access.Allow(ActImport, any, access.Secretariat),
		access.Allow(ActImport, own, teaching...),
		access.Allow(ActExport, any, watch...),
		access.Allow(ActExport, own, teaching...),
		access.Allow(ActProviders, any, watch...),
		access.Allow(ActProviders, own, teaching...),
	}
}
