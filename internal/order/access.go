package order

import "tongpin/internal/core/access"

// The actions.
const (
	ActView        access.Action = "order.view"
	ActPlace       access.Action = "order.place"  // draft, edit, submit, amend, confirm, renew, close, import
	ActCheck       access.Action = "order.check"  // publish or return what was submitted
	ActAnswer      access.Action = "order.answer" // a school answers an order that it sees
	ActSuggestions access.Action = "order.suggestions"

	ActResponseView   access.Action = "response.view"   // content, terms, messages, timeline
	ActResponseStates access.Action = "response.states" // that it exists, and its state
	ActNegotiate      access.Action = "response.negotiate"

	ActProductView access.Action = "product.view"
	ActProductKeep access.Action = "product.keep"
)

// Grants says who may do what. The secretariat places orders for enterprises
// that ask for it, but does not read negotiations.
func Grants() []access.Grant {
	everyone := []access.Role{access.Dean, access.Teacher, access.Provider, access.Student, access.Trainee, access.BaseManager, access.Expert}
	return []access.Grant{
		access.Allow(ActView, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActView, access.Own|access.Shown, access.Enterprise),
		access.Allow(ActView, access.Shown, everyone...),
		access.Allow(ActPlace, access.Any, access.Secretariat),
		access.Allow(ActPlace, access.Own, access.Enterprise),
		access.Allow(ActCheck, access.Any, access.Secretariat),
		access.Allow(ActAnswer, access.Shown, access.Dean),
		access.Allow(ActSuggestions, access.Any, access.Secretariat, access.Auditor),
		access.Allow(ActSuggestions, access.Own, access.Enterprise),
		access.Allow(ActSuggestions, access.Shown, access.Dean, access.Teacher), // of their own offers

		access.Allow(ActResponseView, access.Any, access.Auditor),
		access.Allow(ActResponseView, access.Party, access.Enterprise, access.Dean, access.Teacher),
		access.Allow(ActResponseStates, access.Any, access.Secretariat, access.Leader, access.Auditor),
		access.Allow(ActResponseStates, access.Party, access.Enterprise, access.Dean, access.Teacher),
		access.Allow(ActNegotiate, access.Party, access.Enterprise, access.Dean),

		access.Allow(ActProductView, access.Any, access.Secretariat, access.Leader, access.Auditor, access.Dean, access.Teacher, access.Provider),
		access.Allow(ActProductView, access.Own, access.Enterprise),
		access.Allow(ActProductKeep, access.Any, access.Secretariat),
		access.Allow(ActProductKeep, access.Own, access.Enterprise),
	}
}
