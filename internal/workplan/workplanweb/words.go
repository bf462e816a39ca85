package workplanweb

import (
	"context"
	"strconv"
	"strings"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/workplan"
)

// targetText is a target as people write it: ">= 150 people".
func targetText(ctx context.Context, i workplan.Item) string {
	l := i18n.From(ctx)
	if !i.Aim {
		return ""
	}
	return l.T("enum.workplan_target."+string(i.Target.Operator), "low", l.Number(i.Target.Low), "high", l.Number(i.Target.High), "unit", i.Unit)
}

// actualText is what an item has reached, with its unit.
func actualText(ctx context.Context, s workplan.Standing) string {
	l := i18n.From(ctx)
	if !s.Actual.Known {
		return l.T("workplan.actual.none")
	}
	return l.T("workplan.amount", "number", l.Number(s.Actual.Value), "unit", s.Item.Unit)
}

var stateTones = map[workplan.State]ui.Tone{workplan.Draft: ui.Saffron, workplan.Revising: ui.Saffron, workplan.Adopted: ui.River}

// whyText says why an item has its light, and by which rule.
func whyText(ctx context.Context, s workplan.Standing) string {
	l := i18n.From(ctx)
	if s.Why == "" {
		return ""
	}
	return l.T("enum.workplan_why."+s.Why, "expected", l.Number(s.Expected), "unit", s.Item.Unit, "green", s.Rule.Params["green"], "amber", s.Rule.Params["amber"], "days", s.Rule.Params["days"])
}

// ruleText names a rule with its edition and evidence mark.
func ruleText(ctx context.Context, s workplan.Standing) string {
	if s.Rule.ID == "" {
		return ""
	}
	l := i18n.From(ctx)
	return l.T("workplan.rule", "text", l.Word("rule", s.Rule.ID), "id", s.Rule.ID, "edition", s.Rule.Edition, "mark", s.Rule.Mark)
}

func ownerText(ctx context.Context, i workplan.Item) string {
	if i.Owner == "" {
		return i18n.T(ctx, "workplan.owner.secretariat")
	}
	return i.OwnerName
}

func spanText(ctx context.Context, i workplan.Item) string {
	l := i18n.From(ctx)
	return l.T("workplan.span", "from", l.Date(i18n.Day(i.FromOn)), "to", l.Date(i18n.Day(i.ToOn)))
}

func decisionText(ctx context.Context, d workplan.Decision) string {
	l := i18n.From(ctx)
	return l.T("workplan.decided", "body", l.Word("enum.workplan_body", d.Body), "on", l.Date(i18n.Day(d.On)), "minutes", d.Minutes)
}

// milestonesText writes milestones as people type them: "2026-06-30 50; ...".
func milestonesText(list []workplan.Milestone) string {
	words := make([]string, len(list))
	for n, m := range list {
		words[n] = m.On.String() + " " + strconv.FormatInt(m.Value, 10)
	}
	return strings.Join(words, "; ")
}

// milestones reads what milestonesText writes; semicolons and new lines part
// them, in Chinese and Latin forms.
func milestones(text string) ([]workplan.Milestone, bool) {
	var list []workplan.Milestone
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";\n\r\uff1b", r) }) {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		if len(words) != 2 {
			return nil, false
		}
		on, err := calendar.ParseDate(words[0])
		value, wrong := strconv.ParseInt(strings.ReplaceAll(words[1], ",", ""), 10, 64)
		if err != nil || wrong != nil {
			return nil, false
		}
		list = append(list, workplan.Milestone{On: on, Value: value})
	}
	return list, true
}

// tabLinks are the tabs of a plan.
func tabLinks(ctx context.Context, v view) []ui.Tab {
	var list []ui.Tab
	for n, name := range v.shown() {
		t := ui.Tab{Text: i18n.T(ctx, "workplan.tab."+name), Path: path(v.Plan), On: v.tab == name}
		if n > 0 {
			t.Path += "?tab=" + name
		}
		if name == "editions" {
			t.Count = len(v.Plan.Editions)
		}
		list = append(list, t)
	}
	return list
}

// draftPath is the address of the forms of items for who writes them.
func draftPath(v view) string {
	if v.keep && workplan.Flow.Can(v.Plan.State, workplan.VerbEdit) {
		return path(v.Plan) + editItem
	}
	return ""
}

// below is what stands under the title of an item: who answers for it, unless
// it is a heading of nobody in particular.
func below(ctx context.Context, i workplan.Item) string {
	if !i.Aim && i.Owner == "" {
		return ""
	}
	return ownerText(ctx, i)
}

func formPath(base string, i workplan.Item) string {
	if base == "" {
		return ""
	}
	return base + string(i.ID)
}

// levelClass moves lower levels of the tree in.
func levelClass(i workplan.Item) string {
	return []string{"", "", "ps-4", "ps-5", "ps-5"}[min(i.Level(), workplan.MaxLevels)]
}

func itemOptions(items []workplan.Item) []ui.Option {
	options := make([]ui.Option, len(items))
	for n, i := range items {
		options[n] = ui.Option{Value: string(i.ID), Text: i.Number + " " + i.Title}
	}
	return options
}

func yearsText(ctx context.Context, years []int) string {
	words := make([]string, len(years))
	for n, y := range years {
		words[n] = strconv.Itoa(y)
	}
	return strings.Join(words, i18n.T(ctx, "record.comma"))
}
