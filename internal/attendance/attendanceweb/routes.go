// Package attendanceweb holds the pages of attendance: for anybody, the classes
// that can be joined; for a trainee, the own page behind a signed link; for the
// school, roll and room; for those who watch, inspections and signals.
package attendanceweb

import (
	"embed"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"tongpin/internal/attendance"
	"tongpin/internal/core/consortium"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the pages need besides the service.
type Options struct {
	Intake     file.Intake // for photos of inspections
	Clock      clock.Clock
	Address    string // "https://example.org", for links that are handed over; empty for the address of the request
	TrustProxy bool   // X-Forwarded-For says who asks
	// Class is the page of a class in training.
	Class func(id string) string
}

// Pages are the pages of attendance.
type Pages struct {
	service *attendance.Service
	options Options
	joins   *web.Limiter // by address: a room full of people behind one address must be able to enrol
	guesses *web.Limiter // by link: wrong codes
}

// span is how long tries are counted together.
const span = 10 * time.Minute

// New makes the pages.
func New(service *attendance.Service, o Options) *Pages {
	return &Pages{service, o, web.NewLimiter(o.Clock, 120, span), web.NewLimiter(o.Clock, 10, span)}
}

// The addresses.
const (
	Path            = "/attendance"
	LeavesPath      = "/leaves"
	InspectionsPath = "/inspections"
	SignalsPath     = "/signals"
	OffersPath      = "/open-classes" // leads to the public page of one's own consortium
)

// PublicPath is the page of the classes of a consortium that anybody can join.
func PublicPath(consortium string) string { return "/c/" + consortium + "/classes" }

// minePath is the page behind a trainee's link. The signed part stands in the
// query: what is logged of a request is its path.
func minePath(consortium, token string) string { return "/c/" + consortium + "/my?k=" + token }

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	const class = Path + "/{id}"
	return slices.Concat([]web.Route{
		web.Get("/c/{consortium}/classes", web.Public, p.offers),
		web.Get("/c/{consortium}/classes/{id}", web.Public, p.offer),
		web.Post("/c/{consortium}/classes/{id}", web.Public, p.join),
		web.Get("/c/{consortium}/my", web.Public, p.mine),
		web.Get("/c/{consortium}/my/scan", web.Public, p.scan),
		web.Post("/c/{consortium}/my/sign", web.Public, p.sign),
		web.Post("/c/{consortium}/my/leave", web.Public, p.ask),
		web.Get(OffersPath, web.SignedIn, p.ownOffers),
		web.Get(Path, attendance.ActView, p.list),
		web.Get(class, attendance.ActView, p.show),
		web.Get(class+"/room", attendance.ActKeep, p.room),
		web.Post(class+"/links", attendance.ActKeep, p.links),
		web.Post(class+"/hours", attendance.ActKeep, p.hours),
		web.Get(LeavesPath+"/{id}", attendance.ActView, p.leave),
		web.Post(LeavesPath+"/{id}", attendance.ActKeep, p.decide),
	}, p.roll().Routes(class+"/roll", attendance.ActKeep), p.watchRoutes())
}

// public is the consortium in the address, with a context for its pages.
func (p *Pages) public(r *http.Request) (consortium.Consortium, *http.Request, error) {
	c, ctx, err := p.service.Of(r.Context(), r.PathValue("consortium"))
	return c, r.WithContext(ctx), err
}

// id is the id in the address.
func id(r *http.Request) (recordID, error) { return recordweb.Path(r, "id") }
