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

// rowGroup is a repeated part of the form. A row of which nothing in meaning is
// filled is no row.
type rowGroup struct {
	name    string
	most    int // papers with more are split
	fields  []string
	meaning []string
}

var (
	partyRow      = rowGroup{"party", 20, []string{"name", "representative"}, []string{"name", "representative"}}
	obligationRow = rowGroup{"obligation", 50, []string{"text", "party", "measure", "quantity", "due_on", "id"}, []string{"text", "quantity", "due_on"}}
)

// rows are how many rows of each kind the form shows.
type rows struct{ parties, obligations int }

// addRow is what the button that asks for another row sends as "do", dropRow
// what the one that takes a row away sends.
func (g rowGroup) addRow() string       { return g.name }
func (g rowGroup) dropRow(i int) string { return g.name + "." + strconv.Itoa(i) }

// rowsOf shows all that is filled, at least two parties and one obligation, and
// one more row where the person asked for it.
func rowsOf(v *form.Values) rows {
	n := rows{max(2, partyRow.last(v)), max(1, obligationRow.last(v))}
	if now := v.Now(); now != nil { // somebody added rows meanwhile: they are compared too
		n = rows{max(n.parties, partyRow.last(now)), max(n.obligations, obligationRow.last(now))}
	}
	switch v.Text("do") {
	case partyRow.addRow():
		n.parties++
	case obligationRow.addRow():
		n.obligations++
	}
	return rows{min(n.parties, partyRow.most), min(n.obligations, obligationRow.most)}
}

// filled tells whether a row means anything.
func (g rowGroup) filled(v *form.Values, i int) bool {
	return slices.ContainsFunc(g.meaning, func(name string) bool { return v.Text(field(g.name, i, name)) != "" })
}

// last is the number of rows up to the last that means anything.
func (g rowGroup) last(v *form.Values) int {
	n := 0
	for i := range g.most {
		if g.filled(v, i) {
			n = i + 1
		}
	}
	return n
}

// drop empties the row that the person asked to take away.
func (g rowGroup) drop(v *form.Values) {
	for i := range g.most {
		if v.Text("do") == g.dropRow(i) {
			g.clear(v, i)
		}
	}
}

func (g rowGroup) clear(v *form.Values, i int) {
	for _, name := range g.fields {
		v.Set(field(g.name, i, name))
	}
}

// compact moves the rows that mean something together, so that the faults of a
// decision, which count the rows that it saw, come to the right ones. It returns
// where each row came from.
func (g rowGroup) compact(v *form.Values) []int {
	var from []int
	last := g.last(v)
	for i := range last {
		if !g.filled(v, i) {
			continue
		}
		for _, name := range g.fields {
			v.Set(field(g.name, len(from), name), v.Raw(field(g.name, i, name)))
		}
		from = append(from, i)
	}
	for i := len(from); i < last; i++ {
		g.clear(v, i)
	}
	return from
}

// compactAll moves the rows of both kinds together. Obligations name their party
// by its row, so they follow it; one whose party was taken away has none.
func compactAll(v *form.Values) rows {
	partyRow.drop(v)
	obligationRow.drop(v)
	from := partyRow.compact(v)
	n := rows{len(from), len(obligationRow.compact(v))}
	for i := range n.obligations {
		name := field(obligationRow.name, i, "party")
		row, err := strconv.Atoi(v.Text(name))
		if at := slices.Index(from, row); err == nil && at >= 0 {
			v.Set(name, strconv.Itoa(at))
		} else {
			v.Set(name)
		}
	}
	return n
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

// filledLike is the form with a content, and with the rows that another form
// has beyond it, blank, so that the two can be compared row by row.
func filledLike(v *form.Values, x agreement.Content) *form.Values {
	now := filled(x)
	for _, g := range []rowGroup{partyRow, obligationRow} {
		for i := g.last(now); i < g.last(v); i++ {
			g.clear(now, i)
		}
	}
	return now
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
