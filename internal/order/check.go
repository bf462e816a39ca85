package order

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/money"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

// The longest texts and the largest numbers that are taken.
const (
	MaxTitle     = 100
	MaxText      = 4000
	MaxReason    = 500
	MaxListed    = 30
	MaxQuantity  = 10_000
	MaxHours     = 2000
	MaxPay       = money.Fen(100_000_00)       // a month
	MaxBudget    = money.Fen(1_000_000_000_00) // 1,000 million yuan
	MaxValidDays = 366
)

func (d Data) tidied() Data {
	d.Title, d.Reference = strings.TrimSpace(d.Title), strings.TrimSpace(d.Reference)
	if !d.Kind.Counts() {
		d.Quantity, d.StartOn, d.EndOn = 1, calendar.Date{}, calendar.Date{}
	} else {
		d.Deadline = calendar.Date{}
	}
	if d.Visibility == "" {
		d.Visibility = Members
	}
	if d.Visibility != Chosen {
		d.ShownTo = nil
	}
	slices.Sort(d.ShownTo)
	d.ShownTo = slices.Compact(d.ShownTo)
	d.Details = d.Details.only(d.Kind)
	for _, s := range []*string{&d.Details.Description, &d.Details.Post, &d.Details.Occupation, &d.Details.Places, &d.Details.Filing,
		&d.Details.Topic, &d.Details.Problem, &d.Details.Field, &d.Details.Expected, &d.Details.Subject} {
		*s = strings.TrimSpace(*s)
	}
	d.Details.Skills = offer.Tidy(d.Details.Skills)
	var ignored fault.List // said by check
	d.Details.Programmes = offer.ProgrammeCodes(&ignored, "", d.Details.Programmes)
	if o := offer.OccupationCodes(&ignored, "", []string{d.Details.Occupation}); len(o) == 1 {
		d.Details.Occupation = o[0]
	}
	return d
}

// check wants what is entered to be well formed, also in a draft.
func (d Data) check() error {
	var l fault.List
	if !slices.Contains(Kinds, d.Kind) {
		l.Add("kind", string(d.Kind), "order.choose")
		return l.Err()
	}
	if !slices.Contains(Visibilities, d.Visibility) {
		l.Add("visibility", string(d.Visibility), "order.choose")
	}
	required(&l, "title", d.Title)
	d.checkLengths(&l)
	if d.Quantity < 0 || d.Quantity > MaxQuantity {
		l.Add("quantity", strconv.FormatInt(d.Quantity, 10), "order.range", "min", 1, "max", MaxQuantity)
	}
	if !d.EndOn.Zero() && d.EndOn.Before(d.StartOn) {
		l.Add("end_on", d.EndOn.String(), "order.date_order", "after", d.StartOn.String())
	}
	d.Details.check(&l)
	return l.Err()
}

func (d Data) checkLengths(l *fault.List) {
	x := d.Details
	for _, t := range []struct {
		field, value string
		most         int
	}{
		{"title", d.Title, MaxTitle}, {"reference", d.Reference, MaxTitle}, {"description", x.Description, MaxText},
		{"post", x.Post, MaxTitle}, {"places", x.Places, MaxTitle}, {"filing", x.Filing, MaxTitle}, {"topic", x.Topic, MaxTitle},
		{"problem", x.Problem, MaxText}, {"field", x.Field, MaxTitle}, {"expected", x.Expected, MaxText}, {"subject", x.Subject, MaxTitle},
	} {
		if utf8.RuneCountInString(t.value) > t.most {
			l.Add(t.field, t.value, "order.too_long", "max", t.most)
		}
	}
}

func (x Details) check(l *fault.List) {
	if x.Mode != "" && !slices.Contains(Modes, x.Mode) {
		l.Add("mode", string(x.Mode), "order.choose")
	}
	if x.Occupation != "" {
		offer.OccupationCodes(l, "occupation", []string{x.Occupation})
	}
	if x.SkillLevel != "" && !slices.Contains(SkillLevels, x.SkillLevel) {
		l.Add("skill_level", x.SkillLevel, "order.choose")
	}
	if x.Confidentiality != "" && !slices.Contains(Confidentialities, x.Confidentiality) {
		l.Add("confidentiality", string(x.Confidentiality), "order.choose")
	}
	offer.ProgrammeCodes(l, "programmes", x.Programmes)
	if len(x.Skills) > MaxListed {
		l.Add("skills", strings.Join(x.Skills, ", "), "order.too_many", "max", MaxListed)
	}
	amount(l, "pay_from", x.PayFrom, MaxPay)
	amount(l, "pay_to", x.PayTo, MaxPay)
	amount(l, "post_wage", x.PostWage, MaxPay)
	amount(l, "lowest_grade", x.LowestGrade, MaxPay)
	amount(l, "budget", x.Budget, MaxBudget)
	if x.PayTo != 0 && x.PayTo < x.PayFrom {
		l.Add("pay_to", x.PayTo.Yuan(), "order.pay_order", "least", x.PayFrom.Yuan())
	}
	between(l, "hours", x.Hours, 0, MaxHours)
	between(l, "hours_per_day", x.HoursPerDay, 0, 24)
}

func required(l *fault.List, field, value string) {
	if value == "" {
		l.Add(field, value, "order.required")
	}
}

func between(l *fault.List, field string, n, least, most int64) {
	if n < least || n > most {
		l.Add(field, strconv.FormatInt(n, 10), "order.range", "min", least, "max", most)
	}
}

func amount(l *fault.List, field string, v, most money.Fen) {
	if v < 0 || v > most {
		l.Add(field, v.Yuan(), "order.amount", "max", most.Yuan())
	}
}

// payFloor is the least pay of an intern: a share of the wage of the same post,
// or the lowest grade of the enterprise, whichever is less (INT-035, reading of
// "or"); with only one of the two known, that one.
func payFloor(x Details, percent int64) money.Fen {
	share := (x.PostWage*money.Fen(percent) + 99) / 100
	if x.LowestGrade == 0 {
		return share
	}
	if x.PostWage == 0 {
		return x.LowestGrade
	}
	return min(share, x.LowestGrade)
}

// complete wants everything that schools need to answer; it is asked when the
// order is submitted or amended.
func (d Data) complete(today calendar.Date) error {
	var l fault.List
	l.Append(d.check())
	x := d.Details
	switch d.Kind {
	case People:
		d.completePeople(&l)
	case Training:
		required(&l, "topic", x.Topic)
		between(&l, "hours", x.Hours, 1, MaxHours)
	case Technology:
		required(&l, "problem", x.Problem)
		required(&l, "field", x.Field)
		required(&l, "expected", x.Expected)
		required(&l, "confidentiality", string(x.Confidentiality))
	case Services:
		required(&l, "subject", x.Subject)
		required(&l, "description", x.Description)
	}
	if d.Kind.Counts() {
		between(&l, "quantity", d.Quantity, 1, MaxQuantity)
		future(&l, "start_on", d.StartOn, today)
	} else {
		future(&l, "deadline", d.Deadline, today)
	}
	future(&l, "valid_until", d.ValidUntil, today)
	if last := today.AddDays(MaxValidDays); d.ValidUntil.After(last) {
		l.Add("valid_until", d.ValidUntil.String(), "order.valid_too_long", "last", last.String())
	}
	if d.Visibility == Chosen && len(d.ShownTo) == 0 {
		l.Add("shown_to", "", "order.shown_to.required")
	}
	return l.Err()
}

func (d Data) completePeople(l *fault.List) {
	x := d.Details
	required(l, "mode", string(x.Mode))
	required(l, "post", x.Post)
	required(l, "places", x.Places)
	if x.PayFrom == 0 {
		l.Add("pay_from", "", "order.required")
	}
	if x.Mode != Internship {
		return
	}
	if d.EndOn.Zero() {
		l.Add("end_on", "", "order.required")
	}
	if len(x.Programmes) == 0 {
		l.Add("programmes", "", "order.programmes.internship")
	}
	if x.PostWage == 0 {
		l.Add("post_wage", "", "order.required")
	}
	if x.HoursPerDay == 0 {
		l.Add("hours_per_day", strconv.Itoa(0), "order.required")
	}
}

func future(l *fault.List, field string, d, today calendar.Date) {
	switch {
	case d.Zero():
		l.Add(field, "", "order.required")
	case d.Before(today):
		l.Add(field, d.String(), "order.past", "today", today.String())
	}
}
