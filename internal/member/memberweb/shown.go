package memberweb

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/member"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

// way is how far an application has come; nothing for who never applied here.
func way(ctx context.Context, m member.Membership) []ui.Step {
	order := []member.State{member.Applied, member.Assessing, member.Assessed, member.Member}
	now := slices.Index(order, m.State)
	if now < 0 || (m.State == member.Member && m.Meeting == "") {
		return nil
	}
	steps := make([]ui.Step, len(order))
	for i, s := range order {
		steps[i] = ui.Step{Text: i18n.From(ctx).Word("membership.step", string(s)), Done: i < now || m.State == member.Member, Now: i == now && m.State != member.Member}
	}
	return steps
}

func tabLinks(ctx context.Context, v view) []ui.Tab {
	counts := map[string]int{"materials": len(v.m.Materials), "opinions": len(v.m.Assessments), "record": len(v.facts)}
	var list []ui.Tab
	for _, t := range tabs {
		if !v.inside && t != tabs[0] {
			continue
		}
		link := path(v.m)
		if t != tabs[0] {
			link += "?tab=" + t
		}
		list = append(list, ui.Tab{Text: i18n.T(ctx, "member.tab."+t), Path: link, Count: counts[t], On: v.tab == t})
	}
	return list
}

func summary(ctx context.Context, v view) []ui.Item {
	l, o, m := i18n.From(ctx), v.m.Organisation, v.m
	items := []ui.Item{
		{Term: l.T("member.field.state"), Value: stateTag(m.State)},
		ui.Field(l.T("member.field.credit_code"), o.CreditCode),
		ui.Field(l.T("member.field.name_en"), o.NameEN),
		ui.Field(l.T("member.field.industry"), optional(l, "enum.industry", o.Industry)),
		ui.Field(l.T("member.field.industry_code"), o.IndustryCode),
		ui.Field(l.T("member.field.division_code"), o.DivisionCode),
		{Term: l.T("member.field.staff_count"), Value: ui.Number(o.StaffCount)},
		ui.Field(l.T("member.field.contact"), o.Contact),
		ui.Field(l.T("member.field.phone"), v.phone),
		{Term: l.T("member.field.joined_on"), Value: ui.Date(m.JoinedOn)},
	}
	if o.SpecialisedSME {
		items = append(items, ui.Item{Term: l.T("member.field.specialised_sme"), Value: ui.Tag(ui.River, l.T("member.sme"))})
	}
	if o.Sample {
		items = append(items, ui.Item{Term: l.T("member.field.sample"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	if m.Purpose != "" {
		items = append(items, ui.Item{Term: l.T("member.field.purpose"), Value: ui.Text(m.Purpose), Wide: true})
	}
	if !m.EndedOn.Zero() {
		items = append(items, ui.Item{Term: l.T("member.field.ended_on"), Value: ui.Date(m.EndedOn)}, ui.Field(l.T("member.field.end_reasons"), reasons(l, m.EndReasons)), ui.Field(l.T("member.field.end_note"), m.EndNote))
	}
	return items
}

func optional(l *i18n.Localizer, family, code string) string {
	if code == "" {
		return ""
	}
	return l.Word(family, code)
}

func reasons(l *i18n.Localizer, keys []string) string {
	texts := make([]string, len(keys))
	for i, k := range keys {
		texts[i] = l.Word("enum.leave_reason", k)
	}
	return strings.Join(texts, l.T("record.comma"))
}

func verdictTone(verdict string) ui.Tone {
	if verdict == member.Recommend {
		return ui.Jade
	}
	return ui.Brick
}

func resultTone(result string) ui.Tone {
	switch result {
	case member.Fulfilled:
		return ui.Jade
	case member.Unfulfilled:
		return ui.Brick
	}
	return ui.Saffron
}
