// Package agreementweb holds the pages of agreements: the register, the form,
// the details with every step, the print page and the public verification.
package agreementweb

import (
	"embed"
	"io/fs"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/file"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of agreements.
type Pages struct {
	service *agreement.Service
	options Options
}

// Options are what the pages need of their surroundings.
type Options struct {
	Intake file.Intake // takes signed copies and evidence in
	// Template is the Word template of papers, as it is at the moment.
	Template func() ([]byte, error)
	// Origin returns what a new agreement takes over from a settled response;
	// nil if there is nothing to begin from.
	Origin Origin
	// Address is where people reach the program ("https://example.org"), for
	// the verification address on papers; empty for the address of the request.
	Address string
}

// New makes the pages.
func New(service *agreement.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the pages; an agreement stands below Path.
const (
	Path       = "/agreements"
	VerifyPath = "/verify"
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
		get(Path, agreement.ActList, p.list),
		get(Path+"/new", agreement.ActDraft, p.newForm),
		post(Path, agreement.ActDraft, p.create),
		get(Path+"/register", agreement.ActRegister, p.registerForm),
		post(Path+"/register", agreement.ActRegister, p.register),
		get(Path+"/{id}", agreement.ActView, p.show),
		get(Path+"/{id}/edit", agreement.ActAct, p.editForm),
		post(Path+"/{id}/edit", agreement.ActAct, p.edit),
		get(Path+"/{id}/print", agreement.ActView, p.print),
		get(Path+"/{id}/word", agreement.ActView, p.word),
		get(Path+"/template.docx", agreement.ActRegister, p.template),
		get(VerifyPath, web.Public, p.verify),
		get(VerifyPath+"/{code}", web.Public, p.verify),
	}
	return append(routes, p.stepRoutes()...)
}

// path is the address of an agreement's page.
func path(g agreement.Agreement) string { return Path + "/" + string(g.ID) }
