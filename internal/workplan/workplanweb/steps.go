package workplanweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/file"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/workplan"
)

// stepPage is one step of a plan. Name is the last part of the address and of
// the keys "workplan.step.<name>", ".lead", "workplan.stepped.<name>".
type stepPage struct {
	name, verb   string
	act          access.Action
	main, danger bool
	files        bool
	fields       func(view) templ.Component
	take         func(context.Context, access.Actor, step.Target, *form.Values) (workplan.Plan, error)
}

func (p *Pages) steps() []stepPage {
	s := p.service
	return []stepPage{
		{name: "adopt", verb: workplan.VerbAdopt, act: workplan.ActDecide, main: true, files: true, fields: adoptFields, take: p.adopt},
		{name: "conclude", verb: workplan.VerbConclude, act: workplan.ActDecide, files: true, fields: concludeFields, take: p.conclude},
		{
			name: "revise", verb: workplan.VerbRevise, act: workplan.ActKeep, fields: reasonFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (workplan.Plan, error) {
				return s.Revise(ctx, a, t, v.Text("reason"))
			},
		},
		{
			name: "rename", verb: workplan.VerbEdit, act: workplan.ActKeep, fields: titleFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (workplan.Plan, error) {
				return s.Rename(ctx, a, t, v.Text("title"))
			},
		},
		{
			name: "remove", verb: workplan.VerbEdit, act: workplan.ActKeep, danger: true, fields: removeFields,
			take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (workplan.Plan, error) {
				if v.Required("item"); v.Err() != nil {
					return workplan.Plan{}, v.Err()
				}
				return s.Remove(ctx, a, t, record.ID(v.Text("item")))
			},
		},
		{
			name: "drop", verb: workplan.VerbDrop, act: workplan.ActKeep, danger: true, fields: func(view) templ.Component { return templ.NopComponent },
			take: func(ctx context.Context, a access.Actor, t step.Target, _ *form.Values) (workplan.Plan, error) {
				return s.Drop(ctx, a, t)
			},
		},
	}
}

// decision reads the fields of a decision and its minutes.
func (p *Pages) decision(a access.Actor, v *form.Values, t step.Target) (workplan.Decision, file.File) {
	d := workplan.Decision{Body: v.Text("body"), On: form.Read(v, "on", "web.fault.date", calendar.ParseDate), Minutes: v.Text("minutes")}
	f, _ := recordweb.Upload(p.options.Intake, a, v, "file", record.Ref{Kind: workplan.Kind, ID: t.ID})
	return d, f
}

func (p *Pages) adopt(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (workplan.Plan, error) {
	d, f := p.decision(a, v, t)
	if err := v.Err(); err != nil {
		return workplan.Plan{}, err
	}
	return p.service.Adopt(ctx, a, t, workplan.AdoptCommand{Decision: d, File: f})
}

func (p *Pages) conclude(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (workplan.Plan, error) {
	d, f := p.decision(a, v, t)
	plan, err := p.service.Find(ctx, a, t.ID)
	if err != nil {
		return plan, err
	}
	cmd := workplan.ConcludeCommand{Decision: d, File: f, Result: workplan.Result(v.Text("result")), Results: map[record.ID]workplan.Result{}}
	for _, i := range plan.Items {
		cmd.Results[i.ID] = workplan.Result(v.Text("result." + string(i.ID)))
	}
	if err := v.Err(); err != nil {
		return plan, err
	}
	return p.service.Conclude(ctx, a, t, cmd)
}

func stepMeta(ctx context.Context, name string, crumbs ...ui.Link) web.Meta {
	key := "workplan.step." + name
	return web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true, Nav: Path,
		Crumbs: append(append([]ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}}, crumbs...), ui.Link{Text: i18n.T(ctx, key)}),
	}
}

func yearLink(p workplan.Plan) ui.Link { return ui.Link{Text: strconv.Itoa(p.Year), Path: path(p)} }

// planSteps are the addresses of the steps of a plan.
func (p *Pages) planSteps() (routes []web.Route) {
	for _, s := range p.steps() {
		routes = append(routes, recordweb.Step[view]{
			Ready: func(r *http.Request) (view, *form.Values, error) { return p.ready(r, s) },
			Again: p.view,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x view, v *form.Values) error {
				spec := form.Spec{Action: path(x.Plan) + "/" + s.name, Values: v, Submit: "workplan.step." + s.name, Cancel: path(x.Plan), Files: s.files}
				return web.Render(w, r, status, recordweb.StepPage(stepMeta(r.Context(), s.name, yearLink(x.Plan)), spec, s.fields(x)))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				plan, err := s.take(ctx, a, t, v)
				return recordweb.Done{Path: path(plan) + tabOf(plan), Message: "workplan.stepped." + s.name}, err
			},
		}.Routes(Path+"/{id}/"+s.name, s.act)...)
	}
	return routes
}

// ready is the plan in the address and the form of a step as it opens, with the
// results that are proposed.
func (p *Pages) ready(r *http.Request, s stepPage) (view, *form.Values, error) {
	x, err := p.view(r)
	if err != nil {
		return x, nil, err
	}
	if !p.service.May(access.Must(r.Context()), s.act, x.Plan) {
		return x, nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	if _, err := workplan.Flow.Next(x.Plan.State, s.verb); err != nil {
		return x, nil, err
	}
	v := form.New().SetInt(form.VersionField, x.Plan.Version).Set("title", x.Plan.Title).Set("result", string(workplan.ProposedOf(x.Standings)))
	for _, standing := range x.Standings {
		v.Set("result."+string(standing.Item.ID), string(standing.Proposed()))
	}
	return x, v, nil
}

// itemStep is one step of an item: reporting and explaining.
type itemStep struct {
	name     string
	files    bool
	possible func(itemView) bool
	fields   func(itemView) templ.Component
	take     func(context.Context, access.Actor, record.ID, *form.Values) error
}

func (p *Pages) itemForms() []itemStep {
	running := func(v itemView) bool {
		return v.standing.Item.Aim && workplan.Flow.Can(v.plan.State, workplan.VerbReport)
	}
	return []itemStep{
		{
			name: "report", files: true, fields: reportFields, take: p.report,
			possible: func(v itemView) bool { return running(v) && v.standing.Item.Meter.Metric == "" },
		},
		{
			name: "explain", fields: explainFields,
			possible: func(v itemView) bool {
				return running(v) && v.watch.Light.Late()
			},
			take: func(ctx context.Context, a access.Actor, id record.ID, v *form.Values) error {
				return p.service.Explain(ctx, a, id, v.Text("explanation"))
			},
		},
	}
}

func (p *Pages) report(ctx context.Context, a access.Actor, id record.ID, v *form.Values) error {
	v.Required("value")
	cmd := workplan.ReportCommand{
		ID: recordweb.NewID(v, "report"), Item: id, Value: int64(v.Int("value")), Note: v.Text("note"),
		On: form.Read(v, "on", "web.fault.date", calendar.ParseDate),
	}
	cmd.File, _ = recordweb.Upload(p.options.Intake, a, v, "file", record.Ref{Kind: workplan.ItemKind, ID: id})
	if err := v.Err(); err != nil {
		return err
	}
	return p.service.Report(ctx, a, cmd)
}

// itemSteps are the addresses of the steps of an item.
func (p *Pages) itemSteps() (routes []web.Route) {
	for _, s := range p.itemForms() {
		routes = append(routes, recordweb.Step[itemView]{
			Ready: func(r *http.Request) (itemView, *form.Values, error) { return p.readyItem(r, s) },
			Again: p.itemView,
			Render: func(w http.ResponseWriter, r *http.Request, status int, x itemView, v *form.Values) error {
				i := x.standing.Item
				spec := form.Spec{Action: itemPath(i) + "/" + s.name, Values: v, Submit: "workplan.step." + s.name, Cancel: itemPath(i), Files: s.files}
				meta := stepMeta(r.Context(), s.name, yearLink(x.plan), ui.Link{Text: i.Number, Path: itemPath(i)})
				return web.Render(w, r, status, recordweb.StepPage(meta, spec, s.fields(x)))
			},
			Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
				return recordweb.Done{Path: ItemPath + "/" + string(t.ID), Message: "workplan.stepped." + s.name}, s.take(ctx, a, t.ID, v)
			},
		}.Routes(ItemPath+"/{id}/"+s.name, workplan.ActProgress)...)
	}
	return routes
}

func (p *Pages) readyItem(r *http.Request, s itemStep) (itemView, *form.Values, error) {
	x, err := p.itemView(r)
	if err != nil {
		return x, nil, err
	}
	if !p.service.MayProgress(access.Must(r.Context()), x.plan, x.standing.Item) {
		return x, nil, fault.New(fault.Forbidden, "record.forbidden")
	}
	if !s.possible(x) {
		return x, nil, fault.Refuse("workplan.step.impossible")
	}
	return x, form.New().Set("on", p.service.Today().String()).Set("explanation", x.watch.Said), nil
}
