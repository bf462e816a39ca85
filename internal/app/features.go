package app

import (
	"io/fs"
	"slices"

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
	"tongpin/internal/core/sheet"
	"tongpin/internal/core/sheet/ooxml"
	coretexts "tongpin/internal/core/texts"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/order"
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

// What the features declare, each list in one place. A new feature adds a line
// to each that concerns it; docs/adding-a-feature.md walks through them.

// permissions is the one permission table of the program.
func permissions() *access.Table {
	return access.NewTable(
		intake.Grants(), account.Grants(), member.Grants(), offer.Grants(), order.Grants(), agreement.Grants(), insight.Grants(), workplan.Grants(), bulletin.Grants(), board.Grants(), training.Grants(), attendance.Grants(), subsidy.Grants(),
	)
}

// Metrics are the figures of the program, in the order in which people see them.
func Metrics() []metric.Definition {
	return slices.Concat(member.Metrics(), offer.Metrics(), order.Metrics(), agreement.Metrics(), training.Metrics(), attendance.Metrics(), workplan.Metrics(), subsidy.Metrics())
}

// Rules are the dated rules of all features.
func Rules() (*rule.Book, error) {
	return rule.Load(workplan.Rules(), member.Rules(), order.Rules(), training.Rules(), attendance.Rules())
}

// Catalogue holds the texts of the program in all languages.
func Catalogue() (*i18n.Catalogue, error) { return i18n.Load(sources()...) }

func sources() []fs.FS {
	return []fs.FS{
		texts, panels.Texts(), demo.Texts(), web.Texts(), coretexts.FS, code.Texts, file.Texts(), sheet.Catalogues(), ooxml.Catalogues(),
		accountweb.Texts(), dump.Texts(), deskweb.Texts(), insightweb.Texts(), sealingweb.Texts(), bulletinweb.Texts(), boardweb.Texts(), memberweb.Texts(), offerweb.Texts(), orderweb.Texts(), agreementweb.Texts(), document.Catalogues(), workplanweb.Texts(), trainingweb.Texts(), attendanceweb.Texts(), subsidyweb.Texts(),
	}
}

// Machines are the state diagrams of all records, for docs/states.
func Machines() map[string]string {
	return map[string]string{
		string(member.Kind):             member.Flow.Mermaid(),
		string(agreement.Kind):          agreement.Flow.Mermaid(),
		string(attendance.LeaveKind):    attendance.LeaveFlow.Mermaid(),
		string(attendance.SignalKind):   attendance.SignalFlow.Mermaid(),
		string(training.ClassKind):      training.Flow.Mermaid(),
		string(training.EnrolmentKind):  training.EnrolmentFlow.Mermaid(),
		string(training.ProviderKind):   training.ProviderFlow.Mermaid(),
		string(bulletin.Kind):           bulletin.Flow.Mermaid(),
		string(subsidy.Kind):            subsidy.Flow.Mermaid(),
		string(subsidy.PolicyKind):      subsidy.PolicyFlow.Mermaid(),
		string(subsidy.RoundKind):       subsidy.RoundFlow.Mermaid(),
		string(intake.RecordKind):       intake.Flow.Mermaid(),
		string(order.Flow.Kind):         order.Flow.Mermaid(),
		string(order.ResponseFlow.Kind): order.ResponseFlow.Mermaid(),
		string(offer.CohortKind):        offer.CohortFlow.Mermaid(),
		string(workplan.Kind):           workplan.Flow.Mermaid(),
		string(offer.ProgrammeKind):     offer.ProgrammeFlow.Mermaid(),
	}
}
