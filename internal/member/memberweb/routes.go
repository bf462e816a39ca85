// Package memberweb holds the pages of members: the list, the application, the
// details with every step.
package memberweb

import (
	"embed"
	"io/fs"
	"slices"

	"tongpin/internal/core/file"
	"tongpin/internal/member"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Pages are the pages of members.
type Pages struct {
	service *member.Service
	intake  file.Intake
}

// New makes the pages; intake takes the materials of applications in.
func New(service *member.Service, intake file.Intake) *Pages { return &Pages{service, intake} }

// Path is the address of the list; a membership's page stands below it.
const Path = "/members"

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	routes := []web.Route{
		web.Get(Path, member.ActList, p.list),
		web.Get(Path+"/new", member.ActRegister, p.registerForm),
		web.Post(Path, member.ActRegister, p.register),
		web.Get(Path+"/apply", member.ActApply, p.applyForm),
		web.Post(Path+"/apply", member.ActApply, p.apply),
		web.Get(Path+"/{id}", member.ActView, p.show),
		web.Post(Path+"/{id}/contact", member.ActContact, p.contact),
	}
	return slices.Concat(routes, p.amend().Routes(Path+"/{id}/edit", member.ActAmend), p.stepRoutes())
}
