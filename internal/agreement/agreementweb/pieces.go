package agreementweb

import (
	"context"
	"fmt"
	"strings"

	"tongpin/internal/agreement"
	"tongpin/internal/core/record"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/ui"
)

var tones = map[agreement.State]ui.Tone{
	agreement.Draft: ui.Plain, agreement.Negotiating: ui.Saffron, agreement.Approved: ui.Saffron, agreement.Active: ui.Jade,
	agreement.Expired: ui.Plain, agreement.Ended: ui.Brick, agreement.Withdrawn: ui.Plain,
}

// percent writes permille as a percentage: 333 is "33.3%", 1000 is "100%".
func percent(permille int64) string {
	if permille%10 == 0 {
		return fmt.Sprintf("%d%%", permille/10)
	}
	return fmt.Sprintf("%d.%d%%", permille/10, permille%10)
}

// nameOf is the name of a party; "" for nobody.
func nameOf(g agreement.Agreement, id record.ID) string {
	p, _ := g.Party(id)
	return p.Name
}

// names are those of the parties, joined as the language does.
func names(ctx context.Context, parties []agreement.Party) string {
	list := make([]string, len(parties))
	for i, p := range parties {
		list[i] = p.Name
	}
	return strings.Join(list, i18n.T(ctx, "record.comma"))
}

// words are the texts of several codes, joined.
func words(ctx context.Context, family string, codes []string) string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = i18n.From(ctx).Word(family, c)
	}
	return strings.Join(list, i18n.T(ctx, "record.comma"))
}

// term is the time in which an agreement holds, in words.
func term(ctx context.Context, g agreement.Agreement) string {
	l := i18n.From(ctx)
	from := l.Date(i18n.Day(g.FromOn))
	if g.ToOn.Zero() {
		return l.T("agreement.term.open", "from", from)
	}
	return l.T("agreement.term", "from", from, "to", l.Date(i18n.Day(g.ToOn)))
}

// amount is a quantity with its unit.
func amount(ctx context.Context, quantity int64, unit string) string {
	l := i18n.From(ctx)
	return l.T("agreement.amount", "quantity", quantity, "unit", l.Word("unit", unit))
}
