// Package todoweb shows open steps: on the page of all to-dos, on the home page,
// beside a record. Their texts stand under "todo.<kind>.<step>".
package todoweb

import (
	"context"
	"slices"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// Text says what is to be done.
func Text(ctx context.Context, i todo.Item) string {
	key := "todo." + string(i.Record.Kind) + "." + i.Step
	return i18n.T(ctx, key, recordweb.Pairs(i.Args)...)
}

// soon is how many days before its date a step is shown as pressing.
const soon = 3

// due says when the step is due, and how pressing it is.
func due(ctx context.Context, i todo.Item, today calendar.Date) (ui.Tone, string) {
	switch {
	case i.DueOn.Zero():
		return ui.Plain, ""
	case i.Overdue(today):
		return ui.Brick, i18n.T(ctx, "todos.due.over", "days", i.DueOn.DaysUntil(today))
	case i.DueOn == today:
		return ui.Saffron, i18n.T(ctx, "todos.due.today")
	case i.DueOn.Before(today.AddDays(soon + 1)):
		return ui.Saffron, i18n.T(ctx, "todos.due.on", "date", i.DueOn)
	}
	return ui.Plain, i18n.T(ctx, "todos.due.on", "date", i.DueOn)
}

// Group is open steps that are equally pressing.
type Group struct {
	Key   string // of its heading
	Items []todo.Item
}

// Groups sorts open steps by how pressing they are: overdue, today, within a
// week, later, without a date. Empty groups are left out; the order within a
// group stays.
func Groups(items []todo.Item, today calendar.Date) []Group {
	groups := []Group{{Key: "todos.overdue"}, {Key: "todos.today"}, {Key: "todos.week"}, {Key: "todos.later"}, {Key: "todos.undated"}}
	for _, i := range items {
		n := 3
		switch {
		case i.DueOn.Zero():
			n = 4
		case i.Overdue(today):
			n = 0
		case i.DueOn == today:
			n = 1
		case i.DueOn.Before(today.AddDays(8)):
			n = 2
		}
		groups[n].Items = append(groups[n].Items, i)
	}
	return slices.DeleteFunc(groups, func(g Group) bool { return len(g.Items) == 0 })
}
