package app

import (
	"context"

	"tongpin/internal/account/accountweb"
	"tongpin/internal/agreement"
	"tongpin/internal/agreement/agreementweb"
	"tongpin/internal/attendance"
	"tongpin/internal/attendance/attendanceweb"
	"tongpin/internal/bulletin"
	"tongpin/internal/bulletin/bulletinweb"
	"tongpin/internal/core/access"
	"tongpin/internal/core/identity"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/desk/deskweb"
	"tongpin/internal/internship"
	"tongpin/internal/internship/internshipweb"
	"tongpin/internal/member"
	"tongpin/internal/member/memberweb"
	"tongpin/internal/offer"
	"tongpin/internal/offer/offerweb"
	"tongpin/internal/order"
	"tongpin/internal/order/orderweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
	"tongpin/internal/subsidy/subsidyweb"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingweb"
	"tongpin/internal/workplan"
	"tongpin/internal/workplan/workplanweb"
)

// places are the pages of records: kind of record -> address before the id.
var places = map[record.Kind]string{
	agreement.Kind:            agreementweb.Path,
	attendance.InspectionKind: attendanceweb.InspectionsPath,
	attendance.LeaveKind:      attendanceweb.LeavesPath,
	attendance.SignalKind:     attendanceweb.SignalsPath,
	bulletin.Kind:             bulletinweb.Path,
	identity.PersonKind:       accountweb.PeoplePath,
	internship.Kind:           internshipweb.Path,
	member.Kind:               memberweb.Path,
	offer.CohortKind:          offerweb.CohortsPath,
	offer.ProgrammeKind:       offerweb.Path,
	order.OrderKind:           orderweb.Path,
	order.ProductKind:         orderweb.ProductsPath,
	order.ResponseKind:        orderweb.ResponsesPath,
	organisation.RecordKind:   memberweb.Path, // a membership is found by its organisation too
	subsidy.Kind:              subsidyweb.Path,
	subsidy.PolicyKind:        subsidyweb.PoliciesPath,
	subsidy.RoundKind:         subsidyweb.RoundsPath,
	training.ClassKind:        trainingweb.Path,
	training.EnrolmentKind:    trainingweb.PlacesPath,
	training.ProviderKind:     trainingweb.ProvidersPath,
	training.TraineeKind:      trainingweb.TraineesPath,
	workplan.ItemKind:         workplanweb.ItemPath,
	workplan.Kind:             workplanweb.Path,
}

// link is the address of a record's page; "" if it has none.
func link(ref record.Ref) string {
	place, ok := places[ref.Kind]
	if !ok || ref.ID == "" {
		return deskweb.Link(ref)
	}
	return place + "/" + string(ref.ID)
}

// classPage is the address of a training class; "" if it has none.
func classPage(id string) string {
	return link(record.Ref{Kind: training.ClassKind, ID: record.ID(id)})
}

// besides are what other features offer on the page of a class.
func (s *site) besides(ctx context.Context, a access.Actor, k training.Class) []ui.Action {
	var list []ui.Action
	if k.State != training.Draft && s.Attendance.May(a, attendance.ActView, k) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "nav.attendance"), Path: attendanceweb.Path + "/" + string(k.ID)})
	}
	return list
}
