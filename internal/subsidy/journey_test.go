package subsidy_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"tongpin/internal/core/calendar"
	"tongpin/internal/core/fact"
	"tongpin/internal/core/ledger"
	"tongpin/internal/core/record"
	"tongpin/internal/core/rule"
	"tongpin/internal/core/step"
	"tongpin/internal/platform/db"
	"tongpin/internal/platform/dbtest"
	"tongpin/internal/platform/fault"
	"tongpin/internal/platform/listing"
	"tongpin/internal/subsidy"
	"tongpin/internal/training"
)

var start = dbtest.Start

func target(id record.ID) step.Target { return step.Target{ID: id} }

var account = subsidy.Payment{Account: "6500 1234 5678", Bank: "Bank"}

// submit claims for a class.
func (h *house) submit(k training.Class) step.Target {
	h.t.Helper()
	must[subsidy.Claim](h)(h.service.Start(h.ctx, teacher, subsidy.StartCommand{Class: k.ID, Policy: h.policy.ID, Payment: account}))
	t := target(subsidy.ClaimID(k.ID))
	must[subsidy.Claim](h)(h.service.Submit(h.ctx, teacher, t, ""))
	return t
}

// assured takes a claim through notice and sample.
func (h *house) assured(t step.Target) {
	h.t.Helper()
	must[subsidy.Claim](h)(h.service.Publish(h.ctx, clerk, t))
	d := must[subsidy.Dossier](h)(h.service.Find(h.ctx, clerk, t.ID))
	h.now.Move(d.NoticeTo.AddDays(1).Start().Add(9 * time.Hour))
	r := must[subsidy.Round](h)(h.service.Commit(h.ctx, clerk, record.NewID(), false))
	must[subsidy.Round](h)(h.service.Draw(h.ctx, leader, target(r.ID), "2026 7 11 23"))
	var list []subsidy.AssureCommand
	for _, l := range must[subsidy.Dossier](h)(h.service.Find(h.ctx, clerk, t.ID)).Lines {
		if l.Sampled {
			list = append(list, subsidy.AssureCommand{Line: l.ID, Yes: true})
		}
	}
	must[subsidy.Claim](h)(h.service.Assure(h.ctx, clerk, t, list))
}

// facts are the sums of the facts of a claim by kind.
func (h *house) facts(id record.ID) map[fact.Kind]int64 {
	h.t.Helper()
	sums := map[fact.Kind]int64{}
	err := h.db.Read(h.ctx, func(tx *db.Tx) error {
		list, err := ledger.FactsOf(tx, record.Ref{Kind: subsidy.Kind, ID: id})
		for _, f := range list {
			sums[f.Kind] += f.Quantity
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return sums
}

// TestAClaimFromRosterToClawBack walks the whole way, and knocks at every door
// that must be shut on it.
func TestAClaimFromRosterToClawBack(t *testing.T) {
	each(t, func(h *house) {
		k := h.class(20, 10, training.Unknown, 30)
		h.school.rosters[k.ID][3].Found = []rule.Finding{{Rule: "TRN-011", Edition: "E", Severity: rule.Forbidden}}
		_, err := h.service.Start(h.ctx, stranger, subsidy.StartCommand{Class: k.ID, Policy: h.policy.ID, Payment: account})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("another provider claims: %v", err)
		}
		c := h.submit(k)
		d := h.find(k.ID)
		if d.Claimed != 600_00+500_00+1000_00 || d.Due != d.Claimed || d.Lines[3].Amount != 0 || d.Number != fmt.Sprintf("BT-%d-0001", calendar.DateOf(h.now.Now()).Year) {
			t.Fatalf("claimed %+v", d)
		}
		must[subsidy.Claim](h)(h.service.Reject(h.ctx, clerk, c, d.Lines[1].ID, "not there"))
		if d = h.find(k.ID); d.Due != 1600_00 || d.Claimed != 2100_00 || d.State != subsidy.Submitted {
			t.Fatalf("one person less: %+v", d.Claim)
		}
		_, err = h.service.Approve(h.ctx, leader, c)
		h.refused(err, "state.refused")
		must[subsidy.Claim](h)(h.service.Publish(h.ctx, clerk, c))
		must[subsidy.Claim](h)(h.service.Object(h.ctx, clerk, c, record.NewID(), "a letter"))
		_, err = h.service.Commit(h.ctx, clerk, record.NewID(), false)
		h.refused(err, "subsidy.sample.none") // the notice runs
		d = h.find(k.ID)
		h.now.Move(d.NoticeTo.AddDays(1).Start().Add(time.Hour))
		_, err = h.service.Commit(h.ctx, clerk, record.NewID(), false)
		h.refused(err, "subsidy.sample.none") // an objection is open
		must[subsidy.Claim](h)(h.service.Answer(h.ctx, clerk, c, subsidy.AnswerCommand{Objection: d.Objections[0].ID, Text: "looked at"}))
		r := must[subsidy.Round](h)(h.service.Commit(h.ctx, clerk, record.NewID(), false))
		_, err = h.service.Draw(h.ctx, both, target(r.ID), "word")
		h.refused(err, "subsidy.two.same")
		must[subsidy.Round](h)(h.service.Draw(h.ctx, leader, target(r.ID), "word"))
		pool := must[subsidy.Pool](h)(h.service.Pool(h.ctx, clerk, r.ID))
		if pool.Commitment != subsidy.Commitment(pool.Seed, pool.Frame) {
			t.Error("the commitment does not fit what was drawn")
		}
		var sampled []subsidy.AssureCommand
		for _, l := range h.find(k.ID).Lines {
			if l.Sampled {
				sampled = append(sampled, subsidy.AssureCommand{Line: l.ID, Yes: true})
			}
		}
		must[subsidy.Claim](h)(h.service.Assure(h.ctx, clerk, c, sampled))
		must[subsidy.Claim](h)(h.service.Approve(h.ctx, clerk, c))
		_, err = h.service.Approve(h.ctx, both, c) // the same person in another role
		h.refused(err, "subsidy.two.same")
		must[subsidy.Claim](h)(h.service.Approve(h.ctx, leader, c))
		_, err = h.service.Pay(h.ctx, clerk, c, subsidy.PayCommand{Reference: "B1"})
		h.refused(err, "subsidy.pay.no_file")
		if _, err := h.service.PayFile(h.ctx, leader, c, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who does not pay has the bank's file: %v", err)
		}
		rows := must[[]subsidy.Payee](h)(h.service.PayFile(h.ctx, clerk, c, ""))
		if len(rows) != 1 || rows[0].Name != "School 0" || rows[0].Account != "650012345678" || rows[0].Amount != 1600_00 {
			t.Errorf("the bank's file: %+v", rows)
		}
		must[subsidy.Claim](h)(h.service.Pay(h.ctx, clerk, c, subsidy.PayCommand{Reference: "B1"}))
		if got := h.facts(c.ID)[subsidy.FactPaid]; got != 1600_00 {
			t.Errorf("%d fen counted as paid", got)
		}
		h.clawBack(c, h.find(k.ID).Lines)
	})
}

// clawBack asks for money back, too much, by the same person, and rightly.
func (h *house) clawBack(c step.Target, lines []subsidy.Line) {
	h.t.Helper()
	_, err := h.service.Claw(h.ctx, clerk, c, subsidy.ClawCommand{ID: record.NewID(), Line: lines[1].ID, Amount: 1, Reason: "was never paid"})
	h.refused(err, "subsidy.claw.amount")
	ask := subsidy.ClawCommand{ID: record.NewID(), Line: lines[0].ID, Amount: 400_00, Reason: "was not there"}
	must[subsidy.Claim](h)(h.service.Claw(h.ctx, clerk, c, ask))
	_, err = h.service.Claw(h.ctx, second, c, subsidy.ClawCommand{ID: record.NewID(), Line: lines[0].ID, Amount: 200_01, Reason: "more than is left"})
	h.refused(err, "subsidy.claw.amount")
	_, err = h.service.Decide(h.ctx, both, c, subsidy.DecideCommand{Clawback: ask.ID, Grant: true})
	h.refused(err, "subsidy.two.same")
	must[subsidy.Claim](h)(h.service.Decide(h.ctx, leader, c, subsidy.DecideCommand{Clawback: ask.ID, Grant: true}))
	_, err = h.service.Decide(h.ctx, leader, c, subsidy.DecideCommand{Clawback: ask.ID, Grant: true})
	if !fault.Is(err, fault.NotFound) {
		h.t.Errorf("granted twice: %v", err)
	}
	d := must[subsidy.Dossier](h)(h.service.Find(h.ctx, clerk, c.ID))
	if d.Paid != 1600_00 || d.Back != 400_00 || h.facts(c.ID)[subsidy.FactClawed] != 400_00 {
		h.t.Errorf("paid %d, back %d, counted %v", d.Paid, d.Back, h.facts(c.ID))
	}
}

// TestOtherMoneyIsNotClaimed: a class that is not subsidised, or not completed,
// can't be claimed; nor after it was claimed can it be paid.
func TestOtherMoneyIsNotClaimed(t *testing.T) {
	each(t, func(h *house) {
		k := h.class(20)
		h.school.classes[0].Subsidised = false
		_, err := h.service.Start(h.ctx, teacher, subsidy.StartCommand{Class: k.ID, Policy: h.policy.ID, Payment: account})
		h.refused(err, "subsidy.class.unsubsidised")
		h.school.classes[0].Subsidised, h.school.classes[0].State = true, training.Closing
		_, err = h.service.Start(h.ctx, teacher, subsidy.StartCommand{Class: k.ID, Policy: h.policy.ID, Payment: account})
		h.refused(err, "subsidy.class.not_completed")
		h.school.classes[0].State = training.Completed
		c := h.submit(k)
		h.assured(c)
		h.school.classes[0].Subsidised = false
		_, err = h.service.Approve(h.ctx, leader, c)
		h.refused(err, "subsidy.class.unsubsidised")
		h.school.classes[0].Subsidised = true
		h.school.rosters[k.ID] = nil // struck off
		_, err = h.service.Approve(h.ctx, leader, c)
		h.refused(err, "subsidy.line.changed")
	})
}

// TestTheCapOfAYearHoldsAtOnce: two claims for the same people handed in at the
// same moment never get more than the cap of the year together.
func TestTheCapOfAYearHoldsAtOnce(t *testing.T) {
	each(t, func(h *house) {
		var wait sync.WaitGroup
		var claims []step.Target
		for range 3 {
			k := h.class(20, 20)
			must[subsidy.Claim](h)(h.service.Start(h.ctx, teacher, subsidy.StartCommand{Class: k.ID, Policy: h.policy.ID, Payment: account}))
			claims = append(claims, target(subsidy.ClaimID(k.ID)))
		}
		for _, c := range claims {
			wait.Go(func() {
				if _, err := h.service.Submit(h.ctx, teacher, c, ""); err != nil && !fault.Is(err, fault.Refused) && !fault.Is(err, fault.Stale) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		sums, _, err := h.store.Before(h.ctx, calendar.DateOf(h.now.Now()).AddDays(-30).Year, "00000000-0000-7000-8000-000000000099")
		if err != nil || len(sums) != 2 {
			t.Fatalf("%v, %v", sums, err)
		}
		for trainee, sum := range sums {
			if sum > 1000_00 {
				t.Errorf("%s gets %d fen in a year of at most 1,000 yuan", trainee, sum)
			}
		}
	})
}

// TestApprovalsAtOnceHaveOneEffect: of several people who approve at the same
// moment on the same page, one has the effect.
func TestApprovalsAtOnceHaveOneEffect(t *testing.T) {
	each(t, func(h *house) {
		c := h.submit(h.class(20))
		h.assured(c)
		d := must[subsidy.Dossier](h)(h.service.Find(h.ctx, clerk, c.ID))
		var wait sync.WaitGroup
		var mu sync.Mutex
		good := 0
		for range 4 {
			wait.Go(func() {
				_, err := h.service.Approve(h.ctx, leader, step.Target{ID: c.ID, Version: d.Version})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					good++
				} else if !fault.Is(err, fault.Stale) && !fault.Is(err, fault.Refused) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		d = must[subsidy.Dossier](h)(h.service.Find(h.ctx, clerk, c.ID))
		if good != 1 || d.State != subsidy.Confirmed || len(d.Approvals) != 1 {
			t.Errorf("%d approvals had an effect: %s, %+v", good, d.State, d.Approvals)
		}
	})
}

// TestTheTwinSeesNothing: another consortium has no policies, claims or rounds,
// and no one of another provider sees a claim.
func TestTheTwinSeesNothing(t *testing.T) {
	each(t, func(h *house) {
		c := h.submit(h.class(20))
		if _, err := h.service.Find(h.ctx, stranger, c.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another provider sees the claim: %v", err)
		}
		list := func(twin bool) int {
			ctx := h.ctx
			if twin {
				ctx = dbtest.Ctx(dbtest.Twin)
			}
			return len(must[listing.Page[subsidy.Claim]](h)(h.service.List(ctx, clerk, listing.Query{Size: 20})).Rows)
		}
		if home, twin := list(false), list(true); home != 1 || twin != 0 {
			t.Errorf("%d claims at home, %d in the twin", home, twin)
		}
		if _, err := h.store.FindDossier(dbtest.Ctx(dbtest.Twin), c.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the twin finds the claim: %v", err)
		}
		if all := must[[]subsidy.Policy](h)(h.store.Policies(dbtest.Ctx(dbtest.Twin))); len(all) != 0 {
			t.Errorf("the twin has %d policies", len(all))
		}
		sums := must[subsidy.Sums](h)(h.service.Sums(h.ctx, clerk, listing.Query{}))
		if sums.Claims != 1 || sums.Due != 600_00 {
			t.Errorf("%+v", sums)
		}
	})
}

// TestEmptyDatesComeLast: a claim without a notice stands behind those with one,
// whatever the direction, on both databases.
func TestEmptyDatesComeLast(t *testing.T) {
	each(t, func(h *house) {
		with, without := h.submit(h.class(20)), h.submit(h.class(10))
		must[subsidy.Claim](h)(h.service.Publish(h.ctx, clerk, with))
		for _, desc := range []bool{false, true} {
			rows := must[listing.Page[subsidy.Claim]](h)(h.service.List(h.ctx, clerk, listing.Query{Size: 20, Sort: "notice", Desc: desc})).Rows
			if len(rows) != 2 || rows[0].ID != with.ID || rows[1].ID != without.ID {
				h.t.Errorf("downwards %t: %d claims, the one without a notice does not come last", desc, len(rows))
			}
		}
	})
}

// TestEachPersonIsPaid: where the policy pays people, the bank's file has a row
// for each who is paid for, with the own account; nobody is paid by accident,
// and one whose account is not known stops the file.
func TestEachPersonIsPaid(t *testing.T) {
	each(t, func(h *house) {
		content := zhongshan
		content.Terms.Payee, content.Edition = subsidy.PayPerson, "to each"
		h.policy = h.adopt(content)
		k := h.class(20, 10, training.Unknown, 30)
		roster := h.school.rosters[k.ID]
		for i := range roster {
			roster[i].Person.Name, roster[i].Person.BankAccount = fmt.Sprintf("Person %d", i), fmt.Sprintf("62220200000000000%02d", i)
		}
		c := h.submit(k)
		d := h.find(k.ID)
		must[subsidy.Claim](h)(h.service.Reject(h.ctx, clerk, c, d.Lines[1].ID, "not there"))
		h.assured(c)
		must[subsidy.Claim](h)(h.service.Approve(h.ctx, clerk, c))
		must[subsidy.Claim](h)(h.service.Approve(h.ctx, leader, c))
		last := &roster[len(roster)-1].Person
		kept := last.BankAccount
		last.BankAccount = ""
		_, err := h.service.PayFile(h.ctx, clerk, c, "payment")
		h.refused(err, "subsidy.payee.account")
		last.BankAccount = kept
		rows := must[[]subsidy.Payee](h)(h.service.PayFile(h.ctx, clerk, c, "payment"))
		d = h.find(k.ID)
		var sum int64
		for _, r := range rows {
			at := int(r.Place) - 1
			if sum += r.Amount; d.Lines[at].Rejected || r.Name != roster[at].Person.Name || r.Account != roster[at].Person.BankAccount || r.Amount != int64(d.Lines[at].Amount) {
				t.Errorf("row %+v for %+v", r, d.Lines[at])
			}
		}
		if sum != int64(d.Due) || len(rows) != d.Persons() || len(rows) == 0 {
			t.Errorf("%d fen to %d people, due are %d to %d", sum, len(rows), d.Due, d.Persons())
		}
		must[subsidy.Claim](h)(h.service.Pay(h.ctx, clerk, c, subsidy.PayCommand{Reference: "B2"}))
		if paid := h.facts(c.ID)[subsidy.FactPaid]; paid != sum {
			t.Errorf("%d fen are counted as paid, want %d", paid, sum)
		}
	})
}
