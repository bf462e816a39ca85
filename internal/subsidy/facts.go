package subsidy

import (
	"context"
	"strconv"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/money"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/listing"
)

// The kinds of facts about subsidies: fen, one fact for each person.
const (
	FactPaid   fact.Kind = "subsidy.paid"        // on the day of the payment; subject: the trainee
	FactClawed fact.Kind = "subsidy.clawed_back" // on the day of the decision; subject: the trainee
)

// unit of the facts.
const unit = "fen"

// Metrics defines the figures about subsidies: money by the day of payment, and
// of claw-back.
func Metrics() []metric.Definition {
	flow := func(key string, kind fact.Kind, measure metric.Measure, unit string) metric.Definition {
		return metric.Definition{
			Key: key, Kinds: []fact.Kind{kind}, Measure: measure, Scopes: []string{fact.ScopeConsortium}, PerOwner: true,
			Dimensions: []string{"occupation", "category", "level", "fund"}, Unit: unit,
		}
	}
	return []metric.Definition{
		flow("subsidy.paid", FactPaid, metric.Sum, unit),
		flow("subsidy.persons", FactPaid, metric.Subjects, "person"),
		flow("subsidy.clawed_back", FactClawed, metric.Sum, unit),
	}
}

// count counts money of one person. The id is derived from what is paid: the
// same money is never counted twice.
func (m Claim) count(c *change.Change, kind fact.Kind, of record.ID, l Line, amount money.Fen, on calendar.Date) {
	d := map[string]string{"category": m.Category}
	for key, value := range map[string]string{"occupation": m.Occupation, "level": string(m.Level), "fund": m.Fund} {
		if value != "" {
			d[key] = value
		}
	}
	c.Count(fact.Fact{
		ID: record.Derived(of, string(kind)), Kind: kind, On: on, Quantity: int64(amount), Unit: unit, Scope: fact.ScopeConsortium, Owner: m.Provider, Subject: l.Trainee, Dims: d, Record: m.Ref(),
	})
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// Layout is the columns of the sheet of claims: one row a claim, no person.
var Layout = sheet.Layout{Kind: "subsidy_claim", Columns: []sheet.Column{
	{Key: "number"},
	{Key: "class_number"},
	{Key: "class_name", Width: 32},
	{Key: "provider", Width: 32},
	{Key: "category", Type: sheet.Choice, Options: Categories, Enum: "training_category"},
	{Key: "fund", Type: sheet.Choice, Options: Funds, Enum: "training_fund"},
	{Key: "opens", Type: sheet.Date},
	{Key: "closes", Type: sheet.Date},
	{Key: "policy", Width: 32},
	{Key: "claimed", Type: sheet.Money},
	{Key: "due", Type: sheet.Money},
	{Key: "paid", Type: sheet.Money},
	{Key: "back", Type: sheet.Money},
	{Key: "paid_on", Type: sheet.Date},
}}

// Sheet is the spreadsheet of claims: it goes out and does not come in.
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{Name: "subsidy_claim", Layout: Layout, Export: ActExport, Rows: s.rows, Filters: Filters, Sorts: Sorts, Words: map[string]string{"state": "subsidy_claim.state", "category": "enum.training_category"}}
}

func (s *Service) rows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	return s.store.Each(ctx, q, s.table.Reach(a, ActExport), a, func(m Claim) error {
		return yield(sheet.Values{
			m.Number, m.ClassNumber, m.ClassName, m.ProviderName, m.Category, m.Fund, m.Opens, m.Closes, m.Basis.Name,
			m.Claimed, m.Due, m.Paid, m.Back, m.PaidOn,
		})
	})
}
