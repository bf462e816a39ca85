// Package memberweb holds the pages of members: the list, the application, the
// details with every step.
package memberweb

import (
	"embed"
	"io/fs"

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
		{Method: "GET", Pattern: Path, Action: string(member.ActList), Handle: p.list},
		{Method: "GET", Pattern: Path + "/new", Action: string(member.ActRegister), Handle: p.registerForm},
		{Method: "POST", Pattern: Path, Action: string(member.ActRegister), Handle: p.register},
		{Method: "GET", Pattern: Path + "/apply", Action: string(member.ActApply), Handle: p.applyForm},
		{Method: "POST", Pattern: Path + "/apply", Action: string(member.ActApply), Handle: p.apply},
		{Method: "GET", Pattern: Path + "/{id}", Action: string(member.ActView), Handle: p.show},
		{Method: "GET", Pattern: Path + "/{id}/edit", Action: string(member.ActAmend), Handle: p.amendForm},
		{Method: "POST", Pattern: Path + "/{id}/edit", Action: string(member.ActAmend), Handle: p.amend},
		{Method: "POST", Pattern: Path + "/{id}/contact", Action: string(member.ActContact), Handle: p.contact},
	}
	return append(routes, p.stepRoutes()...)
}
