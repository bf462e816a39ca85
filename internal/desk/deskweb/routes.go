// Package deskweb holds the pages of a person's desk: open steps, notices, jobs,
// and everything that comes in and goes out as a spreadsheet.
package deskweb

import (
	"embed"
	"io/fs"

	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/desk"
	"tongpin/internal/platform/web"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages and of core/intake, for i18n.Load.
func Texts() fs.FS { return texts }

// The addresses of the pages.
const (
	TodosPath   = "/todos"
	NoticesPath = "/notices"
	JobsPath    = "/jobs"
	ImportsPath = "/imports"
	ExportsPath = "/exports"
)

// Pages are the pages of the desk.
type Pages struct {
	desk   *desk.Service
	intake *intake.Service
	list   func(kind string) string
}

// New makes the pages; list gives the address of the list whose rows a kind of
// sheet holds, "" if it has none.
func New(d *desk.Service, i *intake.Service, list func(kind string) string) *Pages {
	return &Pages{d, i, list}
}

// Link is the address of a record of this package's pages; "" for any other.
func Link(ref record.Ref) string {
	switch ref.Kind {
	case intake.RecordKind:
		return ImportsPath + "/" + string(ref.ID)
	case intake.ExportKind:
		return ExportsPath
	}
	return ""
}

// Routes are the addresses of these pages. What a person may import and export,
// the kinds say, so the service decides it.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: TodosPath, Action: web.SignedIn, Handle: p.todos},
		{Method: "GET", Pattern: NoticesPath, Action: web.SignedIn, Handle: p.notices},
		{Method: "GET", Pattern: JobsPath, Action: web.SignedIn, Handle: p.jobs},
		{Method: "GET", Pattern: ImportsPath, Action: web.SignedIn, Handle: p.imports},
		{Method: "GET", Pattern: ImportsPath + "/all", Action: string(intake.ActOversee), Handle: p.allImports},
		{Method: "GET", Pattern: ImportsPath + "/{kind}/new", Action: web.SignedIn, Handle: p.uploadForm},
		{Method: "GET", Pattern: ImportsPath + "/{kind}/template", Action: web.SignedIn, Handle: p.template},
		{Method: "POST", Pattern: ImportsPath + "/{kind}", Action: web.SignedIn, Handle: p.upload},
		{Method: "GET", Pattern: ImportsPath + "/{id}", Action: web.SignedIn, Handle: p.show},
		{Method: "POST", Pattern: ImportsPath + "/{id}/confirm", Action: web.SignedIn, Handle: p.confirm},
		{Method: "POST", Pattern: ImportsPath + "/{id}/resume", Action: web.SignedIn, Handle: p.resume},
		{Method: "GET", Pattern: ImportsPath + "/{id}/failed.xlsx", Action: web.SignedIn, Handle: p.failed},
		{Method: "GET", Pattern: ExportsPath, Action: string(intake.ActOversee), Handle: p.exports},
		{Method: "GET", Pattern: ExportsPath + "/{kind}", Action: web.SignedIn, Handle: p.export},
		{Method: "POST", Pattern: ExportsPath + "/{kind}", Action: web.SignedIn, Handle: p.exportChosen},
	}
}
