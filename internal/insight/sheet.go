package insight

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/i18n"
	"tongpin/internal/platform/listing"
)

// The kinds of sheets: figures and the facts behind one of them can be taken
// out; nothing comes in.
const (
	FiguresSheet = "figures"
	FactsSheet   = "facts"
)

// Sheets declares the sheets of this package.
func (s *Service) Sheets() []intake.Kind {
	return []intake.Kind{
		{Name: FiguresSheet, Layout: figuresLayout, Export: ActView, Rows: s.figureRows, Filters: []string{"period"}},
		{Name: FactsSheet, Layout: factsLayout, Export: ActView, Rows: s.factRows, Filters: FactFilters, Words: map[string]string{"metric": "metric", "scope": "enum.scope", "reversals": "enum.yes_no"}},
	}
}

var figuresLayout = sheet.Layout{Kind: "figure", Columns: []sheet.Column{
	{Key: "key"},
	{Key: "name", Width: 24},
	{Key: "scope", Type: sheet.Choice, Options: scopes, Enum: "scope"},
	{Key: "owner", Width: 32},
	{Key: "dimension"},
	{Key: "value_of_dimension"},
	{Key: "period"},
	{Key: "value", Type: sheet.Integer},
	{Key: "unit"},
	{Key: "facts", Type: sheet.Integer},
	{Key: "wording", Width: 60},
}}

var factsLayout = sheet.Layout{Kind: "fact", Columns: []sheet.Column{
	{Key: "on", Type: sheet.Date},
	{Key: "kind", Width: 24},
	{Key: "quantity", Type: sheet.Integer},
	{Key: "unit"},
	{Key: "scope", Type: sheet.Choice, Options: scopes, Enum: "scope"},
	{Key: "owner", Width: 32},
	{Key: "subject", Width: 32},
	{Key: "dimensions", Width: 40},
	{Key: "recorded_at", Type: sheet.Date},
	{Key: "reason", Width: 40},
	{Key: "record_kind"},
	{Key: "record"},
	{Key: "id"},
}}

var scopes = []string{"consortium", "schools"}

// figureRows streams every figure that the actor may see.
func (s *Service) figureRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	p, err := calendar.ParsePeriod(q.First("period"))
	if err != nil {
		return wrongPeriod(q.First("period"))
	}
	figures, err := s.Figures(ctx, a, p)
	if err != nil {
		return err
	}
	names, err := s.Names(ctx, Owners(figures))
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	for _, f := range figures {
		row := rowOf(f, names)
		dimension, value := f.Slice.Dimension, f.Slice.Value
		if dimension != "" {
			value, dimension = DimensionWord(l, f.Key, dimension, value), wordOr(l, "dimension", dimension)
		}
		err := yield(sheet.Values{
			f.Key, wordOr(l, "metric", f.Key), f.Slice.Scope, names[f.Slice.Owner], dimension, value, row.Period,
			f.Value, wordOr(l, "unit", f.Unit), f.Facts, optional(l, "metric."+f.Key+".wording"),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// factRows streams the facts behind the figure that the question names.
func (s *Service) factRows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	ask, err := s.Ask(q)
	if err != nil {
		return err
	}
	query, err := s.query(a, ask.Definition.Key, s.Narrow(a, ask.Slice), ask.Period)
	if err != nil {
		return err
	}
	query.Reversals, query.Record = ask.Reversals, ask.Record
	page, err := s.store.Facts(ctx, query)
	if err != nil {
		return err
	}
	list := page.Rows
	var ids []record.ID
	for _, f := range list {
		ids = append(ids, f.Owner, f.Subject)
	}
	names, err := s.Names(ctx, distinct(ids))
	if err != nil {
		return err
	}
	l := i18n.From(ctx)
	for _, f := range list {
		err := yield(sheet.Values{
			f.On, wordOr(l, "fact", string(f.Kind)), f.Quantity, wordOr(l, "unit", f.Unit), f.Scope, names[f.Owner], names[f.Subject],
			DimensionWords(l, ask.Definition.Key, f.Dims), calendar.DateOf(f.At), f.Reason, string(f.Record.Kind), string(f.Record.ID), string(f.ID),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func distinct(ids []record.ID) []record.ID {
	seen := map[record.ID]bool{"": true}
	var list []record.ID
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			list = append(list, id)
		}
	}
	return list
}

// sliceOf is the slice that the filters of a question name.
func sliceOf(d metric.Definition, q listing.Query) metric.Slice {
	slice := metric.Slice{Scope: q.First("scope"), Owner: record.ID(q.First("owner"))}
	if slice.Scope == "" && len(d.Scopes) > 0 {
		slice.Scope = d.Scopes[0]
	}
	slice.Dimension, slice.Value = SplitPart(q.First("part"))
	return slice
}
