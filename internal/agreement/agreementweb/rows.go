package agreementweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"tongpin/internal/agreement"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/record/recordweb"
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

// read decodes the form. It is done if the person only asked for another row:
// then the form was shown again.
func (p *Pages) read(w http.ResponseWriter, r *http.Request, s sheetOf) (*form.Values, agreement.Content, bool, error) {
	v, err := form.Decode(r)
	if err != nil {
		return v, agreement.Content{}, false, err
	}
	n := compactAll(v)
	if v.Text("do") != "" {
		return v, agreement.Content{}, true, p.renderForm(w, r, http.StatusOK, s, v)
	}
	v.Required("title", "type", "from_on")
	x := agreement.Content{
		Title: v.Text("title"), Type: v.Text("type"), Topics: v.All("topics"), Purpose: v.Text("purpose"), Clauses: v.Text("clauses"),
		FromOn: form.Read(v, "from_on", "web.fault.date", calendar.ParseDate), ToOn: form.Read(v, "to_on", "web.fault.date", calendar.ParseDate),
	}
	all, err := p.service.Candidates(r.Context())
	if err != nil {
		return v, x, false, err
	}
	body, err := p.service.Body(r.Context())
	if err != nil {
		return v, x, false, err
	}
	for i := range n.parties {
		x.Parties = append(x.Parties, readParty(v, i, all, named(r.Context(), body)))
	}
	for i := range n.obligations {
		x.Obligations = append(x.Obligations, readObligation(v, i, x.Parties))
	}
	return v, x, false, nil
}

// consortium is the body that acts for the consortium, and the words by which
// people mean it.
type consortium struct {
	body  record.ID
	words string
}

func named(ctx context.Context, body record.ID) consortium {
	return consortium{body, i18n.T(ctx, "agreement.party.consortium")}
}

// readParty finds the organisation that a row names or whose credit code it is;
// "the consortium" is its body.
func readParty(v *form.Values, i int, all []organisation.Organisation, c consortium) agreement.Party {
	name := v.Text(field("party", i, "name"))
	at := slices.IndexFunc(all, func(o organisation.Organisation) bool {
		return name != "" && (o.Name == name || o.CreditCode == name || o.ID == c.body && name == c.words)
	})
	if at < 0 {
		v.Wrong(field("party", i, "name"), "agreement.party.unknown")
		return agreement.Party{Organisation: record.ID(name), Name: name}
	}
	return agreement.PartyOf(all[at], v.Text(field("party", i, "representative")))
}

func readObligation(v *form.Values, i int, parties []agreement.Party) agreement.Obligation {
	name := func(part string) string { return field("obligation", i, part) }
	o := agreement.Obligation{
		ID: recordweb.NewID(v, name("")), Text: v.Text(name("text")), Measure: v.Text(name("measure")),
		Quantity: int64(v.Int(name("quantity"))), DueOn: form.Read(v, name("due_on"), "web.fault.date", calendar.ParseDate),
	}
	if id, ok := record.ParseID(v.Text(name("id"))); ok {
		o.ID = id
	}
	if n, err := strconv.Atoi(v.Text(name("party"))); err == nil && n >= 0 && n < len(parties) {
		o.Party = parties[n].Organisation
	}
	return o
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
