// Package workplanweb holds the pages of work plans: the list, the plan as a
// tree with its lights, its editions, an item with what was reached, and the
// small forms of every step.
package workplanweb

import (
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/core/file"
	"tongpin/internal/platform/web"
	"tongpin/internal/workplan"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the pages need of their surroundings.
type Options struct {
	Intake file.Intake // takes minutes and evidence in
	// Figure is the page of a figure in a period, by its name.
	Figure func(key, period string) string
}

// Pages are the pages of work plans.
type Pages struct {
	service *workplan.Service
	options Options
}

// New makes the pages.
func New(service *workplan.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the pages: a plan stands below Path, an item below ItemPath.
const (
	Path     = "/plans"
	ItemPath = "/plan-items"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(Path, workplan.ActView, p.list),
		web.Get(Path+"/new", workplan.ActKeep, p.newForm),
		web.Post(Path, workplan.ActKeep, p.create),
		web.Get(Path+"/{id}", workplan.ActView, p.show),
		web.Get(Path+"/{id}/print", workplan.ActView, p.print),
		web.Get(Path+"/{id}/edition", workplan.ActView, p.edition),
		web.Get(ItemPath+"/{id}", workplan.ActView, p.itemShow),
	}
	return slices.Concat(
		routes, p.itemNew().Routes(Path+"/{id}/items/new", workplan.ActKeep), p.itemEdit().Routes(Path+"/{id}/items/edit", workplan.ActKeep),
		p.planSteps(), p.itemSteps(),
	)
}

func path(p workplan.Plan) string { return Path + "/" + string(p.ID) }

func itemPath(i workplan.Item) string { return ItemPath + "/" + string(i.ID) }
