package order

import (
	"testing"

	"tongpin/internal/core/fact"
	"tongpin/internal/core/record"
	"tongpin/internal/offer"
	"tongpin/internal/platform/fault"
)

func terms(quantity int64) Terms {
	return Terms{Programme: "p", ProgrammeCode: welding, ProgrammeName: "Welding", Cohort: "k", Quantity: quantity, StartOn: today.AddDays(60)}
}

// respond answers yes for the college.
func respond(t testing.TB, o Order, quantity int64) Response {
	t.Helper()
	r, _, err := Respond(o, Response{}, college, "College", AnswerCommand{Answer: Yes, Terms: terms(quantity)}, dean, now, book(t))
	must(t, err)
	r.Version = 1
	return r
}

func TestYesNeedsOnlyTheOtherSide(t *testing.T) {
	o := at(t, people(), Open)
	r := respond(t, o, 10)
	if r.Turn.With != plant || r.State != Answered || r.ID != ResponseID(orderID, college) {
		t.Fatalf("answered: %+v", r)
	}
	other := r
	other.ID, other.School = "other", academy
	next, c, err := Approve(Talk{Response: r, Order: o, Others: []Response{other}}, "", hr, now, book(t))
	must(t, err)
	if next.Response.State != Settled || next.Order.State != Agreed || next.Order.Left() != 0 || !next.Fills {
		t.Errorf("approved: response %s, order %s, left %d", next.Response.State, next.Order.State, next.Order.Left())
	}
	if len(next.Others) != 1 || next.Others[0].State != Declined {
		t.Errorf("the rival's response: %+v", next.Others)
	}
	for kind, want := range map[fact.Kind]int64{FactMatched: 10, FactDemand: -10} {
		if got := sum(c, kind); got != want {
			t.Errorf("%s counts %d, want %d", kind, got, want)
		}
	}
	if len(c.Jobs) != 1 || c.Jobs[0].Kind != offer.JobPromise {
		t.Errorf("jobs %+v", c.Jobs)
	}
}

func TestMaybeNeedsBothSides(t *testing.T) {
	o := at(t, people(), Open)
	r, _, err := Respond(o, Response{}, college, "College", AnswerCommand{Answer: Maybe, Category: "dates", Terms: terms(4)}, dean, now, book(t))
	must(t, err)
	talk, _, err := Approve(Talk{Response: r, Order: o}, "", hr, now, book(t))
	must(t, err)
	if talk.Response.State != Negotiating || talk.Fills || talk.Turn.With != college {
		t.Fatalf("after one approval: %+v", talk.Response)
	}
	if _, _, err := Approve(talk, "", hr, now, book(t)); !fault.Is(err, fault.Refused) {
		t.Errorf("approving out of turn: %v", err)
	}
	talk, _, err = Approve(talk, "", dean, now, book(t))
	must(t, err)
	if talk.Response.State != Settled || talk.Order.State != Open || talk.Order.Left() != 6 {
		t.Errorf("after both: %s, order %s left %d", talk.Response.State, talk.Order.State, talk.Order.Left())
	}
}

func TestProposalTakesApprovalsBack(t *testing.T) {
	o := at(t, people(), Open)
	talk := Talk{Response: respond(t, o, 10), Order: o}
	talk, c, err := Propose(talk, ProposeCommand{Terms: terms(8), Message: "Eight are enough"}, hr, now, book(t))
	must(t, err)
	if len(talk.Turn.Approved) != 0 || talk.Turn.With != college || talk.Terms.Quantity != 8 {
		t.Errorf("proposed: %+v", talk.Response)
	}
	if c.Entries[0].Message != "Eight are enough" || !c.Entries[0].Waits {
		t.Errorf("entry %+v", c.Entries[0])
	}
	talk, _, err = Propose(talk, ProposeCommand{Terms: terms(9), Approve: true}, dean, now, book(t))
	must(t, err)
	talk, _, err = Approve(talk, "", hr, now, book(t))
	must(t, err)
	if talk.Response.State != Settled || talk.Order.Agreed != 9 {
		t.Errorf("settled: %s with %d", talk.Response.State, talk.Order.Agreed)
	}
}

func TestAgreedQuantityNeverExceedsTheOrder(t *testing.T) {
	o := at(t, people(), Open)
	o.Agreed = 7
	talk := Talk{Response: respond(t, at(t, people(), Open), 10), Order: o}
	if _, _, err := Approve(talk, "", hr, now, book(t)); fields(err)["quantity"] != "order.range" {
		t.Errorf("10 of 3 that are left: %v", err)
	}
}

func TestSilenceReturnsTheTurn(t *testing.T) {
	o := at(t, people(), Open)
	talk := Talk{Response: respond(t, o, 10), Order: o}
	if _, _, ok := Lapse(talk, hrRobot, now.AddDate(0, 0, 13)); ok {
		t.Error("lapsed on day 13")
	}
	next, c, ok := Lapse(talk, hrRobot, now.AddDate(0, 0, 14))
	if !ok || next.Turn.With != college || len(c.Notices) != 2 {
		t.Errorf("day 14: %v, with %s, %d notices", ok, next.Turn.With, len(c.Notices))
	}
}

func TestAmendmentTakesApprovalsBack(t *testing.T) {
	o := at(t, people(), Open)
	d := people()
	d.Quantity = 12
	k, c, err := Amend(Case{Order: o, Responses: []Response{respond(t, o, 10)}}, d, hr, now, book(t))
	must(t, err)
	r := k.Responses[0]
	if len(r.Turn.Approved) != 0 || r.Turn.With != college || sum(c, FactPlaced) != 2 || sum(c, FactDemand) != 2 {
		t.Errorf("amended: %+v, facts %v", r.Turn, c.Facts)
	}
	o.Agreed = 5
	d.Quantity = 5
	if _, _, err := Amend(Case{Order: o}, d, hr, now, book(t)); fields(err)["quantity"] == "" {
		t.Errorf("amended down to what is agreed: %v", err)
	}
}

func TestNoAndAfterwards(t *testing.T) {
	o := at(t, people(), Open)
	no := AnswerCommand{Answer: No, Category: "capacity"}
	r, _, err := Respond(o, Response{}, college, "College", no, dean, now, book(t))
	must(t, err)
	if r.State != Declined || r.Turn.With != "" || r.EndedBy != college {
		t.Fatalf("no: %+v", r)
	}
	r, _, err = Respond(o, r, college, "College", AnswerCommand{Answer: Yes, Terms: terms(3)}, dean, now, book(t))
	must(t, err)
	if _, _, err := Respond(o, r, college, "College", no, dean, now, book(t)); !fault.Is(err, fault.Conflict) {
		t.Errorf("answering twice: %v", err)
	}
	talk, _, err := Decline(Talk{Response: r, Order: o}, EndCommand{"Found others"}, hr, now)
	must(t, err)
	if _, _, err := Respond(o, talk.Response, college, "College", no, dean, now, book(t)); !fault.Is(err, fault.Refused) {
		t.Errorf("answering after the enterprise declined: %v", err)
	}
	if _, _, err := Respond(o, Response{}, college, "College", AnswerCommand{Answer: No}, dean, now, book(t)); fields(err)["category"] == "" {
		t.Errorf("no without a reason: %v", err)
	}
}

func TestOnlyTheSidesEndAResponse(t *testing.T) {
	o := at(t, people(), Open)
	talk := Talk{Response: respond(t, o, 3), Order: o}
	if _, _, err := Decline(talk, EndCommand{"x"}, dean, now); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the school declines for the enterprise: %v", err)
	}
	if _, _, err := Withdraw(talk, EndCommand{"x"}, rival, now); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a rival withdraws: %v", err)
	}
	next, _, err := Withdraw(talk, EndCommand{"Class is full"}, dean, now)
	must(t, err)
	if next.Response.State != Withdrawn {
		t.Errorf("state %s", next.Response.State)
	}
}

func TestRivalsSeeNoResponse(t *testing.T) {
	r := respond(t, at(t, people(), Open), 3)
	for action, who := range map[string]bool{"view": true, "states": true} {
		act := ActResponseView
		if action == "states" {
			act = ActResponseStates
		}
		if grants.Can(rival, act, r.Subject(rival)) == who {
			t.Errorf("a rival may %s", act)
		}
	}
	if grants.Can(clerk, ActResponseView, r.Subject(clerk)) || !grants.Can(clerk, ActResponseStates, r.Subject(clerk)) {
		t.Error("the secretariat sees states, not content")
	}
	if ResponseID(orderID, college) == ResponseID(orderID, academy) || ResponseID(orderID, college) == record.ID("") {
		t.Error("ids of responses")
	}
}

func TestUnrelatedInternsCannotBeAgreed(t *testing.T) {
	o := at(t, interns(), Open)
	far := terms(3)
	far.ProgrammeCode = electric
	_, _, err := Respond(o, Response{}, college, "College", AnswerCommand{Answer: Yes, Terms: far}, dean, now, book(t))
	if fields(err)["programme"] != "rule.INT-012" {
		t.Errorf("another category without filing: %v", err)
	}
	o.Details.Filing = "2026-7"
	r, _, err := Respond(o, Response{}, college, "College", AnswerCommand{Answer: Yes, Terms: far}, dean, now, book(t))
	must(t, err)
	if len(r.Findings) != 1 {
		t.Errorf("findings %+v", r.Findings)
	}
}
