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
	get := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: pattern, Action: string(act), Handle: h}
	}
	post := func(pattern string, act access.Action, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: pattern, Action: string(act), Handle: h}
	}
	routes := []web.Route{
		get(Path, order.ActView, p.list),
		get(AnswersPath, order.ActAnswer, p.answers),
		get(PostsPath, order.ActView, p.posts),
		get(Path+"/new", order.ActPlace, p.newForm),
		post(Path, order.ActPlace, p.create),
		get(Path+"/{id}", order.ActView, p.show),
		get(Path+"/{id}/edit", order.ActPlace, p.editForm),
		post(Path+"/{id}/edit", order.ActPlace, p.edit),
		post(Path+"/{id}/submit", order.ActPlace, p.submit),
		get(Path+"/{id}/respond", order.ActAnswer, p.respondForm),
		post(Path+"/{id}/respond", order.ActAnswer, p.respond),
		get(ResponsesPath+"/{id}", order.ActResponseStates, p.talk),
		get(ListsPath, order.ActView, p.lists),
		get(ListsPath+"/talent", order.ActView, p.talent),
		get(ListsPath+"/technology", order.ActView, p.technology),
		get(ListsPath+"/products", order.ActProductView, p.products),
		get(ProductsPath+"/new", order.ActProductKeep, p.productNew),
		post(ProductsPath, order.ActProductKeep, p.productCreate),
		get(ProductsPath+"/{id}", order.ActProductView, p.productShow),
		get(ProductsPath+"/{id}/edit", order.ActProductKeep, p.productEditForm),
		post(ProductsPath+"/{id}/edit", order.ActProductKeep, p.productEdit),
	}
	for _, b := range p.bulks() {
		routes = append(routes, b.Route())
	}
	return slices.Concat(routes, p.stepRoutes(), p.moveRoutes())
}

func path(o order.Order) string { return Path + "/" + string(o.ID) }

func talkPath(r order.Response) string { return ResponsesPath + "/" + string(r.ID) }

func productPath(p order.Product) string { return ProductsPath + "/" + string(p.ID) }
