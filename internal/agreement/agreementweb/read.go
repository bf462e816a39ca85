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
)

// read decodes the form. It is done if the person only asked for another row:
// then the form was shown again.
func (p *Pages) read(w http.ResponseWriter, r *http.Request, s sheetOf) (*form.Values, agreement.Content, bool, error) {
	v, err := form.Decode(r)
	if err != nil {
		return v, agreement.Content{}, false, err
	}
	if onlyRows(v) {
		return v, agreement.Content{}, true, p.renderForm(w, r, http.StatusOK, s, v)
	}
	x, err := p.content(r.Context(), v)
	return v, x, false, err
}

// content is what the form says; what is wrong with it stands in the values.
func (p *Pages) content(ctx context.Context, v *form.Values) (agreement.Content, error) {
	n := compactAll(v)
	v.Required("title", "type", "from_on")
	x := agreement.Content{
		Title: v.Text("title"), Type: v.Text("type"), Topics: v.All("topics"), Purpose: v.Text("purpose"), Clauses: v.Text("clauses"),
		FromOn: form.Read(v, "from_on", "web.fault.date", calendar.ParseDate), ToOn: form.Read(v, "to_on", "web.fault.date", calendar.ParseDate),
	}
	all, err := p.service.Candidates(ctx)
	if err != nil {
		return x, err
	}
	body, err := p.service.Body(ctx)
	if err != nil {
		return x, err
	}
	for i := range n.parties {
		x.Parties = append(x.Parties, readParty(v, i, all, named(ctx, body)))
	}
	for i := range n.obligations {
		x.Obligations = append(x.Obligations, readObligation(v, i, x.Parties))
	}
	return x, nil
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
