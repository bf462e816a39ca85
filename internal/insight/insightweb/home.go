package insightweb

import (
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/todo"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// listedTodos is how many open steps the first page shows.
const listedTodos = 7

// front is what the first page shows: the way from order to employment, the
// numbers of the role, what is to be done, then panels.
type front struct {
	stages    []ui.Stage
	kpis      []ui.KPI
	todos     []todo.Item
	todoCount int
	todoPath  string
	today     calendar.Date
	panels    []Panel
}

// home shows the first page of the actor's role.
func (p *Pages) home(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	today := p.service.Today()
	v, period, others, err := front{todoPath: p.o.Todos, today: today}, calendar.YearOf(today), Front{}, error(nil)
	if v.todos, v.todoCount, err = p.service.Todos(ctx, a, listedTodos); err != nil {
		return err
	}
	if v.stages, err = p.stages(ctx, a, calendar.Period{}); err != nil {
		return err
	}
	if p.o.Front != nil {
		if others, err = p.o.Front(ctx, a); err != nil {
			return err
		}
	}
	v.panels = others.Panels
	if v.kpis, err = p.kpis(ctx, a, period, others.Targets); err != nil {
		return err
	}
	l := i18n.From(ctx)
	meta := web.Meta{Title: l.T("home.title"), Lead: l.T("home.lead", "period", periodText(ctx, period), "at", p.service.Now())}
	if p.o.Actions != nil {
		meta.Actions = p.o.Actions(ctx, a)
	}
	return web.Render(w, r, http.StatusOK, homePage(meta, v))
}
