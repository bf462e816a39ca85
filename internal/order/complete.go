package order

import (
	"strconv"

	"tongpin/internal/core/calendar"
	"tongpin/internal/platform/fault"
)

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
