package attendanceweb

import (
	"context"
	"net/http"

	"tongpin/internal/attendance"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// leaveView is a leave with the steps that are possible.
type leaveView struct {
	attendance.Leave
	name  string
	steps []form.Spec
}

// leave shows a leave and, to the school, the two ways to answer it.
func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	at, err := id(r)
	if err != nil {
		return err
	}
	return p.renderLeave(w, r, http.StatusOK, at, "", nil)
}

// renderLeave shows a leave; wrong is the form of a step that must be mended.
func (p *Pages) renderLeave(w http.ResponseWriter, r *http.Request, status int, at record.ID, wrong string, typed *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	l, place, who, err := p.service.Leave(ctx, a, at)
	if err != nil {
		return err
	}
	v := leaveView{Leave: l, name: who.Name}
	for _, verb := range []string{attendance.VerbGrant, attendance.VerbRefuse} {
		if !attendance.LeaveFlow.Can(l.State, verb) || !p.service.May(a, attendance.ActKeep, place.In) {
			continue
		}
		values := form.New().SetInt(form.VersionField, l.Version)
		if verb == wrong {
			values = typed
		}
		v.steps = append(v.steps, form.Spec{Action: LeavesPath + "/" + string(at) + "/" + verb, Values: values, Submit: "attendance.decide." + verb})
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "attendance.leave.of", "name", who.Name), Lead: place.In.Name, Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: place.In.Number, Path: path(place.In.ID) + "?tab=leaves"}, {Text: i18n.T(ctx, "attendance.leave.title")}},
	}
	return web.Render(w, r, status, leavePage(meta, v))
}

// decide answers a leave.
func (p *Pages) decide(verb string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v, err := form.Decode(r)
		if err != nil {
			return err
		}
		t, err := recordweb.Target(r, v)
		if err != nil {
			return err
		}
		l, err := p.service.DecideLeave(r.Context(), access.Must(r.Context()), t, verb, v.Text("reason"))
		if v.Mend(err) {
			return p.renderLeave(w, r, http.StatusUnprocessableEntity, t.ID, verb, v)
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, path(l.Class)+"?tab=leaves", "attendance.leave.decided")
	}
}

// tabLinks are the tabs of the page of a class.
func (v sheetView) tabLinks(ctx context.Context) []ui.Tab {
	counts := map[string]int{"people": len(v.Roster), "slots": len(v.Slots), "leaves": len(v.Leaves), "inspections": len(v.Inspections)}
	list := make([]ui.Tab, len(tabs))
	for i, t := range tabs {
		link := path(v.Class.ID)
		if i > 0 {
			link += "?tab=" + t
		}
		list[i] = ui.Tab{Text: i18n.T(ctx, "attendance.tab."+t), Path: link, Count: counts[t], On: v.tab == t}
	}
	return list
}
