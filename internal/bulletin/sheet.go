package bulletin

import (
	"context"

	"tongpin/internal/core/access"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/listing"
)

// Filters and Sorts are the keys that a list of bulletins understands.
var (
	Filters = []string{"series", "state"}
	Sorts   = []string{"period", "published", "created"}
)

// Layout is the columns of the register of bulletins: one row a paper.
var Layout = sheet.Layout{Kind: "bulletin", Columns: []sheet.Column{
	{Key: "title", Width: 40},
	{Key: "series", Type: sheet.Choice, Options: sheet.Words(AllSeries), Enum: "bulletin_series"},
	{Key: "period"},
	{Key: "number"},
	{Key: "published_on", Type: sheet.Date},
	{Key: "state", Type: sheet.Choice, Options: sheet.Words(Flow.States()), Enum: "bulletin_state"},
	{Key: "editor"},
}}

// Sheet is the register as a spreadsheet: it goes out and does not come in. The
// papers themselves are handed out as documents.
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{Name: "bulletin", Layout: Layout, Export: ActView, Rows: s.rows, Filters: Filters, Sorts: Sorts, Words: map[string]string{"series": "enum.bulletin_series", "state": "enum.bulletin_state"}}
}

func (s *Service) rows(ctx context.Context, _ access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.Each(ctx, q, func(b Bulletin) error {
		return yield(sheet.Values{b.Content.Title, string(b.Series), b.Period.Name, b.Number(), b.PublishedOn, string(b.State), b.Content.Editor})
	})
}
