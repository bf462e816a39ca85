package workplanweb

import (
	"context"
	"net/http"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/workplan"
)

// view is all that the page of a plan shows.
type view struct {
	workplan.Progress
	tab   string
	keep  bool // the actor writes it
	story []timeline.Entry
}

// The tabs of a plan: what counts, what is being written, how it was decided.
var tabs = []string{"items", "draft", "editions"}

// shown are the tabs that a plan has.
func (v view) shown() []string {
	if v.Plan.State == workplan.Revising && v.keep {
		return tabs
	}
	return []string{tabs[0], tabs[2]}
}

func (p *Pages) open(r *http.Request) (workplan.Plan, error) {
	return recordweb.Find(r, p.service.Find)
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	plan, err := p.open(r)
	if err != nil {
		return view{}, err
	}
	v := view{keep: p.service.May(a, workplan.ActKeep, plan)}
	if v.Progress, err = p.service.Progress(ctx, plan); err != nil {
		return v, err
	}
	v.tab = recordweb.Tab(r, v.shown())
	v.story, err = p.service.Story(ctx, plan.Ref())
	return v, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	v, err := p.view(r)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: v.Plan.Title, Lead: leadOf(ctx, v.Plan), Nav: Path,
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, {Text: strconv.Itoa(v.Plan.Year)}},
		Actions: p.actions(ctx, a, v.Plan),
	}
	return web.Render(w, r, http.StatusOK, planPage(meta, v))
}

func leadOf(ctx context.Context, p workplan.Plan) string {
	e, ok := p.InForce()
	if !ok {
		return i18n.T(ctx, "workplan.lead.draft", "year", strconv.Itoa(p.Year))
	}
	return i18n.T(ctx, "workplan.lead.adopted", "year", strconv.Itoa(p.Year), "edition", e.No, "decision", decisionText(ctx, e.Decision))
}

// actions are the buttons of a plan in its state.
func (p *Pages) actions(ctx context.Context, a access.Actor, plan workplan.Plan) (list []ui.Action) {
	for _, s := range p.steps() {
		if workplan.Flow.Can(plan.State, s.verb) && p.service.May(a, s.act, plan) {
			list = append(list, ui.Action{Text: i18n.T(ctx, "workplan.step."+s.name), Path: path(plan) + "/" + s.name, Primary: s.main, Danger: s.danger})
		}
	}
	if workplan.Flow.Can(plan.State, workplan.VerbEdit) && p.service.May(a, workplan.ActKeep, plan) {
		list = append(list, ui.Action{Text: i18n.T(ctx, "workplan.action.item"), Path: path(plan) + "/items/new", Icon: "plus"})
	}
	return append(list, ui.Action{Text: i18n.T(ctx, "workplan.action.print"), Path: path(plan) + "/print", Icon: "printer"})
}

// edition shows the content of a plan as it was adopted once.
func (p *Pages) edition(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	plan, err := p.open(r)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(r.URL.Query().Get("no"))
	if err != nil || no < 1 || no > len(plan.Editions) {
		return fault.New(fault.NotFound, "record.not_found")
	}
	e := plan.Editions[no-1]
	title := i18n.T(ctx, "workplan.edition.title", "edition", no)
	meta := web.Meta{
		Title: e.Title, Lead: i18n.T(ctx, "workplan.lead.adopted", "year", strconv.Itoa(plan.Year), "edition", no, "decision", decisionText(ctx, e.Decision)), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, {Text: strconv.Itoa(plan.Year), Path: path(plan)}, {Text: title}},
	}
	return web.Render(w, r, http.StatusOK, editionPage(meta, e))
}

// print shows the plan as a paper.
func (p *Pages) print(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.view(r)
	if err != nil {
		return err
	}
	meta := web.Meta{
		Title: v.Plan.Title, Lead: leadOf(ctx, v.Plan), Nav: Path,
		Crumbs: []ui.Link{{Text: i18n.T(ctx, "nav.plans"), Path: Path}, {Text: strconv.Itoa(v.Plan.Year), Path: path(v.Plan)}, {Text: i18n.T(ctx, "workplan.action.print")}},
	}
	return web.Render(w, r, http.StatusOK, printPage(meta, v))
}
