package orderweb

import (
	"context"
	"net/http"

	"tongpin/internal/core/access"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/order"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web"
	"tongpin/internal/platform/web/ui"
)

// talkView is all that the page of a response shows.
type talkView struct {
	order.TalkDetails
	actor   access.Actor
	actions []ui.Action
}

func (v talkView) mine() bool {
	return v.Response.State.Live() && v.Response.Turn.With == v.actor.Organisation && v.actor.Organisation != ""
}

func (p *Pages) talk(w http.ResponseWriter, r *http.Request) error {
	v, err := p.talkOf(r)
	if fault.Is(err, fault.NotFound) {
		return p.talkOutside(w, r, err)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, talkPage(talkMeta(r.Context(), v), v))
}

func (p *Pages) talkOf(r *http.Request) (talkView, error) {
	ctx, a := r.Context(), access.Must(r.Context())
	d, err := recordweb.Find(r, p.service.OpenResponse)
	if err != nil {
		return talkView{}, err
	}
	v := talkView{TalkDetails: d, actor: a}
	if d.Response.State == order.Settled && p.options.Agreement != nil {
		if form := p.options.Agreement(a, d.Response.ID); form != "" {
			v.actions = []ui.Action{{Text: i18n.T(ctx, "response.action.agreement"), Path: form, Primary: true}}
		}
	}
	for _, m := range p.moves() {
		if p.service.May(a, order.ActNegotiate, d.Response.Subject(a)) && m.when(v) {
			v.actions = append(v.actions, m.button(ctx, d.Response))
		}
	}
	return v, nil
}

// talkOutside leads somebody who may know of a response, but not read it, to
// the states of the order's responses: the secretariat, told that one is overdue.
func (p *Pages) talkOutside(w http.ResponseWriter, r *http.Request, hidden error) error {
	id, err := recordweb.Path(r, "id")
	if err != nil {
		return err
	}
	o, known := p.service.OrderOf(r.Context(), access.Must(r.Context()), id)
	if !known {
		return hidden
	}
	http.Redirect(w, r, Path+"/"+string(o)+"?tab=responses", http.StatusSeeOther)
	return nil
}

func talkMeta(ctx context.Context, v talkView) web.Meta {
	l := i18n.From(ctx)
	return web.Meta{
		Title: l.T("response.show.title", "school", v.Response.SchoolName, "title", v.Order.Title),
		Lead:  l.T("response.show.lead", "enterprise", v.Order.EnterpriseName, "school", v.Response.SchoolName),
		Crumbs: []ui.Link{
			{Text: l.T("nav.orders"), Path: Path}, {Text: v.Order.Number, Path: path(v.Order)}, {Text: v.Response.SchoolName},
		},
	}
}

// talkTurn says whose turn it is, with the buttons that end the turn.
func talkTurn(ctx context.Context, v talkView) bar {
	l, r := i18n.From(ctx), v.Response
	until, waits := l.Date(r.Turn.LapsesOn), ""
	if !r.Turn.LapsesOn.Zero() {
		waits = l.T("response.turn.other.until", "until", until)
	}
	switch {
	case r.State == order.Settled:
		return bar{title: l.T("response.turn.agreed"), text: l.T("response.turn.agreed.text"), quiet: true, actions: v.actions}
	case !r.State.Live() && r.Reason != "":
		return bar{title: l.Word("response.state", string(r.State)), text: r.Reason, quiet: true}
	case !r.State.Live():
		return bar{title: l.Word("response.state", string(r.State)), text: l.T("response.turn.ended"), quiet: true}
	case v.Order.State != order.Open:
		return bar{title: l.T("response.turn.paused"), text: l.T("response.turn.paused.text", "state", string(v.Order.State)), quiet: true}
	case v.mine() && r.Turn.LapsesOn.Zero():
		return bar{title: l.T("response.turn.yours"), text: l.T("response.turn.yours.text"), actions: v.actions}
	case v.mine():
		return bar{title: l.T("response.turn.yours"), text: l.T("response.turn.yours.until", "until", until), actions: v.actions}
	case r.Turn.With == r.Enterprise:
		return bar{title: l.T("response.turn.enterprise"), text: waits, quiet: true, actions: v.actions}
	}
	return bar{title: l.T("response.turn.school"), text: waits, quiet: true, actions: v.actions}
}

// termItems are the terms as they stand.
func termItems(ctx context.Context, v talkView) []ui.Item {
	l, r := i18n.From(ctx), v.Response
	items := []ui.Item{
		{Term: l.T("order.field.answer"), Value: answerTag(r.Answer)},
		{Term: l.T("order.field.state"), Value: responseTag(r.State)},
	}
	if r.Category != "" {
		items = append(items, ui.Field(l.T("response.field.category"), l.Word("enum.response_reason", r.Category)))
	}
	if r.Terms.Programme != "" {
		items = append(items, ui.Field(l.T("response.field.programme"), r.Terms.ProgrammeName+" "+r.Terms.ProgrammeCode), ui.Field(l.T("response.field.cohort"), r.Terms.CohortName))
	}
	if v.Order.Kind.Counts() {
		items = append(
			items,
			ui.Item{Term: l.T("order.field.quantity"), Value: ui.Number(r.Terms.Quantity)},
			ui.Item{Term: l.T("order.field.start_on"), Value: ui.Date(r.Terms.StartOn)},
			ui.Field(l.T("response.field.pay"), pay(l, r.Terms.Pay, 0)),
		)
	}
	if r.Terms.Note != "" {
		items = append(items, ui.Item{Term: l.T("response.field.note"), Value: ui.Text(r.Terms.Note), Wide: true})
	}
	return append(items, ui.Field(l.T("response.field.approved"), approvals(l, v)))
}

// approvals names who has approved the terms as they stand.
func approvals(l *i18n.Localizer, v talkView) string {
	text := ""
	for _, id := range v.Response.Turn.Approved {
		name := v.Response.SchoolName
		if id == v.Response.Enterprise {
			name = v.Order.EnterpriseName
		}
		if text != "" {
			text += l.T("record.comma")
		}
		text += name
	}
	return text
}
