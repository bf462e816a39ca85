package agreementweb

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/agreement"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// way is how far the agreement has come; nothing for one that was given up, or
// that came in on paper.
func way(ctx context.Context, g agreement.Agreement) []ui.Step {
	order := []agreement.State{agreement.Draft, agreement.Negotiating, agreement.Approved, agreement.Active, agreement.Expired}
	state := g.State
	if state == agreement.Ended {
		state = agreement.Expired
	}
	now := slices.Index(order, state)
	if now < 0 || g.Registered {
		return nil
	}
	steps := make([]ui.Step, len(order))
	for i, s := range order {
		steps[i] = ui.Step{Text: i18n.From(ctx).Word("agreement.way", string(s)), Done: i < now, Now: i == now}
	}
	return steps
}

func tabLinks(ctx context.Context, v view) []ui.Tab {
	counts := map[string]int{"obligations": len(v.g.Obligations), "files": len(v.files)}
	var list []ui.Tab
	for _, t := range tabs {
		link := path(v.g)
		if t != tabs[0] {
			link += "?tab=" + t
		}
		list = append(list, ui.Tab{Text: i18n.T(ctx, "agreement.tab."+t), Path: link, Count: counts[t], On: v.tab == t})
	}
	return list
}

// turnWords are the title and the sentence of the bar on top, in the words of
// the reader; empty if nobody has the turn and nothing waits.
func turnWords(ctx context.Context, v view) (title, text string) {
	l, g := i18n.From(ctx), v.g
	switch {
	case g.State == agreement.Approved:
		return l.T("agreement.turn.approved"), l.T("agreement.turn.approved_text")
	case g.Turn.With == "":
		return "", ""
	case v.mine && g.State == agreement.Draft:
		return l.T("agreement.turn.draft"), l.T("agreement.turn.draft_text")
	case v.mine:
		title = l.T("agreement.turn.mine")
	default:
		title = l.T("agreement.turn.other", "party", nameOf(g, g.Turn.With))
	}
	if from := nameOf(g, g.Turn.From); from != "" && !g.Turn.LapsesOn.Zero() {
		return title, l.T("agreement.turn.from", "party", from, "on", g.Turn.LapsesOn)
	}
	return title, l.T("agreement.turn.back")
}

func summary(ctx context.Context, v view) []ui.Item {
	l, g := i18n.From(ctx), v.g
	items := []ui.Item{
		{Term: l.T("agreement.field.state"), Value: StateTag(g.State)},
		ui.Field(l.T("agreement.field.number"), g.Number),
		ui.Field(l.T("agreement.field.type"), l.Word("enum.agreement_type", g.Type)),
		ui.Field(l.T("agreement.field.topics"), words(ctx, "enum.topic", g.Topics)),
		ui.Field(l.T("agreement.field.term"), term(ctx, g)),
		{Term: l.T("agreement.field.signed_on"), Value: ui.Date(g.SignedOn)},
	}
	if rate, ok := g.Landing(); ok && !g.SignedOn.Zero() {
		items = append(items, ui.Field(l.T("agreement.field.landing"), l.T("agreement.landing.words", "rate", percent(rate), "met", met(g), "all", len(g.Obligations))))
	}
	if g.Code != "" {
		items = append(items, ui.Item{Term: l.T("record.verify.code"), Value: ui.Anchor(ui.Link{Text: g.Code, Path: VerifyPath + "/" + g.Code})})
	}
	items = append(items, links(ctx, v)...)
	if g.Registered {
		items = append(items, ui.Item{Term: l.T("agreement.field.source"), Value: ui.Tag(ui.River, l.T("agreement.registered_tag"))})
	}
	if g.Sample {
		items = append(items, ui.Item{Term: l.T("agreement.field.source"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	if g.EndReason != "" {
		items = append(items, ui.Item{Term: l.T("agreement.field.ended_on"), Value: ui.Date(g.EndedOn)}, ui.Item{Term: l.T("agreement.field.reason"), Value: ui.Text(g.EndReason), Wide: true})
	}
	if g.Purpose != "" {
		items = append(items, ui.Item{Term: l.T("agreement.field.purpose"), Value: ui.Text(g.Purpose), Wide: true})
	}
	return items
}

// links lead to what the agreement comes from and what follows it.
func links(ctx context.Context, v view) []ui.Item {
	var items []ui.Item
	add := func(term string, kind record.Kind, id record.ID) {
		if target := recordweb.Link(ctx, record.Ref{Kind: kind, ID: id}); id != "" && target != "" {
			items = append(items, ui.Item{Term: i18n.T(ctx, term), Value: ui.Anchor(ui.Link{Text: i18n.T(ctx, "agreement.open"), Path: target})})
		}
	}
	add("agreement.field.order", "order", v.g.Order)
	add("agreement.field.response", "response", v.g.Response)
	add("agreement.field.renews", agreement.Kind, v.g.Renews)
	if v.successor.ID != "" {
		items = append(items, ui.Item{Term: i18n.T(ctx, "agreement.field.renewed_by"), Value: ui.Anchor(ui.Link{Text: v.successor.Number, Path: path(v.successor)})})
	}
	return items
}

// met is the number of obligations of which all was delivered.
func met(g agreement.Agreement) int {
	n := 0
	for _, o := range g.Obligations {
		if o.Met() {
			n++
		}
	}
	return n
}

// late tells whether an obligation should have been delivered by now.
func late(g agreement.Agreement, o agreement.Obligation, today calendar.Date) bool {
	return g.State == agreement.Active && !o.Met() && !o.DueOn.Zero() && o.DueOn.Before(today)
}

// approvalOf is how a party stands to the present content.
func approvalOf(g agreement.Agreement, p agreement.Party) string {
	switch {
	case !g.SignedOn.Zero():
		return "signed"
	case slices.Contains(g.Turn.Approved, p.Organisation):
		return "approved"
	case g.Turn.With == p.Organisation:
		return "waits"
	}
	return "open"
}

// organisationRef points at a party.
func organisationRef(p agreement.Party) record.Ref {
	return record.Ref{Kind: organisation.RecordKind, ID: p.Organisation}
}

// lines are the lines of a text that are not empty.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
