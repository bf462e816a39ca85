package subsidyweb

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
	"tongpin/internal/subsidy"
)

// joined are the texts of several codes.
func joined(ctx context.Context, family string, codes []string) string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = i18n.From(ctx).Word(family, c)
	}
	return strings.Join(list, i18n.T(ctx, "record.comma"))
}

func policyItems(ctx context.Context, p subsidy.Policy) []ui.Item {
	l := i18n.From(ctx)
	items := []ui.Item{
		{Term: l.T("subsidy.field.state"), Value: policyTag(p.State)},
		ui.Field(l.T("subsidy.field.document"), p.Source+" "+p.Article),
		ui.Field(l.T("subsidy.field.mark"), l.Word("enum.mark", p.Mark)),
		{Term: l.T("subsidy.field.from"), Value: ui.Date(p.From)},
		{Term: l.T("subsidy.field.until"), Value: ui.Date(p.Until)},
		ui.Field(l.T("subsidy.field.categories"), joined(ctx, "enum.training_category", p.Terms.Categories)),
		ui.Field(l.T("subsidy.field.shape"), l.Word("enum.subsidy_shape", string(p.Shape))),
	}
	if len(p.Terms.Funds) > 0 {
		items = append(items, ui.Field(l.T("subsidy.field.funds"), joined(ctx, "enum.training_fund", p.Terms.Funds)))
	}
	if p.Sample {
		items = append(items, ui.Item{Term: l.T("subsidy.field.source"), Value: ui.Tag(ui.Plain, l.T("record.sample"))})
	}
	return items
}

// amountItems are the amounts of the first two shapes.
func amountItems(ctx context.Context, p subsidy.Content) []ui.Item {
	l, t := i18n.From(ctx), p.Terms
	var items []ui.Item
	if p.Shape == subsidy.ByHour {
		items = append(items, ui.Item{Term: l.T("subsidy.field.hour"), Value: ui.Yuan(int64(t.Hour))})
		if t.Least > 0 {
			items = append(items, ui.Item{Term: l.T("subsidy.field.least"), Value: ui.Yuan(int64(t.Least))})
		}
		if t.Most > 0 {
			items = append(items, ui.Item{Term: l.T("subsidy.field.most"), Value: ui.Yuan(int64(t.Most))})
		}
		return items
	}
	for _, level := range levels() {
		key := strings.TrimSuffix(level, "none")
		if amount, ok := t.Levels[key]; ok {
			items = append(items, ui.Item{Term: l.T("subsidy.level." + level), Value: ui.Yuan(int64(amount))})
		}
	}
	return items
}

func controlItems(ctx context.Context, t subsidy.Terms) []ui.Item {
	l := i18n.From(ctx)
	items := []ui.Item{
		ui.Field(l.T("subsidy.field.finished"), percent(t.Finished)),
		ui.Field(l.T("subsidy.field.payee"), l.Word("enum.subsidy_payee", t.Payee)),
		ui.Field(l.T("subsidy.field.notice_days"), l.T("subsidy.policy.days", "n", t.NoticeDays)),
		ui.Field(l.T("subsidy.field.permille"), percent(t.Permille)),
		ui.Field(l.T("subsidy.field.strata"), joined(ctx, "enum.subsidy_stratum", t.Strata)),
	}
	if t.Yearly > 0 {
		items = append(items, ui.Item{Term: l.T("subsidy.field.yearly"), Value: ui.Yuan(int64(t.Yearly))})
	}
	if t.Above > 0 {
		items = append(items, ui.Item{Term: l.T("subsidy.field.above"), Value: ui.Yuan(int64(t.Above))})
	}
	return items
}

// inPairs puts two fields into a row.
func inPairs(list []string) [][]string { return slices.Collect(slices.Chunk(list, 2)) }
