// Package trainingweb holds the pages of training: classes with their
// timetable, roster, results and certificates; people in classes; providers.
package trainingweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/document"
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
	Filing, Certificate document.Template
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
	routes := []web.Route{
		web.Get(Path, training.ActView, p.list),
		web.Get(Path+"/new", training.ActFile, p.newForm),
		web.Post(Path, training.ActFile, p.create),
		web.Get(Path+"/occupation", training.ActView, p.occupation),
		web.Get(Path+"/{id}", training.ActView, p.show),
		web.Get(Path+"/{id}/print", training.ActRoster, p.print),
		web.Get(Path+"/{id}/word", training.ActRoster, p.word),
		web.Get(PlacesPath+"/{id}", training.ActView, p.place),
		web.Get(PlacesPath+"/{id}/certificate", training.ActView, p.certificate),
		web.Get(PlacesPath+"/{id}/word", training.ActView, p.certificateWord),
		web.Get(TraineesPath+"/{id}", training.ActRoster, p.trainee),
		web.Get(ProvidersPath, training.ActProviders, p.providers),
		web.Get(ProvidersPath+"/new", training.ActAdmit, p.admitForm),
		web.Post(ProvidersPath, training.ActAdmit, p.admit),
		web.Get(ProvidersPath+"/{id}", training.ActProviders, p.provider),
		web.Post(ProvidersPath+"/{id}/teachers", training.ActKeep, p.teacher),
	}
	return slices.Concat(
		routes, p.amend().Routes(ProvidersPath+"/{id}/edit", training.ActAdmit), p.edit().Routes(Path+"/{id}/edit", training.ActFile),
		p.timetable().Routes(Path+"/{id}/timetable", training.ActKeep), p.person().Routes(Path+"/{id}/people", training.ActKeep),
		p.results().Routes(Path+"/{id}/results", training.ActKeep), p.verification().Routes(), p.stepRoutes(),
	)
}

// path is the address of a class's page.
func path(k training.Class) string { return Path + "/" + string(k.ID) }
