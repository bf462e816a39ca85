package workplanweb

import (
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/step"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/workplan"
)

// itemView is all that the page of an item shows.
type itemView struct {
	plan     workplan.Plan
	standing workplan.Standing
	watch    workplan.Watch
	reports  []workplan.Report
	story    []timeline.Entry
	figure   string // address of the facts behind the actual
}

func (p *Pages) itemView(r *http.Request) (itemView, error) {
	ctx := r.Context()
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return itemView{}, err
	}
	plan, item, err := p.service.FindItem(ctx, access.Must(ctx), id)
	if err != nil {
		return itemView{}, err
	}
	g, err := p.service.Progress(ctx, plan)
	if err != nil {
		return itemView{}, err
	}
	v := itemView{plan: plan, watch: g.Watches[id]}
	if s, ok := g.Of(id); ok {
		v.standing = s
	} else {
		v.standing.Item, v.standing.Light = item, workplan.None
	}
	for _, report := range g.Reports {
		if report.Item == id {
			v.reports = append(v.reports, report)
		}
	}
	if m := item.Meter; m.Metric != "" {
		v.figure = p.options.Figure(m.Metric, item.Period().Name)
	}
	v.story, err = p.service.Story(ctx, item.Ref())
	return v, err
}

func (p *Pages) itemShow(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	v, err := p.itemView(r)
	if err != nil {
		return err
	}
	i := v.standing.Item
	meta := web.Meta{
		Title: i.Number + " " + i.Title, Lead: i18n.T(ctx, "workplan.item.lead", "owner", ownerText(ctx, i), "span", spanText(ctx, i)), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, {Text: strconv.Itoa(v.plan.Year), Path: path(v.plan)}, {Text: i.Number}},
	}
	for _, s := range p.itemForms() {
		if s.possible(v) && p.service.MayProgress(a, v.plan, i) {
			meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "workplan.step."+s.name), Path: itemPath(i) + "/" + s.name, Primary: s.name == "report"})
		}
	}
	if _, drafted := v.plan.Drafted(i.ID); drafted && workplan.Flow.Can(v.plan.State, workplan.VerbEdit) && p.service.May(a, workplan.ActKeep, v.plan) {
		meta.Actions = append(meta.Actions, ui.Action{Text: i18n.T(ctx, "workplan.action.edit"), Path: path(v.plan) + editItem + string(i.ID), Icon: "edit"})
	}
	return web.Render(w, r, http.StatusOK, itemPage(meta, v))
}

// filled is the form of an item as it opens.
func filled(p workplan.Plan, i workplan.Item) *form.Values {
	v := form.New().SetInt(form.VersionField, p.Version).Set("number", i.Number).Set("title", i.Title).Set("text", i.Text).Set("owner", string(i.Owner)).
		Set("from_on", i.FromOn.String()).Set("to_on", i.ToOn.String()).Set("operator", string(i.Target.Operator)).Set("unit", i.Unit).
		Set("metric", meterKey(i.Meter)).Set("milestones", milestonesText(i.Target.Milestones))
	if i.Aim {
		v.SetInt("low", i.Target.Low)
	}
	if i.Target.Operator == workplan.Range {
		v.SetInt("high", i.Target.High)
	}
	return v
}

// meterKey writes a meter as the value of a choice: "metric@scope".
func meterKey(m workplan.Meter) string {
	if m.Metric == "" {
		return ""
	}
	return m.Metric + "@" + m.Slice.Scope
}

// itemOf reads the form of an item.
func itemOf(v *form.Values, id record.ID) workplan.Item {
	day := func(name string) calendar.Date { return form.Read(v, name, "web.fault.date", calendar.ParseDate) }
	i := workplan.Item{
		ID: id, Number: v.Text("number"), Title: v.Text("title"), Text: v.Text("text"), Owner: record.ID(v.Text("owner")),
		FromOn: day("from_on"), ToOn: day("to_on"), Aim: v.Text("operator") != "", Unit: v.Text("unit"),
	}
	if i.Aim {
		v.Required("low")
		i.Target = workplan.Target{Operator: workplan.Operator(v.Text("operator")), Low: int64(v.Int("low")), High: int64(v.Int("high"))}
		var ok bool
		if i.Target.Milestones, ok = milestones(v.Raw("milestones")); !ok {
			v.Wrong("milestones", "workplan.milestone.form")
		}
		i.Meter = meterOf(v.Text("metric"))
	}
	return i
}

func meterOf(key string) workplan.Meter {
	for at := len(key) - 1; at >= 0; at-- {
		if key[at] == '@' {
			return workplan.Meter{Metric: key[:at], Slice: metric.Slice{Scope: key[at+1:]}}
		}
	}
	return workplan.Meter{}
}

// choices are those of the form of an item.
func (p *Pages) choices(ctx context.Context) (owners, operators, metrics []ui.Option, err error) {
	all, err := p.service.Organisations(ctx)
	for _, o := range all {
		owners = append(owners, ui.Option{Value: string(o.ID), Text: o.Name})
	}
	l := i18n.From(ctx)
	for _, d := range p.service.Metrics() {
		for _, scope := range d.Scopes {
			metrics = append(metrics, ui.Option{Value: d.Key + "@" + scope, Text: l.T("workplan.metric.choice", "name", l.Word("metric", d.Key), "scope", l.Word("enum.scope", scope))})
		}
	}
	return owners, recordweb.Options(ctx, "workplan_operator", workplan.Operators), metrics, err
}

func (p *Pages) renderItem(w http.ResponseWriter, r *http.Request, plan workplan.Plan, key, action string, v *form.Values, status int) error {
	ctx := r.Context()
	owners, operators, metrics, err := p.choices(ctx)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: i18n.T(ctx, key), Lead: i18n.T(ctx, key+".lead"), Narrow: true, Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, {Text: strconv.Itoa(plan.Year), Path: path(plan)}, {Text: i18n.T(ctx, key)}},
	}
	return web.Render(w, r, status, itemForm(meta, form.Spec{Action: action, Values: v, Submit: "workplan.action.save", Cancel: path(plan)}, owners, operators, metrics))
}

// writable is the plan in the address, if it can be written now.
func (p *Pages) writable(r *http.Request) (workplan.Plan, error) {
	plan, err := p.open(r)
	if err == nil {
		_, err = workplan.Flow.Next(plan.State, workplan.VerbEdit)
	}
	return plan, err
}

func (p *Pages) itemNew(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.writable(r)
	if err != nil {
		return err
	}
	v := form.New().SetInt(form.VersionField, plan.Version).Set("from_on", calendar.On(plan.Year, 1, 1).String()).Set("to_on", calendar.On(plan.Year, 12, 31).String())
	return p.renderItem(w, r, plan, "workplan.item_new.title", path(plan)+"/items/new", v, http.StatusOK)
}

func (p *Pages) itemAdd(w http.ResponseWriter, r *http.Request) error {
	return p.putItem(w, r, func(v *form.Values, _ workplan.Plan) (record.ID, error) { return recordweb.NewID(v, "item"), nil }, "workplan.item_new.title", "/items/new")
}

// editItem is what follows the address of a plan, before the id of an item to
// be changed.
const editItem = "/items/edit?item="

// drafted is the item in the address as it is being written.
func drafted(r *http.Request, plan workplan.Plan) (workplan.Item, error) {
	i, ok := plan.Drafted(record.ID(r.URL.Query().Get("item")))
	if !ok {
		return i, fault.New(fault.NotFound, "record.not_found")
	}
	return i, nil
}

func (p *Pages) itemEditForm(w http.ResponseWriter, r *http.Request) error {
	plan, err := p.writable(r)
	if err != nil {
		return err
	}
	i, err := drafted(r, plan)
	if err != nil {
		return err
	}
	return p.renderItem(w, r, plan, "workplan.item_edit.title", path(plan)+editItem+string(i.ID), filled(plan, i), http.StatusOK)
}

func (p *Pages) itemEdit(w http.ResponseWriter, r *http.Request) error {
	return p.putItem(w, r, func(_ *form.Values, plan workplan.Plan) (record.ID, error) {
		i, err := drafted(r, plan)
		return i.ID, err
	}, "workplan.item_edit.title", editItem+r.URL.Query().Get("item"))
}

func (p *Pages) putItem(w http.ResponseWriter, r *http.Request, which func(*form.Values, workplan.Plan) (record.ID, error), key, last string) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	plan, err := p.open(r)
	if err != nil {
		return err
	}
	id, err := which(v, plan)
	if err != nil {
		return err
	}
	ctx, i := r.Context(), itemOf(v, id)
	kept := plan
	if err = v.Err(); err == nil {
		kept, err = p.service.Put(ctx, access.Must(ctx), step.Target{ID: plan.ID, Version: v.Version()}, i)
	}
	now := form.New().SetInt(form.VersionField, kept.Version)
	if was, ok := kept.Drafted(id); ok {
		now = filled(kept, was)
	}
	if v.Reconcile(err, now) {
		return p.renderItem(w, r, plan, key, path(plan)+last, v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(plan)+tabOf(kept), "workplan.saved")
}

// tabOf leads to where the text is that is being written.
func tabOf(p workplan.Plan) string {
	if p.State == workplan.Revising {
		return "?tab=draft"
	}
	return ""
}
