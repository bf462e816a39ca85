package agreementweb

import (
	"context"
	"slices"
	"strconv"

	"tongpin/internal/agreement"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/web/form"
	"tongpin/internal/platform/web/ui"
)

// The repeated parts of the form; papers with more rows are split.
var (
	partyRow      = form.Rows{Name: "party", Most: 20, Fields: []string{"name", "representative"}, Meaning: []string{"name", "representative"}}
	obligationRow = form.Rows{Name: "obligation", Most: 50, Fields: []string{"text", "party", "measure", "quantity", "due_on", "id"}, Meaning: []string{"text", "quantity", "due_on"}}
)

// rows are how many rows of each kind the form shows.
type rows struct{ parties, obligations int }

// rowsOf shows all that is filled, at least two parties and one obligation, and
// one more row where the person asked for it.
func rowsOf(v *form.Values) rows {
	return rows{partyRow.Shown(v, 2), obligationRow.Shown(v, 1)}
}

// compactAll moves the rows of both kinds together. Obligations name their party
// by its row, so they follow it; one whose party was taken away has none.
func compactAll(v *form.Values) rows {
	partyRow.Dropped(v)
	obligationRow.Dropped(v)
	from := partyRow.Compact(v)
	n := rows{len(from), len(obligationRow.Compact(v))}
	for i := range n.obligations {
		name := field(obligationRow.Name, i, "party")
		row, err := strconv.Atoi(v.Text(name))
		if at := slices.Index(from, row); err == nil && at >= 0 {
			v.Set(name, strconv.Itoa(at))
		} else {
			v.Set(name)
		}
	}
	return n
}

// onlyRows puts the rows together and tells whether only another one was asked for,
// or one less.
func onlyRows(v *form.Values) bool {
	compactAll(v)
	return v.Text("do") != ""
}

// filled is the form with a content.
func filled(x agreement.Content) *form.Values {
	v := form.New().Set("title", x.Title).Set("type", x.Type).Set("topics", x.Topics...).Set("from_on", x.FromOn.String()).Set("to_on", x.ToOn.String()).
		Set("purpose", x.Purpose).Set("clauses", x.Clauses)
	for i, p := range x.Parties {
		v.Set(field("party", i, "name"), p.Name).Set(field("party", i, "representative"), p.Representative)
	}
	for i, o := range x.Obligations {
		party := slices.IndexFunc(x.Parties, func(p agreement.Party) bool { return p.Organisation == o.Party })
		v.Set(field("obligation", i, "id"), string(o.ID)).Set(field("obligation", i, "text"), o.Text).Set(field("obligation", i, "party"), strconv.Itoa(party)).
			Set(field("obligation", i, "measure"), o.Measure).SetInt(field("obligation", i, "quantity"), o.Quantity).Set(field("obligation", i, "due_on"), o.DueOn.String())
	}
	return v
}

// asManyRows gives the present content the rows that the typed one has beyond it,
// blank, so that the two can be compared row by row; there may be none.
func asManyRows(now, typed *form.Values) {
	if now == nil {
		return
	}
	for _, g := range []form.Rows{partyRow, obligationRow} {
		for i := g.Last(now); i < g.Last(typed); i++ {
			g.Clear(now, i)
		}
	}
}

// partiesNow are the parties of the present content, if the form came too late.
func partiesNow(ctx context.Context, v *form.Values, n int) []ui.Option {
	if v.Now() == nil {
		return nil
	}
	return partyOptions(ctx, v.Now(), n)
}

// partyOptions are the parties of the form, for the obligations; a row that is
// not filled in yet is offered by its number.
func partyOptions(ctx context.Context, v *form.Values, n int) []ui.Option {
	options := make([]ui.Option, n)
	for i := range options {
		text := i18n.T(ctx, "agreement.party.nth", "n", i+1)
		if name := v.Text(field("party", i, "name")); name != "" {
			text = name
		}
		options[i] = ui.Option{Value: strconv.Itoa(i), Text: text}
	}
	return options
}

// measureOptions name each measure with its unit.
func measureOptions(ctx context.Context) []ui.Option {
	l := i18n.From(ctx)
	options := make([]ui.Option, len(agreement.MeasureKeys))
	for i, m := range agreement.MeasureKeys {
		options[i] = ui.Option{Value: m, Text: l.T("agreement.measure", "measure", l.Word("enum.measure", m), "unit", l.Word("unit", agreement.Measures[m]))}
	}
	return options
}

// obligationAnchor is where the page of the form shows an obligation.
func obligationAnchor(i int) string { return "obligation-" + strconv.Itoa(i) }
