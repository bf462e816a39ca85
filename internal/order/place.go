package order

import (
	_ "embed"
	"slices"
	"strings"
	"time"

	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/change"
	"tongpin/internal/core/code"
	"tongpin/internal/core/organisation"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

// Create drafts an order of an enterprise; id is made by the caller. The store
// allots the number.
func Create(id record.ID, e organisation.Organisation, d Data, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	if e.Kind != organisation.Enterprise && e.Kind != organisation.Park {
		return Order{}, change.Change{}, fault.Refuse("order.not_enterprise", "organisation", e.Name)
	}
	d = d.tidied()
	if err := d.check(); err != nil {
		return Order{}, change.Change{}, err
	}
	o := Order{
		ID: id, Enterprise: e.ID, EnterpriseName: e.Name, EnterpriseCredit: e.CreditCode, Industry: e.Industry, IndustryCode: e.IndustryCode,
		Data: d, State: Draft, CreatedAt: now, UpdatedAt: now,
	}
	o.Findings = Judge(o, calendar.DateOf(now), book)
	c := change.By(a, now)
	c.Log(o.Ref(), VerbCreate, "title", o.Title)
	return o, c, nil
}

// Edit changes a draft or a returned order. The kind stays: another kind is
// another order.
func Edit(o Order, d Data, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	if _, err := Flow.Next(o.State, VerbEdit); err != nil {
		return o, change.Change{}, err
	}
	d.Kind = o.Kind
	d = d.tidied()
	if err := d.check(); err != nil {
		return o, change.Change{}, err
	}
	o.Data, o.UpdatedAt = d, now
	o.Findings = Judge(o, calendar.DateOf(now), book)
	c := change.By(a, now)
	c.Log(o.Ref(), VerbEdit)
	return o, c, nil
}

// Submit hands the order to the secretariat. It has to be complete, and no rule
// may forbid it.
func Submit(o Order, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbSubmit)
	if err != nil {
		return o, change.Change{}, err
	}
	today := calendar.DateOf(now)
	if o, err = o.fit(today, book); err != nil {
		return o, change.Change{}, err
	}
	o.State, o.Reason, o.SubmittedAt, o.UpdatedAt, o.ConfirmedAt = state, "", now, now, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbSubmit).Waits = true
	c.Close(o.Ref(), StepMend)
	c.Open(o.item(StepCheck, "", access.Secretariat, today.AddDays(checkWithin), access.Leader))
	return o, c, nil
}

// fit is the order with what the rules say of it, if it is complete and none forbids
// to go on with it.
func (o Order) fit(today calendar.Date, book *rule.Book) (Order, error) {
	if err := o.complete(today); err != nil {
		return o, err
	}
	o.Findings = Judge(o, today, book)
	return o, stop(o.Findings, o.Details.Filing)
}

// TakeBack makes a submitted order a draft again, before it was checked.
func TakeBack(o Order, a access.Actor, now time.Time) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbTakeBack)
	if err != nil {
		return o, change.Change{}, err
	}
	o.State, o.UpdatedAt = state, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbTakeBack)
	c.Close(o.Ref(), StepCheck)
	return o, c, nil
}

// reason trims and checks a reason that must be given.
func reason(s string) (string, error) {
	var l fault.List
	s = strings.TrimSpace(s)
	required(&l, "reason", s)
	if len([]rune(s)) > MaxReason {
		l.Add("reason", s, "order.too_long", "max", MaxReason)
	}
	return s, l.Err()
}

// Publish opens a checked order to the schools. The rules are asked again: they
// may have changed since it was submitted.
func Publish(o Order, a access.Actor, now time.Time, book *rule.Book) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbPublish)
	if err != nil {
		return o, change.Change{}, err
	}
	today := calendar.DateOf(now)
	if o, err = o.fit(today, book); err != nil {
		return o, change.Change{}, err
	}
	o.State, o.OpenedAt, o.UpdatedAt = state, now, now
	c := change.By(a, now)
	c.Log(o.Ref(), VerbPublish)
	c.Close(o.Ref(), StepCheck)
	countOpened(&c, o)
	o.tell(&c, "order.opened", o.Enterprise, access.Enterprise)
	o.tellSchools(&c, "order.new")
	return o, c, nil
}

// Return gives a submitted order back to the enterprise with a reason.
func Return(o Order, why string, a access.Actor, now time.Time) (Order, change.Change, error) {
	state, err := Flow.Next(o.State, VerbReturn)
	if err != nil {
		return o, change.Change{}, err
	}
	if why, err = reason(why); err != nil {
		return o, change.Change{}, err
	}
	o.State, o.Reason, o.UpdatedAt = state, why, now
	c := change.By(a, now)
	e := c.Log(o.Ref(), VerbReturn)
	e.Message, e.Waits = why, true
	c.Close(o.Ref(), StepCheck)
	c.Open(o.item(StepMend, o.Enterprise, access.Enterprise, c.Today().AddDays(mendWithin), access.Secretariat))
	o.tell(&c, "order.returned", o.Enterprise, access.Enterprise, "reason", why)
	return o, c, nil
}

//go:embed rules.json
var rules []byte

// Rules are the dated rules of orders and responses.
func Rules() []byte { return rules }

// agencies is the group of GB/T 4754 whose enterprises arrange labour: they may
// not organise internships (INT-030).
const agencies = "L726"

// check is one rule's test; it returns the field and the arguments of what is
// not met, and false if all is well.
type check struct {
	rule   string
	broken func(o Order, r rule.Rule) (field string, args map[string]any, broken bool)
}

var internshipChecks = []check{
	{"INT-020", func(o Order, r rule.Rule) (string, map[string]any, bool) {
		days := int64(o.StartOn.DaysUntil(o.EndOn)) + 1
		dated := !o.StartOn.Zero() && !o.EndOn.Zero()
		return "end_on", map[string]any{"days": days}, dated && (days < r.Params["least_days"] || days > r.Params["most_days"])
	}},
	{"INT-030", func(o Order, r rule.Rule) (string, map[string]any, bool) {
		agent := strings.HasPrefix(o.IndustryCode, agencies)
		return "agency", map[string]any{"industry": o.IndustryCode}, agent || o.Details.Agency
	}},
	{"INT-034", func(o Order, r rule.Rule) (string, map[string]any, bool) {
		long := o.Details.HoursPerDay > r.Params["hours_per_day"]
		return "night_shift", map[string]any{"hours": o.Details.HoursPerDay}, o.Details.NightShift || o.Details.Overtime || long
	}},
	{"INT-035", func(o Order, r rule.Rule) (string, map[string]any, bool) {
		floor := payFloor(o.Details, r.Params["percent"])
		return "pay_from", map[string]any{"floor": floor.Yuan(), "pay": o.Details.PayFrom.Yuan()}, o.Details.PayFrom < floor
	}},
	{"INT-037", func(o Order, _ rule.Rule) (string, map[string]any, bool) { return "fees", nil, o.Details.Fees }},
}

var apprenticeshipChecks = []check{
	{"VEL-30", func(o Order, _ rule.Rule) (string, map[string]any, bool) { return "pledge", nil, !o.Details.Pledge }},
}

// Judge tests the order against the rules in force on a day.
func Judge(o Order, day calendar.Date, book *rule.Book) []rule.Finding {
	if o.Kind != People {
		return nil
	}
	var checks []check
	switch o.Details.Mode {
	case Internship:
		checks = internshipChecks
	case Apprenticeship:
		checks = apprenticeshipChecks
	}
	var found []rule.Finding
	for _, c := range checks {
		r, ok := book.On(c.rule, day)
		if !ok {
			continue
		}
		if field, args, broken := c.broken(o, r); broken {
			found = append(found, r.Broken(field, args))
		}
	}
	return found
}

// JudgeTerms tests the terms of a response to an internship: the programme has
// to match the post (INT-012).
func JudgeTerms(o Order, t Terms, day calendar.Date, book *rule.Book) []rule.Finding {
	if o.Kind != People || o.Details.Mode != Internship || t.ProgrammeCode == "" || len(o.Details.Programmes) == 0 {
		return nil
	}
	id := ""
	nearest, nearness := offer.NearestOf(t.ProgrammeCode, o.Details.Programmes)
	switch nearness {
	case code.SameCategory:
		id = "INT-012-NEAR"
	case code.Unrelated:
		id = "INT-012"
	}
	r, ok := book.On(id, day)
	if !ok {
		return nil
	}
	return []rule.Finding{r.Broken("programme", map[string]any{"programme": t.ProgrammeCode, "accepted": nearest})}
}

// stop returns a fault for each finding that blocks; what is forbidden unless
// filed passes with the number of the filing.
func stop(found []rule.Finding, filing string) error {
	var l fault.List
	for _, f := range found {
		if !f.Severity.Blocks() || (f.Severity == rule.UnlessFiled && filing != "") {
			continue
		}
		args := []any{"rule", f.Rule, "article", f.Article, "edition", f.Edition}
		for _, name := range sortedNames(f.Args) {
			args = append(args, name, f.Args[name])
		}
		l = append(l, &fault.Fault{Kind: fault.Refused, Key: "rule." + f.Rule, Args: args, Field: f.Field})
	}
	return l.Err()
}

func sortedNames(args map[string]any) []string {
	names := make([]string, 0, len(args))
	for name := range args {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
