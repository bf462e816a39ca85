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
		web.Get(TodosPath, web.SignedIn, p.todos),
		web.Get(NoticesPath, web.SignedIn, p.notices),
		web.Get(JobsPath, web.SignedIn, p.jobs),
		web.Get(ImportsPath, web.SignedIn, p.imports),
		web.Get(ImportsPath+"/all", intake.ActOversee, p.allImports),
		web.Get(ImportsPath+"/{kind}/new", web.SignedIn, p.uploadForm),
		web.Get(ImportsPath+"/{kind}/template", web.SignedIn, p.template),
		web.Post(ImportsPath+"/{kind}", web.SignedIn, p.upload),
		web.Get(ImportsPath+"/{id}", web.SignedIn, p.show),
		web.Post(ImportsPath+"/{id}/confirm", web.SignedIn, p.confirm),
		web.Post(ImportsPath+"/{id}/resume", web.SignedIn, p.resume),
		web.Get(ImportsPath+"/{id}/failed.xlsx", web.SignedIn, p.failed),
		web.Get(ExportsPath, intake.ActOversee, p.exports),
		web.Get(ExportsPath+"/{kind}", web.SignedIn, p.export),
		web.Post(ExportsPath+"/{kind}", web.SignedIn, p.exportChosen),
	}
}
