package bulletinweb

import (
	"context"
	"net/http"

	"tongpin/internal/bulletin"
	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/core/timeline"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// view is all that the page of a bulletin shows.
type view struct {
	b       bulletin.Bulletin
	paper   surface
	story   []timeline.Entry
	changes []bulletin.Difference
	public  string      // address for everybody; empty before publication
	turn    []ui.Action // what ends the turn or the step that waits
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), access.Must(r.Context())
	b, err := p.find(r)
	if err != nil {
		return err
	}
	v := view{b: b}
	if v.paper, err = p.surface(ctx, a, b); err != nil {
		return err
	}
	v.paper.figure = p.options.Figure
	if v.changes, err = p.service.Changes(ctx, a, b); err != nil {
		return err
	}
	if v.story, err = p.service.Timeline(ctx, b); err != nil {
		return err
	}
	if b.State == bulletin.Published {
		keeper, err := p.service.Keeper(ctx)
		if err != nil {
			return err
		}
		v.public = publicPath(keeper.Key, b)
	}
	l := i18n.From(ctx)
	m := web.Meta{
		Title: b.Content.Title, Lead: l.T("bulletin.show.lead", "series", l.Word("bulletin.series", string(b.Series)), "period", bulletin.PeriodWords(l, b.Period)),
		Crumbs: []ui.Link{{Text: l.T("nav.bulletins"), Path: Path}, {Text: bulletin.PeriodWords(l, b.Period)}},
	}
	v.turn, m.Actions = p.possible(ctx, a, b)
	m.Actions = append(m.Actions, papersOf(ctx, path(b))...)
	return web.Render(w, r, http.StatusOK, showPage(m, v))
}

// papersOf are the forms in which a paper can be had.
func papersOf(ctx context.Context, at string) []ui.Action {
	return []ui.Action{
		{Text: i18n.T(ctx, "bulletin.action.word"), Path: at + "/word", Icon: "file-text"},
		{Text: i18n.T(ctx, "bulletin.action.json"), Path: at + "/json", Icon: "download"},
	}
}

func (p *Pages) surface(ctx context.Context, a access.Actor, b bulletin.Bulletin) (surface, error) {
	paper, err := p.service.Paper(ctx, a, b)
	return surface{paper: paper, texts: p.textsOf(b)}, err
}

// way is how far the bulletin has come; nothing for one that was given up.
func way(ctx context.Context, b bulletin.Bulletin) []ui.Step {
	order := []bulletin.State{bulletin.Draft, bulletin.Review, bulletin.Approved, bulletin.Published}
	steps, now := make([]ui.Step, len(order)), -1
	for i, s := range order {
		if s == b.State {
			now = i
		}
		steps[i].Text = i18n.From(ctx).Word("bulletin.way", string(s))
	}
	if now < 0 {
		return nil
	}
	for i := range steps {
		steps[i].Done, steps[i].Now = i < now || b.State == bulletin.Published, i == now
	}
	return steps
}

// turnWords are the title and the sentence of the bar on top.
func turnWords(ctx context.Context, v view) (title, text string) {
	if v.b.State == bulletin.Published || v.b.State == bulletin.Withdrawn {
		return "", ""
	}
	key, l := "bulletin.turn."+string(v.b.State), i18n.From(ctx)
	if v.b.State == bulletin.Review && !v.b.Turn.LapsesOn.Zero() {
		return l.T(key), l.T("bulletin.turn.review.text", "on", v.b.Turn.LapsesOn)
	}
	return l.T(key), l.T(key + ".text")
}

func events(ctx context.Context, v view) []ui.Event { return recordweb.Events(ctx, v.story) }

func facts(ctx context.Context, v view) []ui.Item {
	l, b := i18n.From(ctx), v.b
	items := []ui.Item{
		{Term: l.T("bulletin.field.state"), Value: stateTag(b.State)},
		ui.Field(l.T("bulletin.field.period"), bulletin.PeriodWords(l, b.Period)),
	}
	if b.Issue > 0 {
		items = append(items, ui.Field(l.T("bulletin.field.number"), numberWords(l, b)), ui.Item{Term: l.T("bulletin.field.published_on"), Value: ui.Date(b.PublishedOn)})
	}
	if v.public != "" {
		items = append(items, ui.Item{Term: l.T("bulletin.field.public"), Value: ui.Anchor(ui.Link{Text: v.public, Path: v.public})})
	}
	if b.HeadSize > 0 {
		items = append(items, ui.Field(l.T("bulletin.field.proof"), l.T("bulletin.proof", "size", b.HeadSize)))
	}
	if b.Reason != "" {
		items = append(items, ui.Item{Term: l.T("bulletin.field.reason"), Value: ui.Text(b.Reason), Wide: true})
	}
	if b.Sample {
		items = append(items, ui.Item{Term: l.T("bulletin.field.source"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	return items
}
