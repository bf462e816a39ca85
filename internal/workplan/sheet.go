package workplan

import (
	"context"
	"strconv"
	"strings"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/intake"
	"tongpin/internal/core/metric"
	"tongpin/internal/core/record"
	"tongpin/internal/core/sheet"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
)

// Layout is the columns of the sheet of items: one row an item, known by the
// year of its plan and its number.
var Layout = sheet.Layout{Kind: "workplan_item", Columns: []sheet.Column{
	{Key: "year", Required: true, Match: true, Type: sheet.Integer, Sample: "2026"},
	{Key: "number", Required: true, Match: true, Sample: "2.1"},
	{Key: "title", Required: true, Width: 40},
	{Key: "text", Width: 40},
	{Key: "owner", Sample: "91652824QQ0000012L"},
	{Key: "from_on", Type: sheet.Date, Sample: "2026-01-01"},
	{Key: "to_on", Type: sheet.Date, Sample: "2026-12-31"},
	{Key: "operator", Type: sheet.Choice, Options: []string{"equal", "at_least", "more", "range", "strive"}, Enum: "workplan_operator", Sample: "at_least"},
	{Key: "low", Type: sheet.Integer, Sample: "150"},
	{Key: "high", Type: sheet.Integer},
	{Key: "unit"},
	{Key: "metric", Sample: "training.person_times"},
	{Key: "scope", Type: sheet.Choice, Options: []string{"consortium", "schools"}, Enum: "scope"},
}}

// Sheet is the spreadsheet of items. Rows of a year that has no plan yet begin
// its draft; an adopted plan must be opened for revision first.
func (s *Service) Sheet() intake.Kind {
	return intake.Kind{Name: "workplan_item", Layout: Layout, Import: ActKeep, Export: ActView, Decide: s.decideRows, Rows: s.rows, Filters: []string{"year"}}
}

// batch is the plans that the rows of a batch change.
type batch struct {
	plans   map[int]Plan
	order   []int
	changes change.Change
	owners  map[string]record.ID
}

func (s *Service) decideRows(ctx context.Context, a access.Actor, rows []*sheet.Row) (intake.Batch, error) {
	b := &batch{plans: map[int]Plan{}, changes: change.By(a, s.clock.Now()), owners: map[string]record.ID{}}
	all, err := s.store.Organisations(ctx)
	if err != nil {
		return intake.Batch{}, err
	}
	for _, o := range all {
		b.owners[o.CreditCode] = o.ID
	}
	outcomes := make([]intake.Outcome, len(rows))
	for n, r := range rows {
		if outcomes[n], err = s.decideRow(ctx, a, b, r); err != nil {
			return intake.Batch{}, err
		}
	}
	return intake.Batch{Outcomes: outcomes, Save: func(ctx context.Context, tail change.Change) error {
		tail.Join(b.changes)
		list := make([]Plan, len(b.order))
		for n, year := range b.order {
			list[n] = b.plans[year]
		}
		return s.store.SaveAll(ctx, list, tail)
	}}, nil
}

// planOf is the plan of a row's year: a new draft if there is none.
func (s *Service) planOf(ctx context.Context, a access.Actor, b *batch, year int) (Plan, change.Change, error) {
	if p, ok := b.plans[year]; ok {
		return p, change.Change{}, nil
	}
	p, err := s.store.ByYear(ctx, year)
	if !fault.Is(err, fault.NotFound) {
		return p, change.Change{}, err
	}
	return Start(DraftCommand{ID: record.Derived("", "workplan "+strconv.Itoa(year)), Year: year, Title: strconv.Itoa(year)}, a, s.clock.Now())
}

func (s *Service) decideRow(ctx context.Context, a access.Actor, b *batch, r *sheet.Row) (intake.Outcome, error) {
	if r.Err() != nil {
		return intake.Outcome{}, nil
	}
	year := int(r.Integer("year"))
	p, begun, err := s.planOf(ctx, a, b, year)
	if err != nil {
		if len(fault.All(err)) == 0 {
			return intake.Outcome{}, err
		}
		r.Add(err)
		return intake.Outcome{}, nil
	}
	i, was := s.itemOf(b, r, p)
	result := intake.Created
	if was.ID != "" {
		result = intake.Updated
		if was.same(i.tidy()) {
			return intake.Outcome{Result: intake.Unchanged, Record: p.Ref()}, nil
		}
	}
	if r.Err() != nil {
		return intake.Outcome{}, nil
	}
	one := []Item{i}
	err = s.complete(ctx, one)
	var c change.Change
	if err == nil {
		p, c, err = Put(p, one[0], a, s.clock.Now())
	}
	if err != nil {
		r.Add(err)
		return intake.Outcome{}, nil
	}
	if _, ok := b.plans[year]; !ok {
		b.order = append(b.order, year)
	}
	b.plans[year] = p
	b.changes.Join(begun)
	b.changes.Join(c)
	return intake.Outcome{Result: result, Record: p.Ref()}, nil
}

// itemOf reads a row into an item, and finds the one with its number.
func (s *Service) itemOf(b *batch, r *sheet.Row, p Plan) (i, was Item) {
	year := int(r.Integer("year"))
	i = Item{
		ID: record.Derived(p.ID, "item "+r.Text("number")), Number: r.Text("number"), Title: r.Text("title"), Text: r.Text("text"),
		FromOn: r.Date("from_on"), ToOn: r.Date("to_on"), Unit: r.Text("unit"), Aim: r.Has("operator"),
		Target: Target{Operator: Operator(r.Choice("operator")), Low: r.Integer("low"), High: r.Integer("high")},
		Meter:  Meter{Metric: r.Text("metric"), Slice: metric.Slice{Scope: r.Choice("scope")}},
	}
	if i.FromOn.Zero() {
		i.FromOn = calendar.On(year, 1, 1)
	}
	if i.ToOn.Zero() {
		i.ToOn = calendar.On(year, 12, 31)
	}
	if i.Meter.Metric != "" && i.Meter.Slice.Scope == "" {
		i.Meter.Slice.Scope = "consortium"
	}
	if i.Meter.Metric == "" {
		i.Meter = Meter{}
	}
	if code := r.Text("owner"); code != "" {
		id, ok := b.owners[code]
		if !ok {
			r.Fail("owner", "workplan.owner")
		}
		i.Owner = id
	}
	for _, o := range p.Items {
		if o.Number == strings.TrimSpace(i.Number) {
			was, i.ID, i.Target.Milestones = o, o.ID, o.Target.Milestones
		}
	}
	return i, was
}

func (s *Service) rows(ctx context.Context, a access.Actor, q listing.Query, yield func(sheet.Values) error) error {
	all, err := s.List(ctx, a, listing.Query{Sort: "year", Page: 1, Size: LastYear - FirstYear + 1})
	if err != nil {
		return err
	}
	orgs, err := s.store.Organisations(ctx)
	if err != nil {
		return err
	}
	codes := map[record.ID]string{}
	for _, o := range orgs {
		codes[o.ID] = o.CreditCode
	}
	for _, listed := range all.Rows {
		if year := q.First("year"); year != "" && year != strconv.Itoa(listed.Year) {
			continue
		}
		p, err := s.Find(ctx, a, listed.ID)
		if err != nil {
			return err
		}
		for _, i := range p.Current() {
			t := i.Target
			if err := yield(sheet.Values{int64(p.Year), i.Number, i.Title, i.Text, codes[i.Owner], i.FromOn, i.ToOn, string(t.Operator), t.Low, t.High, i.Unit, i.Meter.Metric, i.Meter.Slice.Scope}); err != nil {
				return err
			}
		}
	}
	return nil
}
