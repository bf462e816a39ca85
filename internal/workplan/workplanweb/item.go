package workplanweb

import (
	"context"
	"net/http"
	"reflect"
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
func filled(x draftView) *form.Values {
	i := x.item
	v := form.New().SetInt(form.VersionField, x.plan.Version).Set("item", string(i.ID)).Set("number", i.Number).Set("title", i.Title).Set("text", i.Text).Set("owner", string(i.Owner)).
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

// What follows the address of a plan: the forms of a new item and, before its id,
// of one that is being written.
const (
	newItem  = "/items/new"
	editItem = "/items/edit?item="
)

// draftView is the plan and which of its items is being written.
type draftView struct {
	plan workplan.Plan
	item workplan.Item
}

// writable is the plan in the address, if it can be written now.
func (p *Pages) writable(r *http.Request) (draftView, error) {
	plan, err := p.open(r)
	if err == nil {
		_, err = workplan.Flow.Next(plan.State, workplan.VerbEdit)
	}
	return draftView{plan: plan}, err
}

// drafted is the plan in the address with the item that the address or the form
// names.
func (p *Pages) drafted(r *http.Request) (draftView, error) {
	plan, err := p.open(r)
	if err != nil {
		return draftView{}, err
	}
	i, ok := plan.Drafted(record.ID(r.FormValue("item")))
	if !ok {
		err = fault.New(fault.NotFound, "record.not_found")
	}
	return draftView{plan, i}, err
}

// itemNew adds an item to a plan.
func (p *Pages) itemNew() recordweb.Step[draftView] {
	return recordweb.Step[draftView]{
		Ready: func(r *http.Request) (draftView, *form.Values, error) {
			x, err := p.writable(r)
			year := x.plan.Year
			return x, form.New().SetInt(form.VersionField, x.plan.Version).Set("from_on", calendar.On(year, 1, 1).String()).Set("to_on", calendar.On(year, 12, 31).String()), err
		},
		Again:  func(r *http.Request) (draftView, error) { plan, err := p.open(r); return draftView{plan: plan}, err },
		Render: p.renderItem("workplan.item_new.title"),
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			i := itemOf(v, recordweb.NewID(v, "item"))
			done, plan, err := p.put(ctx, a, t, v, i)
			if was, ok := plan.Drafted(i.ID); ok && fault.Is(err, fault.Stale) && same(was, i) {
				return done, nil // sent twice: it is there as it was sent
			}
			return done, err
		},
	}
}

// itemEdit changes an item of the text that is being written.
func (p *Pages) itemEdit() recordweb.Step[draftView] {
	return recordweb.Step[draftView]{
		Ready: func(r *http.Request) (draftView, *form.Values, error) {
			if x, err := p.writable(r); err != nil {
				return x, nil, err
			}
			x, err := p.drafted(r)
			return x, filled(x), err
		},
		Again:  p.drafted,
		Now:    filled,
		Render: p.renderItem("workplan.item_edit.title"),
		Take: func(ctx context.Context, a access.Actor, t step.Target, v *form.Values) (recordweb.Done, error) {
			plan, err := p.service.Find(ctx, a, t.ID)
			if err != nil {
				return recordweb.Done{}, err
			}
			was, ok := plan.Drafted(record.ID(v.Text("item")))
			if !ok {
				return recordweb.Done{}, fault.New(fault.NotFound, "record.not_found")
			}
			done, _, err := p.put(ctx, a, t, v, itemOf(v, was.ID))
			return done, err
		},
	}
}

func (p *Pages) renderItem(title string) func(http.ResponseWriter, *http.Request, int, draftView, *form.Values) error {
	return func(w http.ResponseWriter, r *http.Request, status int, x draftView, v *form.Values) error {
		ctx := r.Context()
		owners, operators, metrics, err := p.choices(ctx)
		if err != nil {
			return err
		}
		meta := web.Meta{
			Title: i18n.T(ctx, title), Lead: i18n.T(ctx, title+".lead"), Narrow: true, Nav: Path,
			Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, yearLink(x.plan), {Text: i18n.T(ctx, title)}},
		}
		action := path(x.plan) + newItem
		if x.item.ID != "" {
			action = path(x.plan) + editItem + string(x.item.ID)
		}
		spec := form.Spec{Action: action, Values: v, Submit: "workplan.action.save", Cancel: path(x.plan)}
		return web.Render(w, r, status, itemForm(meta, spec, owners, operators, metrics))
	}
}

// put takes over what the form says of an item. The plan is as it is now, also if
// somebody was faster.
func (p *Pages) put(ctx context.Context, a access.Actor, t step.Target, v *form.Values, i workplan.Item) (recordweb.Done, workplan.Plan, error) {
	if err := v.Err(); err != nil {
		return recordweb.Done{}, workplan.Plan{}, err
	}
	plan, err := p.service.Put(ctx, a, t, i)
	return recordweb.Done{Path: path(plan) + tabOf(plan), Message: "workplan.saved"}, plan, err
}

// same tells whether an item says what the form said; the name of its owner is
// looked up when it is stored.
func same(was, i workplan.Item) bool {
	i.OwnerName = was.OwnerName
	return reflect.DeepEqual(was, i)
}

// tabOf leads to where the text is that is being written.
func tabOf(p workplan.Plan) string {
	if p.State == workplan.Revising {
		return "?tab=draft"
	}
	return ""
}
