package trainingweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/training"
)

var tones = map[training.State]ui.Tone{
	training.Draft: ui.Plain, training.Filed: ui.Saffron, training.Checked: ui.Saffron, training.Returned: ui.Brick, training.Approved: ui.River,
	training.Open: ui.River, training.Closing: ui.Saffron, training.Completed: ui.Jade, training.Cancelled: ui.Plain,
}

var placeTones = map[training.EnrolmentState]ui.Tone{
	training.Enrolled: ui.River, training.Withdrawn: ui.Plain, training.Passed: ui.Jade, training.Failed: ui.Brick, training.Finished: ui.Jade,
}

// view is all that the page of a class shows.
type view struct {
	training.Details
	tab    string
	steps  []ui.Action
	reveal bool // the roster may be shown in clear
	clear  bool // and is
}

// tabs of the page; those after the first two are for who may read the roster.
var tabs = []string{"content", "timetable", "roster", "results", "papers"}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showPage(v.meta(r.Context()), v))
}

func (p *Pages) view(r *http.Request) (view, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	d, err := recordweb.Find(r, p.service.Open)
	if err != nil {
		return view{}, err
	}
	v := view{Details: d, tab: tabs[0], steps: p.possible(ctx, a, d), reveal: p.service.May(a, training.ActReveal, d.Class)}
	if p.options.Links != nil {
		v.steps = append(p.options.Links(ctx, a, d.Class), v.steps...)
	}
	v.tab = recordweb.Tab(r, v.tabs())
	return v, nil
}

func (v view) tabs() []string {
	if v.Inside {
		return tabs
	}
	return tabs[:2]
}

func (v view) meta(ctx context.Context) web.Meta {
	k := v.Class
	return web.Meta{
		Title: k.Name, Lead: i18n.T(ctx, "training.show.lead", "number", k.Number, "provider", k.ProviderName),
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "nav.classes"), Path: Path}, {Text: k.Number}},
		Actions: v.steps,
	}
}

func (v view) tabLinks(ctx context.Context) []ui.Tab {
	counts := map[string]int{"timetable": len(v.Sessions), "roster": int(v.Class.Enrolled)}
	var list []ui.Tab
	for _, t := range v.tabs() {
		link := path(v.Class)
		if t != tabs[0] {
			link += "?tab=" + t
		}
		list = append(list, ui.Tab{Text: i18n.T(ctx, "training.tab."+t), Path: link, Count: counts[t], On: v.tab == t})
	}
	return list
}

// way is how far the class has come; nothing for one that was only registered.
func way(ctx context.Context, k training.Class) []ui.Step {
	order := []training.State{training.Draft, training.Filed, training.Checked, training.Approved, training.Open, training.Closing, training.Completed}
	now := slices.Index(order, k.State)
	if k.State == training.Returned {
		now = 0
	}
	if now < 0 || k.Registered {
		return nil
	}
	steps := make([]ui.Step, len(order))
	for i, s := range order {
		over := k.State == training.Completed
		steps[i] = ui.Step{Text: i18n.From(ctx).Word("training_class.step", string(s)), Done: i < now || over, Now: i == now && !over}
	}
	return steps
}

// waits says whose turn it is, in the words of everybody.
func waits(ctx context.Context, k training.Class) string {
	if l := i18n.From(ctx); l.Has("training.turn." + string(k.State)) {
		return l.T("training.turn."+string(k.State), "provider", k.ProviderName)
	}
	return ""
}

func summary(ctx context.Context, k training.Class) []ui.Item {
	l := i18n.From(ctx)
	items := []ui.Item{
		{Term: l.T("training.field.state"), Value: StateTag(k.State)},
		{Term: l.T("training.field.category"), Value: word("enum.training_category", k.Category)},
		ui.Field(l.T("training.field.occupation"), taught(ctx, k)),
		{Term: l.T("training.field.subsidised_short"), Value: subsidyCell(k)},
		{Term: l.T("training.field.fund"), Value: word("enum.training_fund", k.Fund)},
		{Term: l.T("training.field.industry"), Value: word("enum.industry", k.Industry)},
		{Term: l.T("training.field.opens"), Value: ui.Date(k.Opens)},
		{Term: l.T("training.field.closes"), Value: ui.Date(k.Closes)},
		{Term: l.T("training.field.exam_on"), Value: ui.Date(k.ExamOn)},
		{Term: l.T("training.field.hours"), Value: ui.Number(k.Hours)},
		{Term: l.T("training.field.enrolled"), Value: takenCell(k)},
		ui.Field(l.T("training.field.place"), k.Place),
	}
	for _, x := range []struct{ key, text string }{{"training.field.plan", k.Plan}, {"training.field.exception", k.Exception}, {"training.field.end_reason", k.EndReason}} {
		if x.text != "" {
			items = append(items, ui.Item{Term: l.T(x.key), Value: ui.Text(x.text), Wide: true})
		}
	}
	if k.Sample {
		items = append(items, ui.Item{Term: l.T("training.field.sample"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	return items
}

// known shows a number that may be unknown.
func known(ctx context.Context, n int64) string {
	if n == training.Unknown {
		return "\u2014"
	}
	return i18n.From(ctx).Number(n)
}

// tally counts the people of a roster by state, for the head of the results.
func tally(ctx context.Context, roster []training.Entry) []ui.Item {
	counts := map[training.EnrolmentState]int{}
	for _, e := range roster {
		counts[e.State]++
	}
	var items []ui.Item
	for _, s := range append([]training.EnrolmentState{training.Enrolled}, training.Results...) {
		items = append(items, ui.Item{Term: i18n.From(ctx).Word("training_enrolment.state", string(s)), Value: ui.Number(counts[s])})
	}
	return items
}

// revealRoster shows the roster in clear once, and records that it did and why.
func (p *Pages) revealRoster(w http.ResponseWriter, r *http.Request) error {
	v, err := form.Decode(r)
	if err != nil {
		return err
	}
	t, err := recordweb.Target(r, v)
	if err != nil {
		return err
	}
	ctx, a := r.Context(), access.Must(r.Context())
	list, err := p.service.RosterInClear(ctx, a, t.ID, v.Text("purpose"))
	page, gone := p.view(r)
	if gone != nil {
		return cmp.Or(err, gone)
	}
	page.tab = "roster"
	if v.Mend(err) {
		return web.Render(w, r, http.StatusUnprocessableEntity, revealPage(formMeta(ctx, "training.reveal.title", ui.Link{Text: page.Class.Name, Path: path(page.Class)}), form.Spec{Action: path(page.Class) + "/reveal", Values: v, Submit: "training.action.reveal", Cancel: path(page.Class) + "?tab=roster"}))
	}
	if err != nil {
		return err
	}
	page.Roster, page.clear, page.reveal = list, true, false
	return web.Render(w, r, http.StatusOK, showPage(page.meta(ctx), page))
}
