package order

import (
	"tongpin/internal/core/intake"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
)

// Layout is the columns of the sheet of orders: one row an order, known by its
// enterprise and the enterprise's own number, or its kind with its title. An
// export fills number and state; an import passes them over.
var Layout = sheet.Layout{Kind: "order", Columns: []sheet.Column{
	{Key: "enterprise", Match: true, Sample: "91652824QQ0000012L"},
	{Key: "reference", Match: true},
	{Key: "kind", Required: true, Match: true, Type: sheet.Choice, Options: sheet.Words(Kinds), Enum: "order_kind"},
	{Key: "title", Required: true, Match: true},
	{Key: "mode", Type: sheet.Choice, Options: sheet.Words(Modes), Enum: "order_mode"},
	{Key: "post"},
	{Key: "occupation", Sample: "6-18-02-04"},
	{Key: "skill_level", Type: sheet.Choice, Options: SkillLevels, Enum: "skill_level"},
	{Key: "quantity", Type: sheet.Integer, Sample: "20"},
	{Key: "places"},
	{Key: "start_on", Type: sheet.Date},
	{Key: "end_on", Type: sheet.Date},
	{Key: "pay_from", Type: sheet.Money, Sample: "4800"},
	{Key: "pay_to", Type: sheet.Money, Sample: "5600"},
	{Key: "programmes", Type: sheet.List, Sample: "660105"},
	{Key: "skills", Type: sheet.List},
	{Key: "accommodation", Type: sheet.Flag},
	{Key: "post_wage", Type: sheet.Money},
	{Key: "lowest_grade", Type: sheet.Money},
	{Key: "hours_per_day", Type: sheet.Integer},
	{Key: "night_shift", Type: sheet.Flag},
	{Key: "overtime", Type: sheet.Flag},
	{Key: "fees", Type: sheet.Flag},
	{Key: "agency", Type: sheet.Flag},
	{Key: "filing"},
	{Key: "pledge", Type: sheet.Flag},
	{Key: "topic"},
	{Key: "hours", Type: sheet.Integer},
	{Key: "problem"},
	{Key: "field"},
	{Key: "expected"},
	{Key: "budget", Type: sheet.Money},
	{Key: "confidentiality", Type: sheet.Choice, Options: sheet.Words(Confidentialities), Enum: "confidentiality"},
	{Key: "subject"},
	{Key: "description"},
	{Key: "deadline", Type: sheet.Date},
	{Key: "visibility", Type: sheet.Choice, Options: sheet.Words(Visibilities), Enum: "visibility"},
	{Key: "shown_to", Type: sheet.List},
	{Key: "valid_until", Required: true, Type: sheet.Date},
	{Key: "number"},
	{Key: "state", Type: sheet.Choice, Options: sheet.Words(States), Enum: "order_state"},
}}

// ProductLayout is the columns of the list of core products: one row a product
// of a year, known by its enterprise, name and year.
var ProductLayout = sheet.Layout{Kind: "product", Columns: []sheet.Column{
	{Key: "enterprise", Match: true, Sample: "91652824QQ0000012L"},
	{Key: "name", Required: true, Match: true},
	{Key: "year", Required: true, Match: true, Type: sheet.Integer, Sample: "2026"},
	{Key: "industry_code", Sample: "C3011"},
	{Key: "position", Type: sheet.Choice, Options: Positions, Enum: "chain_position"},
	{Key: "output", Type: sheet.Money},
	{Key: "processes"},
	{Key: "programmes", Type: sheet.List},
	{Key: "occupations", Type: sheet.List},
}}

// Sheets are the spreadsheets of orders and core products.
func (s *Service) Sheets() []intake.Kind {
	return []intake.Kind{
		{
			Name: "order", Layout: Layout, Import: ActPlace, Export: ActView, Decide: s.decideOrders, Rows: s.orderRows, Filters: Filters, Sorts: Sorts,
			Words: map[string]string{"kind": "enum.order_kind", "mode": "enum.order_mode", "industry": "enum.industry", "state": "order.state", "waits": "enum.order_waits", "mine": "enum.order_mine"},
		},
		{
			Name: "product", Layout: ProductLayout, Import: ActProductKeep, Export: ActProductView,
			Decide: s.decideProducts, Rows: s.productRows, Filters: ProductFilters, Sorts: ProductSorts,
			Words: map[string]string{"position": "enum.chain_position"},
		},
	}
}

// dataOf reads the cells of a row, but for the schools that it names.
func dataOf(r *sheet.Row) Data {
	return Data{
		Kind: Kind(r.Choice("kind")), Reference: r.Text("reference"), Title: r.Text("title"), Quantity: r.Integer("quantity"),
		StartOn: r.Date("start_on"), EndOn: r.Date("end_on"), Deadline: r.Date("deadline"), ValidUntil: r.Date("valid_until"),
		Visibility: Visibility(r.Choice("visibility")), Details: detailsOf(r),
	}
}

func detailsOf(r *sheet.Row) Details {
	return Details{
		Description: r.Text("description"), Mode: Mode(r.Choice("mode")), Post: r.Text("post"), Occupation: r.Text("occupation"), SkillLevel: r.Choice("skill_level"),
		Places: r.Text("places"), PayFrom: r.Money("pay_from"), PayTo: r.Money("pay_to"), Programmes: r.List("programmes"), Skills: r.List("skills"),
		Accommodation: r.Flag("accommodation"), PostWage: r.Money("post_wage"), LowestGrade: r.Money("lowest_grade"), HoursPerDay: r.Integer("hours_per_day"),
		NightShift: r.Flag("night_shift"), Overtime: r.Flag("overtime"), Fees: r.Flag("fees"), Agency: r.Flag("agency"), Filing: r.Text("filing"), Pledge: r.Flag("pledge"),
		Topic: r.Text("topic"), Hours: r.Integer("hours"), Problem: r.Text("problem"), Field: r.Text("field"), Expected: r.Text("expected"), Budget: r.Money("budget"),
		Confidentiality: Confidentiality(r.Choice("confidentiality")), Subject: r.Text("subject"),
	}
}

func shownTo(r *sheet.Row, schools map[string]organisation.Organisation) (ids []record.ID) {
	for _, code := range r.List("shown_to") {
		o, ok := schools[code]
		if !ok || o.Kind != organisation.School {
			r.Fail("shown_to", "order.import.school")
			continue
		}
		ids = append(ids, o.ID)
	}
	return ids
}

// cells is an order in the columns of Layout. Whom it is shown to is for those
// who may place it.
func cells(o Order, codes map[record.ID]string, full bool) []any {
	x := o.Details
	var shown []string
	if full {
		for _, id := range o.ShownTo {
			shown = append(shown, codes[id])
		}
	}
	return []any{
		o.EnterpriseCredit, o.Reference, string(o.Kind), o.Title, string(x.Mode), x.Post, x.Occupation, x.SkillLevel, some(o.Quantity), x.Places,
		o.StartOn, o.EndOn, some(x.PayFrom), some(x.PayTo), x.Programmes, x.Skills, x.Accommodation, some(x.PostWage), some(x.LowestGrade), some(x.HoursPerDay),
		x.NightShift, x.Overtime, x.Fees, x.Agency, x.Filing, x.Pledge, x.Topic, some(x.Hours), x.Problem, x.Field, x.Expected, some(x.Budget),
		string(x.Confidentiality), x.Subject, x.Description, o.Deadline, string(o.Visibility), shown, o.ValidUntil, o.Number, string(o.State),
	}
}

// some leaves the cell of a number that was not given empty.
func some[N ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return n
}
