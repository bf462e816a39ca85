package orderweb

import (
	"context"
	"strconv"
	"strings"

	"tongpin/internal/core/money"
	"tongpin/internal/order"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// way is how far the order has come.
func way(ctx context.Context, v view) []ui.Step {
	l, o := i18n.From(ctx), v.Order
	answered, talking := 0, false
	for _, r := range v.Responses {
		if r.Answer != order.No {
			answered++
		}
		talking = talking || r.State == order.Negotiating
	}
	now := 0
	switch {
	case o.State == order.Submitted:
		now = 1
	case o.State == order.Agreed:
		now = 4
	case talking:
		now = 3
	case !o.OpenedAt.IsZero():
		now = 2
	}
	texts := []string{l.T("order.way.placed"), l.T("order.way.checked"), l.T("order.way.answered"), l.T("order.way.negotiated"), l.T("order.way.agreed")}
	if answered > 0 {
		texts[2] = l.T("order.way.answered_by", "count", answered)
	}
	steps := make([]ui.Step, len(texts))
	for i, t := range texts {
		steps[i] = ui.Step{Text: t, Done: i < now || o.State == order.Agreed, Now: i == now && o.State != order.Agreed}
	}
	return steps
}

func tabLinks(ctx context.Context, v view) []ui.Tab {
	counts := map[string]int{"responses": len(v.Responses), "suggestions": len(v.Suggestions), "files": len(v.Files)}
	var list []ui.Tab
	for _, t := range tabs {
		if t == "suggestions" && len(v.Suggestions) == 0 || t == "responses" && len(v.Responses) == 0 && v.actor.Role == "student" ||
			t == "files" && len(v.Files) == 0 && !v.keeps {
			continue
		}
		link := path(v.Order)
		if t != tabs[0] {
			link += "?tab=" + t
		}
		list = append(list, ui.Tab{Text: i18n.T(ctx, "order.tab."+t), Path: link, Count: counts[t], On: v.tab == t})
	}
	return list
}

// summary is the content of the order by kind.
func summary(ctx context.Context, v view) []ui.Item {
	l, o := i18n.From(ctx), v.Order
	items := []ui.Item{{Term: l.T("order.field.state"), Value: stateTag(o.State)}, ui.Field(l.T("order.field.enterprise"), o.EnterpriseName)}
	switch o.Kind {
	case order.People:
		items = append(items, peopleItems(l, o)...)
	case order.Training:
		items = append(items, trainingItems(l, o)...)
	case order.Technology:
		items = append(items, technologyItems(l, o)...)
	default:
		items = append(items, ui.Field(l.T("order.field.subject"), o.Details.Subject), ui.Item{Term: l.T("order.field.deadline"), Value: ui.Date(o.Deadline)})
	}
	if o.Details.Description != "" {
		items = append(items, ui.Item{Term: l.T("order.field.description"), Value: ui.Text(o.Details.Description), Wide: true})
	}
	visible := l.Word("enum.visibility", string(o.Visibility))
	if len(v.ShownTo) > 0 {
		visible += ": " + strings.Join(v.ShownTo, l.T("record.comma"))
	}
	items = append(items, ui.Field(l.T("order.field.visibility"), visible), ui.Item{Term: l.T("order.field.valid_until"), Value: ui.Date(o.ValidUntil)})
	if o.Reason != "" {
		items = append(items, ui.Item{Term: l.T("order.field.reason"), Value: ui.Text(closedBecause(l, o)), Wide: true})
	}
	return items
}

// closedBecause is why the order was returned or closed, the category in words.
func closedBecause(l *i18n.Localizer, o order.Order) string {
	if o.State != order.Closed {
		return o.Reason
	}
	why, text, _ := strings.Cut(o.Reason, ": ")
	why = l.Word("enum.order_why", why)
	if text == "" {
		return why
	}
	return why + ": " + text
}

func optional(l *i18n.Localizer, family, code string) string {
	if code == "" {
		return ""
	}
	return l.Word(family, code)
}

func persons(l *i18n.Localizer, o order.Order) ui.Item {
	return ui.Field(l.T("order.field.quantity"), l.T("order.quantity", "count", o.Quantity, "left", o.Left()))
}

func peopleItems(l *i18n.Localizer, o order.Order) []ui.Item {
	x := o.Details
	items := []ui.Item{
		ui.Field(l.T("order.field.post"), strings.TrimSpace(x.Post+" "+x.Occupation)),
		persons(l, o),
		ui.Field(l.T("order.field.skill_level"), optional(l, "enum.skill_level", x.SkillLevel)),
		ui.Field(l.T("order.field.mode"), optional(l, "enum.order_mode", string(x.Mode))),
		{Term: l.T("order.field.start_on"), Value: ui.Date(o.StartOn)},
		ui.Field(l.T("order.field.pay"), pay(l, x.PayFrom, x.PayTo)),
		ui.Field(l.T("order.field.places"), x.Places),
		ui.Field(l.T("order.field.programmes"), strings.Join(x.Programmes, l.T("record.comma"))),
		ui.Field(l.T("order.field.skills"), strings.Join(x.Skills, l.T("record.comma"))),
	}
	if !o.EndOn.Zero() {
		items = append(items, ui.Item{Term: l.T("order.field.end_on"), Value: ui.Date(o.EndOn)})
	}
	if x.Accommodation {
		items = append(items, ui.Field(l.T("order.field.accommodation_short"), l.T("record.yes")))
	}
	if x.Mode == order.Internship {
		items = append(items, ui.Field(l.T("order.field.post_wage"), pay(l, x.PostWage, 0)), ui.Field(l.T("order.field.hours_per_day"), itoa(x.HoursPerDay)), ui.Field(l.T("order.field.filing"), x.Filing))
	}
	return items
}

// pay is an amount, or a range, a month.
func pay(l *i18n.Localizer, from, to money.Fen) string {
	switch {
	case from == 0:
		return ""
	case to == 0 || to == from:
		return l.T("order.pay.one", "from", from.Yuan())
	}
	return l.T("order.pay.range", "from", from.Yuan(), "to", to.Yuan())
}

func trainingItems(l *i18n.Localizer, o order.Order) []ui.Item {
	x := o.Details
	return []ui.Item{
		ui.Field(l.T("order.field.topic"), strings.TrimSpace(x.Topic+" "+x.Occupation)), persons(l, o),
		ui.Field(l.T("order.field.skill_level"), optional(l, "enum.skill_level", x.SkillLevel)), ui.Field(l.T("order.field.hours"), itoa(x.Hours)),
		{Term: l.T("order.field.start_on"), Value: ui.Date(o.StartOn)}, {Term: l.T("order.field.end_on"), Value: ui.Date(o.EndOn)},
		ui.Field(l.T("order.field.training_place"), x.Places),
	}
}

func technologyItems(l *i18n.Localizer, o order.Order) []ui.Item {
	x := o.Details
	items := []ui.Item{ui.Field(l.T("order.field.field"), x.Field), {Term: l.T("order.field.deadline"), Value: ui.Date(o.Deadline)}}
	if x.Problem == "" && x.Confidentiality == order.ForParties {
		return append(items, ui.Item{Term: l.T("order.field.problem"), Value: ui.Muted(l.T("order.confidential")), Wide: true})
	}
	if x.Budget != 0 {
		items = append(items, ui.Item{Term: l.T("order.field.budget"), Value: ui.Yuan(int64(x.Budget))})
	}
	return append(
		items,
		ui.Item{Term: l.T("order.field.problem"), Value: ui.Text(x.Problem), Wide: true},
		ui.Item{Term: l.T("order.field.expected"), Value: ui.Text(x.Expected), Wide: true},
		ui.Field(l.T("order.field.confidentiality"), optional(l, "enum.confidentiality", string(x.Confidentiality))),
	)
}
