// Package declared gathers what the features declare, each list in one place: the
// ground on which internal/app wires them.
package declared

import (
	"embed"
	"io/fs"
	"slices"
	"sync"

	"tongpin/internal/account"
	"tongpin/internal/account/accountweb"
	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/app/demo"
	"tongpin/internal/app/panels"
	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendanceweb"
	"tongpin/internal/board"
	"tongpin/internal/board/boardweb"
	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/code"
	"tongpin/internal/core/document"
	"tongpin/internal/core/file"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/search"
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/sheet/ooxml"
	coretexts "tongpin/internal/core/texts"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/dump"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/sealing/sealingweb"
	"tongpin/internal/subsidy"
	"tongpin/internal/subsidy/subsidyweb"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingweb"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplanweb"
)

// The lists have an entry a line: in the order of the alphabet where no other
// order is named. A new feature adds a line to each that concerns it;
// docs/adding-a-feature.md walks through them.

//go:embed texts
var texts embed.FS

// Searched are the lists that are searched by words along an index.
func Searched() []search.Source {
	return []search.Source{
		orderdb.Words,
	}
}

// Permissions is the one permission table of the program.
func Permissions() *access.Table {
	return access.NewTable(
		account.Grants(),
		agreement.Grants(),
		attendance.Grants(),
		board.Grants(),
		bulletin.Grants(),
		insight.Grants(),
		intake.Grants(),
		internship.Grants(),
		member.Grants(),
		offer.Grants(),
		order.Grants(),
		subsidy.Grants(),
		training.Grants(),
		workplan.Grants(),
	)
}

// Metrics are the figures of the program, in the order in which people see them.
func Metrics() []metric.Definition {
	return slices.Concat(
		member.Metrics(),
		offer.Metrics(),
		order.Metrics(),
		agreement.Metrics(),
		training.Metrics(),
		internship.Metrics(),
		attendance.Metrics(),
		workplan.Metrics(),
		subsidy.Metrics(),
	)
}

// Rules are the dated rules of all features.
func Rules() (*rule.Book, error) {
	return rule.Load(
		attendance.Rules(),
		internship.Rules(),
		member.Rules(),
		order.Rules(),
		training.Rules(),
		workplan.Rules(),
	)
}

// Catalogue holds the texts of the program in all languages. It is read once.
func Catalogue() (*i18n.Catalogue, error) { return catalogue() }

var catalogue = sync.OnceValues(func() (*i18n.Catalogue, error) { return i18n.Load(sources()...) })

func sources() []fs.FS {
	return []fs.FS{
		accountweb.Texts(),
		agreementweb.Texts(),
		attendanceweb.Texts(),
		boardweb.Texts(),
		bulletinweb.Texts(),
		code.Texts,
		coretexts.FS,
		demo.Texts(),
		deskweb.Texts(),
		document.Catalogues(),
		dump.Texts(),
		file.Texts(),
		insightweb.Texts(),
		internshipweb.Texts(),
		memberweb.Texts(),
		offerweb.Texts(),
		ooxml.Catalogues(),
		orderweb.Texts(),
		panels.Texts(),
		sealingweb.Texts(),
		sheet.Catalogues(),
		subsidyweb.Texts(),
		texts,
		trainingweb.Texts(),
		web.Texts(),
		workplanweb.Texts(),
	}
}

// Machines are the state diagrams of all records, for docs/states.
func Machines() map[string]string {
	return map[string]string{
		string(agreement.Kind):          agreement.Flow.Mermaid(),
		string(attendance.LeaveKind):    attendance.LeaveFlow.Mermaid(),
		string(attendance.SignalKind):   attendance.SignalFlow.Mermaid(),
		string(bulletin.Kind):           bulletin.Flow.Mermaid(),
		string(intake.RecordKind):       intake.Flow.Mermaid(),
		string(internship.Kind):         internship.Flow.Mermaid(),
		string(member.Kind):             member.Flow.Mermaid(),
		string(offer.CohortKind):        offer.CohortFlow.Mermaid(),
		string(offer.ProgrammeKind):     offer.ProgrammeFlow.Mermaid(),
		string(order.Flow.Kind):         order.Flow.Mermaid(),
		string(order.ResponseFlow.Kind): order.ResponseFlow.Mermaid(),
		string(subsidy.Kind):            subsidy.Flow.Mermaid(),
		string(subsidy.PolicyKind):      subsidy.PolicyFlow.Mermaid(),
		string(subsidy.RoundKind):       subsidy.RoundFlow.Mermaid(),
		string(training.ClassKind):      training.Flow.Mermaid(),
		string(training.EnrolmentKind):  training.EnrolmentFlow.Mermaid(),
		string(training.ProviderKind):   training.ProviderFlow.Mermaid(),
		string(workplan.Kind):           workplan.Flow.Mermaid(),
	}
}
