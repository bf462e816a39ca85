package demo

import (
	"context"
	"fmt"

	"tongpin/internal/agreement"
	"tongpin/internal/core/access"
	"tongpin/internal/core/calendar"
	"tongpin/internal/core/record"
	"tongpin/internal/core/step"
)

// agreements adds papers that were signed before, agreements that are made
// here, and what was delivered of both.
func (s *stage) agreements() {
	obligations := s.obligations()
	steps := map[string][]row{}
	for _, r := range s.in.rows("agreement_steps.csv") {
		steps[r.text("agreement")] = append(steps[r.text("agreement")], r)
	}
	for _, r := range s.in.rows("agreements.csv") {
		key := r.text("key")
		target := step.Target{ID: s.agreementID(key)}
		content := s.content(r, obligations[key])
		if r.text("number") != "" {
			s.paperAgreement(r, target, content)
			continue
		}
		s.draft(r, target, content, steps[key])
	}
	s.deliveries()
}

func (s *stage) agreementID(key string) record.ID { return s.id("agreement", key) }

func obligationID(agreement record.ID, number string) record.ID {
	return record.Derived(agreement, "obligation/"+number)
}

// obligations reads what was promised, by the key of the agreement.
func (s *stage) obligations() map[string][]agreement.Obligation {
	list := map[string][]agreement.Obligation{}
	for _, r := range s.in.rows("obligations.csv") {
		key := r.text("agreement")
		list[key] = append(list[key], agreement.Obligation{
			ID: obligationID(s.agreementID(key), r.text("obligation")), Party: s.org(r, "party").id, Text: r.text("text"),
			Measure: r.text("measure"), Quantity: r.int("quantity"), DueOn: r.date("due_on"),
		})
	}
	return list
}

func (s *stage) content(r row, obligations []agreement.Obligation) agreement.Content {
	x := agreement.Content{
		Title: r.text("title"), Type: r.text("type"), Topics: r.list("topics"), FromOn: r.date("from_on"), ToOn: r.date("to_on"),
		Purpose: r.text("purpose"), Obligations: obligations,
	}
	for _, name := range r.list("parties") {
		o, ok := s.orgs[name]
		if !ok {
			r.fail("parties", "no such organisation in organisations.csv: "+name)
			continue
		}
		x.Parties = append(x.Parties, agreement.PartyOf(organisationOf(o), o.row.text("contact")))
	}
	return x
}

// paperAgreement registers an agreement that was signed on paper.
func (s *stage) paperAgreement(r row, target step.Target, x agreement.Content) {
	s.on(r, r.date("signed_on"), signing, func(ctx context.Context) error {
		_, err := s.Agreements.Register(ctx, s.secretary(), agreement.RegisterCommand{
			ID: target.ID, Number: r.text("number"), Content: x, SignedOn: r.date("signed_on"), Sample: true,
		})
		return err
	})
	s.on(r, r.date("ended_on"), ending, func(ctx context.Context) error {
		_, err := s.Agreements.End(ctx, s.secretary(), target, r.text("reason"), r.date("ended_on"))
		return err
	})
}

// draft begins an agreement in the program; who takes the first step has
// drafted it.
func (s *stage) draft(r row, target step.Target, x agreement.Content, steps []row) {
	drafter := firstOf(r.list("parties"))
	if len(steps) > 0 {
		drafter = steps[0].text("by")
	}
	cmd := agreement.DraftCommand{ID: target.ID, Content: x, Sample: true}
	if key := r.text("order"); key != "" {
		cmd.Order = s.orderID(key)
	}
	s.on(r, r.date("drafted_on"), placing, func(ctx context.Context) error {
		_, err := s.Agreements.Start(ctx, s.actorOf(drafter), cmd)
		return err
	})
	for _, st := range steps {
		s.on(st, st.date("on"), signing, func(ctx context.Context) error { return s.agreementStep(ctx, st, target) })
	}
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// actorOf is who acts for a party; for the consortium's body, the secretariat.
func (s *stage) actorOf(name string) access.Actor {
	if o := s.orgs[name]; o.row.cells["state"] == isBody {
		return s.secretary()
	}
	return s.seats[name]
}

func (s *stage) agreementStep(ctx context.Context, r row, target step.Target) (err error) {
	by, message := s.actorOf(r.text("by")), r.text("message")
	switch verb := r.text("step"); verb {
	case agreement.VerbSend:
		_, err = s.Agreements.Send(ctx, by, target, agreement.SendCommand{To: s.orgs[r.text("to")].id, Message: message})
	case agreement.VerbApprove:
		_, err = s.Agreements.Approve(ctx, by, target, message)
	case agreement.VerbWithdraw:
		_, err = s.Agreements.Withdraw(ctx, by, target, message)
	case agreement.VerbSign:
		f, taken := s.take(message+".pdf", record.Ref{Kind: agreement.Kind, ID: target.ID}, by)
		if taken != nil {
			return taken
		}
		_, err = s.Agreements.Sign(ctx, by, target, agreement.SignCommand{On: calendar.DateOf(s.Clock.Now()), File: f})
	default:
		err = fmt.Errorf("no such step of an agreement: %q", verb)
	}
	return err
}

// deliveries records what was delivered, by the party that owes it.
func (s *stage) deliveries() {
	owing := map[string]string{}
	for _, r := range s.in.rows("obligations.csv") {
		owing[r.text("agreement")+"/"+r.text("obligation")] = r.text("party")
	}
	for _, r := range s.in.rows("deliveries.csv") {
		owed := r.text("agreement") + "/" + r.text("obligation")
		party, ok := owing[owed]
		if !ok {
			r.fail("obligation", "no such obligation in obligations.csv")
		}
		id := s.agreementID(r.text("agreement"))
		s.on(r, r.date("on"), delivering, func(ctx context.Context) error {
			_, err := s.Agreements.Fulfil(ctx, s.actorOf(party), step.Target{ID: id}, agreement.FulfilCommand{
				Obligation: obligationID(id, r.text("obligation")), Quantity: r.int("quantity"), On: r.date("on"), Note: r.text("note"),
				FactID: record.Derived(id, fmt.Sprintf("delivery/%s/%d", owed, r.line)),
			})
			return err
		})
	}
}
