// Package recordweb shows what every record has: its story, the links to other
// records, the target of a step. Pages of all features use it.
package recordweb

import (
	"context"
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// Events turns the story of a record into the pieces of a page.
func Events(ctx context.Context, entries []timeline.Entry) []ui.Event {
	l := i18n.From(ctx)
	events := make([]ui.Event, 0, len(entries))
	for _, e := range entries {
		by := e.PersonName
		switch {
		case e.Person == "":
			by = l.T("record.by_program")
		case e.Organisation != "":
			by = l.T("record.by", "person", e.PersonName, "organisation", e.Organisation)
		}
		events = append(events, ui.Event{
			Text: l.T("did."+string(e.Record.Kind)+"."+e.Verb, Pairs(e.Args)...), At: e.At, By: by, Message: e.Message, Waits: e.Waits,
		})
	}
	return events
}

// Pairs are the arguments of a stored text, in a fixed order.
func Pairs(args map[string]string) []any {
	names := make([]string, 0, len(args))
	for name := range args {
		names = append(names, name)
	}
	slices.Sort(names)
	pairs := make([]any, 0, 2*len(names))
	for _, name := range names {
		pairs = append(pairs, name, args[name])
	}
	return pairs
}

// Find returns the record whose id stands in the address ("{id}"), as find shows
// it to the person who asks.
func Find[T any](r *http.Request, find func(context.Context, access.Actor, record.ID) (T, error)) (found T, err error) {
	id, err := Path(r, "id")
	if err != nil {
		return found, err
	}
	return find(r.Context(), access.Must(r.Context()), id)
}

// Tab is the tab of a page that the address asks for (?tab=), or the first one.
func Tab(r *http.Request, tabs []string) string {
	if t := r.URL.Query().Get("tab"); slices.Contains(tabs, t) {
		return t
	}
	return tabs[0]
}

// Path reads the id in an address; something that is no id is not found.
func Path(r *http.Request, name string) (record.ID, error) {
	id, ok := record.ParseID(r.PathValue(name))
	if !ok {
		return "", fault.New(fault.NotFound, "record.not_found")
	}
	return id, nil
}

// Target reads what a posted step is about: the id in the address, the version
// that the person saw in the form.
func Target(r *http.Request, v *form.Values) (step.Target, error) {
	id, err := Path(r, "id")
	return step.Target{ID: id, Version: v.Version()}, err
}

// NewID is the id of a record that a form creates: the same for each send of
// one form, so that a double click makes one record. part tells several
// records of one form apart.
func NewID(v *form.Values, part string) record.ID {
	if v.Once() == "" {
		return record.NewID()
	}
	return record.Derived("", v.Once()+"/"+part)
}

// Options turns keys into choices whose texts stand under "enum.<enum>.<key>".
func Options[S ~string](ctx context.Context, enum string, keys []S) []ui.Option {
	options := make([]ui.Option, len(keys))
	for i, k := range keys {
		options[i] = ui.Option{Value: string(k), Text: i18n.From(ctx).Word("enum."+enum, string(k))}
	}
	return options
}

// States turns states of a kind into choices, "<kind>.state.<state>".
func States[S ~string](ctx context.Context, kind record.Kind, states []S) []ui.Option {
	options := make([]ui.Option, len(states))
	for i, s := range states {
		options[i] = ui.Option{Value: string(s), Text: i18n.From(ctx).Word(string(kind)+".state", string(s))}
	}
	return options
}

// Tone is the colour of a finding's severity.
func Tone(s rule.Severity) ui.Tone {
	if s.Blocks() {
		return ui.Brick
	}
	return ui.Saffron
}

type linksKey struct{}

// WithLinks puts the addresses of records into the context; the app knows them.
func WithLinks(ctx context.Context, path func(record.Ref) string) context.Context {
	return context.WithValue(ctx, linksKey{}, path)
}

// Link is the address of a record's page; "" if it has none.
func Link(ctx context.Context, ref record.Ref) string {
	if path, ok := ctx.Value(linksKey{}).(func(record.Ref) string); ok {
		return path(ref)
	}
	return ""
}

// args are the arguments of a finding's text.
func args(f rule.Finding) []any {
	pairs := make([]any, 0, 2*len(f.Args))
	for name, value := range f.Args {
		pairs = append(pairs, name, value)
	}
	return pairs
}
