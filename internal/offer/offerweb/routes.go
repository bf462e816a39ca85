// Package offerweb holds the pages of what schools offer: programmes, cohorts,
// and their steps.
package offerweb

import (
	"embed"
	"io/fs"

	"tongpin/internal/core/access"
	"tongpin/internal/offer"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of offers.
type Pages struct{ service *offer.Service }

// New makes the pages.
func New(service *offer.Service) *Pages { return &Pages{service} }

// The addresses of the lists; records stand below them.
const (
	Path        = "/programmes"
	CohortsPath = "/cohorts"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	get := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Action: string(act), Handle: h}
	}
	post := func(pattern string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: pattern, Action: string(offer.ActKeep), Handle: h}
	}
	routes := []web.Route{
		get(Path, offer.ActView, p.list),
		get(Path+"/new", offer.ActKeep, p.newForm),
		post(Path, p.create),
		get(Path+"/{id}", offer.ActView, p.show),
		get(Path+"/{id}/edit", offer.ActKeep, p.editForm),
		post(Path+"/{id}/edit", p.edit),
		get(Path+"/{id}/cohorts/new", offer.ActKeep, p.cohortNew),
		post(Path+"/{id}/cohorts", p.cohortCreate),
		get(CohortsPath, offer.ActView, p.cohorts),
		get(CohortsPath+"/{id}", offer.ActView, p.cohortShow),
		get(CohortsPath+"/{id}/edit", offer.ActKeep, p.cohortEditForm),
		post(CohortsPath+"/{id}/edit", p.cohortEdit),
	}
	for _, b := range p.bulks() {
		routes = append(routes, b.Route())
	}
	return append(routes, p.stepRoutes()...)
}

func path(p offer.Programme) string { return Path + "/" + string(p.ID) }

func cohortPath(c offer.Cohort) string { return CohortsPath + "/" + string(c.ID) }
