package deskweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/job"
	"tongpin/internal/core/notify"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/desk"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

func (p *Pages) todos(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	items, err := p.desk.Todos(ctx, a, desk.MaxTodos)
	if err != nil {
		return err
	}
	total := len(items)
	if total == desk.MaxTodos {
		if total, err = p.desk.TodoCount(ctx, a); err != nil {
			return err
		}
	}
	meta := web.Meta{Title: i18n.T(ctx, "desk.todos.title"), Lead: i18n.T(ctx, "desk.todos.lead", "n", web.Counted(total)), Narrow: true}
	return web.Render(w, r, http.StatusOK, todosPage(meta, items, total, p.desk.Today()))
}

func (p *Pages) notices(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	list, unread, err := p.desk.Notices(ctx, a)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "desk.notices.title"), Lead: i18n.T(ctx, "desk.notices.lead", "n", unread), Narrow: true}
	return web.Render(w, r, http.StatusOK, noticesPage(meta, list, unread))
}

// noticeText is what a notice says. That a step is overdue is said with the
// text of the step.
func noticeText(ctx context.Context, n notify.Notice) string {
	if n.Key != desk.OverdueNotice {
		key := "notice." + n.Key
		return i18n.T(ctx, key, recordweb.Pairs(n.Args)...)
	}
	key := "todo." + n.Args["kind"] + "." + n.Args["step"]
	step := i18n.T(ctx, key, recordweb.Pairs(n.Args)...)
	due := any(n.Args["due"])
	if day, err := calendar.ParseDate(n.Args["due"]); err == nil {
		due = day
	}
	return i18n.T(ctx, "notice.todo.overdue", "step", step, "due", due)
}

func (p *Pages) jobs(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	list, err := p.desk.Jobs(ctx, a)
	if err != nil {
		return err
	}
	meta := web.Meta{Title: i18n.T(ctx, "desk.jobs.title"), Lead: i18n.T(ctx, "desk.jobs.lead"), Narrow: true}
	return web.Render(w, r, http.StatusOK, jobsPage(meta, list))
}

var jobTones = map[job.State]ui.Tone{job.Waiting: ui.Plain, job.Running: ui.River, job.Done: ui.Jade, job.Failed: ui.Brick}

// jobLink leads from a job to what it works on.
func jobLink(ctx context.Context, j job.Job) ui.Link {
	l := ui.Link{Text: i18n.From(ctx).Word("job", j.Kind)}
	if id, ok := intake.ImportOf(j); ok {
		l.Path = Link(record.Ref{Kind: intake.RecordKind, ID: id})
	}
	return l
}

// jobProgress says how far a job is, or when it ended.
func jobProgress(ctx context.Context, j job.Job) string {
	switch {
	case j.State == job.Failed:
		return i18n.T(ctx, "desk.job.given_up")
	case j.Total > 0:
		return i18n.T(ctx, "web.progress", "done", j.Done, "total", j.Total)
	case j.Done > 0:
		return i18n.T(ctx, "desk.job.rows", "n", j.Done)
	}
	return ""
}

// busy tells whether any of the jobs goes on.
func busy(list []job.Job) bool {
	for _, j := range list {
		if j.State == job.Waiting || j.State == job.Running {
			return true
		}
	}
	return false
}
