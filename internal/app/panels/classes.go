package panels

import (
	"context"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/insight/insightweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
	"tongpin/internal/training/trainingweb"
)

// running are the states of classes that somebody still has to do with.
var running = []string{string(training.Draft), string(training.Returned), string(training.Filed), string(training.Checked), string(training.Approved), string(training.Open), string(training.Closing)}

// classPanels are the classes on the first page: for a provider those on their
// way, for the offices those that wait for them, for trainees those to come.
var classPanels = map[access.Role]ask{
	access.Provider:    {title: "panel.classes", none: "panel.classes.none", next: "panel.classes.none_next", more: "/classes", query: map[string][]string{"state": running}, sort: "opens"},
	access.Secretariat: {title: "panel.classes_check", none: "panel.classes_check.none", next: "panel.classes_check.none_next", more: "/classes?state=filed", query: map[string][]string{"state": {string(training.Filed)}}, sort: "opens"},
	access.Leader:      {title: "panel.classes_approve", none: "panel.classes_approve.none", next: "panel.classes_approve.none_next", more: "/classes?state=checked", query: map[string][]string{"state": {string(training.Checked)}}, sort: "opens"},
	access.Trainee:     {title: "panel.classes_open", none: "panel.classes_open.none", next: "panel.classes_open.none_next", more: "/classes?state=approved", query: map[string][]string{"state": {string(training.Approved), string(training.Open)}}, sort: "opens"},
}

// classes is the panel of classes of an actor.
func (b Board) classes(ctx context.Context, a access.Actor, q ask) (insightweb.Panel, error) {
	question := q.question(a)
	if a.Role == access.Provider {
		question.Filter["provider"] = []string{string(a.Organisation)}
	}
	page, err := b.Training.ClassesOf(ctx, a, question)
	if err != nil {
		return insightweb.Panel{}, err
	}
	p := q.panel(ctx, insightweb.Column{Text: "panel.column.class"}, insightweb.Column{Text: "panel.column.opens"}, insightweb.Column{Text: "panel.column.people", Numeric: true}, insightweb.Column{Text: "panel.column.state"})
	l := i18n.From(ctx)
	for _, k := range page.Rows {
		p.Rows = append(p.Rows, []templ.Component{
			ui.Titled(ui.Link{Text: k.Name, Path: "/classes/" + string(k.ID)}, k.ProviderName), ui.Date(k.Opens), ui.Text(l.T("panel.of", "taken", k.Enrolled, "seats", k.Seats)),
			trainingweb.StateTag(k.State),
		})
	}
	return p, nil
}
