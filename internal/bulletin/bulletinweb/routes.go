// Package bulletinweb holds the pages of bulletins: the register, the editor in
// which numbers are bound, the approval, the published paper for everybody, and
// the paper as Word, JSON and a page of its own.
package bulletinweb

import (
	"embed"
	"io/fs"
	"net/http"
	"slices"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/document"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the pages need of their surroundings.
type Options struct {
	// Template is the Word template of papers, as it is at the moment.
	Template document.Template
	// Figure is the page of a figure in a period; "" if there is none.
	Figure func(key, period string) string
	// Texts gives the texts of a language: a paper keeps its own.
	Texts func(i18n.Language) *i18n.Localizer
}

// Pages are the pages of bulletins.
type Pages struct {
	service *bulletin.Service
	options Options
}

// New makes the pages.
func New(service *bulletin.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the pages; a bulletin stands below Path, a published one
// below PublicPath and the key of its consortium too.
const (
	Path       = "/bulletins"
	PublicPath = "/published"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(Path, bulletin.ActView, p.list),
		web.Get(Path+"/new", bulletin.ActKeep, p.newForm),
		web.Post(Path, bulletin.ActKeep, p.create),
		web.Get(Path+"/template.docx", bulletin.ActKeep, p.template),
		web.Get(Path+"/{id}", bulletin.ActView, p.show),
		web.Post(Path+"/{id}/preview", bulletin.ActKeep, p.preview),
		web.Get(Path+"/{id}/word", bulletin.ActView, p.word),
		web.Get(Path+"/{id}/json", bulletin.ActView, p.json),
		web.Get(PublicPath+"/{consortium}", web.Public, p.publicList),
		web.Get(PublicPath+"/{consortium}/{id}", web.Public, p.publicShow),
		web.Get(PublicPath+"/{consortium}/{id}/word", web.Public, p.publicWord),
		web.Get(PublicPath+"/{consortium}/{id}/json", web.Public, p.publicJSON),
	}
	routes = slices.Concat(routes, p.edit().Routes(Path+"/{id}/edit", bulletin.ActKeep), p.events().Routes(Path+"/{id}/events", bulletin.ActKeep))
	for _, s := range p.steps() {
		routes = append(routes, p.page(s).Routes(Path+"/{id}/"+s.name, s.act)...)
	}
	return routes
}

// path is the address of a bulletin's page.
func path(b bulletin.Bulletin) string { return Path + "/" + string(b.ID) }

// find returns the bulletin of the address.
func (p *Pages) find(r *http.Request) (bulletin.Bulletin, error) {
	return recordweb.Find(r, p.service.Find)
}
