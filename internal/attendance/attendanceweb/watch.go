package attendanceweb

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"tongpin/internal/attendance"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/clock"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// watchRoutes are the addresses for those who watch.
func (p *Pages) watchRoutes() []web.Route {
	routes := []web.Route{
		web.Get(InspectionsPath+"/{id}", attendance.ActView, p.inspection),
		web.Get(Path+"/{id}/signals", attendance.ActWatch, p.signals),
		web.Post(Path+"/{id}/review", attendance.ActWatch, p.review),
		web.Get(SignalsPath, attendance.ActWatch, p.allSignals),
		web.Get(SignalsPath+"/{id}", attendance.ActWatch, p.signal),
	}
	routes = append(routes, p.inspect().Routes(Path+"/{id}/inspect", attendance.ActInspect)...)
	for _, verb := range []string{attendance.VerbDismiss, attendance.VerbUphold} {
		routes = append(routes, p.judge(verb).Routes(SignalsPath+"/{id}/"+verb, attendance.ActJudge)...)
	}
	return routes
}

// inspect records what an inspector saw.
func (p *Pages) inspect() recordweb.Step[attendance.Sheet] {
	find := func(r *http.Request) (attendance.Sheet, error) { return recordweb.Find(r, p.service.Open) }
	return recordweb.Step[attendance.Sheet]{
		Ready: func(r *http.Request) (attendance.Sheet, *form.Values, error) {
			x, err := find(r)
			v := form.New()
			if halves := inspectable(x); len(halves) > 0 {
				v.Set("half", string(halves[len(halves)-1]))
			}
			return x, v, err
		},
		Again: find,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x attendance.Sheet, v *form.Values) error {
			ctx, base := r.Context(), path(x.Class.ID)
			meta := web.Meta{
				Title: i18n.T(ctx, "attendance.inspect.title"), Lead: x.Class.Name, Narrow: true,
				Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: x.Class.Number, Path: base}, {Text: i18n.T(ctx, "attendance.inspect.title")}},
			}
			spec := form.Spec{Action: base + "/inspect", Values: v, Submit: "attendance.inspect.submit", Cancel: base, Files: true}
			return web.Render(w, r, status, inspectPage(meta, spec, recordweb.Options(ctx, "attendance_half", inspectable(x))))
		},
		Take: p.takeInspect,
	}
}

// inspectable are the halves of the day that can be inspected now.
func inspectable(x attendance.Sheet) (halves []attendance.Half) {
	for _, s := range x.Inspectable() {
		halves = append(halves, s.Half)
	}
	return halves
}

func (p *Pages) takeInspect(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
	cmd := attendance.InspectCommand{ID: recordweb.NewID(v, "inspection"), Half: attendance.Half(v.Text("half")), Heads: int64(v.Int("heads")), Remark: v.Text("remark")}
	v.Required("heads", "half")
	if v.Err() == nil {
		if f, ok := recordweb.Upload(p.options.Intake, a, v, "photo", record.Ref{Kind: attendance.InspectionKind, ID: cmd.ID}); ok {
			cmd.Photo = &f
		}
	}
	if err := v.Err(); err != nil {
		return recordweb.Done{}, err
	}
	_, err := p.service.Inspect(ctx, a, t.ID, cmd)
	return recordweb.Done{Path: InspectionsPath + "/" + string(cmd.ID), Message: "attendance.inspect.done"}, err
}

// inspection shows a visit beside what roll and code say of the same half-day.
func (p *Pages) inspection(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := recordweb.Find(r, p.service.Visit)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "attendance.inspection.title", "on", v.On, "half", half(ctx, v.Half)), Lead: v.Class.Name,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: v.Class.Number, Path: path(v.Class.ID) + "?tab=inspections"}, {Text: i18n.T(ctx, "attendance.inspection")}},
	}
	return web.Render(w, r, http.StatusOK, inspectionPage(meta, v))
}

var signalTones = map[attendance.SignalState]ui.Tone{attendance.Open: ui.Saffron, attendance.Dismissed: ui.Plain, attendance.Upheld: ui.Brick}

func signalTag(s attendance.SignalState) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Tag(signalTones[s], i18n.From(ctx).Word("attendance_signal.state", string(s))).Render(ctx, w)
	})
}

// kindCell is what the signal is, in words.
func kindCell(s attendance.Signal) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Titled(ui.Link{Text: i18n.From(ctx).Word("enum.attendance_signal", s.Kind), Path: signalPath(s)}, ruleText(ctx, s)).Render(ctx, w)
	})
}

// toTheSecond is a time of the day; empty for none.
func toTheSecond(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(clock.Zone).Format("15:04:05")
}

func signalPath(s attendance.Signal) string { return SignalsPath + "/" + string(s.ID) }

// ruleText is what was found, with its numbers.
func ruleText(ctx context.Context, s attendance.Signal) string {
	args := make([]any, 0, 2*len(s.Finding.Args))
	for k, v := range s.Finding.Args {
		if f, ok := v.(float64); ok { // a number that came back from the store
			v = strconv.FormatFloat(f, 'f', -1, 64)
		}
		args = append(args, k, v)
	}
	return i18n.T(ctx, "rule."+s.Finding.Rule, args...)
}

var signalList = table.Spec[attendance.Signal]{
	Path: SignalsPath, Caption: "attendance.signals.caption", Search: "attendance.list.search", Export: "/exports/attendance_signal",
	Columns: []table.Column[attendance.Signal]{
		{Key: "kind", Title: "attendance.field.signal", Cell: kindCell},
		{Key: "class", Title: "attendance.field.class", Cell: func(s attendance.Signal) templ.Component {
			return ui.Titled(ui.Link{Text: s.ClassName, Path: path(s.Class) + "/signals"}, s.Provider)
		}},
		{Key: "evidence", Title: "attendance.field.evidence", Numeric: true, Cell: func(s attendance.Signal) templ.Component { return ui.Number(len(s.Evidence)) }},
		{Key: "found", Title: "attendance.field.found_on", Nowrap: true, Cell: func(s attendance.Signal) templ.Component { return ui.Date(s.FoundOn) }},
		{Key: "state", Title: "attendance.field.state", Nowrap: true, Cell: func(s attendance.Signal) templ.Component { return signalTag(s.State) }},
	},
	Filters: []table.Filter{
		{Key: "state", Label: "attendance.field.state", Kind: table.Many},
		{Key: "kind", Label: "attendance.field.signal", Kind: table.Many},
	},
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "attendance.signals.none"), Next: i18n.T(ctx, "attendance.signals.none.next")}
	},
}

// allSignals lists the signals of all classes.
func (p *Pages) allSignals(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	spec := signalList.
		WithOptions("state", recordweb.States(ctx, attendance.SignalKind, attendance.SignalStates)).
		WithOptions("kind", recordweb.Options(ctx, "attendance_signal", attendance.Kinds()))
	state := spec.Read(r)
	page, err := p.service.AllSignals(ctx, access.Must(ctx), state.Query)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "attendance.signals.title"), Lead: i18n.T(ctx, "attendance.signals.lead"), Nav: Path, Actions: spec.Actions(ctx, state),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: i18n.T(ctx, "attendance.signals.title")}},
	}
	return web.Render(w, r, http.StatusOK, web.With(meta, table.View(spec, state, page)))
}

// signals are those of one class.
func (p *Pages) signals(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	at, err := id(r)
	if err != nil {
		return err
	}
	k, list, err := p.service.Signals(ctx, access.Must(ctx), at)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: i18n.T(ctx, "attendance.signals.title"), Lead: k.Name,
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "nav.attendance"), Path: Path}, {Text: k.Number, Path: path(at)}, {Text: i18n.T(ctx, "attendance.signals.title")}},
		Actions: []ui.Action{{Text: i18n.T(ctx, "attendance.signals.review"), Path: path(at) + "/review", Post: true}},
	}
	return web.Render(w, r, http.StatusOK, signalsPage(meta, list))
}

// review looks for signals now.
func (p *Pages) review(w http.ResponseWriter, r *http.Request) error {
	at, err := id(r)
	if err != nil {
		return err
	}
	n, err := p.service.Review(r.Context(), access.Must(r.Context()), at)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(at)+"/signals", "attendance.signals.reviewed", "n", n)
}

// signal shows a signal with its evidence.
func (p *Pages) signal(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	x, err := recordweb.Find(r, p.service.Signal)
	if err != nil {
		return err
	}
	meta := signalMeta(ctx, x)
	for _, verb := range []string{attendance.VerbDismiss, attendance.VerbUphold} {
		if attendance.SignalFlow.Can(x.State, verb) && p.service.May(a, attendance.ActJudge, x.In) {
			meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "attendance.judge."+verb), Path: signalPath(x.Signal) + "/" + verb, Danger: verb == attendance.VerbUphold})
		}
	}
	return web.Render(w, r, http.StatusOK, signalPage(meta, x, recordweb.Events(ctx, x.Story)))
}

func signalMeta(ctx context.Context, x attendance.Proof) web.Meta {
	title := i18n.From(ctx).Word("enum.attendance_signal", x.Kind)
	return web.Meta{
		Title: title, Lead: ruleText(ctx, x.Signal),
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "attendance.signals.title"), Path: SignalsPath}, {Text: x.In.Name, Path: path(x.In.ID) + "/signals"}, {Text: title}},
	}
}

// judge is one way to decide a signal.
func (p *Pages) judge(verb string) recordweb.Step[attendance.Proof] {
	find := func(r *http.Request) (attendance.Proof, error) {
		at, err := id(r)
		if err != nil {
			return attendance.Proof{}, err
		}
		return p.service.Signal(r.Context(), access.Must(r.Context()), at)
	}
	return recordweb.Step[attendance.Proof]{
		Ready: func(r *http.Request) (attendance.Proof, *form.Values, error) {
			x, err := find(r)
			if err == nil {
				_, err = attendance.SignalFlow.Next(x.State, verb)
			}
			return x, form.New().SetInt(form.VersionField, x.Version), err
		},
		Again: find,
		Render: func(w http.ResponseWriter, r *http.Request, status int, x attendance.Proof, v *form.Values) error {
			m := signalMeta(r.Context(), x)
			m.Title, m.Narrow = i18n.T(r.Context(), "attendance.judge."+verb), true
			spec := form.Spec{Action: signalPath(x.Signal) + "/" + verb, Values: v, Submit: "attendance.judge." + verb, Cancel: signalPath(x.Signal)}
			return web.Render(w, r, status, recordweb.StepPage(m, spec, form.Area(form.Field{Name: "reason", Label: "attendance.judge.reason", Help: "attendance.judge.reason.help", Required: true, Max: 300})))
		},
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			x, err := p.service.Judge(ctx, a, t, verb, v.Text("reason"))
			return recordweb.Done{Path: signalPath(x), Message: "attendance.judged"}, err
		},
	}
}
