package app

import (
	"strings"

	"tongpin/internal/account"
	"tongpin/internal/account/accountdb"
	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementdb"
	"tongpin/internal/app/declared"
	"tongpin/internal/app/panels"
	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendancedb"
	"tongpin/internal/board"
	"tongpin/internal/board/boarddb"
	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletindb"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/identity/identitydb"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/intake/intakedb"
	"tongpin/internal/core/job"
	"tongpin/internal/desk"
	"tongpin/internal/desk/deskdb"
	"tongpin/internal/insight"
	"tongpin/internal/insight/insightdb"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipdb"
	"tongpin/internal/member"
	"tongpin/internal/member/memberdb"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerdb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderdb"
	"tongpin/internal/platform/config"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/sealing"
	"tongpin/internal/sealing/sealingdb"
	"tongpin/internal/subsidy"
	"tongpin/internal/subsidy/subsidydb"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingdb"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplandb"
)

// services are what people and jobs can do, a field for each feature.
type services struct {
	Accounts    *account.Service
	Agreements  *agreement.Service
	Attendance  *attendance.Service
	Boards      *board.Service
	Bulletins   *bulletin.Service
	Desk        *desk.Service
	Hasher      *identity.Hasher
	Insight     *insight.Service
	Intake      *intake.Service
	Internships *internship.Service
	Members     *member.Service
	Offers      *offer.Service
	Orders      *order.Service
	Plans       *workplan.Service
	Sealing     *sealing.Service
	Subsidies   *subsidy.Service
	Training    *training.Service
}

// build makes the services. A service is given its store, what it needs of the
// features before it on the spine, and the shared mechanisms.
func (h *House) build(o config.Settings) {
	h.Hasher = identity.NewHasher(max(o.PasswordWorkers, 1))
	h.Accounts = account.NewService(accountdb.New(h.DB), identitydb.New(h.DB), h.Table, h.Hasher, h.Clock)
	h.Members = member.NewService(memberdb.New(h.DB), h.Table, h.Clock, h.Book)
	h.Offers = offer.NewService(offerdb.New(h.DB), h.Table, h.Clock)
	h.Orders = order.NewService(orderdb.New(h.DB), h.Table, h.Clock, h.Book, h.Offers, memory{h.DB})
	h.Agreements = agreement.NewService(agreementdb.New(h.DB), h.Table, h.Clock)
	h.Sealing = sealing.NewService(sealingdb.New(h.DB), sealing.KeyFile(o.Data))
	h.Internships = internship.NewService(internshipdb.New(h.DB), h.Table, h.Clock, h.Book, h.Sealing)
	h.Training = training.NewService(training.Options{
		Store: trainingdb.New(h.DB), Table: h.Table, Clock: h.Clock, Book: h.Book, Interns: h.Internships, Forgetter: h.Sealing,
	})
	h.Subsidies = subsidy.NewService(subsidydb.New(h.DB), h.Table, h.Clock, h.Training)
	h.Attendance = attendance.NewService(attendancedb.New(h.DB), h.Training, h.Table, h.Clock, h.Book)
	h.Insight = insight.NewService(insightdb.New(h.DB), declared.Metrics(), h.Table, h.Clock, agreement.FactDelivered, agreement.FactMet)
	h.Bulletins = bulletin.NewService(bulletin.Options{
		Store: bulletindb.New(h.DB), Figures: h.Insight, Prover: prover{h.Sealing}, Table: h.Table, Clock: h.Clock, Texts: h.Catalogue.In,
		Private: []fact.Kind{internship.FactStarted, internship.FactEnded, subsidy.FactClawed},
	})
	h.Insight.Heed(h.Bulletins)
	h.Plans = workplan.NewService(workplandb.New(h.DB), h.Table, h.Clock, h.Book, h.Insight)
	h.Boards = board.NewService(boarddb.New(h.DB), h.Insight, panels.Targets{Plans: h.Plans, Metrics: declared.Metrics(), People: h.personWords()}, h.Table, h.Clock)
	h.Desk = desk.NewService(deskdb.New(h.DB), h.Clock)
	h.Intake = intake.NewService(intake.Options{
		Kinds: h.sheets(), Store: intakedb.New(h.DB), Files: h.uploads(o), Table: h.Table, Clock: h.Clock, Texts: h.Texts, Wake: h.wake, WorkbookDays: o.WorkbookDays,
	})
}

// personWords are the words in all languages by which people count persons.
func (h *House) personWords() []string {
	var list []string
	for _, lang := range i18n.Languages {
		list = append(list, strings.Split(h.Catalogue.In(lang).T("app.person_words"), "/")...)
	}
	return list
}

// sheets are the kinds of spreadsheets that come in and go out.
func (h *House) sheets() intake.Kinds {
	return intake.NewKinds(
		[]intake.Kind{
			h.Accounts.Sheet(),
			h.Agreements.Sheet(),
			h.Bulletins.Sheet(),
			h.Internships.Sheet(),
			h.Members.Sheet(),
			h.Plans.Sheet(),
			h.Subsidies.Sheet(),
		},
		h.Attendance.Sheets(),
		h.Insight.Sheets(),
		h.Offers.Sheets(),
		h.Orders.Sheets(),
		h.Training.Sheets(),
	)
}

// handlers are the kinds of jobs.
func (h *House) handlers() map[string]job.Handler {
	handlers := map[string]job.Handler{dailyJob: h.daily, offer.JobPromise: h.Offers.KeepPromise}
	for kind, handler := range h.Intake.Handlers() {
		handlers[kind] = handler
	}
	return handlers
}
