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

// leaveView is a leave and the form that answers it, if it can be.
type leaveView struct {
	attendance.Leave
	name string
	form *form.Spec
}

// leave shows a leave and, to the school, the ways to answer it.
func (p *Pages) leave(w http.ResponseWriter, r *http.Request) error {
	at, err := id(r)
	if err != nil {
		return err
	}
	return p.renderLeave(w, r, http.StatusOK, at, nil)
}

// renderLeave shows a leave; typed is the form if it must be mended.
func (p *Pages) renderLeave(w http.ResponseWriter, r *http.Request, status int, at record.ID, typed *form.Values) error {
	ctx, a := r.Context(), access.Must(r.Context())
	l, place, who, err := p.service.Leave(ctx, a, at)
	if err != nil {
		return err
	}
	v := leaveView{Leave: l, name: who.Name}
	if p.service.May(a, attendance.ActKeep, place.In) {
		v.form = answerForm(l, typed)
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "attendance.leave.of", "name", who.Name), Lead: place.In.Name, Narrow: true,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: place.In.Number, Path: path(place.In.ID) + "?tab=leaves"}, {Text: i18n.T(ctx, "attendance.leave.title")}},
	}
	return web.Render(w, r, status, leavePage(meta, v))
}

// answerForm has a button for each answer that is possible; "do" says which.
func answerForm(l attendance.Leave, typed *form.Values) *form.Spec {
	if typed == nil {
		typed = form.New().SetInt(form.VersionField, l.Version)
	}
	spec := form.Spec{Action: LeavesPath + "/" + string(l.ID), Values: typed}
	if attendance.LeaveFlow.Can(l.State, attendance.VerbGrant) {
		spec.Submit = "attendance.decide.grant"
	}
	switch {
	case !attendance.LeaveFlow.Can(l.State, attendance.VerbRefuse):
	case spec.Submit == "":
		spec.Submit = "attendance.decide.refuse"
	default:
		spec.Buttons = []form.Button{{Label: "attendance.decide.refuse", Value: attendance.VerbRefuse}}
	}
	return &spec
}

// decide answers a leave: the main button grants what can be granted.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	l, _, _, err := p.service.Leave(ctx, a, t.ID)
	if err != nil {
		return err
	}
	verb := v.Text("do")
	if verb == "" {
		verb = attendance.VerbGrant
		if !attendance.LeaveFlow.Can(l.State, verb) {
			verb = attendance.VerbRefuse
		}
	}
	l, err = p.service.DecideLeave(ctx, a, t, verb, v.Text("reason"))
	if v.Mend(err) {
		return p.renderLeave(w, r, http.StatusUnprocessableEntity, t.ID, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(l.Class)+"?tab=leaves", "attendance.leave.decided")
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
