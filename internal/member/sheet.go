package member

import (
	"cmp"
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/listing"
)

// Filters and Sorts are the keys that a list of members understands.
var (
	Filters = []string{"kind", "state", "tier", "industry", "sme"}
	Sorts   = []string{"name", "joined", "applied", "staff"}
)

// Sheet is the spreadsheet of members: one row an organisation, known by its
// credit code.
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{
		Name: "member", Layout: Layout, Import: ActImport, Export: ActExport, Reveal: ActContact,
		Decide: s.decideRows, Rows: s.rows, Filters: Filters, Sorts: Sorts,
		Words: map[string]string{"kind": "enum.organisation_kind", "state": "membership.state", "tier": "enum.tier", "industry": "enum.industry", "sme": "enum.yes_no"},
	}
}

// Layout is the columns of the sheet of members.
var Layout = sheet.Layout{Kind: "member", Columns: []sheet.Column{
	{Key: "credit_code", Required: true, Match: true, Sample: "91652824QQ0000012L"},
	{Key: "name", Required: true},
	{Key: "name_en"},
	{Key: "kind", Required: true, Type: sheet.Choice, Options: sheet.Words(organisation.Kinds), Enum: "organisation_kind"},
	{Key: "tier", Type: sheet.Choice, Options: sheet.Words(Tiers), Enum: "tier"},
	{Key: "industry", Type: sheet.Choice, Options: organisation.Industries, Enum: "industry"},
	{Key: "industry_code", Sample: "C3011"},
	{Key: "division_code", Sample: "652824"},
	{Key: "specialised_sme", Type: sheet.Flag},
	{Key: "staff_count", Type: sheet.Integer, Sample: "320"},
	{Key: "contact", Name: true, Sensitive: true},
	{Key: "phone", Sensitive: true, Sample: "13800000000"},
	{Key: "joined_on", Type: sheet.Date, Sample: "2026-03-01"},
}}

// decideRows judges a batch: a code that is known updates its member, a new one
// registers it. A row that says nothing new changes nothing.
func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	codes := make([]string, len(rows))
	for i, r := range rows {
		codes[i] = usualCode(r.Text("credit_code"))
	}
	known, err := s.store.ByCreditCodes(ctx, codes)
	if err != nil {
		return intake.Batch{}, err
	}
	var members []Membership
	all := change.By(a, s.clock.Now())
	outcomes := make([]intake.Outcome, len(rows))
	for i, r := range rows {
		m, c, result := s.decideRow(a, r, known[codes[i]])
		if result == intake.Failed {
			continue
		}
		outcomes[i] = intake.Outcome{Result: result, Record: m.Ref()}
		if result != intake.Unchanged {
			members = append(members, m)
			all.Join(c)
		}
	}
	save := func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.SaveAll(ctx, members, tail)
	}
	return intake.Batch{Outcomes: outcomes, Save: save}, nil
}

func (s *Service) decideRow(a access.Actor, r *sheet.Row, known Membership) (Membership, change.Change, intake.Result) {
	cmd := commandOf(r)
	if r.Err() != nil {
		return known, change.Change{}, intake.Failed
	}
	if known.ID != "" {
		m, c, changed, err := Update(known, cmd, a, s.clock.Now())
		switch {
		case err != nil:
			r.Add(err)
			return known, c, intake.Failed
		case !changed:
			return m, c, intake.Unchanged
		}
		return m, c, intake.Updated
	}
	cmd.Known = known.Organisation
	m, c, err := Register(cmd, a, s.clock.Now())
	if err != nil {
		r.Add(err)
		return known, c, intake.Failed
	}
	return m, c, intake.Created
}

// usualCode is a credit code in its usual form; a wrong one stays as it is.
func usualCode(given string) string {
	if usual, err := code.ParseCredit("", given); err == nil {
		return usual
	}
	return given
}

func commandOf(r *sheet.Row) RegisterCommand {
	return RegisterCommand{
		ID: record.NewID(), OrganisationID: record.NewID(),
		Tier:     Tier(cmp.Or(r.Choice("tier"), string(Ordinary))),
		JoinedOn: r.Date("joined_on"),
		Particulars: Particulars{
			Name: r.Text("name"), NameEN: r.Text("name_en"), Kind: organisation.Kind(r.Choice("kind")), CreditCode: r.Text("credit_code"),
			DivisionCode: r.Text("division_code"), Industry: r.Choice("industry"), IndustryCode: r.Text("industry_code"),
			SpecialisedSME: r.Flag("specialised_sme"), StaffCount: r.Integer("staff_count"), Contact: r.Text("contact"), Phone: r.Text("phone"),
		},
	}
}

func (s *Service) rows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.Each(ctx, q, s.table.Reach(a, ActExport), a, func(m Membership) error {
		o := m.Organisation
		return yield(sheet.Values{
			o.CreditCode, o.Name, o.NameEN, string(o.Kind), string(m.Tier), o.Industry, o.IndustryCode, o.DivisionCode,
			o.SpecialisedSME, o.StaffCount, o.Contact, o.Phone, m.JoinedOn,
		})
	})
}
