package insightweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// listedTodos is how many open steps the first page shows.
const listedTodos = 7

// front is what the first page shows: to-dos, then numbers, then panels.
type front struct {
	todos     []task
	todoCount int
	todoPath  string
	stages    []ui.Stage
	kpis      []ui.KPI
	panels    []Panel
}

// task is one open step in words.
type task struct {
	kind, text, path, due string
	late                  bool
}

// home shows the first page of the actor's role.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	v, period, err := front{todoPath: p.o.Todos}, calendar.YearOf(p.service.Today()), error(nil)
	if v.todos, v.todoCount, err = p.tasks(ctx, a); err != nil {
		return err
	}
	if v.stages, err = p.stages(ctx, a, calendar.Period{}); err != nil {
		return err
	}
	if v.kpis, err = p.kpis(ctx, a, period); err != nil {
		return err
	}
	if p.o.Panels != nil {
		if v.panels, err = p.o.Panels(ctx, a); err != nil {
			return err
		}
	}
	l := i18n.From(ctx)
	meta := web.Meta{Title: l.T("home.title"), Lead: l.T("home.lead", "period", periodText(ctx, period), "at", p.service.Now())}
	if p.o.Actions != nil {
		meta.Actions = p.o.Actions(ctx, a)
	}
	return web.Render(w, r, http.StatusOK, homePage(meta, v))
}

func (p *Pages) tasks(ctx context.Context, a access.Actor) ([]task, int, error) {
	items, count, err := p.service.Todos(ctx, a, listedTodos)
	if err != nil {
		return nil, 0, err
	}
	list := make([]task, len(items))
	for i, item := range items {
		list[i] = p.task(ctx, item)
	}
	return list, count, nil
}

func (p *Pages) task(ctx context.Context, i todo.Item) task {
	l, today := i18n.From(ctx), p.service.Today()
	t := task{
		kind: l.Word("kind", string(i.Record.Kind)), path: p.record(i.Record), late: i.Overdue(today),
		text: l.T("todo."+string(i.Record.Kind)+"."+i.Step, recordweb.Pairs(i.Args)...),
	}
	switch days := today.DaysUntil(i.DueOn); {
	case i.DueOn.Zero():
	case days < 0:
		t.due = l.T("home.due.late", "n", -days)
	case days == 0:
		t.due = l.T("home.due.today")
	case days == 1:
		t.due = l.T("home.due.tomorrow")
	default:
		t.due = l.Date(i18n.Day(i.DueOn))
	}
	return t
}
