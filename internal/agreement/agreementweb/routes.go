// Package agreementweb holds the pages of agreements: the register, the form,
// the details with every step, the print page and the public verification.
package agreementweb

import (
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/agreement"
	"tongpin/internal/core/document"
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
	Template document.Template
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
	routes := []web.Route{
		web.Get(Path, agreement.ActList, p.list),
		web.Get(Path+"/new", agreement.ActDraft, p.newForm),
		web.Post(Path, agreement.ActDraft, p.create),
		web.Get(Path+"/register", agreement.ActRegister, p.registerForm),
		web.Post(Path+"/register", agreement.ActRegister, p.register),
		web.Get(Path+"/{id}", agreement.ActView, p.show),
		web.Get(Path+"/{id}/print", agreement.ActView, p.print),
		web.Get(Path+"/{id}/word", agreement.ActView, p.word),
		web.Get(Path+"/template.docx", agreement.ActRegister, p.template),
	}
	return slices.Concat(routes, p.edit().Routes(Path+"/{id}/edit", agreement.ActAct), p.verification().Routes(), p.stepRoutes())
}

// path is the address of an agreement's page.
func path(g agreement.Agreement) string { return Path + "/" + string(g.ID) }
