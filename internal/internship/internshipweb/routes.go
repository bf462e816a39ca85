// Package internshipweb holds the pages of internships: the list, one of them,
// its form and its steps.
package internshipweb

import (
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/internship"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of internships.
type Pages struct{ service *internship.Service }

// New makes the pages.
func New(service *internship.Service) *Pages { return &Pages{service} }

// Path is the address of the list; internships stand below it.
const Path = "/internships"

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(Path, internship.ActView, p.list),
		web.Get(Path+"/new", internship.ActKeep, p.newForm),
		web.Post(Path, internship.ActKeep, p.create),
		web.Get(Path+"/{id}", internship.ActView, p.show),
		web.Get(Path+"/{id}/reveal", internship.ActReveal, p.revealForm),
		web.Post(Path+"/{id}/reveal", internship.ActReveal, p.reveal),
	}
	return slices.Concat(routes, p.edit().Routes(Path+"/{id}/edit", internship.ActKeep), p.stepRoutes())
}

func path(x internship.Internship) string { return Path + "/" + string(x.ID) }
