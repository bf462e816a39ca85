// Package orderweb holds the pages of orders: the list, a form for each kind,
// the details with every step, answers and negotiations, the three lists and
// the open posts.
package orderweb

import (
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/order"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of orders.
type Pages struct {
	service *order.Service
	options Options
}

// Options are what the pages need of their surroundings.
type Options struct {
	Intake file.Intake // takes the files of orders in
	// Agreement is the address of the form that draws up an agreement on a
	// settled response, for who may; "" where there is none.
	Agreement func(a access.Actor, response record.ID) string
}

// New makes the pages.
func New(service *order.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the lists; records stand below them.
const (
	Path          = "/orders"
	AnswersPath   = "/answers"
	ResponsesPath = "/responses"
	ListsPath     = "/lists"
	ProductsPath  = "/products"
	PostsPath     = "/posts"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(Path, order.ActView, p.list),
		web.Get(AnswersPath, order.ActAnswer, p.answers),
		web.Get(PostsPath, order.ActView, p.posts),
		web.Get(Path+"/new", order.ActPlace, p.newForm),
		web.Post(Path, order.ActPlace, p.create),
		web.Get(Path+"/{id}", order.ActView, p.show),
		web.Get(ResponsesPath+"/{id}", order.ActResponseStates, p.talk),
		web.Get(ListsPath, order.ActView, p.lists),
		web.Get(ListsPath+"/talent", order.ActView, p.talent),
		web.Get(ListsPath+"/technology", order.ActView, p.technology),
		web.Get(ListsPath+"/products", order.ActProductView, p.products),
		web.Get(ProductsPath+"/new", order.ActProductKeep, p.productNew),
		web.Post(ProductsPath, order.ActProductKeep, p.productCreate),
		web.Get(ProductsPath+"/{id}", order.ActProductView, p.productShow),
	}
	for _, b := range p.bulks() {
		routes = append(routes, b.Route())
	}
	return slices.Concat(
		routes, p.edit().Routes(Path+"/{id}/edit", order.ActPlace), p.submit().Routes(Path+"/{id}/submit", order.ActPlace),
		p.respond().Routes(Path+"/{id}/respond", order.ActAnswer), p.productEdit().Routes(ProductsPath+"/{id}/edit", order.ActProductKeep), p.stepRoutes(), p.moveRoutes(),
	)
}

func path(o order.Order) string { return Path + "/" + string(o.ID) }

func talkPath(r order.Response) string { return ResponsesPath + "/" + string(r.ID) }

func productPath(p order.Product) string { return ProductsPath + "/" + string(p.ID) }
