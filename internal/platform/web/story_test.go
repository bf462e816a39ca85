package web_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/table"
	"tongpin/internal/platform/web/ui"
)

// The story book: made-up pages that use every piece of the kit once.

type order struct {
	id, number, title, enterprise, kind string
	tone                                ui.Tone
	heads                               int
	day                                 i18n.Day
}

func orders(n int) []order {
	tones := []ui.Tone{ui.Jade, ui.River, ui.Saffron, ui.Plain}
	list := make([]order, n)
	for i := range list {
		k := fmt.Sprint(i%4 + 1)
		list[i] = order{
			id: fmt.Sprintf("id-%d", i), number: fmt.Sprintf("XQ-00%d", 51-i%40), title: "story.o" + k, enterprise: "story.e" + fmt.Sprint(i%2+1),
			kind: "story.k" + k, tone: tones[i%4], heads: 1000 + 15*i, day: i18n.Day{Year: 2026, Month: 4, Day: 9 + i%20},
		}
	}
	return list
}

// word shows the text of a key: the story's records hold keys.
func word(key string, show func(string) templ.Component) templ.Component {
	return lazy(func(ctx context.Context) templ.Component { return show(i18n.T(ctx, key)) })
}

var list = table.Spec[order]{
	Path: "/orders", Caption: "story.rows", Search: "story.search",
	Columns: []table.Column[order]{
		{Key: "title", Title: "story.title", Sortable: true, Cell: func(o order) templ.Component {
			return word(o.title, func(s string) templ.Component { return ui.Titled(ui.Link{Text: s, Path: "/orders/" + o.id}, o.number) })
		}},
		{Key: "enterprise", Title: "story.enterprise", Cell: func(o order) templ.Component { return word(o.enterprise, ui.Text) }},
		{Key: "kind", Title: "story.kind", Cell: func(o order) templ.Component {
			return word(o.kind, func(s string) templ.Component { return ui.Tag(o.tone, s) })
		}},
		{Key: "heads", Title: "story.heads", Numeric: true, Sortable: true, Cell: func(o order) templ.Component { return ui.Number(o.heads) }},
		{Key: "confirmed", Title: "story.confirmed", Nowrap: true, Sortable: true, Cell: func(o order) templ.Component { return ui.Date(o.day) }},
		{Key: "number", Title: "story.number", Hidden: true, Cell: func(o order) templ.Component { return ui.Text(o.number) }},
	},
	Filters: []table.Filter{
		{Key: "industry", Label: "story.industry", Kind: table.One, Options: []ui.Option{{Value: "energy", Text: "Energy"}}},
		{Key: "state", Label: "story.state", Kind: table.Many},
		{Key: "due", Label: "story.due", Kind: table.Day},
	},
	RowID: func(o order) string { return o.id },
	Bulk:  []table.Bulk{{Label: "story.remind", Path: "/orders/remind"}, {Label: "story.assign", Path: "/orders/assign"}},
	Sum: map[string]func(int64) templ.Component{"heads": func(n int64) templ.Component {
		return ui.Number(n)
	}},
	Template: "/orders/template", Import: "/orders/import", Export: "/orders/export", New: "/orders/new", NewLabel: "story.new",
	Empty: func(ctx context.Context) ui.Empty {
		return ui.Empty{Why: i18n.T(ctx, "story.empty"), Next: i18n.T(ctx, "story.empty.next"), Action: &ui.Action{Text: i18n.T(ctx, "story.new"), Path: "/orders/new", Primary: true}}
	},
}

func listStory(r *http.Request) templ.Component {
	ctx := r.Context()
	spec := list.WithOptions("state", []ui.Option{{Value: "open", Text: i18n.T(ctx, "story.s1")}, {Value: "agreed", Text: i18n.T(ctx, "story.s2")}})
	st := spec.Read(r)
	page := listing.Page[order]{Rows: orders(12), Total: 1000, Capped: true, Sums: map[string]int64{"heads": 12345}}
	switch {
	case r.URL.Query().Has("empty"):
		page = listing.Page[order]{}
	case st.Text == "nothing":
		page = listing.Page[order]{}
	}
	meta := web.Meta{Title: i18n.T(ctx, "story.nav.orders"), Lead: i18n.T(ctx, "story.list.lead"), Actions: spec.Actions(ctx, st)}
	return web.With(meta, table.View(spec, st, page))
}

func detailStory(r *http.Request) templ.Component {
	ctx := r.Context()
	t := func(key string) string { return i18n.T(ctx, "story."+key) }
	at := time.Date(2026, 4, 9, 8, 12, 0, 0, time.UTC)
	var steps []ui.Step
	for i := range 7 {
		steps = append(steps, ui.Step{Text: t(fmt.Sprint("st", i+1)), Done: i < 3, Now: i == 3})
	}
	content := templ.Join(
		ui.Tabs(ui.Tab{Text: t("tab1"), Path: "/orders/7", On: true}, ui.Tab{Text: t("tab2"), Path: "/orders/7?tab=answers", Count: 3}, ui.Tab{Text: t("tab4"), Path: "/orders/7?tab=story"}),
		ui.Summary(ui.Field(t("f1"), t("v1")), ui.Field(t("f2"), t("v2")), ui.Field(t("f3"), t("v3")), ui.Field(t("f4"), t("v4")), ui.Item{Term: t("wage"), Value: ui.Yuan(480050)}),
		ui.DownloadLink(ui.Link{Text: t("files"), Path: "/files/1"}, "PDF", 248_000),
	)
	story := ui.Timeline(
		ui.Event{Text: t("t1"), At: at, By: t("t1.by"), Message: t("t1.message"), Waits: true},
		ui.Event{Text: t("t2"), At: at.Add(-6 * time.Hour), By: t("t2.by")},
	)
	body := templ.Join(
		ui.Steps(steps...),
		ui.TurnBar(t("turn.title"), t("turn.text"), false, ui.Action{Text: t("turn.edit"), Path: "/orders/7/edit"},
			ui.Action{Text: t("turn.ok"), Path: "/orders/7/approve", Post: true, Primary: true, Fields: [][2]string{{form.VersionField, "3"}}}),
		with(ui.Grid(0), templ.Join(with(ui.Card("", ""), content), with(ui.Card(t("tab4"), ""), story))),
	)
	return web.With(web.Meta{Title: t("detail"), Lead: t("detail.lead"), Crumbs: []ui.Link{{Text: t("nav.orders"), Path: "/orders"}, {Text: "XQ-2026-0047"}}, Actions: []ui.Action{{Text: t("print"), Path: "/orders/7/print", Icon: "printer"}}}, body)
}

func homeStory(r *http.Request) templ.Component {
	t := func(key string) string { return i18n.T(r.Context(), "story."+key) }
	var stages []ui.Stage
	for i, n := range []string{"412", "356", "298", "241", "93", "108"} {
		stages = append(stages, ui.Stage{Text: t(fmt.Sprint("fl", i+1)), Figure: n, Note: t("heads.note"), Path: fmt.Sprint("/facts?stage=", i)})
	}
	card := func(late bool) templ.Component {
		if late {
			return ui.KPICard(ui.KPI{Text: t("kpi2"), Figure: "46", Path: "/facts/teachers", Target: &ui.Target{Text: t("kpi2.target"), Share: .46, Late: true}, Note: t("kpi2.note")})
		}
		return ui.KPICard(ui.KPI{Text: t("kpi1"), Figure: "1,074", Path: "/facts/training", Target: &ui.Target{Text: t("kpi1.target"), Share: .716}, Note: t("kpi1.note"), Wording: t("wording")})
	}
	body := templ.Join(
		with(ui.Notice(ui.Brick, t("notice")), ui.Text(t("notice.text"))),
		with(ui.Card(t("flow"), t("flow.note")), ui.FlowStrip(stages...)),
		with(ui.Grid(4), templ.Join(card(false), card(true), card(false), card(true))),
		with(ui.Card("", ""), ui.ProgressBar("job", "/jobs/1", t("progress"), 340, 1200, true)),
		ui.TurnBar(t("wait"), "", true),
		with(ui.ConfirmPanel(t("confirm"), ui.Action{Text: t("withdraw"), Path: "/orders/7/withdraw", Post: true, Danger: true}, ui.Action{Text: t("back"), Path: "/orders/7"}), ui.Text(t("confirm.text"))),
	)
	return web.With(web.Meta{Title: t("nav.home")}, body)
}

func formStory(r *http.Request, v *form.Values) templ.Component {
	t := func(key string) string { return i18n.T(r.Context(), "story."+key) }
	visible := []ui.Option{{Value: "all", Text: t("vis1")}, {Value: "some", Text: t("vis2"), Note: t("vis2.note")}}
	fields := templ.Join(
		with(form.Section("story.sec1", ""), templ.Join(
			form.Text(form.Field{Name: "title", Label: "story.title", Help: "story.help.title", Required: true, Max: 60, Suggest: []string{"CNC"}}),
			form.Text(form.Field{Name: "code", Label: "story.code", Help: "story.help.code", Width: "medium", Check: "/check/code"}),
			with(form.Row(), templ.Join(
				form.Number(form.Field{Name: "heads", Label: "story.heads", Unit: "story.person_unit", Required: true}),
				form.Number(form.Field{Name: "wage", Label: "story.wage", Unit: "story.yuan"}),
				form.Date(form.Field{Name: "starts", Label: "story.starts"}))),
			form.Select(form.Field{Name: "kind", Label: "story.kind", Width: "medium", Options: []ui.Option{{Value: "class", Text: t("k1")}, {Value: "post", Text: t("k2")}}}))),
		with(form.Section("story.sec2", "story.form.lead"), templ.Join(
			form.Radio(form.Field{Name: "visible", Label: "story.visible", Required: true, Options: visible}),
			form.Checks(form.Field{Name: "tools", Label: "story.tools", Options: []ui.Option{{Value: "a", Text: "CNC"}, {Value: "b", Text: "PLC"}}}),
			form.Check(form.Field{Name: "board", Label: "story.board"}),
			form.Area(form.Field{Name: "note", Label: "story.note", Max: 500}),
			form.File(form.Field{Name: "file", Label: "story.attach", Accept: ".pdf", Many: true}),
			form.Hidden("from", "story"))),
	)
	spec := form.Spec{Action: "/orders", Values: v, Submit: "story.submit", Cancel: "/orders", Files: true, Buttons: []form.Button{{Label: "story.draft", Value: "draft"}}}
	answers := form.Answers("story.sec1", form.Answer{Label: "story.title", Value: t("o1"), Change: "/orders/new#f-title"}, form.Answer{Label: "story.note"})
	tasks := with(ui.Card(t("sec2"), ""), form.Tasks(form.Task{Label: "story.sec1", Path: "/a", Done: true}, form.Task{Label: "story.sec2", Path: "/b", Fault: true}, form.Task{Label: "story.attach", Path: "/c"}))
	return web.With(web.Meta{Title: t("form"), Lead: t("form.lead"), Narrow: true, Crumbs: []ui.Link{{Text: t("nav.orders"), Path: "/orders"}}}, templ.Join(with(form.Form(spec), fields), answers, tasks))
}

// faulty are values with faults, as after a form that could not be taken.
func faulty() *form.Values {
	v := form.New().Set("title", "").Set("code", "91652824MA77XXXX1X").Set("heads", "many").Set("visible", "some").Set("starts", "2026/4/31").SetInt(form.VersionField, 3)
	v.Required("title")
	v.Int("heads")
	v.Mend(fault.Wrong("code", "91652824MA77XXXX1X", "story.wrong.code"))
	form.Read(v, "starts", "web.fault.date", func(s string) (time.Time, error) { return time.Parse(time.DateOnly, s) })
	return v
}
