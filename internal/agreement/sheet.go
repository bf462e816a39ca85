package agreement

import (
	"context"
	"slices"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Filters and Sorts are the keys that a list of agreements understands.
var (
	Filters = []string{"type", "state", "turn", "party", "within", "topic"}
	Sorts   = []string{"number", "signed", "to", "created", "landing"}
)

// Layout is the columns of the register of agreements.
var Layout = sheet.Layout{Kind: "agreement", Columns: []sheet.Column{
	{Key: "number", Required: true, Match: true, Sample: "RQ-XY-2025-018"},
	{Key: "title", Required: true},
	{Key: "type", Required: true, Type: sheet.Choice, Options: Types, Enum: "agreement_type"},
	{Key: "parties", Required: true, Type: sheet.List, Sample: "91652824QQ0000012L; 12652824QQ0000020L"},
	{Key: "topics", Type: sheet.List, Options: Topics, Enum: "topic"},
	{Key: "signed_on", Required: true, Type: sheet.Date, Sample: "2025-11-06"},
	{Key: "from_on", Required: true, Type: sheet.Date, Sample: "2025-11-06"},
	{Key: "to_on", Type: sheet.Date, Sample: "2028-11-05"},
	{Key: "purpose"},
}}

// Sheet is the register of signed agreements as a spreadsheet, known by their
// number.
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{
		Name: "agreement", Layout: Layout, Import: ActImport, Export: ActExport,
		Decide: s.decideRows, Rows: s.rows, Filters: Filters, Sorts: Sorts,
		Words: map[string]string{"type": "enum.agreement_type", "state": "agreement.state", "turn": "agreement.filter", "topic": "enum.topic"},
	}
}

func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	var numbers, codes []string
	for _, r := range rows {
		numbers = append(numbers, r.Text("number"))
		codes = append(codes, r.List("parties")...)
	}
	known, err := s.store.ByNumbers(ctx, numbers)
	if err != nil {
		return intake.Batch{}, err
	}
	parties, err := s.store.Parties(ctx, slices.Compact(slices.Sorted(slices.Values(codes))))
	if err != nil {
		return intake.Batch{}, err
	}
	var fresh []Agreement
	all := change.By(a, s.clock.Now())
	outcomes := make([]intake.Outcome, len(rows))
	for i, r := range rows {
		cmd := commandOf(r, parties)
		if r.Err() != nil {
			continue
		}
		if g, ok := known[numbers[i]]; ok {
			outcomes[i] = unchanged(g, cmd, r)
			continue
		}
		g, c, err := Register(cmd, a, s.clock.Now())
		if err != nil {
			r.Add(err)
			continue
		}
		fresh = append(fresh, g)
		all.Join(c)
		outcomes[i] = intake.Outcome{Result: intake.Created, Record: g.Ref()}
	}
	save := func(ctx context.Context, tail change.Change) error {
		tail.Join(all)
		return s.store.SaveAll(ctx, fresh, tail)
	}
	return intake.Batch{Outcomes: outcomes, Save: save}, nil
}

// unchanged compares a row with the agreement of that number. A signed
// agreement is not changed by a sheet: the row says the same, or it is refused.
func unchanged(g Agreement, cmd RegisterCommand, r *sheet.Row) intake.Outcome {
	x := cmd.Content
	same := g.Title == x.Title && g.Type == x.Type && g.SignedOn == cmd.SignedOn && g.FromOn == x.FromOn && g.ToOn == x.ToOn &&
		g.Purpose == x.Purpose && sameSet(g.Topics, x.Topics) && sameSet(g.organisations(), Agreement{Parties: x.Parties}.organisations())
	if !same {
		r.Add(fault.Wrong("number", g.Number, "agreement.import.signed", "number", g.Number))
		return intake.Outcome{}
	}
	return intake.Outcome{Result: intake.Unchanged, Record: g.Ref()}
}

// sameSet tells whether two lists hold the same, in whatever order.
func sameSet[S ~string](a, b []S) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

func commandOf(r *sheet.Row, parties map[string]Party) RegisterCommand {
	cmd := RegisterCommand{
		ID: record.NewID(), Number: r.Text("number"), SignedOn: r.Date("signed_on"), Code: code.NewVerification(),
		Content: Content{
			Title: r.Text("title"), Type: r.Choice("type"), Topics: r.List("topics"), FromOn: r.Date("from_on"), ToOn: r.Date("to_on"), Purpose: r.Text("purpose"),
		},
	}
	for _, creditCode := range r.List("parties") {
		p, ok := parties[creditCode]
		if !ok {
			r.Add(fault.Wrong("parties", creditCode, "agreement.import.party", "code", creditCode))
			continue
		}
		cmd.Content.Parties = append(cmd.Content.Parties, p)
	}
	return cmd
}

func (s *Service) rows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.Each(ctx, q, s.table.Reach(a, ActExport), a, s.today(), func(g Agreement) error {
		codes := make([]string, len(g.Parties))
		for i, p := range g.Parties {
			codes[i] = strings.TrimSpace(p.CreditCode)
		}
		return yield(sheet.Values{g.Number, g.Title, g.Type, codes, g.Topics, g.SignedOn, g.FromOn, g.ToOn, g.Purpose})
	})
}
