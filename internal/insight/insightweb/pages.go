// Package insightweb holds the first page of every role and the pages of
// figures: the list, one figure opened, the facts behind it, one fact with its
// correction.
package insightweb

import (
	"context"
	"embed"
	"io/fs"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/insight"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

//go:embed texts
var texts embed.FS

// Texts are the words of these pages, for i18n.Load.
func Texts() fs.FS { return texts }

// Options are what the app knows and these pages need.
type Options struct {
	// Titles names records as far as the actor may read them, persons masked;
	// nil, or a record that is left out, is shown by its kind.
	Titles func(ctx context.Context, a access.Actor, refs []record.Ref) (map[record.Ref]string, error)
	// Groups returns what stands between a figure and its records, as classes
	// stand between person-times and people: those from a place on, at most size,
	// and whether there are more. False if the figure opens to its records at
	// once. Nil for no such figures.
	Groups func(ctx context.Context, a access.Actor, ask insight.Ask, from, size int) (list []Group, more, grouped bool, err error)
	// Todos is the address of the list of all to-dos; "" if there is none.
	Todos string
	// Front returns what other features put on the first page of an actor; nil
	// for nothing.
	Front func(ctx context.Context, a access.Actor) (Front, error)
	// Actions returns the buttons of the first page of an actor; nil for none.
	Actions func(ctx context.Context, a access.Actor) []ui.Action
}

// Group is one step between a figure and its records.
type Group struct {
	insight.RecordSum
	Path string // where its records are seen
}

// Front is what other features put on the first page of an actor.
type Front struct {
	Panels []Panel
	// Targets are what the figures of this year are measured against.
	Targets map[insight.Pick]ui.Target
}

// Panel is a table that another feature puts on the first page. Its texts are
// ready to read.
type Panel struct {
	Title string
	Note  string
	Head  []Column
	Rows  [][]templ.Component
	More  ui.Link // where all of it is; left out without a path
	Empty ui.Empty
}

// Column is one column of a panel.
type Column struct {
	Text    string
	Numeric bool
}

// Pages are the pages of this package.
type Pages struct {
	service *insight.Service
	o       Options
}

// New makes the pages.
func New(service *insight.Service, o Options) *Pages { return &Pages{service, o} }

// The addresses of the pages.
const (
	HomePath    = "/"
	FiguresPath = "/figures"
	FactsPath   = "/facts"
)

// Routes are the addresses of these pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		web.Get("/{$}", insight.ActHome, p.home),
		web.Get(FiguresPath, insight.ActView, p.figures),
		web.Get(FiguresPath+"/{key}", insight.ActView, p.figure),
		web.Get(FiguresPath+"/{key}/facts", insight.ActView, p.facts),
		web.Get(FiguresPath+"/{key}/records", insight.ActView, p.records),
		web.Get(FactsPath+"/{id}", insight.ActView, p.fact),
		web.Post(FactsPath+"/{id}/reverse", insight.ActCorrect, p.reverse),
	}
}
