// Package offerweb holds the pages of what schools offer: programmes, cohorts,
// and their steps.
package offerweb

import (
	"embed"
	"io/fs"
	"slices"

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
	routes := []web.Route{
		web.Get(Path, offer.ActView, p.list),
		web.Get(Path+"/new", offer.ActKeep, p.newForm),
		web.Post(Path, offer.ActKeep, p.create),
		web.Get(Path+"/{id}", offer.ActView, p.show),
		web.Get(Path+"/{id}/cohorts/new", offer.ActKeep, p.cohortNew),
		web.Post(Path+"/{id}/cohorts", offer.ActKeep, p.cohortCreate),
		web.Get(CohortsPath, offer.ActView, p.cohorts),
		web.Get(CohortsPath+"/{id}", offer.ActView, p.cohortShow),
	}
	for _, b := range p.bulks() {
		routes = append(routes, b.Route())
	}
	return slices.Concat(
		routes,
		p.edit().Routes(Path+"/{id}/edit", offer.ActKeep),
		p.cohortEdit().Routes(CohortsPath+"/{id}/edit", offer.ActKeep),
		p.stepRoutes(),
	)
}

func path(p offer.Programme) string { return Path + "/" + string(p.ID) }

func cohortPath(c offer.Cohort) string { return CohortsPath + "/" + string(c.ID) }
