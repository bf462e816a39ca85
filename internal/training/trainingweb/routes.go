// Package trainingweb holds the pages of training: classes with their
// timetable, roster, results and certificates; people in classes; providers.
package trainingweb

import (
	"context"
	"embed"
	"io/fs"

	"tongpin/internal/core/access"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the pages need besides the service.
type Options struct {
	// Filing and Certificate are the Word templates of a class's filing form and
	// of a certificate.
	Filing, Certificate func() ([]byte, error)
	// Address is where people reach the program ("https://example.org"), for the
	// verification address on papers; empty for the address of the request.
	Address string
	// Links are what other features offer about a class; nil for nothing.
	Links func(ctx context.Context, a access.Actor, k training.Class) []ui.Action
}

// Pages are the pages of training.
type Pages struct {
	service *training.Service
	options Options
}

// New makes the pages.
func New(service *training.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the lists; records stand below them.
const (
	Path          = "/classes"
	PlacesPath    = "/places"
	TraineesPath  = "/trainees"
	ProvidersPath = "/providers"
	VerifyPath    = "/certificates"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Action: string(act), Handle: h}
	}
	post := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: pattern, Action: string(act), Handle: h}
	}
	routes := []web.Route{
		get(Path, training.ActView, p.list),
		get(Path+"/new", training.ActFile, p.newForm),
		post(Path, training.ActFile, p.create),
		get(Path+"/occupation", training.ActView, p.occupation),
		get(Path+"/{id}", training.ActView, p.show),
		get(Path+"/{id}/edit", training.ActFile, p.editForm),
		post(Path+"/{id}/edit", training.ActFile, p.edit),
		get(Path+"/{id}/timetable", training.ActKeep, p.timetableForm),
		post(Path+"/{id}/timetable", training.ActKeep, p.timetable),
		get(Path+"/{id}/people", training.ActKeep, p.personForm),
		post(Path+"/{id}/people", training.ActKeep, p.person),
		get(Path+"/{id}/results", training.ActKeep, p.resultsForm),
		post(Path+"/{id}/results", training.ActKeep, p.results),
		get(Path+"/{id}/print", training.ActRoster, p.print),
		get(Path+"/{id}/word", training.ActRoster, p.word),
		get(PlacesPath+"/{id}", training.ActView, p.place),
		get(PlacesPath+"/{id}/certificate", training.ActView, p.certificate),
		get(PlacesPath+"/{id}/word", training.ActView, p.certificateWord),
		get(TraineesPath+"/{id}", training.ActRoster, p.trainee),
		get(ProvidersPath, training.ActProviders, p.providers),
		get(ProvidersPath+"/new", training.ActAdmit, p.admitForm),
		post(ProvidersPath, training.ActAdmit, p.admit),
		get(ProvidersPath+"/{id}", training.ActProviders, p.provider),
		get(ProvidersPath+"/{id}/edit", training.ActAdmit, p.amendForm),
		post(ProvidersPath+"/{id}/edit", training.ActAdmit, p.amend),
		post(ProvidersPath+"/{id}/teachers", training.ActKeep, p.teacher),
		get(VerifyPath, web.Public, p.verify),
		get(VerifyPath+"/{code}", web.Public, p.verify),
	}
	return append(routes, p.stepRoutes()...)
}

// path is the address of a class's page.
func path(k training.Class) string { return Path + "/" + string(k.ID) }
