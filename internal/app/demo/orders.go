package demo

import (
	"context"
	"fmt"

	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
	"tongpin/internal/order"
)

// orders adds orders with their way to the schools, the answers and the talks.
func (s *stage) orders() {
	for _, r := range s.in.rows("orders.csv") {
		s.order(r)
	}
	for _, r := range s.in.rows("responses.csv") {
		s.response(r)
	}
	for _, r := range s.in.rows("negotiations.csv") {
		s.talk(r)
	}
}

func (s *stage) orderID(key string) record.ID { return s.id("order", key) }

func (s *stage) order(r row) {
	e := s.org(r, "enterprise")
	by, target := s.seats[r.text("enterprise")], step.Target{ID: s.orderID(r.text("key"))}
	data := s.orderData(r)
	s.on(r, r.date("drafted_on"), placing, func(ctx context.Context) error {
		_, err := s.Orders.Create(ctx, by, target.ID, e.id, data)
		return err
	})
	s.on(r, r.date("submitted_on"), submitting, func(ctx context.Context) error {
		_, err := s.Orders.Submit(ctx, by, target)
		return err
	})
	s.on(r, r.date("checked_on"), checking, func(ctx context.Context) (err error) {
		if r.text("decision") == "return" {
			_, err = s.Orders.Return(ctx, s.secretary(), target, r.text("reason"))
		} else {
			_, err = s.Orders.Publish(ctx, s.secretary(), target)
		}
		return err
	})
	s.on(r, r.date("ended_on"), ending, func(ctx context.Context) error {
		_, err := s.Orders.Close(ctx, by, target, order.CloseCommand{Why: order.WhyOther, Text: r.text("reason")})
		return err
	})
}

func (s *stage) orderData(r row) order.Data {
	var shown []record.ID
	for _, name := range r.list("shown_to") {
		o, ok := s.orgs[name]
		if !ok {
			r.fail("shown_to", "no such organisation in organisations.csv")
		}
		shown = append(shown, o.id)
	}
	return order.Data{
		Kind: order.Kind(r.text("kind")), Reference: r.text("key"), Title: r.text("title"), Quantity: r.int("quantity"),
		StartOn: r.date("start_on"), EndOn: r.date("end_on"), Deadline: r.date("deadline"), ValidUntil: r.date("valid_until"),
		Visibility: order.Visibility(r.text("visibility")), ShownTo: shown, Details: details(r),
	}
}

func details(r row) order.Details {
	return order.Details{
		Description: r.text("description"), Mode: order.Mode(r.text("mode")), Post: r.text("post"), Occupation: r.text("occupation"), SkillLevel: r.text("skill_level"),
		Places: r.text("places"), PayFrom: r.yuan("pay_from"), PayTo: r.yuan("pay_to"), Programmes: r.list("programmes"), Skills: r.list("skills"),
		Accommodation: r.flag("accommodation"), PostWage: r.yuan("post_wage"), LowestGrade: r.yuan("lowest_grade"), HoursPerDay: r.int("hours_per_day"), Pledge: r.flag("pledge"),
		Topic: r.text("topic"), Hours: r.int("hours"), Problem: r.text("problem"), Field: r.text("field"), Expected: r.text("expected"), Budget: r.yuan("budget"),
		Confidentiality: order.Confidentiality(r.text("confidentiality")), Subject: r.text("subject"),
	}
}

func (s *stage) response(r row) {
	school := s.org(r, "school")
	s.on(r, r.date("on"), answering, func(ctx context.Context) error {
		_, err := s.Orders.Respond(ctx, s.seats[r.text("school")], s.orderID(r.text("order")), order.AnswerCommand{
			Answer: order.Answer(r.text("answer")), Category: r.text("category"), Reason: r.text("reason"), Terms: terms(school, r),
		})
		return err
	})
}

func terms(school party, r row) order.Terms {
	t := order.Terms{Quantity: r.int("quantity"), StartOn: r.date("start_on"), Pay: r.yuan("pay"), Note: r.text("note")}
	if code := r.text("programme"); code != "" {
		t.Programme = programmeID(school, code)
	}
	if name := r.text("cohort"); name != "" {
		t.Cohort = cohortID(school, name)
	}
	return t
}

// talk is one turn of a negotiation. A proposal is made with the approval of
// its side.
func (s *stage) talk(r row) {
	school := s.org(r, "school")
	target := step.Target{ID: order.ResponseID(s.orderID(r.text("order")), school.id)}
	s.on(r, r.date("on"), talking, func(ctx context.Context) (err error) {
		by := s.seats[r.text("school")]
		was, err := s.Orders.OpenResponse(ctx, by, target.ID)
		if err != nil {
			return err
		}
		if r.text("by") == "enterprise" {
			by = s.seats[was.Order.EnterpriseName]
		}
		switch verb := r.text("verb"); verb {
		case order.VerbPropose:
			t := was.Response.Terms
			t.Quantity, t.StartOn, t.Pay = r.int("quantity"), r.date("start_on"), r.yuan("pay")
			_, err = s.Orders.Propose(ctx, by, target, order.ProposeCommand{Terms: t, Message: r.text("message"), Approve: true})
		case order.VerbApprove:
			_, err = s.Orders.Approve(ctx, by, target, r.text("message"))
		case order.VerbSend:
			_, err = s.Orders.Send(ctx, by, target, r.text("message"))
		case order.VerbDecline:
			_, err = s.Orders.Decline(ctx, by, target, order.EndCommand{Reason: r.text("message")})
		case order.VerbWithdraw:
			_, err = s.Orders.Withdraw(ctx, by, target, order.EndCommand{Reason: r.text("message")})
		default:
			err = fmt.Errorf("no such step of a negotiation: %q", verb)
		}
		return err
	})
}
