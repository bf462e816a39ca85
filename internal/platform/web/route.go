package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Handler answers a request or returns why it can't. A fault becomes a page in
// the person's language, any other error a page with the request's number and a
// line in the log. A handler that returns an error must not have written.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Gates that are not actions of the permission table.
const (
	Public   = ""          // anybody, also without signing in
	SignedIn = "signed-in" // anybody who is signed in
)

// Route is one address of the program.
type Route struct {
	Method  string // GET, POST
	Pattern string // of http.ServeMux: "/orders/{id}"; "/{$}" is the root alone
	Action  string // action that the person must be allowed, SignedIn or Public
	Handle  Handler
}

// Get is the route of a page: an action of the permission table, SignedIn or Public.
func Get[A ~string](pattern string, action A, h Handler) Route {
	return Route{Method: http.MethodGet, Pattern: pattern, Action: string(action), Handle: h}
}

// Post is the route of a form that changes something; its action is like Get's.
func Post[A ~string](pattern string, action A, h Handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Action: string(action), Handle: h}
}

// ErrSignIn is returned by a gate when the person has to sign in first.
var ErrSignIn = errors.New("web: sign in first")

// Mux leads requests to routes. Add all routes before it serves.
type Mux struct {
	mux    *http.ServeMux
	routes []Route
	gate   func(r *http.Request, action string) error
	log    *slog.Logger
	signIn string
}

// NewMux makes a mux. The gate decides, before each route, whether the person
// may do the route's action: nil, a fault (Forbidden, NotFound) or ErrSignIn,
// which leads to the address signIn with ?next=.
func NewMux(log *slog.Logger, signIn string, gate func(r *http.Request, action string) error) *Mux {
	return &Mux{mux: http.NewServeMux(), gate: gate, log: log, signIn: signIn}
}

// Add registers routes; a pattern that clashes with another panics.
func (m *Mux) Add(routes ...Route) {
	for _, route := range routes {
		if route.Method == "" || route.Handle == nil {
			panic(fmt.Sprintf("web: route %q lacks its method or its handler", route.Pattern))
		}
		m.routes = append(m.routes, route)
		m.mux.Handle(route.Method+" "+route.Pattern, m.serve(route))
	}
}

// Routes lists the routes, for a test that walks all of them with every role.
func (m *Mux) Routes() []Route { return slices.Clone(m.routes) }

// ServeHTTP answers a request.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer m.recover(w, r)
	if _, pattern := m.mux.Handler(r); pattern == "" {
		m.unrouted(w, r)
		return
	}
	m.mux.ServeHTTP(w, r)
}

func (m *Mux) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if route.Action != Public {
			if err := m.gate(r, route.Action); err != nil {
				m.fail(w, r, err)
				return
			}
		}
		if err := route.Handle(w, r); err != nil {
			m.fail(w, r, err)
		}
	})
}

// unrouted answers an address that no route has: 405 if another method has it.
func (m *Mux) unrouted(w http.ResponseWriter, r *http.Request) {
	probe := &statusOnly{header: http.Header{}}
	m.mux.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		m.page(w, r, problem{Status: http.StatusMethodNotAllowed, Key: "web.error.method"})
		return
	}
	m.page(w, r, problem{Status: http.StatusNotFound, Key: "web.error.not_found"})
}

// signInFirst leads to the sign-in page and back afterwards.
func (m *Mux) signInFirst(w http.ResponseWriter, r *http.Request) {
	to := m.signIn
	if r.Method == http.MethodGet {
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	leave(w, r, to)
}

// leave redirects after a form (303); for htmx it makes the whole page leave.
func leave(w http.ResponseWriter, r *http.Request, to string) {
	if r.Header.Get("HX-Request") != "" {
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// Local returns path if it is an address of this program, else fallback: what
// to trust of a "next" parameter.
func Local(path, fallback string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n") {
		return fallback
	}
	return path
}

// statusOnly remembers what ServeMux would have answered.
type statusOnly struct {
	header http.Header
	status int
}

func (s *statusOnly) Header() http.Header         { return s.header }
func (s *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
func (s *statusOnly) WriteHeader(status int)      { s.status = status }
